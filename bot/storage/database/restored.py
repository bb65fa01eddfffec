"""The mark in a backup: once it is restored, it says since when the database may be incomplete.

The table is created in the copy only, so no migration has it: a database that was never restored lacks it. For copies
made by other programs the operator sets the mark (`nutgraf restored`).
"""

import sqlite3
from datetime import UTC, datetime

import sqlalchemy as sa

from bot.clock import Clock
from bot.newsroom.restoring import REMEMBERED, Restore
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.error_messages import to_storage_error

_MARKS = sa.MetaData()

_mark = sa.Table(
    "restored",
    _MARKS,
    sa.Column("backup_at", sa.Float, nullable=False, doc="when the backup was made"),
    sa.Column("restored_at", sa.Float, doc="when a bot was started with it first"),
)


def mark_copy(copy: sqlite3.Connection, now: float) -> None:
    """Record in a copy when it was made. Replaces the mark of an earlier restore: that bot knew what it had posted."""
    copy.execute("CREATE TABLE IF NOT EXISTS restored (backup_at FLOAT NOT NULL, restored_at FLOAT)")
    copy.execute("DELETE FROM restored")
    copy.execute("INSERT INTO restored (backup_at) VALUES (?)", (now,))


def mark_restored(address: DatabaseAddress, backup_at: datetime) -> None:
    """Record that a database was restored from a copy without a mark: pg_dump's, a snapshot's, cp's.

    Raises:
        StorageError: the database cannot be used.
    """
    engine = address.open_sync()
    try:
        with engine.begin() as connection:
            _mark.create(connection, checkfirst=True)
            connection.execute(sa.delete(_mark))
            connection.execute(sa.insert(_mark).values(backup_at=backup_at.timestamp()))
    except sa.exc.DBAPIError as error:
        raise to_storage_error(address, error) from error
    finally:
        engine.dispose()


def find_restore(address: DatabaseAddress, clock: Clock) -> Restore | None:
    """Return the restore that this database comes from; None where there was none, or it was long ago.

    The first start with a backup records its time.
    """
    engine = address.open_sync()
    try:
        with engine.begin() as connection:
            if not sa.inspect(connection).has_table(_mark.name):
                return None
            now = clock.now()
            is_first = _mark.c.restored_at.is_(None)
            connection.execute(sa.update(_mark).where(is_first).values(restored_at=now.timestamp()))
            row = connection.execute(sa.select(_mark)).first()
    finally:
        engine.dispose()
    if row is None:
        return None
    restore = Restore(datetime.fromtimestamp(row.backup_at, UTC), datetime.fromtimestamp(row.restored_at, UTC))
    return restore if now - restore.restored_at < REMEMBERED else None
