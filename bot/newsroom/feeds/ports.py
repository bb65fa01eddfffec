"""What polling sees of the world: answers and parsed feeds as values, and the Protocols that give and keep them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.newsroom.subscriptions.model import Feed, Item


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """What a site answered when a feed was asked for.

    Attributes:
        url: where the answer came from, after all redirects.
        status: 200, 203, or 304 (nothing new), or 410 (gone for good).
        body: decoded bytes; empty unless 200 or 203.
        content_type: the whole header, "" where the site sends none.
        etag, last_modified: to ask with next time.
        fresh_s: how long the site says the answer stays fresh (Cache-Control, Expires).
        moved_to: where the feed has moved for good: every redirect on the way was a 301 or 308.
    """

    url: str
    status: int = 200
    body: bytes = b""
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    fresh_s: float | None = None
    moved_to: str | None = None

    @property
    def is_unchanged(self) -> bool:
        """Whether the site says that there is nothing new."""
        return self.status == 304

    @property
    def is_gone(self) -> bool:
        """Whether the site says that there will never be anything new."""
        return self.status == 410


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, cleaned.

    Attributes:
        key: the same however often the feed shows the entry, edits included.
        url: of the story, without tracking; None where the entry has none.
        title: plain text, never empty.
        summary: plain text, may be empty.
        outlet: the entry's own source, where it names one.
        published_at: as the feed says, aware, UTC, perhaps in the future; None where it says nothing sensible.
    """

    key: str
    url: str | None
    title: str
    summary: str = ""
    outlet: str | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed, read.

    Attributes:
        title: as the feed names itself, plain text.
        site: the address of the site it belongs to.
        ttl_s: how long the feed itself asks to be left alone.
        entries: in the feed's order, no two with one key or one address.
        unread: what the parser said of each piece of the feed that it broke on, for the log.
    """

    title: str | None
    site: str | None = None
    ttl_s: float | None = None
    entries: tuple[Entry, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed's address, and its title where it is known."""

    url: str
    title: str | None = None


class NoticeKind(StrEnum):
    """What the people who want a feed should know."""

    FAILING = "failing"
    OFF = "off"
    GONE = "gone"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell those whose channels want a feed.

    Attributes:
        kind: what happened.
        feed: as it is now; `feed.url` is what subscriptions call it.
        text: one sentence.
        at: when it began. After a kill a notice may come twice: `key` is then the same.
    """

    kind: NoticeKind
    feed: Feed
    text: str
    at: datetime

    @property
    def key(self) -> str:
        """The same for the same news of the same feed."""
        return f"feed:{self.kind}:{self.at.isoformat()}:{self.feed.url}"


Tell = Callable[[Notice], Awaitable[None]]
"""Passes a notice on."""


class FeedFetcher(Protocol):
    """Gets feeds."""

    async def fetch_feed(self, url: str, etag: str | None = None, last_modified: str | None = None) -> FeedAnswer:
        """What the site answers to a conditional request.

        Raises:
            FetchError: with a sentence for people.
            BusyError: no turn at that host.
        """
        ...


class FeedReader(Protocol):
    """Reads feeds; heavy work that never runs on the event loop."""

    async def read_feed(self, answer: FeedAnswer) -> ParsedFeed:
        """The feed of an answer.

        Raises:
            FetchError: it is no feed, or too large.
            WorkerError: it took too long, or broke the reader.
            BusyError: too much is waiting already.
        """
        ...


class Robots(Protocol):
    """What sites allow programs to ask for."""

    async def allows(self, url: str) -> bool:
        """Whether the site's robots.txt lets us ask for that address.

        Raises:
            FetchError: robots.txt cannot be had for now.
            BusyError: too much is waiting already to find out.
        """
        ...


class PolledFeeds(Protocol):
    """The feeds, as polling needs them."""

    async def due(self, now: datetime, limit: int) -> tuple[Feed, ...]:
        """Feeds whose time has come, the longest due first."""
        ...

    async def save(self, feed: Feed) -> None:
        """Keep what is now known of a feed."""
        ...


class PolledItems(Protocol):
    """The items, as polling needs them."""

    async def unseen(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """Those of one feed's items that were not seen before, in their order."""
        ...

    async def add(self, items: tuple[Item, ...], *, old: tuple[Item, ...] = ()) -> None:
        """Keep items of one feed: news, and `old` ones that only count as seen. Known ones take edits, nothing else."""
        ...
