"""Erases deleted data from the files, not only from the tables.

A row deleted from SQLite may remain in three places: the free part of its page, the pages on the free list, and the
write-ahead log, which contains earlier pages. `PRAGMA secure_delete` (`bot.storage.database.address`) overwrites the
first two with zeros, nearly always: when a page is split, a copy of a row may remain in the free part of the old page.
Only VACUUM, which rewrites the file from the tables, leaves nothing. The log is emptied by a checkpoint, once it has no
readers. PostgreSQL erases by its own vacuum, at its own time; its server's write-ahead log and archives keep their
data. Source: sqlite.org/pragma.html#pragma_secure_delete, sqlite.org/lang_vacuum.html, sqlite.org/wal.html.
"""

import asyncio
from collections.abc import Awaitable, Callable

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StorageError
from bot.storage.database.address import BUSY_TIMEOUT_S

TRIES, PAUSE_S = 20, 0.5
"""Attempts, and their interval, to empty the log while it has readers: ten seconds."""

_PATIENCE_MS = 100
"""How long one attempt waits for readers. It blocks writers, so it is short."""

_log = structlog.get_logger(__name__)


class FileEraser:
    """Erases deleted data.

    Args:
        engine: an engine of an upgraded database.
        sleep: waits; tests pass their own.
    """

    def __init__(self, engine: AsyncEngine, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._engine = engine
        self._sleep = sleep
        self._is_due = False

    async def erase(self) -> bool:
        """Erase deleted rows from the file and its log; takes a second for 200 MB, while writers wait.

        Returns whether it was done; False where the log has readers, or the disk is full: then `go_on` does the rest.
        On PostgreSQL, True: a client can do nothing.
        """
        self._is_due = self._is_sqlite and not await self._write_anew()
        for _ in range(TRIES):
            if await self.empty_log():
                return not self._is_due
            await self._sleep(PAUSE_S)
        _log.warning("somebody reads from the database: its write-ahead log still holds what was deleted")
        return False

    async def go_on(self) -> bool:
        """Do what `erase` could not do, and empty the log; for every few minutes. Returns whether nothing is left."""
        if self._is_due:
            self._is_due = not await self._write_anew()
        return await self.empty_log() and not self._is_due

    async def _write_anew(self) -> bool:
        """Rewrite the file. Returns whether it was done."""
        try:
            async with self._engine.connect() as connection:
                await connection.execution_options(isolation_level="AUTOCOMMIT")
                await connection.exec_driver_sql("VACUUM")
        except (StorageError, sa.exc.SQLAlchemyError) as error:
            cause = str(error)[:300]
            _log.warning("the database could not be written anew; deleted text may be left in it", cause=cause)
            return False
        return True

    async def empty_log(self) -> bool:
        """Empty the write-ahead log, unless it has readers. Returns whether it is empty."""
        if not self._is_sqlite:
            return True
        async with self._engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await _wait_for_locks(connection, _PATIENCE_MS)
            try:
                row = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).one()
            except (StorageError, sa.exc.SQLAlchemyError) as error:
                _log.info("the write-ahead log is in use", cause=str(error)[:300])
                return False
            finally:
                await _wait_for_locks(connection, BUSY_TIMEOUT_S * 1000)
        return not row[0]

    @property
    def _is_sqlite(self) -> bool:
        return self._engine.dialect.name == "sqlite"


async def _wait_for_locks(connection: AsyncConnection, milliseconds: int) -> None:
    """Set how long this connection waits for locks; it goes back to the pool."""
    await connection.exec_driver_sql(f"PRAGMA busy_timeout={milliseconds}")
