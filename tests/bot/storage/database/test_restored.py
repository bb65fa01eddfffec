import shutil
from datetime import UTC, datetime, timedelta

import pytest

from bot.newsroom.restoring import REMEMBERED
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.backup import back_up
from bot.storage.database.preflight import check
from bot.storage.database.restored import find_restore, mark_restored
from bot.storage.database.upgrade import upgrade
from tests.bot.fakes import FakeClock


@pytest.fixture
def address(tmp_path) -> DatabaseAddress:
    made = DatabaseAddress("", tmp_path / "data")
    upgrade(made)
    return made


def put_back(address, clock, name="copy"):
    copy = address.path.parent.parent / name
    back_up(address, copy, clock)
    shutil.copy(copy, address.path)


def test_a_database_that_was_never_restored_says_nothing(address):
    assert find_restore(address, FakeClock()) is None


def test_a_backup_that_is_put_back_says_since_when_its_books_lack_something(address):
    clock = FakeClock()
    made_at = clock.now()
    put_back(address, clock)
    clock.seconds += 3600

    restore = find_restore(address, clock)
    assert restore is not None
    assert (restore.backup_at, restore.restored_at) == (made_at, clock.now())
    assert check(address) == "is up to date"

    clock.seconds += 500  # another start
    assert find_restore(address, clock) == restore
    clock.seconds += REMEMBERED / timedelta(seconds=1)
    assert find_restore(address, clock) is None


def test_the_database_that_was_copied_is_not_marked(address, tmp_path):
    back_up(address, tmp_path / "copy", FakeClock())

    assert find_restore(address, FakeClock()) is None


def test_a_second_restore_counts_from_the_second_backup(address):
    clock = FakeClock()
    put_back(address, clock)
    find_restore(address, clock)
    clock.seconds += 7200
    put_back(address, clock, "second")
    clock.seconds += 60

    restore = find_restore(address, clock)
    assert restore is not None
    assert (restore.restored_at - restore.backup_at).total_seconds() == 60


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_another_programs_copy_the_operator_says_when_it_was_made(kind, tmp_path, request):
    url = "" if kind == "sqlite" else request.getfixturevalue("postgres").make_database()
    address, clock = DatabaseAddress(url, tmp_path), FakeClock()
    upgrade(address)
    assert find_restore(address, clock) is None

    for _ in range(2):  # said twice is said once
        mark_restored(address, datetime(1970, 1, 1, 0, 10, tzinfo=UTC))

    restore = find_restore(address, clock)
    assert restore is not None
    assert (restore.backup_at.timestamp(), restore.restored_at) == (600, clock.now())
