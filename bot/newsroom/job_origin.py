"""For whom a job is done, and how urgent it is: the basis for fair shares."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import IntEnum


class Urgency(IntEnum):
    """How soon a job starts; the lower, the sooner.

    IMMEDIATE needs no slot in the queue: it makes no Slack call and takes no time.
    INTERACTIVE is work that a person waits for.
    SCHEDULED is background work, such as an edition.
    """

    IMMEDIATE = 0
    INTERACTIVE = 1
    SCHEDULED = 2


@dataclass(frozen=True, slots=True)
class JobOrigin:
    """Where a job comes from.

    Attributes:
        team_id: the workspace; "" where the job does not name it.
        channel: where it was requested, or where it is posted; "" in the App Home.
        user: the requester; "" for scheduled work.
    """

    team_id: str = ""
    channel: str = ""
    user: str = ""


_current: ContextVar[JobOrigin | None] = ContextVar("requester", default=None)


@contextmanager
def working_for(requester: JobOrigin) -> Iterator[None]:
    """Set for whom the block, and the tasks that it starts, do their work."""
    token = _current.set(requester)
    try:
        yield
    finally:
        _current.reset(token)


def current_origin() -> JobOrigin | None:
    """Return for whom the running task works; None where there is no requester, such as in a command line.

    A context variable, as the log's reference is: the shared resources are far below the code that knows the requester.
    """
    return _current.get()
