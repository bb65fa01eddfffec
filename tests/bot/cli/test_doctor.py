"""What `nutgraf doctor` and `nutgraf run` say about a database that cannot be used."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from bot.cli.doctor import _check_installations
from bot.config import Settings
from bot.errors import StorageError
from bot.newsroom.installations import Installation
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.preflight import check
from bot.storage.database.upgrade import upgrade
from bot.storage.tables.installations import InstallationTable
from tests.bot.cli.conftest import Done
from tests.bot.fakes import FakeClock

ROOT = Path(__file__).parents[3]
TOKENS = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "NUTGRAF_SLACK_API_URL": "http://127.0.0.1:9/api/",  # nobody is there, and nobody must be asked
}

LIMITED = """
import resource, signal
from bot.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
main()
"""
"""The command line where no file may become larger than that."""


@pytest.fixture
def look(nutgraf: Callable[..., Done], tmp_path: Path) -> Callable[..., str]:
    """What doctor says about the database; `run` must refuse with the same sentence and exit code 2."""

    def check(folder: Path = tmp_path, **settings: str) -> str:
        doctor = nutgraf("doctor", cwd=folder, **TOKENS, **settings)
        assert doctor.returncode == 2
        (line,) = [line for line in doctor.stdout.splitlines() if line.startswith("FIX  database: ")]
        run = nutgraf("run", cwd=folder, **TOKENS, **settings)
        assert run.returncode == 2
        assert run.stderr == f"nutgraf: {line.removeprefix('FIX  database: ')}\n"  # one sentence, no traceback
        return line

    return check


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """An upgraded file."""
    upgrade(DatabaseAddress("", tmp_path / "data"))
    return tmp_path / "data" / "nutgraf.sqlite3"


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder of somebody else's; the test has no rights there, though it may be run by root."""
    folder = Path(tempfile.mkdtemp(prefix="nutgraf-owner-"))
    folder.chmod(0o755)
    upgrade(DatabaseAddress("", folder / "data"))
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    else:
        (folder / "data" / "nutgraf.sqlite3").chmod(0o444)
        (folder / "data").chmod(0o555)
    yield folder
    if was == 0:
        os.seteuid(was)
    (folder / "data").chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.usefixtures("made")
def test_a_database_that_is_well_is_said_to_be(nutgraf, tmp_path):
    done = nutgraf("doctor", cwd=tmp_path, **TOKENS)

    assert "ok   database: sqlite:///data/nutgraf.sqlite3 is up to date" in done.stdout


def test_tables_of_an_earlier_version_are_no_trouble(nutgraf, tmp_path):
    upgrade(DatabaseAddress("", tmp_path / "data"), "0001")

    done = nutgraf("doctor", cwd=tmp_path, **TOKENS)
    assert "ok   database: sqlite:///data/nutgraf.sqlite3 has tables 0001; the next start" in done.stdout


def test_looking_makes_no_database(nutgraf, tmp_path):
    done = nutgraf("doctor", cwd=tmp_path, **TOKENS)

    assert "is made at the first start" in done.stdout
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.parametrize("url", ["mysql://ada:salt@db/nutgraf", "nonsense"])
def test_an_address_of_nothing_we_know_names_the_setting(look, url):
    line = look(NUTGRAF_DATABASE_URL=url)

    assert "NUTGRAF_DATABASE_URL" in line
    assert "salt" not in line


def test_f43_a_postgresql_that_is_not_reached_is_named_without_its_password(look):
    line = look(NUTGRAF_DATABASE_URL="postgresql://ada:salt@127.0.0.1:9/nutgraf")

    assert "postgresql://ada:***@127.0.0.1:9/nutgraf is not reached; start PostgreSQL" in line
    assert "salt" not in line


def test_a_postgresql_without_that_database_says_how_to_make_it(look, postgres):
    assert "does not exist; make it with createdb" in look(NUTGRAF_DATABASE_URL=postgres.url("nowhere"))


