"""What was deleted is not in the files either; read as bytes, with connections open as while the bot runs."""

import random
import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from bot.errors import StorageError
from bot.storage.database import erasing as module
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.erasing import TRIES, FileEraser
from bot.storage.database.upgrade import upgrade
from bot.storage.tables.inbox import InboxTable
from tests.bot.jobs import mention_job
from tests.bot.storage.leftovers import left_in_files


@pytest.fixture
def address(tmp_path) -> DatabaseAddress:
    return DatabaseAddress("", tmp_path)


@pytest.fixture
def erasing(database, clock, monkeypatch) -> FileEraser:
    monkeypatch.setattr(module, "_PATIENCE_MS", 1)
    return FileEraser(database, sleep=clock.sleep)


def words(count: int) -> list[str]:
    """Words that are nowhere else, and that do not pack."""
    chance = random.Random(7)  # noqa: S311  (the same words in every run)
    return ["".join(chance.choices("bcdfghjklmnpqrstvwxz", k=14)) for _ in range(count)]


async def answered(database, clock, said) -> None:
    """Requests that were taken, with a text each, and done."""
    entries = InboxTable(database, clock)
    await entries.add_jobs([mention_job(f"message:C1:{number}", text=word) for number, word in enumerate(said)])
    for number in range(len(said)):
        await entries.mark_finished(f"message:C1:{number}")


async def test_a08_what_is_forgotten_is_overwritten_on_every_connection(address, database):
    engine = address.open_sync()  # the job engine's and the migrations'
    with engine.connect() as theirs:
        assert theirs.execute(sa.text("PRAGMA secure_delete")).scalar() == 1
    engine.dispose()
    async with database.connect() as ours:
        assert (await ours.execute(sa.text("PRAGMA secure_delete"))).scalar() == 1


async def test_a08_what_people_wrote_is_in_no_file_once_it_is_answered_and_the_log_is_emptied(
    address, database, clock, erasing
):
    said = words(5)
    await answered(database, clock, said)
    assert left_in_files(address.path, said)  # the log still has it

    assert await erasing.go_on()
    assert left_in_files(address.path, said) == set()


def fill_and_delete(connection: sqlite3.Connection, said: list[str]) -> set[int]:
    """Requests of many lengths come and go, so that pages are split and joined. Returns the numbers of those left."""
    chance, live = random.Random(3), []  # noqa: S311  (the same in every run; without VACUUM four words are left)
    for number, word in enumerate(said):
        text = (word * chance.choice((1, 2, 5, 40))).encode()
        row = (f"m{chance.randrange(10**9)}:{number}", text, float(number))
        statement = (
            "INSERT INTO inbox (id, kind, payload, fingerprint, state, received_at) VALUES (?, 'm', ?, '', 'w', ?)"
        )
        connection.execute(statement, row)
        live.append(number)
        if len(live) <= chance.choice((20, 120)):
            continue
        for _ in range(len(live) // 2):
            gone = float(live.pop(chance.randrange(len(live))))
            if chance.random() < 0.5:
                connection.execute("UPDATE inbox SET payload = NULL, state = 'd' WHERE received_at = ?", (gone,))
            else:
                connection.execute("DELETE FROM inbox WHERE received_at = ?", (gone,))
    return set(live)


@pytest.mark.usefixtures("database")
async def test_a08_nothing_of_a_thousand_deleted_rows_is_left_wherever_their_pages_were_split(address, erasing):
    said = words(1500)
    engine = address.open_sync()
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        raw.isolation_level = None  # each statement is its own transaction
        live = fill_and_delete(raw, said)
    engine.dispose()

    assert await erasing.erase()
    data = address.path.read_bytes()
    assert {number for number, word in enumerate(said) if word.encode() in data} == live


async def test_a08_while_somebody_reads_from_the_log_it_is_said_that_traces_are_left_and_later_they_go(
    address, database, clock, erasing, log_lines
):
    said = words(3)
    await answered(database, clock, said[:2])
    with closing(sqlite3.connect(address.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM inbox").fetchone()  # holds the log as it is now
        await answered(database, clock, said)

        assert not await erasing.erase()
        assert clock.slept == [module.PAUSE_S] * TRIES
        assert "somebody reads from the database" in log_lines[-1]["event"]
        assert left_in_files(address.path, said)
    assert await erasing.go_on()
    assert left_in_files(address.path, said) == set()


async def test_a08_a_file_that_cannot_be_written_anew_is_tried_again(erasing, monkeypatch):
    async def fail(*_: object, **__: object) -> None:
        raise StorageError("OperationalError: database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("sqlalchemy.ext.asyncio.AsyncConnection.execution_options", fail)
        assert not await erasing._write_anew()
    erasing._is_due = True
    assert await erasing.go_on()
    assert not erasing._is_due


async def test_a08_connections_wait_for_locks_as_before(database, erasing):
    await erasing.erase()

    async with database.connect() as connection:
        assert (await connection.execute(sa.text("PRAGMA busy_timeout"))).scalar() == 30_000


async def test_a08_an_upgrade_leaves_nothing_of_what_earlier_versions_deleted(address):
    said = words(40)
    upgrade(address, "0005")
    with closing(sqlite3.connect(address.path)) as earlier:
        earlier.execute("PRAGMA secure_delete=OFF")  # as earlier versions did it
        for number, word in enumerate(said):
            row = (f"message:C1:{number}", "message", word.encode(), "", "done", 1.0)
            earlier.execute(
                "INSERT INTO inbox (id, kind, payload, fingerprint, state, received_at) VALUES (?, ?, ?, ?, ?, ?)", row
            )
        earlier.execute("DELETE FROM inbox WHERE rowid % 4")
        earlier.commit()
        earlier.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    live = set(said[3::4])
    assert left_in_files(address.path, said) > live

    upgrade(address)
    assert left_in_files(address.path, said) == live


async def test_postgresql_erases_by_itself(postgres, tmp_path):
    address = DatabaseAddress(postgres.make_database(), tmp_path)
    engine = address.open()

    assert await FileEraser(engine).erase()
    assert await FileEraser(engine).go_on()
    await engine.dispose()
