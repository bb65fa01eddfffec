"""Records parts of a document on which a library failed, and why."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MAX_NOTE = 200
"""Characters kept of a library's error."""


class Unread:
    """Calls libraries for parts of one document. A failure costs that part, never the document."""

    def __init__(self) -> None:
        self._notes: list[str] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """The parts that no library could read, each with its error ("date: ValueError('year 0')")."""
        return tuple(self._notes)

    def ask(self, part: str, library: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Returns the library's result; None where it fails.

        Only for calls into libraries: a bug of ours must not look like a difficult document.
        """
        try:
            return library(*args, **kwargs)
        except MemoryError:
            raise  # the rest would not fit in memory either: the child process reports it
        except Exception as error:  # noqa: BLE001  (no library documents all it may raise on a hostile page)
            self._notes.append(f"{part}: {error!r}"[:MAX_NOTE])
            return None
