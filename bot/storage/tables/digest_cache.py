"""Digests of pages that were read lately: what many ask for is fetched and read once.

For an hour only: newspapers correct their stories, and nobody must be quoted from a version that was withdrawn. What a
publisher wants no copies of never gets here.
"""

import hashlib
from importlib.metadata import version

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from bot.newsroom.ports import DigestOptions
from bot.storage.schema import answer
from bot.storage.tables.payload_codec import pack, unpack
from bot.storage.tables.upsert import insert_into
from summarizer import Digest

KEPT_S = 3_600

_DIGEST = TypeAdapter(Digest)


class AnswerTable:
    """Digests by the article's address and the options they were made with.

    Args:
        engine: of an upgraded database.
        clock: says when.
        maker: what made the digests; another version's are not shown.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock, *, maker: str = "") -> None:
        self._engine = engine
        self._clock = clock
        self._maker = maker or version("nutgraf")

    async def find(self, address: str, options: DigestOptions) -> Digest | None:
        """The digest of the article at a canonical address, made with the same options, if it is still fresh."""
        async with self._engine.connect() as connection:
            query = sa.select(answer).where(answer.c.id == self._id(address, options))
            row = (await connection.execute(query)).first()
        if row is None or row.expires_at < self._clock.now().timestamp():
            return None
        return _DIGEST.validate_python(unpack(row.payload))

    async def keep(self, address: str, options: DigestOptions, digest: Digest) -> None:
        """Remember a digest for an hour; what has expired makes room for it."""
        now = self._clock.now().timestamp()
        row = {
            "id": self._id(address, options),
            "payload": pack(_DIGEST.dump_python(digest, mode="json")),
            "expires_at": now + KEPT_S,
        }
        async with self._engine.begin() as connection:
            await connection.execute(sa.delete(answer).where(answer.c.expires_at < now))
            statement = insert_into(connection, answer).values(**row)
            fresh = {"payload": statement.excluded.payload, "expires_at": statement.excluded.expires_at}
            await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=fresh))

    async def forget_old(self) -> int:
        """Delete what has expired. Returns how many."""
        async with self._engine.begin() as connection:
            expired = answer.c.expires_at < self._clock.now().timestamp()
            return int((await connection.execute(sa.delete(answer).where(expired))).rowcount)

    def _id(self, address: str, options: DigestOptions) -> str:
        parts = (self._maker, options.length, options.method or "", address)
        return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
