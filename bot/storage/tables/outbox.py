"""The outbox: every message to post, stored first, so that it is posted exactly once."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from bot.newsroom.jobs.outbox import OutboxMessage, OutboxState
from bot.storage.payload_codec import pack, unpack
from bot.storage.schema import outbox
from bot.storage.upsert import insert_into

SKIPPED_KEPT_S = 14 * 86_400
"""Messages that Slack rejected are kept for two weeks; their text for a week (`bot.storage.tables.texts`)."""

KEPT_S = 90 * 86_400
"""All others for three months, posted messages without texts: for as long the requester may delete the digest."""


class OutboxTable:
    """Outbox messages by their key.

    Args:
        engine: an engine of an upgraded database.
        clock: the current time.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def add_messages(self, all_outgoing: Sequence[OutboxMessage]) -> None:
        """Store messages, all or none. Existing ones are not changed."""
        now = self._clock.now().timestamp()
        rows = [
            {
                "key": outgoing.key,
                "job_id": outgoing.job_id,
                "part": outgoing.part,
                "channel": outgoing.channel,
                "thread_ts": outgoing.thread_ts,
                "payload": pack(outgoing.payload),
                "state": OutboxState.PENDING.value,
                "created_at": now,
            }
            for outgoing in all_outgoing
        ]
        if rows:
            async with self._engine.begin() as connection:
                await connection.execute(
                    insert_into(connection, outbox).on_conflict_do_nothing(index_elements=["key"]), rows
                )

    async def list_of_job(self, job_id: str) -> tuple[OutboxMessage, ...]:
        """Return the messages of a job, in order."""
        query = sa.select(outbox).where(outbox.c.job_id == job_id).order_by(outbox.c.part)
        async with self._engine.connect() as connection:
            return tuple(_message(row) for row in await connection.execute(query))

    async def get(self, key: str) -> OutboxMessage | None:
        """Return the message with that key."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(sa.select(outbox).where(outbox.c.key == key))).first()
        return _message(row) if row is not None else None

    async def mark_sending(self, key: str, *, at: float | None = None, margin_s: float | None = None) -> None:
        """Record, before the call, that it is about to be made.

        Args:
            key: the message's key.
            at: time by Slack's clock; None: now, by our own.
            margin_s: maximum error of `at`; None: not known.
        """
        at = self._clock.now().timestamp() if at is None else at
        await self._set(key, state=OutboxState.ATTEMPTING.value, attempted_at=at, attempt_margin_s=margin_s)

    async def mark_posted(self, key: str, ts: str) -> None:
        """Record that it is posted in Slack; its text is deleted."""
        await self._set(key, state=OutboxState.POSTED.value, ts=ts, payload=None, error=None)

    async def mark_retry(self, key: str, *, wait_s: float = 0) -> None:
        """Record that it was certainly not posted and may be tried again after `wait_s`."""
        await self._set(key, state=OutboxState.PENDING.value, not_before=self._clock.now().timestamp() + wait_s)

    async def mark_refused(self, key: str, reason: str) -> None:
        """Record that Slack rejected it; its text is kept, in case the operator fixes the cause and tries again."""
        await self._set(key, state=OutboxState.SKIPPED.value, error=reason)

    async def mark_unknown(self, key: str, reason: str) -> None:
        """Record that it cannot be determined whether it was posted."""
        await self._set(key, state=OutboxState.UNKNOWN.value, error=reason)

    async def delete(self, key: str) -> None:
        """Delete a message that was withdrawn, or is not to be posted."""
        async with self._engine.begin() as connection:
            await connection.execute(sa.delete(outbox).where(outbox.c.key == key))

    async def reopen(self, job_id: str, *, with_unknown: bool = False) -> int:
        """Reset the skipped messages of a job so that they are posted. Returns how many.

        Args:
            job_id: the job's id.
            with_unknown: also those that may already be posted in Slack.
        """
        states = [OutboxState.SKIPPED.value, *([OutboxState.UNKNOWN.value] if with_unknown else [])]
        wanted = _of_job(job_id) & outbox.c.state.in_(states) & outbox.c.payload.is_not(None)
        values = {"state": OutboxState.PENDING.value, "error": None, "not_before": None}
        async with self._engine.begin() as connection:
            return int((await connection.execute(sa.update(outbox).where(wanted).values(**values))).rowcount)

    async def list_unknown_of_job(self, job_id: str) -> tuple[OutboxMessage, ...]:
        """Return the messages of a job that may or may not be posted in Slack."""
        query = sa.select(outbox).where(_of_job(job_id) & (outbox.c.state == OutboxState.UNKNOWN.value))
        async with self._engine.connect() as connection:
            return tuple(_message(row) for row in await connection.execute(query.order_by(outbox.c.part)))

    async def list(self, *states: OutboxState, limit: int = 1000) -> tuple[OutboxMessage, ...]:
        """Return outbox messages in these states, oldest first."""
        wanted = [state.value for state in states]
        query = sa.select(outbox).where(outbox.c.state.in_(wanted)).order_by(outbox.c.created_at).limit(limit)
        async with self._engine.connect() as connection:
            return tuple(_message(row) for row in await connection.execute(query))

    async def delete_expired(self) -> int:
        """Delete what was skipped two weeks ago, and everything older than three months. Returns how many."""
        now = self._clock.now().timestamp()
        is_skipped = outbox.c.state == OutboxState.SKIPPED.value
        old = (is_skipped & (outbox.c.created_at < now - SKIPPED_KEPT_S)) | (outbox.c.created_at < now - KEPT_S)
        async with self._engine.begin() as connection:
            return int((await connection.execute(sa.delete(outbox).where(old))).rowcount)

    async def _set(self, key: str, **values: Any) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(sa.update(outbox).where(outbox.c.key == key).values(**values))


def _of_job(job_id: str) -> sa.ColumnElement[bool]:
    """Select a job's messages. Ephemeral answers are jobs of their own here; their keys begin with the job's id."""
    return (outbox.c.job_id == job_id) | outbox.c.key.startswith(f"{job_id}:", autoescape=True)


def _message(row: Any) -> OutboxMessage:
    return OutboxMessage(
        key=row.key,
        job_id=row.job_id,
        part=row.part,
        channel=row.channel,
        thread_ts=row.thread_ts,
        payload=unpack(row.payload) if row.payload is not None else None,
        state=OutboxState(row.state),
        ts=row.ts,
        attempted_at=row.attempted_at,
        not_before=row.not_before,
        error=row.error,
        attempt_margin_s=row.attempt_margin_s,
    )
