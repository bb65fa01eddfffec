"""The outbox: every message we mean to post, written down first, so that it is posted exactly once."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from bot.newsroom.jobs.inbox import Parcel, ParcelState
from bot.storage.schema import outbox
from bot.storage.tables.payload_codec import pack, unpack
from bot.storage.tables.upsert import insert_into

SKIPPED_KEPT_S = 14 * 86_400
"""What Slack will not have is kept two weeks; its text a week (`bot.storage.tables.texts`)."""

KEPT_S = 90 * 86_400
"""Everything else three months, posted messages without texts: so long whoever asked for a digest may delete it."""


class OutboxTable:
    """Parcels by their key.

    Args:
        engine: of an upgraded database.
        clock: says when.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def plan(self, parcels: Sequence[Parcel]) -> None:
        """Write parcels down, all or none. Those that are there already stay as they are."""
        now = self._clock.now().timestamp()
        rows = [
            {
                "key": parcel.key,
                "job_id": parcel.job_id,
                "part": parcel.part,
                "channel": parcel.channel,
                "thread_ts": parcel.thread_ts,
                "payload": pack(parcel.payload),
                "state": ParcelState.PENDING.value,
                "created_at": now,
            }
            for parcel in parcels
        ]
        if rows:
            async with self._engine.begin() as connection:
                await connection.execute(
                    insert_into(connection, outbox).on_conflict_do_nothing(index_elements=["key"]), rows
                )

    async def of_job(self, job_id: str) -> tuple[Parcel, ...]:
        """The parcels of a job, in order."""
        query = sa.select(outbox).where(outbox.c.job_id == job_id).order_by(outbox.c.part)
        async with self._engine.connect() as connection:
            return tuple(_parcel(row) for row in await connection.execute(query))

    async def find(self, key: str) -> Parcel | None:
        """The parcel of that key."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(sa.select(outbox).where(outbox.c.key == key))).first()
        return _parcel(row) if row is not None else None

    async def attempt(self, key: str, *, at: float | None = None, margin_s: float | None = None) -> None:
        """Say, before the call, that it is about to be made.

        Args:
            key: the parcel's.
            at: by Slack's clock; None: now, by our own.
            margin_s: by how much that may be wrong; None: not known.
        """
        at = self._clock.now().timestamp() if at is None else at
        await self._set(key, state=ParcelState.ATTEMPTING.value, attempted_at=at, attempt_margin_s=margin_s)

    async def posted(self, key: str, ts: str) -> None:
        """Say that it stands in Slack; the text is forgotten."""
        await self._set(key, state=ParcelState.POSTED.value, ts=ts, payload=None, error=None)

    async def put_back(self, key: str, *, wait_s: float = 0) -> None:
        """Say that it was certainly not posted and may be tried again after `wait_s`."""
        await self._set(key, state=ParcelState.PENDING.value, not_before=self._clock.now().timestamp() + wait_s)

    async def skip(self, key: str, reason: str) -> None:
        """Say that Slack will not have it; the text is kept, should the operator mend the cause and try again."""
        await self._set(key, state=ParcelState.SKIPPED.value, error=reason)

    async def lose_track(self, key: str, reason: str) -> None:
        """Say that nobody can tell whether it was posted."""
        await self._set(key, state=ParcelState.UNKNOWN.value, error=reason)

    async def forget(self, key: str) -> None:
        """Leave nothing of a message that was taken back, or was never to be."""
        async with self._engine.begin() as connection:
            await connection.execute(sa.delete(outbox).where(outbox.c.key == key))

    async def reopen(self, job_id: str, *, with_unknown: bool = False) -> int:
        """Let the skipped parcels of a job be posted after all. Returns how many.

        Args:
            job_id: whose.
            with_unknown: those that may stand in Slack already, too.
        """
        states = [ParcelState.SKIPPED.value, *([ParcelState.UNKNOWN.value] if with_unknown else [])]
        wanted = _of_job(job_id) & outbox.c.state.in_(states) & outbox.c.payload.is_not(None)
        values = {"state": ParcelState.PENDING.value, "error": None, "not_before": None}
        async with self._engine.begin() as connection:
            return int((await connection.execute(sa.update(outbox).where(wanted).values(**values))).rowcount)

    async def unknown_of_job(self, job_id: str) -> tuple[Parcel, ...]:
        """The parcels of a job that may or may not stand in Slack."""
        query = sa.select(outbox).where(_of_job(job_id) & (outbox.c.state == ParcelState.UNKNOWN.value))
        async with self._engine.connect() as connection:
            return tuple(_parcel(row) for row in await connection.execute(query.order_by(outbox.c.part)))

    async def list(self, *states: ParcelState, limit: int = 1000) -> tuple[Parcel, ...]:
        """Parcels in these states, oldest first."""
        wanted = [state.value for state in states]
        query = sa.select(outbox).where(outbox.c.state.in_(wanted)).order_by(outbox.c.created_at).limit(limit)
        async with self._engine.connect() as connection:
            return tuple(_parcel(row) for row in await connection.execute(query))

    async def forget_old(self) -> int:
        """Delete what was skipped two weeks ago, and all that is older than three months. Returns how many."""
        now = self._clock.now().timestamp()
        is_skipped = outbox.c.state == ParcelState.SKIPPED.value
        old = (is_skipped & (outbox.c.created_at < now - SKIPPED_KEPT_S)) | (outbox.c.created_at < now - KEPT_S)
        async with self._engine.begin() as connection:
            return int((await connection.execute(sa.delete(outbox).where(old))).rowcount)

    async def _set(self, key: str, **values: Any) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(sa.update(outbox).where(outbox.c.key == key).values(**values))


def _of_job(job_id: str) -> sa.ColumnElement[bool]:
    """Parcels of a job. Private answers are jobs of their own to the outbox; their keys begin with the job's id."""
    return (outbox.c.job_id == job_id) | outbox.c.key.startswith(f"{job_id}:", autoescape=True)


def _parcel(row: Any) -> Parcel:
    return Parcel(
        key=row.key,
        job_id=row.job_id,
        part=row.part,
        channel=row.channel,
        thread_ts=row.thread_ts,
        payload=unpack(row.payload) if row.payload is not None else None,
        state=ParcelState(row.state),
        ts=row.ts,
        attempted_at=row.attempted_at,
        not_before=row.not_before,
        error=row.error,
        attempt_margin_s=row.attempt_margin_s,
    )
