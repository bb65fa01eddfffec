"""The inbox: payloads from Slack, stored before they are acknowledged, each once."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from bot.errors import StorageError
from bot.newsroom.jobs.inbox import InboxEntry, InboxState
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.jobs.payload_json import write_payload
from bot.storage.payload_codec import pack
from bot.storage.schema import inbox
from bot.storage.stored_payloads import PayloadReader
from bot.storage.upsert import insert_into

KEPT_S = 7 * 86_400
"""Finished rows are kept for a week: Slack redelivers within the hour, operators look within days."""

_TICK_S = 1e-6
"""Time difference between inbox entries that are stored together: it keeps their order."""


class InboxTable:
    """Inbox entries by their id.

    Args:
        engine: an engine of an upgraded database.
        clock: the current time.
        payloads: reads stored payloads.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock, payloads: PayloadReader | None = None) -> None:
        self._engine = engine
        self._clock = clock
        self._payloads = payloads or PayloadReader()

    async def add_job(self, job: AnyJob) -> bool:
        """Store a job as an inbox entry. Returns False for one that is already stored.

        Raises:
            StorageError: the database cannot store it now.
        """
        (is_new,) = await self.add_jobs([job])
        return is_new

    async def add_jobs(self, jobs: Sequence[AnyJob]) -> tuple[bool, ...]:
        """Store jobs in order of arrival, all or none. Returns for each whether it was new.

        Raises:
            StorageError: the database cannot store them now.
        """
        now = self._clock.now().timestamp()
        first: dict[str, int] = {}
        for place, job in enumerate(jobs):
            first.setdefault(job.id, place)
        rows = [_row(jobs[place], now + _TICK_S * place) for place in first.values()]
        try:
            async with self._engine.begin() as connection:
                insert = (
                    insert_into(connection, inbox).on_conflict_do_nothing(index_elements=["id"]).returning(inbox.c.id)
                )
                new = set((await connection.execute(insert, rows)).scalars()) if rows else set()
        except sa.exc.SQLAlchemyError as error:
            raise StorageError(" ".join(str(getattr(error, "orig", None) or error).split())[:300]) from error
        return tuple(job.id in new and first[job.id] == place for place, job in enumerate(jobs))

    async def count_waiting(self) -> int:
        """Return how many inbox entries are waiting, running ones included."""
        query = sa.select(sa.func.count()).where(inbox.c.state == InboxState.WAITING.value)
        async with self._engine.connect() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def get(self, entry_id: str) -> InboxEntry | None:
        """Return the inbox entry with that id."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(sa.select(inbox).where(inbox.c.id == entry_id))).first()
        return self._entry(row) if row is not None else None

    async def longest_wait_s(self) -> float:
        """Return how long the oldest waiting inbox entry has waited; 0 where there is none."""
        query = sa.select(sa.func.min(inbox.c.received_at)).where(inbox.c.state == InboxState.WAITING.value)
        async with self._engine.connect() as connection:
            oldest = (await connection.execute(query)).scalar_one()
        return max(0.0, self._clock.now().timestamp() - oldest) if oldest is not None else 0.0

    async def mark_finished(self, entry_id: str, *, error: str | None = None) -> None:
        """Mark an inbox entry as done, or as failed for good; people's text is kept only for another try."""
        values: dict[str, Any] = {
            "state": (InboxState.FAILED if error else InboxState.DONE).value,
            "finished_at": self._clock.now().timestamp(),
            "error": error,
        }
        if not error:
            values["payload"] = None
        async with self._engine.begin() as connection:
            await connection.execute(sa.update(inbox).where(inbox.c.id == entry_id).values(**values))

    async def reopen(self, entry_id: str) -> bool:
        """Reset a failed inbox entry to waiting. Returns False where there is none, or its payload is deleted."""
        wanted = (inbox.c.id == entry_id) & (inbox.c.state == InboxState.FAILED.value) & inbox.c.payload.is_not(None)
        return await self._begin_anew(wanted, state=InboxState.WAITING.value, error=None, finished_at=None)

    async def count_retry(self, entry: InboxEntry) -> bool:
        """Count one more try of a waiting inbox entry. Returns False where another process did, or finished it."""
        as_it_was = (inbox.c.id == entry.id) & (inbox.c.tries == entry.tries)
        return await self._begin_anew(as_it_was & (inbox.c.state == InboxState.WAITING.value))

    async def list(self, state: InboxState, *, older_than_s: float = 0, limit: int = 1000) -> tuple[InboxEntry, ...]:
        """Return inbox entries in a state, oldest first."""
        until = self._clock.now().timestamp() - older_than_s
        query = (
            sa.select(inbox)
            .where((inbox.c.state == state.value) & (inbox.c.received_at <= until))
            .order_by(inbox.c.received_at)
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            return tuple(self._entry(row) for row in await connection.execute(query))

    async def delete_expired(self) -> int:
        """Delete finished inbox entries after a week. Returns how many."""
        until = self._clock.now().timestamp() - KEPT_S
        async with self._engine.begin() as connection:
            result = await connection.execute(sa.delete(inbox).where(inbox.c.finished_at < until))
        return int(result.rowcount)

    def _entry(self, row: Any) -> InboxEntry:
        payload = self._payloads.read(row.kind, row.payload) if row.payload is not None else None
        state = InboxState(row.state)
        return InboxEntry(row.id, row.kind, payload, row.fingerprint, state, row.received_at, row.error, row.tries)

    async def _begin_anew(self, wanted: sa.ColumnElement[bool], **values: Any) -> bool:
        async with self._engine.begin() as connection:
            statement = sa.update(inbox).where(wanted).values(tries=inbox.c.tries + 1, **values)
            return bool((await connection.execute(statement)).rowcount == 1)


def _row(job: AnyJob, received_at: float) -> dict[str, Any]:
    return {
        "id": job.id,
        "kind": job.payload.kind,
        "payload": pack(write_payload(job.payload)),
        "fingerprint": job.fingerprint,
        "state": InboxState.WAITING.value,
        "received_at": received_at,
    }
