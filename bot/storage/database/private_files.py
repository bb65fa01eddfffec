"""Keeps the database's folder and files private to the bot's user, whatever the umask.

SQLite gives `-wal` and `-shm` the mode of the main file, so the main file is created first, empty, with 0600: an empty
file is an empty database. Only permissions of others are removed; none are added, and an existing folder is the
operator's: `nutgraf doctor` reports what others may access in it.
Source: sqlite.org/src, os_unix.c, findCreateFileMode.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_BESIDE = ("-wal", "-shm", "-journal", ".lock")
"""Suffixes of the files beside a database."""


def make_folder(folder: Path) -> None:
    """Create a folder with 0700; an existing one is not changed.

    Raises:
        OSError: it cannot be created.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        if not folder.is_dir():
            raise
    else:
        folder.chmod(0o700)  # the umask may have removed our own permissions too


def make_private(path: Path) -> None:
    """Create a file with 0600 if it is missing; remove others' permissions from an existing one.

    Raises:
        OSError: it cannot be created. Another user's file is not changed: opening it reports the problem.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        _tighten(path)
    else:
        path.chmod(0o600)


def tighten_beside(path: Path) -> None:
    """Remove others' permissions from the files beside a database; an earlier version left them to the umask."""
    for other in _beside(path):
        _tighten(other)


def open_to_others(path: Path) -> tuple[Path, ...]:
    """Return the folder and files of a database that other users than their owner may read or change."""
    return tuple(found for found in (path.parent, path, *_beside(path)) if _mode(found) & _OTHERS)


def _beside(path: Path) -> Iterator[Path]:
    for ending in _BESIDE:
        yield Path(f"{path}{ending}")


def _tighten(path: Path) -> None:
    mode = _mode(path)
    if mode & _OTHERS:
        with suppress(OSError):  # another user's, or on a disk without modes: doctor reports it
            path.chmod(mode & ~_OTHERS)


def _mode(path: Path) -> int:
    """Return the permissions of a file; 0 where there is none, or they cannot be read."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0
