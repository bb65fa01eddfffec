"""What is under the buttons of the last day's digests; and who asked for those of the last months, to delete them."""

from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.clock import Clock
from bot.newsroom.jobs.inbox import Requester, Shown
from bot.storage.schema import requester, shown
from bot.storage.tables.payload_codec import pack, unpack
from bot.storage.tables.upsert import insert_into

KEPT_S = 86_400
"""A day: long enough for buttons to be of use, short enough to call it a cache."""

NOARCHIVE_KEPT_S = 3_600
"""An hour for pages whose publisher asks that no copy is kept: just while the buttons are in use."""

REQUESTER_KEPT_S = 90 * 86_400
"""Three months: as long as the outbox knows what was posted. A row holds ids and no word of anybody."""

_SHOWN = TypeAdapter(Shown)


class ShownTable:
    """Answers by the id that their buttons carry.

    Args:
        engine: of an upgraded database.
        clock: says when.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def keep(self, digest_id: str, value: Shown) -> None:
        """Remember an answer, or that it is shown differently now; and who asked, where it is posted for all."""
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

    async def find(self, digest_id: str) -> Shown | None:
        """The answer of that id, if it is still remembered."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(sa.select(shown).where(shown.c.id == digest_id))).first()
        if row is None or row.expires_at < self._clock.now().timestamp():
            return None
        return _SHOWN.validate_python(unpack(row.payload))

    async def find_requester(self, digest_id: str) -> Requester | None:
        """Who asked for the digest of that id, for three months; of one that an earlier version posted, for a day."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(sa.select(requester).where(requester.c.id == digest_id))).first()
        if row is None:
            known = await self.find(digest_id)
            return Requester(known.user, known.job_ids) if known is not None else None
        if row.expires_at < self._clock.now().timestamp():
            return None
        return Requester(row.user_id, tuple(unpack(row.job_ids)))

    async def forget(self, digest_id: str) -> None:
        """Forget an answer, and who asked for it."""
        async with self._engine.begin() as connection:
            for table in (shown, requester):
                await connection.execute(sa.delete(table).where(table.c.id == digest_id))

    async def forget_old(self) -> int:
        """Delete what has expired. Returns how many answers, and requesters."""
        now, count = self._clock.now().timestamp(), 0
        async with self._engine.begin() as connection:
            for table in (shown, requester):
                count += int((await connection.execute(sa.delete(table).where(table.c.expires_at < now))).rowcount)
        return count


async def _put(connection: AsyncConnection, table: sa.Table, **row: Any) -> None:
    """Write a row, in the place of the one of its id."""
    statement = insert_into(connection, table).values(**row)
    fresh = {name: statement.excluded[name] for name in row if name != "id"}
    await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=fresh))
