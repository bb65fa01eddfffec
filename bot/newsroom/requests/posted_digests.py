"""Posted digests whose buttons still work. `bot.storage` stores them."""

from dataclasses import dataclass
from typing import Protocol

from bot.newsroom.requests.request import Request
from summarizer import Digest


@dataclass(frozen=True, slots=True)
class PostedDigest:
    """What the buttons of an answer need.

    Attributes:
        request: the original request, for "Try again".
        digests: the answers, in the order of the links.
        channel: where it was requested.
        user: the requester.
        thread_ts: the thread of the answer; None for an ephemeral answer.
        length: length of the digests as shown now.
        job_ids: the jobs whose messages show it; empty for an ephemeral answer.
    """

    request: Request
    digests: tuple[Digest, ...]
    channel: str
    user: str
    thread_ts: str | None
    length: str
    job_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestRequester:
    """The requester of a posted digest, who may delete it.

    Attributes:
        user: the requester.
        job_ids: the jobs whose messages show it, the first one first.
    """

    user: str
    job_ids: tuple[str, ...]


class PostedDigestRepository(Protocol):
    """Posted digests by the id that their buttons carry."""

    async def save(self, digest_id: str, posted: PostedDigest) -> None:
        """Store an answer, or its new state."""
        ...

    async def get(self, digest_id: str) -> PostedDigest | None:
        """Return the answer with that id, if it is still stored."""
        ...

    async def get_requester(self, digest_id: str) -> DigestRequester | None:
        """Return the requester of the digest with that id; stored for longer than the digest itself."""
        ...

    async def delete(self, digest_id: str) -> None:
        """Delete an answer and its requester."""
        ...
