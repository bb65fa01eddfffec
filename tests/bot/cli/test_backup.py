import asyncio
import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from datetime import UTC, datetime

import pytest

from bot.clock import SystemClock
from bot.newsroom.jobs.inbox import InboxState
from bot.newsroom.jobs.outbox import OutboxMessage, OutboxState
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.backup import UNDER_WAY
from bot.storage.database.preflight import check
from bot.storage.database.restored import find_restore
from bot.storage.database.upgrade import upgrade
from bot.storage.tables.inbox import InboxTable
from bot.storage.tables.outbox import OutboxTable
from tests.bot.jobs import mention_job


@pytest.fixture
def address(tmp_path) -> DatabaseAddress:
    """A database with a waiting, a done and a failed letter, and a message on its way."""
    address = DatabaseAddress("", tmp_path / "data")
    upgrade(address)
    with_mail(address, fill)
    return address


def with_mail(address, work):
    async def run():
        engine = address.open()
        try:
            return await work(InboxTable(engine, SystemClock()), OutboxTable(engine, SystemClock()))
        finally:
            await engine.dispose()

    return asyncio.run(run())


async def fill(inbox, outbox):
    for name in ("waiting", "done", "failed"):
        await inbox.add_job(mention_job(name, text="x"))
    await inbox.mark_finished("done")
    await inbox.mark_finished("failed", error="not_in_channel")
    await outbox.add_messages([OutboxMessage("waiting:0", "waiting", 0, "C1", "5.0", {"text": "x"})])


async def look(inbox, outbox):
    entries = {name: await inbox.get(name) for name in ("waiting", "done", "failed")}
    return entries, await outbox.get("waiting:0")


def restore(copy, address):
    """What README says under 'Run it for real'."""
    for end in ("-wal", "-shm"):
        address.path.with_name(address.path.name + end).unlink(missing_ok=True)
    shutil.copy(copy, address.path)


@pytest.mark.usefixtures("address")
def test_a_backup_is_one_whole_private_file_and_never_overwrites(nutgraf, tmp_path):
    copy = tmp_path / "backup.sqlite3"

    done = nutgraf("backup", str(copy), cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout == f"{copy}: {copy.stat().st_size:,} bytes\n"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("backup*")] == ["backup.sqlite3"]

    before = copy.read_bytes()
    again = nutgraf("backup", str(copy), cwd=tmp_path)
    assert (again.returncode, "never overwritten" in again.stderr) == (2, True)
    assert copy.read_bytes() == before


def test_a_restored_backup_answers_nobody_twice(nutgraf, address, tmp_path):
    nutgraf("backup", "copy", cwd=tmp_path)
    with_mail(address, lambda inbox, _: inbox.mark_finished("waiting"))
    address.path.write_bytes(b"\xff" * 9000)
    restore(tmp_path / "copy", address)

    assert check(address) == "is up to date"
    entries, outgoing = with_mail(address, look)
    assert [entries[name].state for name in ("waiting", "done", "failed")] == [
        InboxState.FAILED,
        InboxState.DONE,
        InboxState.FAILED,
    ]
    assert entries["waiting"].error == UNDER_WAY
    assert entries["waiting"].payload is not None
    assert outgoing.state is OutboxState.ATTEMPTING  # looked for in Slack before it is posted
    assert outgoing.attempted_at
    assert UNDER_WAY in nutgraf("jobs", cwd=tmp_path).stdout


def test_the_original_is_left_as_it_is(nutgraf, address, tmp_path):
    nutgraf("backup", "copy", cwd=tmp_path)

    entries, outgoing = with_mail(address, look)
    assert entries["waiting"].state is InboxState.WAITING
    assert outgoing.state is OutboxState.PENDING


def test_a_backup_of_a_database_that_is_being_written_is_consistent(nutgraf, address, tmp_path):
    stop = threading.Event()

    def write():
        with closing(sqlite3.connect(address.path, timeout=30)) as bot:
            number = 0
            while not stop.is_set():
                number += 1
                with bot:  # two rows or none
                    for name in ("left", "right"):
                        bot.execute(
                            "INSERT INTO inbox (id, kind, fingerprint, state, received_at) VALUES (?, 'm', '', 'done', 0)",
                            (f"{name}{number}",),
                        )
                stop.wait(0.001)

    writer = threading.Thread(target=write)
    writer.start()
    codes = [nutgraf("backup", f"copy{number}", cwd=tmp_path).returncode for number in range(5)]
    stop.set()
    writer.join()

    assert codes == [0] * 5
    for number in range(5):
        with closing(sqlite3.connect(tmp_path / f"copy{number}")) as copy:
            counts = [
                copy.execute("SELECT count(*) FROM inbox WHERE id LIKE ?", (f"{side}%",)).fetchone()[0]
                for side in ("left", "right")
            ]
        assert counts[0] == counts[1]


@pytest.mark.usefixtures("address")
@pytest.mark.parametrize("name", ["nowhere/copy", "data"])
def test_a_backup_that_cannot_be_written_says_so(nutgraf, tmp_path, name):
    done = nutgraf("backup", name, cwd=tmp_path)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_f40_a_damaged_database_gives_no_backup(nutgraf, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "nutgraf.sqlite3").write_bytes(b"minutes of the harbour board " * 400)

    done = nutgraf("backup", "copy", cwd=tmp_path)
    assert done.returncode == 2
    assert "could not be made" in done.stderr
    assert not (tmp_path / "copy").exists()


def test_without_a_database_there_is_nothing_to_back_up(nutgraf, tmp_path):
    assert "no database at data/nutgraf.sqlite3 yet" in nutgraf("backup", "copy", cwd=tmp_path).stderr


def test_postgresql_has_its_own_program_and_the_command_line_is_said(nutgraf, tmp_path):
    url = "postgresql://ada:salt@db/nutgraf"

    done = nutgraf("backup", "copy", cwd=tmp_path, NUTGRAF_DATABASE_URL=url)
    assert done.returncode == 2
    assert "pg_dump --format=custom --file=copy postgresql://ada:***@db/nutgraf" in done.stderr


def test_after_another_programs_copy_the_operator_says_when_it_was_made(nutgraf, address, tmp_path):
    done = nutgraf("restored", "2026-11-24T03:00", cwd=tmp_path)

    assert done.stdout == "The next start looks in Slack for what was posted since 2026-11-24 03:00 UTC.\n"
    restore = find_restore(address, SystemClock())
    assert restore is not None
    assert restore.backup_at == datetime(2026, 11, 24, 3, tzinfo=UTC)


def test_a_time_that_is_none_is_refused(nutgraf, tmp_path):
    done = nutgraf("restored", "yesterday", cwd=tmp_path)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
