"""Says whether the database can be used, before anything is written into it."""

import errno
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import sqlalchemy as sa

from bot.errors import StorageError
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.error_messages import damaged, explain
from bot.storage.database.missing import explain_missing, has_note
from bot.storage.database.upgrade import refuse_newer, revisions
from bot.storage.schema import metadata
from bot.storage.tables.payload_codec import unpack

ROOM_BYTES = 1_000_000
"""So much must fit on the disk: a page of work, no promise for a year."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

UP_TO_DATE = "is up to date"

NOT_MADE = "is made at the first start"

OLDEST_SQLITE = (3, 35)
"""RETURNING came with it, and the job engine needs that at every turn: 3.34.0 fails, 3.35.2 does not."""


def check(address: DatabaseAddress, *, must_exist: bool = False) -> str:
    """What state the database is in, in a few words; it is left as it is.

    Args:
        address: of the database.
        must_exist: a SQLite file that is not there is no first start.

    Raises:
        SchemaTooNewError: a later version of this program has been here.
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
        raise explain(address, error) from error
    finally:
        engine.dispose()
    if current is None:
        return "has no tables yet; they are made at the first start"
    is_current = current == revisions()[-1]
    return UP_TO_DATE if is_current else f"has tables {current}; the next start brings them up to date"


def lack_of_room(address: DatabaseAddress) -> str | None:
    """What to say where the disk of a SQLite file is as good as full; quick, for a probe that asks again and again."""
    if address.path is None:
        return None
    free = shutil.disk_usage(address.path.parent).free
    return None if free >= ROOM_BYTES else f"{free:,} bytes are left on its disk"


def require_current(address: DatabaseAddress) -> None:
    """Pass where the tables are as this version wants them; for commands that only look.

    Raises:
        StorageError: they are not, or the database cannot be used.
    """
    state = check(address)
    if state != UP_TO_DATE:
        raise StorageError(f"{address.name} {state}. Start the bot once (nutgraf run).")


def _check_sqlite() -> None:
    """SQLite comes with Python, or with the system that Python was built on: some are too old."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        needed = ".".join(str(part) for part in OLDEST_SQLITE)
        raise StorageError(
            f"This Python has SQLite {sqlite3.sqlite_version}; {needed} or newer is needed. Run the bot with a Python "
            "that has a newer one, or set NUTGRAF_DATABASE_URL to a PostgreSQL."
        )


def _check_first_start(path: Path, *, must_exist: bool) -> None:
    """A database that is missing must not look like one that never was."""
    if has_note(path):
        raise StorageError(explain_missing(path))
    if must_exist:
        raise StorageError(
            f"There is no database at {path}, and NUTGRAF_DATABASE_MUST_EXIST is set. Is a volume not mounted? Mount "
            "it, or put a backup there. To start with an empty database, unset it."
        )


def _check_room(address: DatabaseAddress) -> None:
    """The folder must take another megabyte."""
    if address.path is None:
        return
    folder = address.path.parent
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(bytes(ROOM_BYTES))
            probe.flush()
            os.fsync(probe.fileno())
    except FileNotFoundError:
        _check_maker(folder)  # made together with the file
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
    """Where a folder is missing, the first one above it must let it be made."""
    above = next((one for one in folder.absolute().parents if one.exists()), None)
    if above is None or not (above.is_dir() and os.access(above, os.W_OK | os.X_OK)):
        raise StorageError(f"{folder} cannot be made in {above}. Make it, writable for this user, or choose another.")


def _check_file(address: DatabaseAddress, connection: sa.Connection) -> None:
    """The file must be whole and writable.

    Not `quick_check`: it does not see that an index and its table differ, and then rows are there and are not found.
    226 MB took 1.4 s instead of 0.2.
    """
    said = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
    if said != "ok":
        raise damaged(address, str(said))
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    connection.rollback()


def _check_values(address: DatabaseAddress, connection: sa.Connection) -> None:
    """What is packed must come out as it went in: SQLite has no check sums of its own, the packing has."""
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
                    raise damaged(address, f"table {table.name}: {error.cause}") from error


def _check_rights(address: DatabaseAddress, connection: sa.Connection) -> None:
    """The user must be allowed to make our tables, and the schema that the job engine keeps its own in."""
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
