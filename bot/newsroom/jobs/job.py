"""Jobs: work caused by something that Slack sent, and the queue that does it."""

from dataclasses import dataclass
from typing import Any, Protocol

Payload = dict[str, Any]
"""JSON: the content of a job or a message."""


@dataclass(frozen=True, slots=True)
class Job:
    """Work caused by something that Slack sent.

    Attributes:
        id: the same for every retry by Slack; a job with a given id is done once.
        kind: message, edit, command or click.
        payload: everything needed to do it, as JSON.
        fingerprint: hash of the request, to detect edits that change it.
    """

    id: str
    kind: str
    payload: Payload
    fingerprint: str = ""


class JobQueue(Protocol):
    """Ensures that accepted jobs are done."""

    async def submit(self, job: Job) -> bool:
        """Store a job and start it, unless it is already known. Returns whether it was new.

        Raises:
            StorageError: it could not be stored.
        """
        ...
