"""The SQLite file is taken away, replaced or damaged under the running bot."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.errors import DatabaseLostError, StorageError
from bot.newsroom.jobs.inbox import InboxState
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.file_watch import LOOK_S, FileWatch, watch_file
from bot.storage.database.preflight import check
from bot.storage.database.upgrade import upgrade
from bot.storage.schema import inbox
from bot.storage.tables.inbox import InboxTable
from tests.bot.fakes import FakeClock
from tests.bot.jobs import mention_job


class House:
    """A watched database with one request in it."""

    def __init__(self, folder: Path) -> None:
        self.address = DatabaseAddress("", folder / "data")
        self.path = folder / "data" / "nutgraf.sqlite3"
        upgrade(self.address)
        self._watching = watch_file(self.address)
        self.watch: FileWatch = self._watching.__enter__()
        self.engine = self.address.open()
        self.watch.guard(self.engine.sync_engine)
        self.inbox = InboxTable(self.engine, FakeClock())

    async def close(self) -> None:
        await self.engine.dispose()
        self._watching.__exit__(None, None, None)

    def copy(self) -> Path:
        return Path(shutil.copy(self.path, self.path.with_name("copy")))


@pytest.fixture
async def house(tmp_path):
    made = House(tmp_path)
    await made.inbox.add_job(mention_job())
    yield made
    await made.close()


def remove(house):
    house.path.unlink()


def move(house):
    house.path.rename(house.path.with_name("elsewhere"))


def put_another_there(house):
    house.copy().replace(house.path)


def remove_what_was_written_last(house):
    Path(f"{house.path}-wal").unlink()


def remove_the_folder(house):
    shutil.rmtree(house.path.parent)


def take_the_folder_away(house):
    """As when a volume is unmounted: the empty folder below it comes to light."""
    house.path.parent.rename(house.path.parent.with_name("volume"))
    house.path.parent.mkdir()


WAYS = [
    (remove, "is gone"),
    (move, "is gone"),
    (put_another_there, "was replaced by another file"),
    (remove_what_was_written_last, "-wal is gone"),
    (remove_the_folder, "is gone"),
    (take_the_folder_away, "is gone"),
]


@pytest.mark.parametrize(("vanish", "said"), WAYS)
async def test_a_file_that_vanishes_is_noticed_and_nothing_more_is_stored_or_read(house, vanish, said):
    assert house.watch.trouble() is None
    vanish(house)

    with pytest.raises(StorageError, match=said):
        await house.inbox.add_job(mention_job("message:C1:2.0"))
    with pytest.raises(DatabaseLostError):
        await house.inbox.count_waiting()
    assert said in house.watch.trouble()


async def test_a_file_that_vanishes_in_the_middle_of_a_transaction_is_not_committed_to(house):
    connection = await house.engine.connect()
    await connection.execute(sa.update(inbox).values(error="x"))
    house.path.unlink()

    with pytest.raises(DatabaseLostError):
        await connection.commit()
    await connection.close()


async def test_a_new_connection_makes_no_empty_file_in_the_place_of_one_that_is_gone(house):
    second = house.address.open_sync()
    house.watch.guard_opening(second)
    house.path.unlink()

    with pytest.raises(DatabaseLostError):
        second.connect()
    assert not house.path.exists()


async def test_a_file_that_comes_back_stays_lost_since_connections_may_be_open_to_both(house):
    away = house.path.with_name("elsewhere")
    house.path.rename(away)
    assert house.watch.trouble()
    away.rename(house.path)

    assert house.watch.trouble()


async def test_a_lost_file_ends_the_process_once_with_a_sentence_for_the_operator(house):
    ends: list[DatabaseLostError] = []
    look = house.watch.round(ends.append)
    assert await look() == LOOK_S
    assert ends == []
    house.path.unlink()

    await look()
    await look()

    (error,) = ends
    assert "nutgraf.sqlite3 is gone" in error.cause
    assert "a backup in its place (README, 'Run it for real')" in error.cause


async def test_who_waits_can_still_be_read_from_a_file_that_was_removed(house):
    house.path.unlink()

    assert house.watch.read_waiting() == (mention_job().payload,)


@pytest.mark.parametrize("vanish", [move, remove_what_was_written_last])
async def test_what_was_written_last_is_in_the_file_that_was_moved_or_whose_wal_was_removed(house, vanish):
    vanish(house)
    assert house.watch.trouble()
    house.watch.save()

    found = next(file for file in house.path.parent.iterdir() if file.name in {"elsewhere", house.path.name})
    with closing(sqlite3.connect(shutil.copy(found, found.with_name("alone")))) as alone:
        assert alone.execute("SELECT id FROM inbox").fetchall() == [("message:C1:1.0",)]


async def test_a_backup_put_in_the_place_of_an_open_file_does_not_get_the_old_ones_last_pages(house):
    with closing(sqlite3.connect(house.path)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    backup = house.copy()
    for number in range(200):
        await house.inbox.add_job(mention_job(f"message:C1:{number}.5", text="x" * 500))
    backup.replace(house.path)
    assert house.watch.trouble()
    house.watch.save()
    await house.close()

    assert check(house.address) == "is up to date"
    with closing(sqlite3.connect(house.path)) as put_back:
        assert put_back.execute("SELECT count(*) FROM inbox").fetchone() == (1,)


async def test_a_folder_that_came_to_light_under_a_volume_is_no_first_start(house):
    take_the_folder_away(house)
    assert house.watch.trouble()

    with pytest.raises(StorageError, match=r"vanished with its folder .* is a volume not mounted\? .* rm .*\.missing"):
        check(house.address)

    house.path.parent.rename(house.path.parent.with_name("below"))
    house.path.parent.with_name("volume").rename(house.path.parent)
    assert check(house.address) == "is up to date"


async def test_once_the_database_is_back_the_note_goes(house):
    take_the_folder_away(house)
    assert house.watch.trouble()
    shutil.copy(house.path.parent.with_name("volume") / house.path.name, house.path)

    with watch_file(house.address):
        pass

    house.path.unlink()
    assert check(house.address) == "is made at the first start"


async def test_a_file_that_was_removed_by_hand_is_made_anew_by_the_next_start(house):
    house.path.unlink()
    assert house.watch.trouble()

    assert check(house.address) == "is made at the first start"


async def test_where_a_database_must_exist_a_missing_one_is_no_first_start(tmp_path):
    with pytest.raises(StorageError, match=r"NUTGRAF_DATABASE_MUST_EXIST is set\. Is a volume not mounted"):
        check(DatabaseAddress("", tmp_path), must_exist=True)


async def test_f40_a_file_that_sqlite_finds_damaged_under_way_is_lost_too(house):
    with closing(sqlite3.connect(house.path)) as other:
        (root,) = other.execute("SELECT rootpage FROM sqlite_master WHERE name = 'inbox'").fetchone()
        (size,) = other.execute("PRAGMA page_size").fetchone()
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with house.path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xa5" * size)
    await house.engine.dispose()  # what was read before is still remembered

    with pytest.raises(StorageError, match="malformed"):
        await house.inbox.list(InboxState.WAITING)
    assert "is damaged (database disk image is malformed)" in house.watch.trouble()
    assert house.watch.read_waiting() == ()


async def test_postgresql_has_no_file_to_lose(tmp_path):
    with watch_file(DatabaseAddress("postgresql://ada@db/nutgraf", tmp_path)) as watch:
        watch.guard(sa.create_engine("sqlite://"))
        assert watch.trouble() is None
        assert watch.read_waiting() == ()
        watch.save()
