"""The database's folder and files, for the user that the bot runs as and nobody else, whatever the umask.

SQLite gives `-wal` and `-shm` the mode of the main file, so the main file is made first, empty, with 0600: an empty
file is an empty database. Only rights of others are taken away; none are given, and a folder that is there already is
the operator's: `nutgraf doctor` says where others may look into it.
Source: sqlite.org/src, os_unix.c, findCreateFileMode.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_BESIDE = ("-wal", "-shm", "-journal", ".lock")
"""What is kept beside a database, by the end of its name."""


def make_folder(folder: Path) -> None:
    """Make a folder with 0700; one that is there already stays as it is.

    Raises:
        OSError: it cannot be made.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        if not folder.is_dir():
            raise
    else:
        folder.chmod(0o700)  # the umask may have taken away our own rights too


def make_private(path: Path) -> None:
    """Make a file with 0600 where there is none, and take the rights of others from one that is there.

    Raises:
        OSError: it cannot be made. A file of another user is left as it is: whoever opens it says what is wrong.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        _tighten(path)
    else:
        path.chmod(0o600)


def tighten_beside(path: Path) -> None:
    """Take the rights of others from what is kept beside a database; an earlier version left them to the umask."""
    for other in _beside(path):
        _tighten(other)


def open_to_others(path: Path) -> tuple[Path, ...]:
    """The folder of a database, and its files, that users other than their owner may look into or change."""
    return tuple(found for found in (path.parent, path, *_beside(path)) if _mode(found) & _OTHERS)


def _beside(path: Path) -> Iterator[Path]:
    for ending in _BESIDE:
        yield Path(f"{path}{ending}")


def _tighten(path: Path) -> None:
    mode = _mode(path)
    if mode & _OTHERS:
        with suppress(OSError):  # of another user, or on a disk without modes: doctor says so
            path.chmod(mode & ~_OTHERS)


def _mode(path: Path) -> int:
    """The rights of a file; 0 where there is none, or it cannot be looked at."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0
