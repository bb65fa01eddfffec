"""The digests of the last while, so that buttons under them have something to work with. In memory, bounded."""

from collections import OrderedDict
from dataclasses import dataclass, replace

from bot.newsroom.answering import Request
from summarizer import Digest

KEPT = 500


@dataclass(frozen=True, slots=True)
class Recent:
    """What a button needs to know.

    Attributes:
        request: what was asked for, for "Try again".
        digests: what was answered, in the order of the links.
        channel: where it was asked.
        user: who asked.
        thread_ts: the thread it was answered in; None for an answer only the asker saw.
        length: of the digests as they are shown now.
    """

    request: Request
    digests: tuple[Digest, ...]
    channel: str
    user: str
    thread_ts: str | None
    length: str


class RecentDigests:
    """Keeps the last `KEPT` answers by their short id."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._by_id: OrderedDict[str, Recent] = OrderedDict()

    def keep(self, digest_id: str, recent: Recent) -> None:
        """Remember an answer; the oldest is forgotten when there are too many."""
        self._by_id[digest_id] = recent
        self._by_id.move_to_end(digest_id)
        while len(self._by_id) > self._kept:
            self._by_id.popitem(last=False)

    def find(self, digest_id: str) -> Recent | None:
        """The answer of that id, if it is still remembered."""
        return self._by_id.get(digest_id)

    def resize(self, digest_id: str, *, digests: tuple[Digest, ...], length: str) -> None:
        """Remember that an answer is shown at another length now."""
        recent = self._by_id.get(digest_id)
        if recent is not None:
            self._by_id[digest_id] = replace(recent, digests=digests, length=length)

    def forget(self, digest_id: str) -> None:
        """Forget an answer."""
        self._by_id.pop(digest_id, None)
