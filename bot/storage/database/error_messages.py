"""Maps a database error to one sentence that says what to do about it.

Source: sqlite.org/rescode.html; postgresql.org/docs, "PostgreSQL Error Codes".
"""

import sqlite3

import sqlalchemy as sa

from bot.errors import StorageError
from bot.storage.database.address import DatabaseAddress

_SQLITE = {
    "SQLITE_CANTOPEN": "cannot be opened; the file and its folder must be readable and writable for this user.",
    "SQLITE_PERM": "cannot be opened; the file and its folder must be readable and writable for this user.",
    "SQLITE_READONLY": "cannot be written; make the file and its folder writable for this user.",
    "SQLITE_FULL": "cannot grow: the disk is full. Free some space there.",
    "SQLITE_IOERR": "cannot be read or written: the disk is full or failing. Free some space, or look at the disk.",
    "SQLITE_BUSY": "is locked by another process. Is a second bot running?",
    "SQLITE_LOCKED": "is locked by another process. Is a second bot running?",
}
"""First two parts of an error's name -> what is wrong and what to do."""

_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")

_POSTGRES = {
    "28": "refuses the user or the password; correct NUTGRAF_DATABASE_URL.",
    "3D": "does not exist; make it with createdb, or correct NUTGRAF_DATABASE_URL.",
    "42": "does not let this user make tables; grant it CREATE on its schema.",
    "53": "is out of disk space, memory or connections; look at the server.",
    "57": "is shutting down or starting; try again in a moment.",
}
"""Class of an SQLSTATE -> what is wrong and what to do."""


def is_damage(error: BaseException | None) -> bool:
    """Return whether SQLite reports that the file itself is damaged."""
    return isinstance(error, sqlite3.Error) and _code(error) in _DAMAGED


def to_storage_error(address: DatabaseAddress, error: sa.exc.DBAPIError) -> StorageError:
    """Return the error as a sentence for the operator."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        if is_damage(cause):
            return damaged_file_error(address, str(cause))
        return StorageError(f"{address.name} {_SQLITE.get(_code(cause), 'cannot be used.')} ({cause})")
    said = " ".join(str(cause).split())
    state = getattr(cause, "sqlstate", None)
    if state is None:
        state = "28" if "authentication failed" in said or "no password supplied" in said else None
        state = "3D" if "does not exist" in said and "database" in said else state
    unreached = "is not reached; start PostgreSQL, or correct NUTGRAF_DATABASE_URL."
    if "failed to resolve host" in said:
        unreached = "names a host that is not found; correct NUTGRAF_DATABASE_URL."
    return StorageError(f"{address.name} {_POSTGRES.get(str(state)[:2], unreached)} ({_shortened(said)})")


def _code(error: sqlite3.Error) -> str:
    """Return the first two parts of an error's name: SQLITE_CORRUPT of SQLITE_CORRUPT_INDEX."""
    return "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])


def _shortened(said: str) -> str:
    """Return the message of PostgreSQL's client, without its preamble and its questions."""
    words = said.removeprefix("connection failed: ").partition(" Is the server running")[0]
    return words[:300]


def damaged_file_error(address: DatabaseAddress, said: str) -> StorageError:
    """Return the error for a file that must not be used any longer, with how to restore a backup."""
    path, said = address.path, " ".join(said.split())
    return StorageError(
        f"{path} is damaged ({said[:200]}). Nothing was changed. Put a backup in its place: mv {path} {path}.damaged; "
        f"rm -f {path}-wal {path}-shm; cp BACKUP {path}"
    )
