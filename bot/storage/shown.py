"""What is under the buttons of the digests of the last days."""

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from bot.newsroom.mail import Shown
from bot.storage.inserting import insert_into
from bot.storage.packing import pack, unpack
from bot.storage.schema import shown

KEPT_S = 86_400
"""A day: long enough for buttons to be of use, short enough to call it a cache."""

NOARCHIVE_KEPT_S = 3_600
"""An hour for pages whose publisher asks that no copy is kept: just while the buttons are in use."""

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
        """Remember an answer, or that it is shown differently now."""
        is_brief = any(digest.article.noarchive for digest in value.digests)
        row = {
            "id": digest_id,
            "payload": pack(_SHOWN.dump_python(value, mode="json")),
            "expires_at": self._clock.now().timestamp() + (NOARCHIVE_KEPT_S if is_brief else KEPT_S),
        }
        async with self._engine.begin() as connection:
            statement = insert_into(connection, shown).values(**row)
            fresh = {"payload": statement.excluded.payload, "expires_at": statement.excluded.expires_at}
            await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=fresh))

    async def find(self, digest_id: str) -> Shown | None:
        """The answer of that id, if it is still remembered."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(sa.select(shown).where(shown.c.id == digest_id))).first()
        if row is None or row.expires_at < self._clock.now().timestamp():
            return None
        return _SHOWN.validate_python(unpack(row.payload))

    async def forget(self, digest_id: str) -> None:
        """Forget an answer."""
        async with self._engine.begin() as connection:
            await connection.execute(sa.delete(shown).where(shown.c.id == digest_id))

    async def forget_old(self) -> int:
        """Delete what has expired. Returns how many."""
        async with self._engine.begin() as connection:
            expired = shown.c.expires_at < self._clock.now().timestamp()
            return int((await connection.execute(sa.delete(shown).where(expired))).rowcount)
