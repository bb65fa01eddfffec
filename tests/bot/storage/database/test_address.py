import sqlite3
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.errors import ConfigError
from bot.storage.database import address as module
from bot.storage.database.address import DatabaseAddress


def test_without_an_address_the_database_is_a_file_in_the_data_folder(tmp_path):
    address = DatabaseAddress("", tmp_path)

    assert address.is_sqlite
    assert address.path == tmp_path / "nutgraf.sqlite3"


@pytest.mark.parametrize(
    ("url", "sync_url", "path"),
    [
        ("sqlite:///jobs.db", "sqlite:///jobs.db", Path("jobs.db")),
        ("sqlite:////var/lib/nutgraf/jobs.db", "sqlite:////var/lib/nutgraf/jobs.db", Path("/var/lib/nutgraf/jobs.db")),
        ("postgresql://ada:s%40lt@db/nutgraf", "postgresql+psycopg://ada:s%40lt@db/nutgraf", None),
        ("postgres://ada@db:5433/nutgraf", "postgresql+psycopg://ada@db:5433/nutgraf", None),
        ("postgresql+asyncpg://ada@db/nutgraf", "postgresql+psycopg://ada@db/nutgraf", None),
    ],
)
def test_addresses_get_the_drivers_we_ship(url, sync_url, path):
    address = DatabaseAddress(url, Path("data"))

    assert (address.sync_url, address.path, address.is_sqlite) == (sync_url, path, path is not None)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://ada:salt@db/nutgraf",
        "nonsense salt",
        "postgresql://ada:salt@db:port/x",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_a_wrong_address_names_the_setting_and_no_password(url):
    with pytest.raises(ConfigError) as caught:
        DatabaseAddress(url, Path("data"))

    assert "NUTGRAF_DATABASE_URL" in caught.value.cause
    assert "salt" not in caught.value.cause


def test_the_name_for_people_holds_no_password():
    assert DatabaseAddress("postgresql://ada:salt@db/nutgraf", Path()).name == "postgresql://ada:***@db/nutgraf"


async def test_sqlite_writes_ahead_waits_for_locks_and_knows_unixepoch(tmp_path):
    engine = DatabaseAddress("", tmp_path / "new" / "folder").open()

    async with engine.connect() as connection:
        asked = [
            (await connection.execute(sa.text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        ]
        seconds = (await connection.execute(sa.text("SELECT unixepoch('subsec')"))).scalar_one()
        whole = (await connection.execute(sa.text("SELECT unixepoch()"))).scalar_one()
    await engine.dispose()
    assert asked == ["wal", 1, 30_000]
    assert abs(seconds - time.time()) < 10  # noqa: TID251  (what SQLite's own clock says)
    assert isinstance(whole, int)


def test_unixepoch_stands_in_for_what_older_sqlites_lack():
    connection = sqlite3.connect(":memory:")
    connection.create_function("unixepoch", -1, module._unixepoch)

    whole, fractions = connection.execute("SELECT unixepoch(), unixepoch('subsec') * 1000").fetchone()
    connection.close()
    assert isinstance(whole, int)
    assert abs(fractions / 1000 - whole) < 2


def test_f42_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")

    with pytest.raises(ConfigError, match=r"NUTGRAF_DATA_DIR: .* cannot be made"):
        DatabaseAddress("", tmp_path / "data" / "folder").open_sync()


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_new_file_that_another_process_holds_is_waited_for(tmp_path, lock):
    other = sqlite3.connect(tmp_path / "nutgraf.sqlite3", isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE harbour (boat)")
    other.execute(f"BEGIN {lock}")
    leaving = threading.Timer(0.2, other.execute, ("COMMIT",))
    leaving.start()

    engine = DatabaseAddress("", tmp_path).open_sync()
    with engine.connect() as connection:
        assert connection.execute(sa.text("PRAGMA journal_mode")).scalar() == "wal"
    engine.dispose()
    leaving.join()
    other.close()
