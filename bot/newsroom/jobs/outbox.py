"""The outbox: messages that are stored before they are posted. `bot.storage` stores them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.newsroom.ports import Json


class OutboxState(StrEnum):
    """The state of a message.

    pending -> attempting (committed before the call) -> posted
    attempting -> pending      Slack rejected it for now, or was not reached
    attempting -> skipped      Slack rejected it for good
    attempting -> unknown      the outcome cannot be determined; never posted again, shown to the operator
    """

    PENDING = "pending"
    ATTEMPTING = "attempting"
    POSTED = "posted"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """One message to post, exactly once.

    Attributes:
        key: its id, also in the message's metadata.
        job_id: the job it answers.
        part: its index among the messages of that job, from 0.
        channel: the channel to post to.
        thread_ts: the thread to post in.
        payload: the message; None once it is posted.
        state: see `OutboxState`.
        ts: Slack's id for it, once posted.
        attempted_at: time of the last attempt, seconds since 1970; by Slack's clock where that was known.
        not_before: Slack asked to wait until then, seconds since 1970.
        error: why it was skipped or is unknown: Slack's error code, or a sentence.
        attempt_margin_s: maximum difference of `attempted_at` from Slack's clock; None: not known.
    """

    key: str
    job_id: str
    part: int
    channel: str
    thread_ts: str | None
    payload: Json | None
    state: OutboxState = OutboxState.PENDING
    ts: str | None = None
    attempted_at: float | None = None
    not_before: float | None = None
    error: str | None = None
    attempt_margin_s: float | None = None

    @property
    def slack_code(self) -> str:
        """Slack's error code, where it refused the message; "" otherwise. No sentence is a name."""
        return self.error if self.error is not None and self.error.isidentifier() else ""


class Outbox(Protocol):
    """Outbox messages by their key."""

    async def add_messages(self, all_outgoing: Sequence[OutboxMessage]) -> None:
        """Store messages, all or none. Existing ones are not changed."""
        ...

    async def list_of_job(self, job_id: str) -> tuple[OutboxMessage, ...]:
        """Return the messages of a job, in order."""
        ...

    async def get(self, key: str) -> OutboxMessage | None:
        """Return the message with that key."""
        ...

    async def mark_sending(self, key: str, *, at: float | None = None, margin_s: float | None = None) -> None:
        """Record, before the call, that it is about to be made.

        Args:
            key: the message's key.
            at: time by Slack's clock; None: now, by our own.
            margin_s: maximum error of `at`; None: not known.
        """
        ...

    async def mark_posted(self, key: str, ts: str) -> None:
        """Record that it is posted in Slack."""
        ...

    async def mark_retry(self, key: str, *, wait_s: float = 0) -> None:
        """Record that it was certainly not posted and may be tried again after `wait_s`."""
        ...

    async def mark_refused(self, key: str, reason: str) -> None:
        """Record that Slack rejected it for good."""
        ...

    async def mark_unknown(self, key: str, reason: str) -> None:
        """Record that it cannot be determined whether it was posted."""
        ...

    async def reopen(self, job_id: str) -> int:
        """Reset the skipped messages of a job so that they are posted. Returns how many."""
        ...

    async def delete(self, key: str) -> None:
        """Delete a message that was withdrawn, or is not to be posted."""
        ...
