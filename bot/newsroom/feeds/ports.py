"""What polling needs: responses and parsed feeds as values, and the Protocols that provide and store them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.newsroom.feeds.model import Feed, Item


@dataclass(frozen=True, slots=True)
class FeedResponse:
    """A site's response to a feed request.

    Attributes:
        url: the final address after all redirects.
        status: 200, 203, or 304 (nothing new), or 410 (gone for good).
        body: decoded bytes; empty unless 200 or 203.
        content_type: the whole header, "" where there is none.
        etag, last_modified: validators for the next request.
        fresh_s: how long the response stays fresh (Cache-Control, Expires).
        moved_to: the new address after a permanent move: every redirect was a 301 or 308.
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
        """Whether the site says that nothing has changed."""
        return self.status == 304

    @property
    def is_gone(self) -> bool:
        """Whether the site says that the feed is gone for good."""
        return self.status == 410


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, sanitised.

    Attributes:
        key: stable, even when the feed edits the entry.
        url: address of the story, without tracking parameters; None where there is none.
        title: plain text, never empty.
        summary: plain text, may be empty.
        outlet: the entry's own source, where it names one.
        published_at: as the feed says, aware, UTC, possibly in the future; None where there is no valid date.
        former_keys: keys under which earlier versions may have stored it.
    """

    key: str
    url: str | None
    title: str
    summary: str = ""
    outlet: str | None = None
    published_at: datetime | None = None
    former_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A parsed feed.

    Attributes:
        title: the feed's own title, plain text.
        site: the address of the site it belongs to.
        ttl_s: the minimum interval the feed itself asks for.
        entries: in the feed's order, no two with one key.
        unread: the parser's error for each part it could not parse, for the log.
    """

    title: str | None
    site: str | None = None
    ttl_s: float | None = None
    entries: tuple[Entry, ...] = ()
    unread: tuple[str, ...] = ()


class FeedDoubt(StrEnum):
    """What people should know about a feed that was found and read.

    DISALLOWED  the site's robots.txt asks programs not to read it
    EMPTY       it has no entries
    UNREADABLE  none of its entries has a link
    """

    DISALLOWED = "disallowed"
    EMPTY = "empty"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FeedAddress:
    """A feed's address, its title where it is known, and doubts about it where it was read."""

    url: str
    title: str | None = None
    doubts: tuple[FeedDoubt, ...] = ()


class FeedNoticeKind(StrEnum):
    """Kinds of notices about a feed."""

    FAILING = "failing"
    OFF = "off"
    GONE = "gone"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class FeedNotice:
    """A notice for those whose channels subscribe to a feed.

    Attributes:
        kind: what happened.
        feed: its current state; subscriptions refer to it by `feed.url`.
        text: one sentence.
        at: when it began. After a crash a notice may be sent again with the same `key`.
    """

    kind: FeedNoticeKind
    feed: Feed
    text: str
    at: datetime

    @property
    def key(self) -> str:
        """The same for the same notice about the same feed."""
        return f"feed:{self.kind}:{self.at.isoformat()}:{self.feed.url}"


Tell = Callable[[FeedNotice], Awaitable[None]]
"""Passes a notice on to people."""


class FeedFetcher(Protocol):
    """Fetches feeds."""

    async def fetch_feed(self, url: str, etag: str | None = None, last_modified: str | None = None) -> FeedResponse:
        """Return the response to a conditional request.

        Raises:
            FetchError: with a sentence for people.
            BusyError: no free slot for that host.
        """
        ...


class FeedReader(Protocol):
    """Parses feeds; CPU-bound work that never runs on the event loop."""

    async def read_feed(self, answer: FeedResponse) -> ParsedFeed:
        """Return the parsed feed of a response.

        Raises:
            FetchError: it is not a feed, or too large.
            WorkerError: it took too long, or crashed the parser.
            BusyError: the queue is full.
        """
        ...


class Robots(Protocol):
    """Checks robots.txt."""

    async def forbids_by_name(self, url: str) -> bool:
        """Return whether the site's robots.txt names us and forbids an address that a person asked for.

        Rules for all programs are about those that find addresses by themselves; so is a robots.txt that cannot be
        fetched.

        Raises:
            BusyError: the queue is full.
        """
        ...

    async def allows(self, url: str) -> bool:
        """Return whether the site's robots.txt allows us to request that address.

        Raises:
            FetchError: robots.txt cannot be fetched for now.
            BusyError: the queue is full.
        """
        ...


class PolledFeedRepository(Protocol):
    """The feeds, as polling needs them."""

    async def list_due(self, now: datetime, limit: int) -> tuple[Feed, ...]:
        """Return feeds that are due, the longest overdue first."""
        ...

    async def save(self, feed: Feed) -> None:
        """Store a feed's state."""
        ...


class PolledItemRepository(Protocol):
    """The items, as polling needs them."""

    async def filter_unseen(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """Return those of one feed's items that were not seen before, in their order; see `known_items`."""
        ...

    async def add_all(self, items: tuple[Item, ...], *, old: tuple[Item, ...] = ()) -> None:
        """Store items of one feed: news, and `old` ones only marked as seen. Known items are only updated by edits."""
        ...

    async def count(self, feed_url: str) -> int:
        """Return how many items of a feed are stored."""
        ...
