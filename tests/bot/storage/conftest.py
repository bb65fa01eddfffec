"""A database of each kind, empty and upgraded, and a clock to set."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database.address import DatabaseAddress
from bot.storage.database.upgrade import upgrade
from tests.bot.fakes import FakeClock


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> DatabaseAddress:
    """Where an empty database is."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres").make_database()
    return DatabaseAddress(url, tmp_path)


@pytest.fixture
async def database(address: DatabaseAddress) -> AsyncIterator[AsyncEngine]:
    """An engine of an upgraded database."""
    upgrade(address)
    engine = address.open()
    yield engine
    await engine.dispose()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def log_lines() -> object:
    with structlog.testing.capture_logs() as lines:
        yield lines
