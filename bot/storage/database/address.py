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
"""How often a process yields to others before it reports that the file is locked."""

_DRIVERS = {
    "sqlite": ("sqlite+aiosqlite", "sqlite"),
    "postgresql": ("postgresql+psycopg", "postgresql+psycopg"),
    "postgres": ("postgresql+psycopg", "postgresql+psycopg"),
}
"""Scheme -> drivers for the event loop and for threads."""

_EXAMPLES = "Write sqlite:///folder/file.sqlite3 or postgresql://user:password@host/name."


class DatabaseAddress:
    """The database's address.

    Args:
        url: `NUTGRAF_DATABASE_URL`; "" means a SQLite file in `data_dir`.
        data_dir: the folder of that file.

    Raises:
        ConfigError: not an address of a supported database; the message never contains a password.
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
        """The address for an engine that runs in threads, including the password."""
        return self._url.set(drivername=_DRIVERS[self._scheme][1]).render_as_string(hide_password=False)

    def open(self) -> AsyncEngine:
        """Return an engine for the event loop; database errors are raised as `StorageError`."""
        self._make_files()
        engine = create_async_engine(self._url.set(drivername=_DRIVERS[self._scheme][0]), **self._arguments())
        if self.is_sqlite:
            sa.event.listen(engine.sync_engine, "connect", _set_up_sqlite)
        sa.event.listen(engine.sync_engine, "handle_error", _as_our_own, retval=True)
        return engine

    def open_sync(self) -> sa.Engine:
        """Return an engine for threads: for the job engine and the migrations."""
        self._make_files()
        engine = sa.create_engine(self._url.set(drivername=_DRIVERS[self._scheme][1]), **self._arguments())
        if self.is_sqlite:
            sa.event.listen(engine, "connect", _set_up_sqlite)
        return engine

    def _make_files(self) -> None:
        """Create the folder of a SQLite file, and the file, before SQLite creates it with the umask's permissions.

        Raises:
            ConfigError: the folder cannot be created. Problems of the file are reported when it is opened.
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
            "hide_parameters": True,  # errors are logged; people's text is not
            "connect_args": {"connect_timeout": CONNECT_TIMEOUT_S},
            "pool_size": 10,
            "max_overflow": 10,
            "pool_pre_ping": True,
            "pool_recycle": 1800,
        }


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """Set WAL, the lock timeout, and `unixepoch`, which the job engine needs and SQLite has only since 3.42."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_S * 1000}")
    _switch_to_wal(cursor)
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # deleted data is overwritten; see bot.storage.database.erasing
    cursor.close()
    if sqlite3.sqlite_version_info < (3, 42):
        connection.create_function("unixepoch", -1, _unixepoch)


def _switch_to_wal(cursor: Any) -> None:
    """Switch a new file to WAL. Of processes that start together, all but one find it done.

    Where waiting could be a deadlock, SQLite ignores the busy timeout and returns "locked" at once. So we acquire an
    exclusive lock on the whole file, which does wait, and then try again. Source: sqlite.org/c3ref/busy_handler.
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
    """Return a database error as one of ours, without people's text; other errors are not converted."""
    cause = context.original_exception
    if context.sqlalchemy_exception is None:
        return None
    return StorageError(f"{type(cause).__name__}: {' '.join(str(cause).split())[:300]}")


def _unixepoch(*arguments: str) -> float | int:
    """Return seconds since 1970; with "subsec" also fractions. Only the forms without a time are needed."""
    now = time.time()  # noqa: TID251  (replaces a function of the database)
    return round(now, 3) if "subsec" in arguments or "subsecond" in arguments else int(now)
