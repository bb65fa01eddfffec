"""Letters in, parcels out: what must outlive the process, as values and Protocols. `bot.storage` keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from bot.newsroom.requests.answer_request import Request
from summarizer import Digest

Payload = dict[str, Any]
"""JSON: what a job or a message consists of."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do because of something that Slack told us.

    Attributes:
        id: the same for every redelivery; a job of an id is done once.
        kind: message, edit, command or click.
        payload: all that is needed to do it, as JSON.
        fingerprint: of what was asked, to tell edits that change it.
    """

    id: str
    kind: str
    payload: Payload
    fingerprint: str = ""


class JobRunner(Protocol):
    """Sees to it that what was taken is done."""

    async def submit(self, job: Job) -> bool:
        """Store a job and start it, unless it was taken before. Returns whether it was new.

        Raises:
            StorageError: it could not be stored.
        """
        ...


class LetterState(StrEnum):
    """What became of a letter."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Letter:
    """A job as it lies in the inbox.

    Attributes:
        id: the job's.
        kind: the job's.
        payload: the job's; None once it is done, since people wrote it.
        fingerprint: the job's.
        state: waiting, done or failed.
        received_at: seconds since 1970.
        error: what went wrong, for the operator.
        tries: how often it was begun anew after its first try.
    """

    id: str
    kind: str
    payload: Payload | None
    fingerprint: str
    state: LetterState
    received_at: float
    error: str | None = None
    tries: int = 0

    @property
    def again(self) -> str:
        """What tells the workflow of this try from those before: "", then "#2", "#3"."""
        return f"#{self.tries + 1}" if self.tries else ""

    def next_try(self) -> "Letter":
        """The letter as it is once it was begun anew."""
        return replace(self, tries=self.tries + 1)


class ParcelState(StrEnum):
    """How far a message has come.

    pending -> attempting (committed before the call) -> posted
    attempting -> pending      Slack said no for now, or was not reached
    attempting -> skipped      Slack said no for good
    attempting -> unknown      nobody can tell; never posted again, shown to the operator
    """

    PENDING = "pending"
    ATTEMPTING = "attempting"
    POSTED = "posted"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to post, exactly once.

    Attributes:
        key: its id, also in the message's metadata.
        job_id: what it answers.
        part: its place among the messages of that job, from 0.
        channel: where it goes.
        thread_ts: the thread it goes into.
        payload: the message; None once it is posted.
        state: see `ParcelState`.
        ts: Slack's id of it, once posted.
        attempted_at: when it was tried last, seconds since 1970; by Slack's clock where that was known.
        not_before: Slack asked to wait until then, seconds since 1970.
        error: why it was skipped or is unknown.
        attempt_margin_s: by how much `attempted_at` may differ from Slack's clock; None: not known.
    """

    key: str
    job_id: str
    part: int
    channel: str
    thread_ts: str | None
    payload: Payload | None
    state: ParcelState = ParcelState.PENDING
    ts: str | None = None
    attempted_at: float | None = None
    not_before: float | None = None
    error: str | None = None
    attempt_margin_s: float | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the buttons under an answer need to know.

    Attributes:
        request: what was asked for, for "Try again".
        digests: what was answered, in the order of the links.
        channel: where it was asked.
        user: who asked.
        thread_ts: the thread it was answered in; None for an answer only the asker saw.
        length: of the digests as they are shown now.
        job_ids: the jobs whose messages show it; empty for an answer only the asker saw.
    """

    request: Request
    digests: tuple[Digest, ...]
    channel: str
    user: str
    thread_ts: str | None
    length: str
    job_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asked for a digest that was posted, and may delete it.

    Attributes:
        user: who asked.
        job_ids: the jobs whose messages show it, the first one first.
    """

    user: str
    job_ids: tuple[str, ...]


class Inbox(Protocol):
    """Letters by their id."""

    async def take_all(self, jobs: Sequence[Job]) -> tuple[bool, ...]:
        """Store jobs in the order they came, all or none. Returns for each whether it was new.

        Raises:
            StorageError: the database cannot take them now.
        """
        ...

    async def find(self, letter_id: str) -> Letter | None:
        """The letter of that id."""
        ...

    async def count_waiting(self) -> int:
        """How many letters wait, those under way included."""
        ...

    async def finish(self, letter_id: str, *, error: str | None = None) -> None:
        """Mark a letter as done; with an error, as failed for good."""
        ...

    async def list(self, state: LetterState) -> tuple[Letter, ...]:
        """Letters in a state, oldest first."""
        ...


class Outbox(Protocol):
    """Parcels by their key."""

    async def plan(self, parcels: Sequence[Parcel]) -> None:
        """Write parcels down, all or none. Those that are there already stay as they are."""
        ...

    async def of_job(self, job_id: str) -> tuple[Parcel, ...]:
        """The parcels of a job, in order."""
        ...

    async def find(self, key: str) -> Parcel | None:
        """The parcel of that key."""
        ...

    async def attempt(self, key: str, *, at: float | None = None, margin_s: float | None = None) -> None:
        """Say, before the call, that it is about to be made.

        Args:
            key: the parcel's.
            at: by Slack's clock; None: now, by our own.
            margin_s: by how much that may be wrong; None: not known.
        """
        ...

    async def posted(self, key: str, ts: str) -> None:
        """Say that it stands in Slack."""
        ...

    async def put_back(self, key: str, *, wait_s: float = 0) -> None:
        """Say that it was certainly not posted and may be tried again after `wait_s`."""
        ...

    async def skip(self, key: str, reason: str) -> None:
        """Say that Slack will not have it."""
        ...

    async def lose_track(self, key: str, reason: str) -> None:
        """Say that nobody can tell whether it was posted."""
        ...

    async def reopen(self, job_id: str) -> int:
        """Let the skipped parcels of a job be posted after all. Returns how many."""
        ...

    async def forget(self, key: str) -> None:
        """Leave nothing of a message that was taken back, or was never to be."""
        ...


class ShownDigests(Protocol):
    """What is under the buttons, by the id they carry."""

    async def keep(self, digest_id: str, shown: Shown) -> None:
        """Remember an answer, or that it is shown differently now."""
        ...

    async def find(self, digest_id: str) -> Shown | None:
        """The answer of that id, if it is still remembered."""
        ...

    async def find_requester(self, digest_id: str) -> Requester | None:
        """Who asked for the digest of that id; known for longer than the digest itself."""
        ...

    async def forget(self, digest_id: str) -> None:
        """Forget an answer, and who asked for it."""
        ...
