"""Housekeeping: restarts stuck jobs every minute, and deletes old rows every night.

An inbox entry that waits without a running workflow is restarted, with a workflow id of its own: the process died
between storing it and starting its workflow, the database failed meanwhile, or the operator reset it
(`nutgraf jobs retry`, which runs in another process and may not start workflows on SQLite).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol

import structlog
from dbos import DBOS

from bot.clock import Clock
from bot.newsroom.jobs.inbox import InboxEntry, InboxState, abandoned_job
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.ports import ExpiringStore

TICK_S = 60.0
WAITS_TOO_LONG_S = 60.0
MAX_TRIES = 5
"""An inbox entry restarted this often is given up; `nutgraf jobs retry` starts it once more."""

NIGHT_HOUR = 3
"""UTC hour; the first round after it deletes old rows, once a day."""

WORKFLOWS_KEPT = timedelta(days=14)
_BATCH = 500
_UNDER_WAY = ["PENDING", "ENQUEUED", "DELAYED"]
_OVER = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

_log = structlog.get_logger(__name__)


class StuckEntries(Protocol):
    """The part of the inbox that housekeeping needs."""

    async def list(self, state: InboxState, *, older_than_s: float = 0, limit: int = 1000) -> tuple[InboxEntry, ...]:
        """Return inbox entries in a state, oldest first."""
        ...

    async def count_retry(self, entry: InboxEntry) -> bool:
        """Count one more try of a waiting inbox entry, unless another process has done so."""
        ...

    async def mark_finished(self, entry_id: str, *, error: str | None = None) -> None:
        """Mark an inbox entry as done; with an error, as failed for good."""
        ...


Resume = Callable[[InboxEntry], bool]
"""Starts the job of an inbox entry when it is its turn; returns False for one that is already in the queue."""


class WorkflowStore(Protocol):
    """The workflows stored by the job engine."""

    async def states(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the states of those that are known."""
        ...

    async def delete(self, *, created_before: str) -> int:
        """Delete finished ones. Returns how many."""
        ...


class Housekeeping:
    """Maintains inbox entries and tables.

    Args:
        inbox: the stored jobs.
        resume: starts the job of an inbox entry.
        tables: tables to delete from.
        clock: the current time.
        submit: accepts a job, unless it is already known.
        workflows: the workflows stored by the job engine.

    Six parts: what it looks at, what it starts, and the tests' own workflows.
    """

    def __init__(
        self,
        *,
        inbox: StuckEntries,
        resume: Resume,
        tables: Sequence[ExpiringStore],
        clock: Clock,
        submit: Callable[[AnyJob], Awaitable[bool]],
        workflows: WorkflowStore | None = None,
    ) -> None:
        self._inbox = inbox
        self._resume = resume
        self._tables = tables
        self._clock = clock
        self._workflows = workflows or DurableWorkflows()
        self._submit = submit
        self._tidied_on: date | None = None

    async def run_once(self) -> float:
        """Do one round. Returns the seconds until the next."""
        await self.restart_stuck()
        now = self._clock.now()
        if now.hour >= NIGHT_HOUR and self._tidied_on != now.date():
            await self.delete_expired()
            self._tidied_on = now.date()
        return TICK_S

    async def restart_stuck(self) -> int:
        """Restart waiting inbox entries that no workflow is doing. Returns how many."""
        entries = await self._inbox.list(InboxState.WAITING, older_than_s=WAITS_TOO_LONG_S)
        begun = 0
        for start in range(0, len(entries), _BATCH):
            batch = entries[start : start + _BATCH]
            states = await self._workflows.states(f"{entry.id}{entry.try_suffix}" for entry in batch)
            for entry in batch:
                begun += await self._restart_if_stuck(entry, states.get(f"{entry.id}{entry.try_suffix}"))
        if begun:
            _log.warning("letters that nobody did were begun anew", count=begun)
        return begun

    async def delete_expired(self) -> int:
        """Delete old data. Returns how many rows and workflows."""
        count = sum([await table.delete_expired() for table in self._tables])
        until = self._clock.now() - WORKFLOWS_KEPT
        count += await self._workflows.delete(created_before=until.isoformat())
        _log.info("forgot what is old", count=count)
        return count

    async def _restart_if_stuck(self, entry: InboxEntry, workflow: str | None) -> bool:
        """Restart an inbox entry if its workflow is unknown or over. Returns whether it was restarted."""
        if workflow in _UNDER_WAY:
            return False
        if workflow is None:  # it was never started, or waits for its turn
            return self._resume(entry)
        if entry.tries >= MAX_TRIES:
            _log.error("job given up", job=entry.id, tries=entry.tries, workflow=workflow)
            await self._report(entry)  # first: a process that dies before the inbox entry is closed does both again
            await self._inbox.mark_finished(entry.id, error=f"given up after {entry.tries} tries ({workflow.lower()})")
            return False
        if not await self._inbox.count_retry(entry):
            return False  # finished meanwhile, or another replica was faster
        return self._resume(entry.with_one_more_try())

    async def _report(self, entry: InboxEntry) -> None:
        """Make sure that the requester learns, once, that an inbox entry will not be answered."""
        job = abandoned_job(entry)
        if job is not None:
            await self._submit(job)


class DurableWorkflows:
    """DBOS's workflows, as far as they are needed here."""

    async def states(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the states of those that are known."""
        return await asyncio.to_thread(self._states, list(ids))

    async def delete(self, *, created_before: str) -> int:
        """Delete finished ones in batches, so that other queries are not delayed for long. Returns how many."""
        count = 0
        while deleted := await asyncio.to_thread(self._delete_some, created_before):
            count += deleted
        return count

    def _states(self, ids: list[str]) -> dict[str, str]:
        found = DBOS.list_workflows(workflow_ids=ids, load_input=False, load_output=False)
        return {workflow.workflow_id: workflow.status for workflow in found}

    def _delete_some(self, created_before: str) -> int:
        found = DBOS.list_workflows(
            status=_OVER, end_time=created_before, limit=_BATCH, load_input=False, load_output=False
        )
        if found:
            DBOS.delete_workflows([workflow.workflow_id for workflow in found])
        return len(found)
