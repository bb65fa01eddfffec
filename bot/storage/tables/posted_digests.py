"""The last day's digests, for their buttons; and the requesters of the last months' digests, who may delete them."""

from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.clock import Clock
from bot.newsroom.requests.posted_digests import DigestRequester, PostedDigest
from bot.storage.payload_codec import pack, unpack
from bot.storage.schema import requester, shown
from bot.storage.upsert import insert_into

KEPT_S = 86_400
"""A day: long enough for buttons to be useful, short enough to be called a cache."""

NOARCHIVE_KEPT_S = 3_600
"""An hour for pages whose publisher forbids copies: just while the buttons are in use."""

REQUESTER_KEPT_S = 90 * 86_400
"""Three months: as long as the outbox knows what was posted. A row contains ids and no one's text."""

_SHOWN = TypeAdapter(PostedDigest)


class PostedDigestTable:
    """Answers by the id that their buttons carry.

    Args:
        engine: an engine of an upgraded database.
        clock: the current time.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def save(self, digest_id: str, value: PostedDigest) -> None:
        """Store an answer, or its new state; and its requester, if it is posted publicly."""
        is_brief = any(digest.article.noarchive for digest in value.digests)
        now = self._clock.now().timestamp()
        payload = pack(_SHOWN.dump_python(value, mode="json"))
        expires_at = now + (NOARCHIVE_KEPT_S if is_brief else KEPT_S)
        row = {"id": digest_id, "payload": payload, "expires_at": expires_at, "channel": value.channel}
        async with self._engine.begin() as connection:
            await _put(connection, shown, **row)
            if value.job_ids:
                asked = {"user_id": value.user, "job_ids": pack(value.job_ids)}
                await _put(connection, requester, id=digest_id, **asked, expires_at=now + REQUESTER_KEPT_S)

    async def get(self, digest_id: str) -> PostedDigest | None:
        """Return the answer with that id, if it is still stored."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(sa.select(shown).where(shown.c.id == digest_id))).first()
        if row is None or row.expires_at < self._clock.now().timestamp():
            return None
        return _SHOWN.validate_python(unpack(row.payload))

    async def get_requester(self, digest_id: str) -> DigestRequester | None:
        """Return the requester of a digest, for three months; for one posted by an earlier version, for a day."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(sa.select(requester).where(requester.c.id == digest_id))).first()
        if row is None:
            known = await self.get(digest_id)
            return DigestRequester(known.user, known.job_ids) if known is not None else None
        if row.expires_at < self._clock.now().timestamp():
            return None
        return DigestRequester(row.user_id, tuple(unpack(row.job_ids)))

    async def delete(self, digest_id: str) -> None:
        """Delete an answer and its requester."""
        async with self._engine.begin() as connection:
            for table in (shown, requester):
                await connection.execute(sa.delete(table).where(table.c.id == digest_id))

    async def delete_expired(self) -> int:
        """Delete what has expired. Returns how many answers, and requesters."""
        now, count = self._clock.now().timestamp(), 0
        async with self._engine.begin() as connection:
            for table in (shown, requester):
                count += int((await connection.execute(sa.delete(table).where(table.c.expires_at < now))).rowcount)
        return count


async def _put(connection: AsyncConnection, table: sa.Table, **row: Any) -> None:
    """Write a row; it replaces the one with its id."""
    statement = insert_into(connection, table).values(**row)
    fresh = {name: statement.excluded[name] for name in row if name != "id"}
    await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=fresh))