def test_a_postgresql_is_said_to_be_well(nutgraf, tmp_path, postgres):
    url = postgres.make_database()

    first = nutgraf("doctor", cwd=tmp_path, NUTGRAF_DATABASE_URL=url)
    upgrade(DatabaseAddress(url, tmp_path))
    second = nutgraf("doctor", cwd=tmp_path, NUTGRAF_DATABASE_URL=url)
    assert "has no tables yet" in first.stdout
    assert "is up to date" in second.stdout


def test_a_postgresql_user_without_rights_is_told_what_to_grant(look, nutgraf, tmp_path, postgres):
    url = postgres.make_database()
    name = url.rpartition("/")[2]
    ada = url.replace("nutgraf@", "ada@")
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("CREATE ROLE ada LOGIN")
        assert "make tables: GRANT CREATE ON SCHEMA public TO ada" in look(NUTGRAF_DATABASE_URL=ada)
        owner.execute("GRANT CREATE ON SCHEMA public TO ada")
        assert f"make a schema: GRANT CREATE ON DATABASE {name} TO ada" in look(NUTGRAF_DATABASE_URL=ada)
        owner.execute(f"GRANT CREATE ON DATABASE {name} TO ada")
        owner.execute("ALTER ROLE ada SET default_transaction_read_only = on")
        assert "is read-only" in look(NUTGRAF_DATABASE_URL=ada)
        owner.execute("ALTER ROLE ada RESET default_transaction_read_only")
    assert "has no tables yet" in nutgraf("doctor", cwd=tmp_path, NUTGRAF_DATABASE_URL=ada).stdout


def test_f41_tables_of_a_later_version_are_refused(look, made):
    with closing(sqlite3.connect(made)) as other, other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")

    assert "was written by a later version of nutgraf (tables 9999, this version knows up to " in look()


def test_f41_tables_of_a_later_version_are_refused_on_postgresql(look, tmp_path, postgres):
    url = postgres.make_database()
    upgrade(DatabaseAddress(url, tmp_path))
    with psycopg.connect(url) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")

    assert "was written by a later version" in look(NUTGRAF_DATABASE_URL=url)


