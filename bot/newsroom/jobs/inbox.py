"""The inbox: jobs that must survive a crash, as values and Protocols. `bot.storage` stores them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from bot.newsroom.jobs.job import AnyJob, Job
from bot.newsroom.jobs.keys import abandoned_id
from bot.newsroom.jobs.payloads import JobPayload, ReportAbandonedJob


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
        kind: the job's kind; of a later version, it may be none of `JobKind`.
        payload: the job's payload, perhaps an `UnreadablePayload`; None once it is done, since it has people's text.
        fingerprint: the job's fingerprint.
        state: waiting, done or failed.
        received_at: seconds since 1970.
        error: what went wrong, for the operator.
        tries: how often it was restarted after its first try.
    """

    id: str
    kind: str
    payload: JobPayload | None
    fingerprint: str
    state: InboxState
    received_at: float
    error: str | None = None
    tries: int = 0

    @property
    def try_suffix(self) -> str:
        """Suffix of this try's workflow id: "", then "#2", "#3"."""
        return f"#{self.tries + 1}" if self.tries else ""

    @property
    def job(self) -> AnyJob | None:
        """The job; None where its payload is deleted."""
        return None if self.payload is None else Job(self.id, self.payload, self.fingerprint)

    def with_one_more_try(self) -> "InboxEntry":
        """Return the inbox entry after one more restart."""
        return replace(self, tries=self.tries + 1)


class Inbox(Protocol):
    """Inbox entries by their id."""

    async def add_jobs(self, jobs: Sequence[AnyJob]) -> tuple[bool, ...]:
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


def abandoned_job(entry: InboxEntry) -> Job[ReportAbandonedJob] | None:
    """Return the job that notifies the requester that an inbox entry is given up; None where there is no requester."""
    payload = entry.payload
    if payload is None or payload.requester is None or isinstance(payload, ReportAbandonedJob):
        return None
    report = ReportAbandonedJob(
        team_id=payload.team_id, requester=payload.requester, response_url=payload.response_url, of=entry.id
    )
    return Job(abandoned_id(entry.id, entry.try_suffix), report)
