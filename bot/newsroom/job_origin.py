"""For whom a job is done, and how soon: what the shares of the work are counted by."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import IntEnum


class Urgency(IntEnum):
    """How soon a job begins; the lower, the sooner.

    IMMEDIATE needs no place in the queue: it asks nothing of Slack and takes no time.
    INTERACTIVE is what a person waits for.
    SCHEDULED is what comes by itself, such as an edition.
    """

    IMMEDIATE = 0
    INTERACTIVE = 1
    SCHEDULED = 2


@dataclass(frozen=True, slots=True)
class Requester:
    """Where a job comes from.

    Attributes:
        team_id: the workspace; "" where the job does not say it.
        channel: where it was asked, or where it is posted; "" in the App Home.
        user: who asked; "" for what comes by itself.
    """

    team_id: str = ""
    channel: str = ""
    user: str = ""


_current: ContextVar[Requester | None] = ContextVar("requester", default=None)


@contextmanager
def working_for(requester: Requester) -> Iterator[None]:
    """Say for whom the block works, and the tasks that it starts."""
    token = _current.set(requester)
    try:
        yield
    finally:
        _current.reset(token)


def current_requester() -> Requester | None:
    """For whom the running task works; None where it works for nobody in particular, as a command line does.

    A context variable, as the reference in the log is: what is shared lies far below what knows who asked.
    """
    return _current.get()
