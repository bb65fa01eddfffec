"""What the bot does for itself: every minute it looks for jobs that nobody does, every night it forgets what is old.

A letter that waits while no workflow is under way for it is begun anew, under a workflow id of its own: the process
died between storing it and starting its workflow, the database failed in the middle, or the operator let it wait again
(`nutgraf jobs retry`, which runs in another process and may not start workflows on SQLite).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol

import structlog
from dbos import DBOS

from bot.clock import Clock
from bot.newsroom.jobs.inbox import Letter, LetterState

TICK_S = 60.0
WAITS_TOO_LONG_S = 60.0
MAX_TRIES = 5
"""A letter that was begun so often by itself is given up; `nutgraf jobs retry` begins it once more."""

NIGHT_HOUR = 3
"""UTC; the first tick after it tidies up, once a day."""

WORKFLOWS_KEPT = timedelta(days=14)
_BATCH = 500
_UNDER_WAY = ["PENDING", "ENQUEUED", "DELAYED"]
_OVER = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

_log = structlog.get_logger(__name__)


class Letters(Protocol):
    """As much of the inbox as is looked after."""

    async def list(self, state: LetterState, *, older_than_s: float = 0, limit: int = 1000) -> tuple[Letter, ...]:
        """Letters in a state, oldest first."""
        ...

    async def try_again(self, letter: Letter) -> bool:
        """Count one more try of a letter that waits, unless somebody else has done so."""
        ...

    async def finish(self, letter_id: str, *, error: str | None = None) -> None:
        """Mark a letter as done; with an error, as failed for good."""
        ...


Resume = Callable[[Letter], bool]
"""Starts the job of a letter when it is its turn; returns False for one that is in the queue already."""


class Workflows(Protocol):
    """The job engine's books."""

    async def states(self, ids: Iterable[str]) -> dict[str, str]:
        """The states of those that are known."""
        ...

    async def forget(self, *, created_before: str) -> int:
        """Delete finished ones. Returns how many."""
        ...


class Forgetful(Protocol):
    """A table that forgets."""

    async def forget_old(self) -> int:
        """Delete what nobody needs any more. Returns how many."""
        ...


class Housekeeping:
    """Looks after letters and tables.

    Args:
        inbox: what was taken.
        resume: starts the job of a letter.
        tables: what forgets.
        clock: says when.
        give_up: sees that whoever asked is told that a letter is given up, once however often it is called.
        workflows: the job engine's books.
    """

    def __init__(
        self,
        *,
        inbox: Letters,
        resume: Resume,
        tables: Sequence[Forgetful],
        clock: Clock,
        give_up: Callable[[Letter], Awaitable[None]],
        workflows: Workflows | None = None,
    ) -> None:
        self._inbox = inbox
        self._resume = resume
        self._tables = tables
        self._clock = clock
        self._workflows = workflows or DurableWorkflows()
        self._give_up = give_up
        self._tidied_on: date | None = None

    async def go_round(self) -> float:
        """One minute's work. Returns the seconds until the next."""
        await self.sweep()
        now = self._clock.now()
        if now.hour >= NIGHT_HOUR and self._tidied_on != now.date():
            await self.tidy()
            self._tidied_on = now.date()
        return TICK_S

    async def sweep(self) -> int:
        """Begin the letters that wait while nobody does them. Returns how many."""
        letters = await self._inbox.list(LetterState.WAITING, older_than_s=WAITS_TOO_LONG_S)
        begun = 0
        for start in range(0, len(letters), _BATCH):
            batch = letters[start : start + _BATCH]
            states = await self._workflows.states(f"{letter.id}{letter.again}" for letter in batch)
            for letter in batch:
                begun += await self._look_after(letter, states.get(f"{letter.id}{letter.again}"))
        if begun:
            _log.warning("letters that nobody did were begun anew", count=begun)
        return begun

    async def tidy(self) -> int:
        """Forget what is old. Returns how many rows and workflows."""
        count = sum([await table.forget_old() for table in self._tables])
        until = self._clock.now() - WORKFLOWS_KEPT
        count += await self._workflows.forget(created_before=until.isoformat())
        _log.info("forgot what is old", count=count)
        return count

    async def _look_after(self, letter: Letter, workflow: str | None) -> bool:
        """Begin a letter anew if its workflow is unknown or over. Returns whether it was."""
        if workflow in _UNDER_WAY:
            return False
        if workflow is None:  # it was never started, or waits for its turn
            return self._resume(letter)
        if letter.tries >= MAX_TRIES:
            _log.error("job given up", job=letter.id, tries=letter.tries, workflow=workflow)
            await self._give_up(letter)  # before the letter is closed: a process that dies in between does both again
            await self._inbox.finish(letter.id, error=f"given up after {letter.tries} tries ({workflow.lower()})")
            return False
        if not await self._inbox.try_again(letter):
            return False  # finished meanwhile, or another replica was faster
        return self._resume(letter.next_try())


class DurableWorkflows:
    """DBOS's books, as far as they are kept here."""

    async def states(self, ids: Iterable[str]) -> dict[str, str]:
        """The states of those that are known."""
        return await asyncio.to_thread(self._states, list(ids))

    async def forget(self, *, created_before: str) -> int:
        """Delete finished ones, some at a time, so that nobody waits long for the database. Returns how many."""
        count = 0
        while deleted := await asyncio.to_thread(self._forget_some, created_before):
            count += deleted
        return count

    def _states(self, ids: list[str]) -> dict[str, str]:
        found = DBOS.list_workflows(workflow_ids=ids, load_input=False, load_output=False)
        return {workflow.workflow_id: workflow.status for workflow in found}

    def _forget_some(self, created_before: str) -> int:
        found = DBOS.list_workflows(
            status=_OVER, end_time=created_before, limit=_BATCH, load_input=False, load_output=False
        )
        if found:
            DBOS.delete_workflows([workflow.workflow_id for workflow in found])
        return len(found)
