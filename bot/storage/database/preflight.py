"""Checks whether the database can be used, before anything is written to it."""

import errno
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import sqlalchemy as sa

from bot.errors import StorageError
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.error_messages import damaged_file_error, to_storage_error
from bot.storage.database.missing import explain_missing, has_note
from bot.storage.database.upgrade import refuse_newer, revisions
from bot.storage.payload_codec import unpack
from bot.storage.schema import metadata

ROOM_BYTES = 1_000_000
"""Space required on the disk: enough for a little work, no guarantee for a year."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

UP_TO_DATE = "is up to date"

NOT_MADE = "is made at the first start"

OLDEST_SQLITE = (3, 35)
"""RETURNING was added with it, and the job engine needs that everywhere: 3.34.0 fails, 3.35.2 does not."""


def check(address: DatabaseAddress, *, must_exist: bool = False) -> str:
    """Return the state of the database, in a few words; nothing is changed.

    Args:
        address: the database's address.
        must_exist: a missing SQLite file is not a first start.

    Raises:
        SchemaTooNewError: the tables are from a later version of this program.
        StorageError: it cannot be used; the cause says why and what to do.
    """
    if address.path is not None:
        _check_sqlite()
        _check_room(address)
        if not address.path.exists():
            _check_first_start(address.path, must_exist=must_exist)
            return NOT_MADE
    engine = address.open_sync()
    try:
        with engine.connect() as connection:
            if address.is_sqlite:
                _check_file(address, connection)
            current = refuse_newer(address, connection)
            if address.is_sqlite:
                _check_values(address, connection)
            if not address.is_sqlite:
                _check_rights(address, connection)
    except sa.exc.DBAPIError as error:
        raise to_storage_error(address, error) from error
    finally:
        engine.dispose()
    if current is None:
        return "has no tables yet; they are made at the first start"
    is_current = current == revisions()[-1]
    return UP_TO_DATE if is_current else f"has tables {current}; the next start brings them up to date"


def disk_space_problem(address: DatabaseAddress) -> str | None:
    """Return what to say where the disk of a SQLite file is almost full; quick enough for a frequent probe."""
    if address.path is None:
        return None
    free = shutil.disk_usage(address.path.parent).free
    return None if free >= ROOM_BYTES else f"{free:,} bytes are left on its disk"


def require_current(address: DatabaseAddress) -> None:
    """Return if the tables are at this version's revision; for commands that only read.

    Raises:
        StorageError: they are not, or the database cannot be used.
    """
    state = check(address)
    if state != UP_TO_DATE:
        raise StorageError(f"{address.name} {state}. Start the bot once (nutgraf run).")


def _check_sqlite() -> None:
    """Check SQLite's version: it comes with Python, or with the system that Python was built on, and may be too old."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        needed = ".".join(str(part) for part in OLDEST_SQLITE)
        raise StorageError(
            f"This Python has SQLite {sqlite3.sqlite_version}; {needed} or newer is needed. Run the bot with a Python "
            "that has a newer one, or set NUTGRAF_DATABASE_URL to a PostgreSQL."
        )


def _check_first_start(path: Path, *, must_exist: bool) -> None:
    """Check that a missing database is not mistaken for a first start."""
    if has_note(path):
        raise StorageError(explain_missing(path))
    if must_exist:
        raise StorageError(
            f"There is no database at {path}, and NUTGRAF_DATABASE_MUST_EXIST is set. Is a volume not mounted? Mount "
            "it, or put a backup there. To start with an empty database, unset it."
        )


def _check_room(address: DatabaseAddress) -> None:
    """Check that the folder has space for another megabyte."""
    if address.path is None:
        return
    folder = address.path.parent
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(bytes(ROOM_BYTES))
            probe.flush()
            os.fsync(probe.fileno())
    except FileNotFoundError:
        _check_maker(folder)  # created together with the file
    except NotADirectoryError as error:
        raise StorageError(f"{folder} is no folder. Set NUTGRAF_DATA_DIR to one.") from error
    except OSError as error:
        if error.errno in _FULL:
            said = f"{folder} cannot take another megabyte ({error.strerror}). Free some space there."
            raise StorageError(said) from error
        raise StorageError(
            f"{folder} cannot be written ({error.strerror}). Make it writable for this user, or choose another folder."
        ) from error


def _check_maker(folder: Path) -> None:
    """Check that the first existing parent of a missing folder allows creating it."""
    above = next((one for one in folder.absolute().parents if one.exists()), None)
    if above is None or not (above.is_dir() and os.access(above, os.W_OK | os.X_OK)):
        raise StorageError(f"{folder} cannot be made in {above}. Make it, writable for this user, or choose another.")


def _check_file(address: DatabaseAddress, connection: sa.Connection) -> None:
    """Check that the file is intact and writable.

    Not `quick_check`: it does not detect that an index and its table differ, and then existing rows are not found.
    226 MB took 1.4 s instead of 0.2.
    """
    said = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
    if said != "ok":
        raise damaged_file_error(address, str(said))
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    connection.rollback()


def _check_values(address: DatabaseAddress, connection: sa.Connection) -> None:
    """Check that packed values can be unpacked: SQLite has no checksums of its own, the packing has."""
    inspector = sa.inspect(connection)
    for table in metadata.sorted_tables:
        if not inspector.has_table(table.name):
            continue
        there = {column["name"] for column in inspector.get_columns(table.name)}
        packed = [
            column for column in table.columns if isinstance(column.type, sa.LargeBinary) and column.name in there
        ]
        for column in packed:
            for (value,) in connection.execute(sa.select(column).where(column.is_not(None))):
                try:
                    unpack(value)
                except StorageError as error:
                    raise damaged_file_error(address, f"table {table.name}: {error.cause}") from error


def _check_rights(address: DatabaseAddress, connection: sa.Connection) -> None:
    """Check that the user may create our tables, and the schema that the job engine uses."""
    if connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "on":
        raise StorageError(f"{address.name} is read-only: a standby? Correct NUTGRAF_DATABASE_URL.")
    user, database, schema, may_make_tables, may_make_schemas = connection.exec_driver_sql(
        "SELECT current_user, current_database(), current_schema(), has_schema_privilege(current_schema(), 'CREATE'), "
        "has_database_privilege(current_database(), 'CREATE') OR to_regnamespace('dbos') IS NOT NULL"
    ).one()
    if not may_make_tables:
        raise StorageError(
            f"{address.name} does not let this user make tables: GRANT CREATE ON SCHEMA {schema} TO {user}"
        )
    if not may_make_schemas:
        raise StorageError(
            f"{address.name} does not let this user make a schema: GRANT CREATE ON DATABASE {database} TO {user}"
        )
