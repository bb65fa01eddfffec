"""The inbox: jobs that must survive a crash, as values and Protocols. `bot.storage` stores them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from bot.newsroom.jobs.job import Job, Payload


class InboxState(StrEnum):
    """The state of an inbox entry."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """A job as stored in the inbox.

    Attributes:
        id: the job's id.
        kind: the job's kind.
        payload: the job's payload; None once it is done, since it contains people's text.
        fingerprint: the job's fingerprint.
        state: waiting, done or failed.
        received_at: seconds since 1970.
        error: what went wrong, for the operator.
        tries: how often it was restarted after its first try.
    """

    id: str
    kind: str
    payload: Payload | None
    fingerprint: str
    state: InboxState
    received_at: float
    error: str | None = None
    tries: int = 0

    @property
    def try_suffix(self) -> str:
        """Suffix of this try's workflow id: "", then "#2", "#3"."""
        return f"#{self.tries + 1}" if self.tries else ""

    def with_one_more_try(self) -> "InboxEntry":
        """Return the inbox entry after one more restart."""
        return replace(self, tries=self.tries + 1)


class Inbox(Protocol):
    """Inbox entries by their id."""

    async def add_jobs(self, jobs: Sequence[Job]) -> tuple[bool, ...]:
        """Store jobs in order of arrival, all or none. Returns for each whether it was new.

        Raises:
            StorageError: the database cannot store them now.
        """
        ...

    async def get(self, entry_id: str) -> InboxEntry | None:
        """Return the inbox entry with that id."""
        ...

    async def count_waiting(self) -> int:
        """Return how many inbox entries are waiting, running ones included."""
        ...

    async def mark_finished(self, entry_id: str, *, error: str | None = None) -> None:
        """Mark an inbox entry as done; with an error, as failed for good."""
        ...

    async def list(self, state: InboxState) -> tuple[InboxEntry, ...]:
        """Return inbox entries in a state, oldest first."""
        ...
