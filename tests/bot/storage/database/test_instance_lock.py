import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.instance_lock import sole_use

ROOT = Path(__file__).parents[4]
HOLD = """
import sys
from pathlib import Path
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.instance_lock import sole_use
with sole_use(DatabaseAddress("", Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_f44_a_second_bot_on_one_file_is_refused_until_the_first_is_dead(tmp_path):
    address = DatabaseAddress("", tmp_path / "data")
    assert address.path is not None
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, address.path.parent],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        with (
            pytest.raises(StorageError, match=r"Another bot uses .*nutgraf\.sqlite3\. Stop it first"),
            sole_use(address),
        ):
            pass
        first.kill()
        first.wait()

    with sole_use(address):
        pass


def test_bots_on_other_files_are_no_matter(tmp_path):
    with sole_use(DatabaseAddress("", tmp_path / "one")), sole_use(DatabaseAddress("", tmp_path / "two")):
        pass


def test_postgresql_is_for_several(tmp_path):
    address = DatabaseAddress("postgresql://ada@db/nutgraf", tmp_path)
    with sole_use(address), sole_use(address):
        pass


def test_f42_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")

    with (
        pytest.raises(StorageError, match=r"data/nutgraf\.sqlite3\.lock cannot be written"),
        sole_use(DatabaseAddress("", tmp_path / "data")),
    ):
        pass
