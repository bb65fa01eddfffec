"""The database's files are for the bot's user alone, whatever the umask."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage.database.address import DatabaseAddress
from bot.storage.database.backup import back_up
from bot.storage.database.instance_lock import sole_use
from bot.storage.database.private_files import make_folder, open_to_others
from bot.storage.database.upgrade import upgrade
from tests.bot.fakes import FakeClock


@pytest.fixture(params=[0o022, 0o000, 0o027])
def umask(request):
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {found.name: stat.S_IMODE(found.stat().st_mode) for found in [folder, *folder.iterdir()]}


@pytest.mark.usefixtures("umask")
def test_a09_folder_and_files_are_for_their_owner_alone_whatever_the_umask(tmp_path):
    address = DatabaseAddress("", tmp_path / "state" / "data")
    assert address.path is not None
    with sole_use(address):
        upgrade(address)
        engine = address.open_sync()
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE harbour (boat)"))
            made = modes(address.path.parent)
        back_up(address, tmp_path / "backup.sqlite3", FakeClock())
        engine.dispose()

    names = {f"nutgraf.sqlite3{ending}": 0o600 for ending in ("", "-wal", "-shm", ".lock")}
    assert made == {"data": 0o700, **names}
    assert stat.S_IMODE((tmp_path / "backup.sqlite3").stat().st_mode) == 0o600


def test_a09_files_of_an_earlier_version_are_closed_to_others_at_start_and_the_operators_folder_stays(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)
    address = DatabaseAddress("", folder)
    assert address.path is not None
    with closing(sqlite3.connect(address.path)) as earlier:
        earlier.execute("PRAGMA journal_mode=WAL")
        earlier.execute("CREATE TABLE harbour (boat)")
        (folder / "nutgraf.sqlite3.lock").touch()
        for file in folder.iterdir():
            file.chmod(0o644)

        address.open_sync().dispose()
        assert modes(folder) == {
            "data": 0o755,
            **{f"nutgraf.sqlite3{ending}": 0o600 for ending in ("", "-wal", "-shm", ".lock")},
        }
    assert open_to_others(address.path) == (folder,)


def test_a09_no_right_is_given_to_a_file_that_the_operator_made_read_only(tmp_path):
    file = DatabaseAddress("", tmp_path).path
    assert file is not None
    file.touch()
    file.chmod(0o444)

    DatabaseAddress("", tmp_path).open_sync().dispose()
    assert stat.S_IMODE(file.stat().st_mode) == 0o400


def test_a09_a_folder_that_cannot_be_made_raises(tmp_path):
    (tmp_path / "data").touch()

    with pytest.raises(OSError, match="data"):
        make_folder(tmp_path / "data")
