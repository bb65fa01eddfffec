"""A note in a folder from which the database vanished under the running bot.

When a volume is unmounted, the empty folder below it comes to light. The next start would take it for a first one and
make an empty database, while channels and their digests are on the volume. Where a file alone is removed, its folder
stays the same and no note is left: then a new database is what was asked for.
"""

from contextlib import suppress
from pathlib import Path

_SAYS = "The database of this bot vanished with its folder. Mount it again, or delete this file to start anew.\n"


def leave_note(path: Path) -> None:
    """Leave a note for the next start, where the folder that is there now can be written."""
    with suppress(OSError):
        _note(path).write_text(_SAYS)


def has_note(path: Path) -> bool:
    """Whether a note was left."""
    return _note(path).exists()


def remove_note(path: Path) -> None:
    """The database is back."""
    with suppress(OSError):
        _note(path).unlink(missing_ok=True)


def explain_missing(path: Path) -> str:
    """What to say where the note is there and the database is not."""
    return (
        f"{path} vanished with its folder while the bot ran; is a volume not mounted? "
        f"Mount it, or put a backup there. To start with an empty database: rm {_note(path)}"
    )


def _note(path: Path) -> Path:
    return Path(f"{path}.missing")
