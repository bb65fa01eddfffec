"""Copies the SQLite file while the bot runs.

Work that is running at that moment is most likely done a second later, but the copy cannot know. So in the copy waiting
inbox entries are set to failed (the operator may retry them), and messages being sent are looked up in Slack before
they are posted. The copy cannot know either what is posted later: a mark in it records when it was made, and what may
have been posted since is looked up in Slack as well (bot/slack/outbound/recovery/since_backup.py). A restored backup
answers no request twice. Source: sqlite.org/backup.html.
"""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from bot.clock import Clock
from bot.errors import ConfigError, StorageError
from bot.storage.database.address import BUSY_TIMEOUT_S, DatabaseAddress
from bot.storage.database.restored import mark_copy

UNDER_WAY = "under way when the backup was made; if nobody was answered: nutgraf jobs retry"


def back_up(address: DatabaseAddress, target: Path, clock: Clock) -> int:
    """Write a consistent copy to a new file, readable by its owner only. Returns its size in bytes.

    Raises:
        ConfigError: PostgreSQL has its own program for this.
        StorageError: the file already exists, or the copy cannot be made; an incomplete one is deleted.
    """
    if address.path is None:
        raise ConfigError(
            f"PostgreSQL makes its own backups: pg_dump --format=custom --file={target} {address.name} "
            "(pg_restore puts them back)."
        )
    if not address.path.exists():
        raise StorageError(f"There is no database at {address.path} yet.")
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise StorageError(f"{target} is there already; backups are never overwritten. Choose another name.") from None
    except OSError as error:
        raise StorageError(f"{target} cannot be written ({error.strerror}).") from error
    try:
        _copy(address.path, target, clock.now().timestamp())
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):
            target.unlink()
        raise StorageError(f"The backup {target} could not be made ({error}).") from error
    return target.stat().st_size


def _copy(path: Path, target: Path, now: float) -> None:
    """Copy in one step; in WAL mode writers do not wait for it."""
    with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT_S)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file without companions
        _settle(copy, now)
        (said,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if said != "ok":
            raise sqlite3.DatabaseError(f"{path} is damaged: {said}")
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _settle(copy: sqlite3.Connection, now: float) -> None:
    """Leave no work running, and record the time."""
    with copy:
        mark_copy(copy, now)
        copy.execute(
            "UPDATE inbox SET state = 'failed', finished_at = ?, error = ? WHERE state = 'waiting'", (now, UNDER_WAY)
        )
        copy.execute(
            "UPDATE outbox SET state = 'attempting', attempted_at = coalesce(attempted_at, created_at) "
            "WHERE state = 'pending'"
        )
