"""One bot per SQLite file: a second one would take over the jobs of the first, and answer them twice."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StorageError
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.private_files import make_folder, make_private


@contextmanager
def sole_use(address: DatabaseAddress) -> Iterator[None]:
    """Lock the file for this process until the block ends; the system releases it when the process dies.

    PostgreSQL allows several: nothing is locked there.

    Raises:
        StorageError: another bot uses the file, or the folder cannot be written.
    """
    if address.path is None:
        yield
        return
    path = Path(f"{address.path}.lock")
    try:
        make_folder(address.path.parent)
        make_private(path)
        lock = path.open("ab")
    except OSError as error:
        raise StorageError(f"{path} cannot be written ({error.strerror}); make its folder writable.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StorageError(
                f"Another bot uses {address.path}. Stop it first; several need PostgreSQL (README, 'Run it for real')."
            ) from error
        yield
