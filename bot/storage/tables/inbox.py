"""The inbox: everything Slack told us, stored before it is acknowledged, each thing once."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from bot.errors import StorageError
from bot.newsroom.jobs.inbox import Job, Letter, LetterState
from bot.storage.schema import inbox
from bot.storage.tables.payload_codec import pack, unpack
from bot.storage.tables.upsert import insert_into

KEPT_S = 7 * 86_400
"""Finished rows are kept a week: Slack redelivers within the hour, operators look within days."""

_TICK_S = 1e-6
"""Between letters that are stored at once: they keep their order."""


class InboxTable:
    """Letters by their id.

    Args:
        engine: of an upgraded database.
        clock: says when.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def take(self, job: Job) -> bool:
        """Store a job as a letter. Returns False for one that is there already.

        Raises:
            StorageError: the database cannot take it now.
        """
        (is_new,) = await self.take_all([job])
        return is_new

    async def take_all(self, jobs: Sequence[Job]) -> tuple[bool, ...]:
        """Store jobs in the order they came, all or none. Returns for each whether it was new.

        Raises:
            StorageError: the database cannot take them now.
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
        """How many letters wait, those under way included."""
        query = sa.select(sa.func.count()).where(inbox.c.state == LetterState.WAITING.value)
        async with self._engine.connect() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def find(self, letter_id: str) -> Letter | None:
        """The letter of that id."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(sa.select(inbox).where(inbox.c.id == letter_id))).first()
        return _letter(row) if row is not None else None

    async def longest_wait_s(self) -> float:
        """For how long the oldest of the letters that wait has waited; 0 where none does."""
        query = sa.select(sa.func.min(inbox.c.received_at)).where(inbox.c.state == LetterState.WAITING.value)
        async with self._engine.connect() as connection:
            oldest = (await connection.execute(query)).scalar_one()
        return max(0.0, self._clock.now().timestamp() - oldest) if oldest is not None else 0.0

    async def finish(self, letter_id: str, *, error: str | None = None) -> None:
        """Mark a letter as done, or as failed for good; what people wrote is kept only to try again."""
        values: dict[str, Any] = {
            "state": (LetterState.FAILED if error else LetterState.DONE).value,
            "finished_at": self._clock.now().timestamp(),
            "error": error,
        }
        if not error:
            values["payload"] = None
        async with self._engine.begin() as connection:
            await connection.execute(sa.update(inbox).where(inbox.c.id == letter_id).values(**values))

    async def reopen(self, letter_id: str) -> bool:
        """Let a failed letter wait again. Returns False where there is none, or nothing is left of it."""
        wanted = (inbox.c.id == letter_id) & (inbox.c.state == LetterState.FAILED.value) & inbox.c.payload.is_not(None)
        return await self._begin_anew(wanted, state=LetterState.WAITING.value, error=None, finished_at=None)

    async def try_again(self, letter: Letter) -> bool:
        """Count one more try of a letter that waits. Returns False where somebody else has done so, or finished it."""
        as_it_was = (inbox.c.id == letter.id) & (inbox.c.tries == letter.tries)
        return await self._begin_anew(as_it_was & (inbox.c.state == LetterState.WAITING.value))

    async def list(self, state: LetterState, *, older_than_s: float = 0, limit: int = 1000) -> tuple[Letter, ...]:
        """Letters in a state, oldest first."""
        until = self._clock.now().timestamp() - older_than_s
        query = (
            sa.select(inbox)
            .where((inbox.c.state == state.value) & (inbox.c.received_at <= until))
            .order_by(inbox.c.received_at)
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            return tuple(_letter(row) for row in await connection.execute(query))

    async def forget_old(self) -> int:
        """Delete finished letters after a week. Returns how many."""
        until = self._clock.now().timestamp() - KEPT_S
        async with self._engine.begin() as connection:
            result = await connection.execute(sa.delete(inbox).where(inbox.c.finished_at < until))
        return int(result.rowcount)

    async def _begin_anew(self, wanted: sa.ColumnElement[bool], **values: Any) -> bool:
        async with self._engine.begin() as connection:
            statement = sa.update(inbox).where(wanted).values(tries=inbox.c.tries + 1, **values)
            return bool((await connection.execute(statement)).rowcount == 1)


def _row(job: Job, received_at: float) -> dict[str, Any]:
    return {
        "id": job.id,
        "kind": job.kind,
        "payload": pack(job.payload),
        "fingerprint": job.fingerprint,
        "state": LetterState.WAITING.value,
        "received_at": received_at,
    }


def _letter(row: Any) -> Letter:
    payload = unpack(row.payload) if row.payload is not None else None
    state = LetterState(row.state)
    return Letter(row.id, row.kind, payload, row.fingerprint, state, row.received_at, row.error, row.tries)
