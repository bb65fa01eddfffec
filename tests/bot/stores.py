"""The tables of a database of their own, for tests of parts that are built from them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app.stores import Stores, make_stores
from bot.clock import Clock
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.file_watch import watch_file
from bot.storage.database.upgrade import upgrade


@asynccontextmanager
async def open_stores_in(folder: Path, clock: Clock) -> AsyncIterator[Stores]:
    """Opens a new SQLite database."""
    address = DatabaseAddress("", folder)
    upgrade(address)
    with watch_file(address) as watch:
        database, job_database = address.open(), address.open_sync()
        yield make_stores(address, watch, database, job_database, clock)
        await database.dispose()
        job_database.dispose()
