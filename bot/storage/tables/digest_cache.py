"""Digests of recently read pages: what many request is fetched and read once.

For an hour only: newspapers correct their stories, and no one may be quoted from a withdrawn version. Pages whose
publisher forbids copies are never stored here.
"""

import hashlib
from importlib.metadata import version

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from bot.newsroom.ports import DigestOptions
from bot.storage.payload_codec import pack, unpack
from bot.storage.schema import answer
from bot.storage.upsert import insert_into
from summarizer import Digest

KEPT_S = 3_600

_DIGEST = TypeAdapter(Digest)


class DigestCacheTable:
    """Digests by the article's address and the options they were made with.

    Args:
        engine: an engine of an upgraded database.
        clock: the current time.
        maker: version of the code that made the digests; those of another version are not used.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock, *, maker: str = "") -> None:
        self._engine = engine
        self._clock = clock
        self._maker = maker or version("nutgraf")

    async def get(self, address: str, options: DigestOptions) -> Digest | None:
        """Return the digest of the article at a canonical address, made with the same options, if it is still fresh."""
        async with self._engine.connect() as connection:
            query = sa.select(answer).where(answer.c.id == self._id(address, options))
            row = (await connection.execute(query)).first()
        if row is None or row.expires_at < self._clock.now().timestamp():
            return None
        return _DIGEST.validate_python(unpack(row.payload))

    async def save(self, address: str, options: DigestOptions, digest: Digest) -> None:
        """Store a digest for an hour, and delete expired ones."""
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

    async def delete_expired(self) -> int:
        """Delete what has expired. Returns how many."""
        async with self._engine.begin() as connection:
            expired = answer.c.expires_at < self._clock.now().timestamp()
            return int((await connection.execute(sa.delete(answer).where(expired))).rowcount)

    def _id(self, address: str, options: DigestOptions) -> str:
        parts = (self._maker, options.length, options.method or "", address)
        return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
