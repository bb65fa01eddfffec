"""What a library broke on: the part of a document that is missing, and why."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MAX_NOTE = 200
"""Characters kept of what a library said."""


class Unread:
    """Asks libraries for parts of one document. One that breaks costs its part, never the document."""

    def __init__(self) -> None:
        self._notes: list[str] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """The parts that no library could read, each with its error ("date: ValueError('year 0')")."""
        return tuple(self._notes)

    def ask(self, part: str, library: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What a library makes of the document; None where it breaks.

        Only for calls into libraries: a mistake of our own is not to be taken for a hard document.
        """
        try:
            return library(*args, **kwargs)
        except MemoryError:
            raise  # nothing else would fit either: the child process says so
        except Exception as error:  # noqa: BLE001  (no library says all it may raise on a page that was built to break it)
            self._notes.append(f"{part}: {error!r}"[:MAX_NOTE])
            return None
