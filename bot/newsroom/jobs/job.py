"""Jobs: work caused by something that Slack sent, and the queue that does it."""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bot.newsroom.jobs.payloads import JobPayload

PayloadT_co = TypeVar("PayloadT_co", bound=JobPayload, covariant=True)
PayloadT_contra = TypeVar("PayloadT_contra", bound=JobPayload, contravariant=True)


@dataclass(frozen=True, slots=True)
class Job(Generic[PayloadT_co]):
    """Work caused by something that Slack sent.

    Attributes:
        id: the same for every retry by Slack; a job with a given id is done once.
        payload: everything needed to do it. Its class says what is to be done.
        fingerprint: hash of the request, to detect edits that change it.
    """

    id: str
    payload: PayloadT_co
    fingerprint: str = ""


AnyJob = Job[JobPayload]


class Handler(Protocol[PayloadT_contra]):
    """Does the jobs of one kind."""

    async def handle(self, job: Job[PayloadT_contra]) -> None:
        """Do a job. After a crash it may be done again from its beginning.

        Raises:
            BotError, SummarizerError: with a sentence for the requester.
        """
        ...


class JobQueue(Protocol):
    """Ensures that accepted jobs are done."""

    async def submit(self, job: AnyJob) -> bool:
        """Store a job and start it, unless it is already known. Returns whether it was new.

        Raises:
            StorageError: it could not be stored.
        """
        ...
