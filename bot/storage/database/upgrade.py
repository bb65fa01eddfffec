"""Upgrades the tables at start, by Alembic's migrations.

An upgrade is one transaction, on SQLite too: a process killed half-way leaves the tables unchanged. Several processes
that start together do it one after another. A database that is newer than this code is rejected: older code must not
write into tables it does not know.
Source: docs.sqlalchemy.org, "Serializable isolation / Savepoints / Transactional DDL" of the sqlite3 driver.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import SchemaTooNewError
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.error_messages import to_storage_error

_MIGRATIONS = Path(__file__).parents[1] / "migrations"

logging.getLogger("alembic.runtime.migration").setLevel(logging.WARNING)  # it logs every look-up of the revision

_LOCK = 6_887_324
"""Our advisory lock in a PostgreSQL database; the number has no meaning."""

_log = structlog.get_logger(__name__)


def upgrade(address: DatabaseAddress, revision: str = "head") -> None:
    """Migrate up to a revision.

    Raises:
        SchemaTooNewError: the tables are from a later version of this program.
        StorageError: the database cannot be opened or changed.
    """
    with _transaction(address) as connection:
        before = refuse_newer(address, connection)
        command.upgrade(_config(connection), revision)
        after = refuse_newer(address, connection)
    if before != after:
        _log.info("tables were brought up to date", before=before, after=after)
        if before is not None and address.is_sqlite:
            _write_anew(address)


def _write_anew(address: DatabaseAddress) -> None:
    """Rewrite the file, to erase what earlier versions deleted: they did not overwrite it."""
    engine = address.open_sync()
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    except sa.exc.DBAPIError as error:  # the tables are up to date nevertheless
        _log.warning("the database could not be written anew", cause=to_storage_error(address, error).cause)
    finally:
        engine.dispose()


def downgrade(address: DatabaseAddress, revision: str) -> None:
    """Migrate down to a revision ("base" is before the first).

    Raises:
        SchemaTooNewError: the tables are from a later version of this program.
        StorageError: the database cannot be opened or changed.
    """
    with _transaction(address) as connection:
        refuse_newer(address, connection)
        command.downgrade(_config(connection), revision)


def revisions() -> tuple[str, ...]:
    """Return all revisions, oldest first."""
    scripts = ScriptDirectory(str(_MIGRATIONS)).walk_revisions()
    return tuple(reversed([script.revision for script in scripts]))


def refuse_newer(address: DatabaseAddress, connection: sa.Connection) -> str | None:
    """Return the revision of the tables; None where there are none yet.

    Raises:
        SchemaTooNewError: the tables are from a later version of this program.
    """
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in revisions():
        raise SchemaTooNewError(
            f"{address.name} was written by a later version of nutgraf (tables {current}, this version knows up to "
            f"{revisions()[-1]}). Run that version, or put a backup from before in its place."
        )
    return current


@contextmanager
def _transaction(address: DatabaseAddress) -> Iterator[sa.Connection]:
    """Open a connection in one transaction that no other upgrade can enter."""
    engine = address.open_sync()
    if address.is_sqlite:
        sa.event.listen(engine, "connect", _leave_transactions_to_us)
        sa.event.listen(engine, "begin", _begin_immediate)
    try:
        with engine.begin() as connection:
            if not address.is_sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            yield connection
    except sa.exc.DBAPIError as error:
        raise to_storage_error(address, error) from error
    finally:
        engine.dispose()


def _leave_transactions_to_us(connection: Any, _record: object) -> None:
    """Disable sqlite3's own transactions: it begins none before CREATE TABLE, so each would be committed alone."""
    connection.isolation_level = None


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
