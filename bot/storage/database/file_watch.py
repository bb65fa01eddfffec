"""Watches the SQLite file of the running bot: removed, moved, replaced, unmounted or damaged.

An open file outlives its name. Without this watch the bot would go on writing into a file that no later start finds,
and a new connection would create an empty file beside it. SQLite checks that only with a rollback journal, not in WAL
mode. So the file at the path is compared with the one that was opened: every second, at every /readyz, and at every
read or write, so that nothing is acknowledged or posted after the file is gone. Its -wal and -shm are watched too: they
contain the latest writes.

A file that was lost once stays lost: connections to two files may be open by then. The process has to end.
Source: sqlite.org/howtocorrupt.html, "Unlinking or renaming a database file while in use".
"""

import os
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa
import structlog

from bot.errors import DatabaseLostError
from bot.newsroom.jobs.inbox import InboxState
from bot.newsroom.jobs.payloads import JobPayload
from bot.storage.database.address import BUSY_TIMEOUT_S, DatabaseAddress
from bot.storage.database.error_messages import is_damage
from bot.storage.database.missing import leave_note, remove_note
from bot.storage.stored_payloads import PayloadReader

LOOK_S = 1.0
"""Interval between two checks: three calls of stat, some microseconds."""

SAVE_WITHIN_S = 2
"""Lock timeout of the final write: a reader may block it."""

_BESIDE = ("", "-wal", "-shm")
_MOST_WAITING = 500

_Identity = tuple[int, int]
"""Device and inode."""

_log = structlog.get_logger(__name__)


class FileWatch:
    """Checks whether the database's file is still the one that was opened.

    Args:
        address: the database's address. PostgreSQL has no file here: nothing is ever wrong with it.
        anchor: a connection that stays open while the bot runs. It keeps -wal and -shm in place, which SQLite removes
            with the last connection, and it can still read a file whose name is gone.
        payloads: reads stored payloads.
    """

    def __init__(
        self, address: DatabaseAddress, anchor: sqlite3.Connection | None, payloads: PayloadReader | None = None
    ) -> None:
        self._address = address
        self._anchor = anchor
        self._payloads = payloads or PayloadReader()
        self._path = path = address.path
        # Compared twice per transaction: the names are built once.
        self._files = {} if path is None else {f"{path}{end}": _identity(f"{path}{end}") for end in _BESIDE}
        self._folder = None if path is None else _identity(path.parent)
        self._lock = threading.Lock()
        self._lost: str | None = None
        self._is_said = False
        self._is_damaged = False
        self._is_wal_foreign = False

    def trouble(self) -> str | None:
        """What is wrong with the file, in a sentence; None while all is well. Safe in any thread."""
        if self._lost is None:
            self._look()
        return self._lost

    def require(self) -> None:
        """Return if the file is there.

        Raises:
            DatabaseLostError: it is not.
        """
        said = self.trouble()
        if said is not None:
            raise DatabaseLostError(said)

    def guard(self, engine: sa.Engine) -> None:
        """Keep an engine from opening another file or using a lost one, and have it report damage."""
        if self._address.path is None:
            return
        sa.event.listen(engine, "do_connect", lambda *_: self.require())
        sa.event.listen(engine, "checkout", lambda *_: self.require())
        sa.event.listen(engine, "commit", lambda *_: self.require())
        sa.event.listen(engine, "handle_error", self._note_damage)

    def guard_opening(self, engine: sa.Engine) -> None:
        """The same for the job engine's, which may continue with its open connections until the process ends."""
        if self._address.path is None:
            return
        sa.event.listen(engine, "do_connect", lambda *_: self.require())
        sa.event.listen(engine, "handle_error", self._note_damage)

    def round(self, end: Callable[[DatabaseLostError], None]) -> Callable[[], Awaitable[float]]:
        """Return a round that checks every second; a lost file is logged once and ends the process.

        Args:
            end: ends the process, with the error as its reason.
        """

        async def look() -> float:
            said = self.trouble()
            if said is not None and not self._is_said:
                self._is_said = True
                _log.critical("the database is lost, the bot ends", cause=said)
                end(DatabaseLostError(f"{said} {self._advise()}"))
            return LOOK_S

        return look

    def read_waiting(self) -> tuple[JobPayload, ...]:
        """Return the payloads of unanswered requests, oldest first, as far as the lost file can still be read."""
        if self._anchor is None:
            return ()
        query = "SELECT kind, payload FROM inbox WHERE state = ? AND payload IS NOT NULL ORDER BY received_at LIMIT ?"
        try:
            rows = self._anchor.execute(query, (InboxState.WAITING.value, _MOST_WAITING)).fetchall()
            return tuple(self._payloads.read(kind, packed) for kind, packed in rows)
        except sqlite3.Error as error:
            _log.warning("who waits cannot be read any more", cause=str(error))
            return ()

    def save(self) -> None:
        """Write the -wal into the file, wherever it is now, and leave the -wal empty.

        A file that was only moved is then complete, and a replacement does not get the old file's pages.
        """
        if self._anchor is None or self._is_damaged or self._is_wal_foreign:
            return
        try:
            self._anchor.execute(f"PRAGMA busy_timeout={SAVE_WITHIN_S * 1000}")
            self._anchor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.Error as error:
            _log.warning("what was written last may be missing in the lost file", cause=str(error))

    def _look(self) -> None:
        for file, known in self._files.items():
            try:
                now = _identity(file)
            except (FileNotFoundError, NotADirectoryError):
                self._lose(f"{file} is gone: removed or moved, or its folder is not mounted any more.")
                return
            except OSError as error:
                self._lose(f"{file} cannot be reached any more ({error.strerror}).")
                return
            if now != known:
                self._is_wal_foreign = file != str(self._path)
                self._lose(f"{file} was replaced by another file.")
                return

    def _lose(self, said: str) -> None:
        """Record the first problem found; where the folder is another one, leave a note there."""
        with self._lock:
            if self._lost is not None:
                return
            self._lost = said
        path = self._path
        if path is not None:
            with suppress(OSError):
                if _identity(path.parent) != self._folder:
                    leave_note(path)

    def _note_damage(self, context: sa.engine.ExceptionContext) -> None:
        """Record that SQLite found the file damaged: nothing read from it is reliable."""
        cause = context.original_exception
        if is_damage(cause):
            self._is_damaged = True
            self._lose(f"{self._address.path} is damaged ({' '.join(str(cause).split())[:200]}).")

    def _advise(self) -> str:
        """Return what the operator should do."""
        if self._is_damaged:
            return "The bot ended. `nutgraf doctor` says how to put a backup in its place."
        return "The bot ended. Put it back, or a backup in its place (README, 'Run it for real'), then start it again."


@contextmanager
def watch_file(address: DatabaseAddress, payloads: PayloadReader | None = None) -> Iterator[FileWatch]:
    """Watch the file of an upgraded database, until the block ends."""
    if address.path is None:
        yield FileWatch(address, None)
        return
    with closing(sqlite3.connect(address.path, timeout=BUSY_TIMEOUT_S, check_same_thread=False)) as anchor:
        anchor.execute("SELECT count(*) FROM alembic_version").fetchone()  # creates -wal and -shm, and keeps them open
        remove_note(address.path)
        yield FileWatch(address, anchor, payloads)


def _identity(path: str | Path) -> _Identity:
    """Return device and inode. The file is not opened: closing it would release SQLite's locks on it here."""
    found = os.stat(path)  # noqa: PTH116  (a Path costs more than the check, thousands of times)
    return found.st_dev, found.st_ino
