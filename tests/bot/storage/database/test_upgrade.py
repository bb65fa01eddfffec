import multiprocessing
import os
import signal
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot.errors import SchemaTooNewError, StorageError
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.upgrade import downgrade, revisions, upgrade
from bot.storage.schema import metadata

LETTER = {"id": "message:C1:1.0", "kind": "message", "fingerprint": "f", "state": "failed", "received_at": 5.0}


def tables(address):
    engine = address.open_sync()
    try:
        return set(sa.inspect(engine).get_table_names()) - {"alembic_version"}
    finally:
        engine.dispose()


def run(address, *statements):
    """Run SQL; the rows of the last statement."""
    engine = address.open_sync()
    try:
        with engine.begin() as connection:
            for statement, *values in statements:
                result = connection.execute(sa.text(statement), *values)
            return result.fetchall() if result.returns_rows else []
    finally:
        engine.dispose()


INSERT = (
    "INSERT INTO inbox (id, kind, fingerprint, state, received_at) "
    "VALUES (:id, :kind, :fingerprint, :state, :received_at)"
)


def test_the_migrations_make_exactly_the_tables_of_the_schema(address):
    upgrade(address)

    engine = address.open_sync()
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert differences == []


def test_down_and_up_again_leaves_nothing_and_makes_everything(address):
    upgrade(address)
    downgrade(address, "base")
    assert tables(address) == set()

    upgrade(address)
    assert tables(address) == set(metadata.tables)


@pytest.mark.parametrize("revision", revisions())
def test_letters_survive_the_way_from_every_revision_to_the_newest_and_back(address, revision):
    upgrade(address, revision)
    run(address, (INSERT, LETTER))

    upgrade(address)
    assert run(address, ("SELECT id, state, received_at, tries FROM inbox",)) == [("message:C1:1.0", "failed", 5.0, 0)]

    downgrade(address, revision)
    assert run(address, ("SELECT id, state, received_at FROM inbox",)) == [("message:C1:1.0", "failed", 5.0)]


def test_upgrading_twice_changes_nothing(address):
    upgrade(address)
    run(address, (INSERT, LETTER))
    upgrade(address)

    assert run(address, ("SELECT count(*) FROM inbox",)) == [(1,)]


def test_f41_tables_of_a_later_version_are_refused_and_left_alone(address):
    upgrade(address)
    run(address, (INSERT, LETTER), ("UPDATE alembic_version SET version_num = '9999'",))

    with pytest.raises(SchemaTooNewError, match="later version of nutgraf"):
        upgrade(address)
    with pytest.raises(SchemaTooNewError):
        downgrade(address, "base")
    assert run(address, ("SELECT count(*) FROM inbox",)) == [(1,)]


def _die_before_the_end(url, folder):
    """Upgrade, and be killed after the last table was changed but before that was committed."""

    def kill(_connection, _cursor, statement, *_):
        if statement.startswith(("UPDATE alembic_version", "INSERT INTO alembic_version")):
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(sa.Engine, "before_cursor_execute", kill)
    upgrade(DatabaseAddress(url, folder))


@pytest.mark.slow
@pytest.mark.parametrize("start", ["base", "0001"])
def test_f41_a_migration_killed_half_way_is_done_by_the_next_start(address, tmp_path, start):
    if start != "base":
        upgrade(address, start)
        run(address, (INSERT, LETTER))
    before = tables(address)
    url = "" if address.is_sqlite else address.name
    process = multiprocessing.get_context("spawn").Process(target=_die_before_the_end, args=(url, tmp_path))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert tables(address) == before

    upgrade(address)

    assert tables(address) == set(metadata.tables)
    assert run(address, ("SELECT count(*) FROM inbox",)) == [(0 if start == "base" else 1,)]


def test_processes_that_start_at_once_upgrade_one_after_another(address):
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: upgrade(address), range(4)))

    assert tables(address) == set(metadata.tables)


def test_f42_a_file_that_cannot_be_written_is_named_with_what_to_do(tmp_path):
    path = tmp_path / "nutgraf.sqlite3"
    path.mkdir()

    with pytest.raises(StorageError, match=r"nutgraf\.sqlite3 cannot be opened; .* must be readable and writable"):
        upgrade(DatabaseAddress("", tmp_path))


def test_f40_a_file_that_is_no_database_is_left_as_it_is(tmp_path):
    path = tmp_path / "nutgraf.sqlite3"
    path.write_bytes(b"minutes of the harbour board " * 200)
    before = path.read_bytes()

    with pytest.raises(StorageError, match=r"is damaged .*cp BACKUP"):
        upgrade(DatabaseAddress("", tmp_path))
    assert path.read_bytes() == before


def test_a_locked_file_says_who_may_hold_it(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.storage.database.address.BUSY_TIMEOUT_S", 0)
    address = DatabaseAddress("", tmp_path)
    upgrade(address)
    other = sqlite3.connect(tmp_path / "nutgraf.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StorageError, match="locked by another process"):
        upgrade(address)
    other.close()