def test_f40_flipped_bytes_are_found_at_start_and_the_way_back_is_said(look, made):
    with closing(sqlite3.connect(made)) as other:
        for number in range(400):
            other.execute(
                "INSERT INTO inbox (id, kind, fingerprint, state, received_at) VALUES (?, 'm', '', 'done', 0)",
                (f"message:{number}",),
            )
        other.commit()
    page = bytearray(made.read_bytes())
    for place in range(len(page) // 2, len(page), 4096):
        page[place : place + 200] = bytes(byte ^ 0xFF for byte in page[place : place + 200])
    made.write_bytes(page)

    line = look()
    assert "data/nutgraf.sqlite3 is damaged" in line
    assert "cp BACKUP data/nutgraf.sqlite3" in line
    assert made.read_bytes() == page  # nothing was rebuilt in silence


def test_f40_a_file_cut_short_is_found_at_start(look, made):
    whole = made.read_bytes()
    made.write_bytes(whole[: len(whole) // 2])

    assert "is damaged" in look()


def test_f40_an_index_that_differs_from_its_table_is_found_at_start(look, made):
    with closing(sqlite3.connect(made)) as other:
        other.execute(
            "INSERT INTO inbox (id, kind, fingerprint, state, received_at) VALUES ('message:1', 'm', '', 'waiting', 0)"
        )
        other.commit()
        (page,) = other.execute("SELECT rootpage FROM sqlite_master WHERE name = 'inbox_by_state'").fetchone()
        (size,) = other.execute("PRAGMA page_size").fetchone()
        older = (page - 1) * size
        kept = made.read_bytes()[older : older + size]
        other.execute("UPDATE inbox SET state = 'done'")
        other.commit()
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with made.open("r+b") as file:  # as a disk that lost a write
        file.seek(older)
        file.write(kept)
    with closing(sqlite3.connect(made)) as other:
        assert other.execute("PRAGMA quick_check").fetchall() == [("ok",)]

    assert "data/nutgraf.sqlite3 is damaged" in look()


def test_f40_a_stored_value_that_was_changed_is_found_at_start(look, made):
    with closing(sqlite3.connect(made)) as other:
        other.execute("INSERT INTO answer VALUES ('a', ?, 0)", (b"\x00" * 300,))
        other.commit()

    assert "is damaged (table answer: a stored value is damaged" in look()


@pytest.mark.parametrize("version", [(3, 34, 1), (3, 7, 17)])
def test_a_sqlite_that_is_too_old_is_named_with_what_is_needed_and_what_to_do(look, monkeypatch, version):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    monkeypatch.setattr(sqlite3, "sqlite_version", ".".join(map(str, version)))

    line = look()
    assert f"This Python has SQLite {'.'.join(map(str, version))}; 3.35 or newer is needed." in line
    assert "Run the bot with a Python that has a newer one, or set NUTGRAF_DATABASE_URL to a PostgreSQL." in line


def test_f42_a_file_of_somebody_elses_is_named(look, as_nobody):
    line = look(as_nobody)

    assert "data cannot be written (Permission denied). Make it writable for this user, or choose another" in line


def test_a_file_in_the_place_of_the_folder_is_named(look, tmp_path):
    (tmp_path / "state").touch()

    assert "state is no folder. Set NUTGRAF_DATA_DIR" in look(NUTGRAF_DATA_DIR="state")


def test_f42_a_folder_that_cannot_be_made_is_named_with_the_one_above_it(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)

    with pytest.raises(StorageError, match=f"state cannot be made in {tmp_path}. Make it, writable"):
        check(DatabaseAddress("", tmp_path / "state"))


async def test_f08_a_workspace_that_refused_the_bot_is_shown_with_since_when_and_why(tmp_path):
    address, clock = DatabaseAddress("", tmp_path), FakeClock()
    settings = Settings(data_dir=tmp_path)
    assert [finding async for finding in _check_installations(settings)] == []
    upgrade(address)
    engine = address.open()
    installations = InstallationTable(engine, clock)
    await installations.mark_seen(Installation("T1", "B1", "U1"))
    assert [finding async for finding in _check_installations(settings)] == []

    await installations.mark_dead("T1", "token_revoked")
    await engine.dispose()

    (finding,) = [finding async for finding in _check_installations(settings)]
    assert finding.detail == "T1 has refused the bot since 1970-01-01 00:16 UTC (token_revoked)"
    assert "Reinstall the app" in finding.advice


def test_f39_a_disk_that_takes_no_more_is_found(tmp_path):
    (tmp_path / "data").mkdir()

    done = subprocess.run(
        [sys.executable, "-c", LIMITED, "doctor"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1", **TOKENS},  # it would cut them short
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "FIX  database: data cannot take another megabyte (File too large)" in done.stdout


def test_f39_a_full_disk_is_found_and_forgiven_once_there_is_room(look, nutgraf, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], check=False, capture_output=True)  # noqa: S607
    if mounted.returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        upgrade(DatabaseAddress("", disk))
        (disk / "filler").write_bytes(bytes(1_500_000))
        assert "cannot take another megabyte (No space left on device). Free some space" in look(
            NUTGRAF_DATA_DIR=str(disk)
        )
        (disk / "filler").unlink()
        assert "is up to date" in nutgraf("doctor", cwd=tmp_path, NUTGRAF_DATA_DIR=str(disk)).stdout
    finally:
        subprocess.run(["umount", disk], check=True)  # noqa: S607


def test_a09_a_folder_that_others_may_look_into_is_named_with_what_to_do(nutgraf, tmp_path, made):
    made.parent.chmod(0o755)

    done = nutgraf("doctor", cwd=tmp_path, **TOKENS)
    assert f"warn files: {made.parent} is open to other users of this machine (mode 0755)" in done.stdout
    assert f"chmod go= {made.parent}\n" in done.stdout
    made.parent.chmod(0o700)
    assert "files:" not in nutgraf("doctor", cwd=tmp_path, **TOKENS).stdout
