"""A note in a folder from which the database of the running bot disappeared.

When a volume is unmounted, the empty folder below it appears. The next start would look like a first one and create an
empty database, while channels and their subscriptions are on the volume. If only a file is removed, its folder stays
the same and no note is left: then a new database is intended.
"""

from contextlib import suppress
from pathlib import Path

_SAYS = "The database of this bot vanished with its folder. Mount it again, or delete this file to start anew.\n"


def leave_note(path: Path) -> None:
    """Leave a note for the next start, if the folder that is there now is writable."""
    with suppress(OSError):
        _note(path).write_text(_SAYS)


def has_note(path: Path) -> bool:
    """Return whether a note was left."""
    return _note(path).exists()


def remove_note(path: Path) -> None:
    """Remove the note: the database is back."""
    with suppress(OSError):
        _note(path).unlink(missing_ok=True)


def explain_missing(path: Path) -> str:
    """Return what to say where there is a note but no database."""
    return (
        f"{path} vanished with its folder while the bot ran; is a volume not mounted? "
        f"Mount it, or put a backup there. To start with an empty database: rm {_note(path)}"
    )


def _note(path: Path) -> Path:
    return Path(f"{path}.missing")
