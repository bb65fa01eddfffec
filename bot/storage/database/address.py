"""Opens the database: SQLite in WAL mode, or PostgreSQL.

WAL with synchronous=NORMAL survives a killed process; a power cut may cost the last moments, never the file.
Source: sqlite.org/wal.html; docs.sqlalchemy.org, "SQLite" and "PostgreSQL" dialects.
"""

import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import ConfigError, StorageError
from bot.storage.database.private_files import make_folder, make_private, tighten_beside

BUSY_TIMEOUT_S = 30
CONNECT_TIMEOUT_S = 10
_TURNS = 20
"""How often a process lets others go first before it says that the file is locked."""

_DRIVERS = {
    "sqlite": ("sqlite+aiosqlite", "sqlite"),
    "postgresql": ("postgresql+psycopg", "postgresql+psycopg"),
    "postgres": ("postgresql+psycopg", "postgresql+psycopg"),
}
"""Scheme -> drivers for the event loop and for threads."""

_EXAMPLES = "Write sqlite:///folder/file.sqlite3 or postgresql://user:password@host/name."


class DatabaseAddress:
    """Where the database is.

    Args:
        url: `NUTGRAF_DATABASE_URL`; "" means a SQLite file in `data_dir`.
        data_dir: the folder of that file.

    Raises:
        ConfigError: no address of a database that we can use; the message never holds a password.
    """

    def __init__(self, url: str, data_dir: Path) -> None:
        try:
            self._url = make_url(url) if url else sa.URL.create("sqlite", database=str(data_dir / "nutgraf.sqlite3"))
        except (ArgumentError, ValueError) as error:
            raise ConfigError(f"NUTGRAF_DATABASE_URL: not an address of a database. {_EXAMPLES}") from error
        self._scheme = self._url.drivername.partition("+")[0]
        if self._scheme not in _DRIVERS:
            raise ConfigError(f"NUTGRAF_DATABASE_URL: {self._scheme}:// is not supported. {_EXAMPLES}")
        if self._scheme == "sqlite" and (self._url.database or ":memory:") == ":memory:":
            raise ConfigError(f"NUTGRAF_DATABASE_URL: it names no file, so all would be forgotten at once. {_EXAMPLES}")

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file on this machine, for one process."""
        return self._scheme == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database."""
        return Path(self._url.database) if self.is_sqlite and self._url.database else None

    @property
    def name(self) -> str:
        """The address without its password, for people."""
        return self._url.render_as_string(hide_password=True)

    @property
    def sync_url(self) -> str:
        """The address for an engine that runs in threads, password and all."""
        return self._url.set(drivername=_DRIVERS[self._scheme][1]).render_as_string(hide_password=False)

    def open(self) -> AsyncEngine:
        """An engine for the event loop; what the database says no to is raised as a `StorageError`."""
        self._make_files()
        engine = create_async_engine(self._url.set(drivername=_DRIVERS[self._scheme][0]), **self._arguments())
        if self.is_sqlite:
            sa.event.listen(engine.sync_engine, "connect", _set_up_sqlite)
        sa.event.listen(engine.sync_engine, "handle_error", _as_our_own, retval=True)
        return engine

    def open_sync(self) -> sa.Engine:
        """An engine for threads: the job engine's and the migrations'."""
        self._make_files()
        engine = sa.create_engine(self._url.set(drivername=_DRIVERS[self._scheme][1]), **self._arguments())
        if self.is_sqlite:
            sa.event.listen(engine, "connect", _set_up_sqlite)
        return engine

    def _make_files(self) -> None:
        """The folder of a SQLite file, and the file, before SQLite makes it with the rights that the umask leaves.

        Raises:
            ConfigError: the folder cannot be made. What is wrong with the file is said by whoever opens it.
        """
        if self.path is None:
            return
        try:
            make_folder(self.path.parent)
        except OSError as error:
            raise ConfigError(f"NUTGRAF_DATA_DIR: {self.path.parent} cannot be made ({error.strerror}).") from error
        with suppress(OSError):
            make_private(self.path)
        tighten_beside(self.path)

    def _arguments(self) -> dict[str, Any]:
        if self.is_sqlite:
            return {"connect_args": {"timeout": BUSY_TIMEOUT_S}, "hide_parameters": True}
        return {
            "hide_parameters": True,  # errors go to the log; what people wrote does not
            "connect_args": {"connect_timeout": CONNECT_TIMEOUT_S},
            "pool_size": 10,
            "max_overflow": 10,
            "pool_pre_ping": True,
            "pool_recycle": 1800,
        }


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """WAL, waiting for locks, and `unixepoch`, which SQLite has only since 3.42 and the job engine wants."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_S * 1000}")
    _switch_to_wal(cursor)
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten; see bot.storage.database.erasing
    cursor.close()
    if sqlite3.sqlite_version_info < (3, 42):
        connection.create_function("unixepoch", -1, _unixepoch)


def _switch_to_wal(cursor: Any) -> None:
    """Switch a new file to WAL. Processes that start at once all want to; all but one find it done.

    SQLite does not wait for a lock here where waiting could be a deadlock, whatever the busy timeout: "locked" comes
    at once. So we queue for the whole file, which does wait, and then ask again. Source: sqlite.org/c3ref/busy_handler.
    """
    for _ in range(_TURNS):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
        else:
            return
        cursor.execute("BEGIN EXCLUSIVE")
        cursor.execute("ROLLBACK")
    cursor.execute("PRAGMA journal_mode=WAL")


def _as_our_own(context: sa.engine.ExceptionContext) -> BaseException | None:
    """An error of the database as one of ours, without what people wrote; others stay as they are."""
    cause = context.original_exception
    if context.sqlalchemy_exception is None:
        return None
    return StorageError(f"{type(cause).__name__}: {' '.join(str(cause).split())[:300]}")


def _unixepoch(*arguments: str) -> float | int:
    """Seconds since 1970; with "subsec" as a modifier, fractions too. Only the forms without a time are needed."""
    now = time.time()  # noqa: TID251  (stands in for a function of the database)
    return round(now, 3) if "subsec" in arguments or "subsecond" in arguments else int(now)
