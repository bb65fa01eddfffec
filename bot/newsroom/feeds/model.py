"""Feeds and their items, and the repositories that store them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and its polling state.

    Attributes:
        url: as it was added; subscriptions and items always refer to it by this address.
        title: the feed's own title.
        etag, last_modified: as the server sent them, for conditional requests.
        next_poll_at: aware, UTC.
        failures: number of consecutive failures.
        failing_since: time of the first of these.
        is_gone: returned 410, or failed for too long: no longer polled.
        address: where it is polled after a permanent move.
        moved_to: the new address it redirects to; adopted once it has done so for a while.
        moved_seen: number of consecutive polls with that redirect.
        moved_since: time of the first of these.
        ttl_s: the minimum interval the feed itself asks for.
        polled_at: time of the last successful poll; None if there was none.
        error: what is wrong, one sentence for people; None after a successful poll.
        notified_at: when people were notified of the failure; None while there is nothing to report.
        read_at: when its entries were last read, and not only found unchanged by its validators.
        has_wrong_validators: its server called it unchanged although it had new entries: they are not sent any more.
        news_at: when it last had a new entry, as far as that is known; at first, the date of its newest.
    """

    url: str
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    next_poll_at: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    is_gone: bool = False
    address: str | None = None
    moved_to: str | None = None
    moved_seen: int = 0
    moved_since: datetime | None = None
    ttl_s: float | None = None
    polled_at: datetime | None = None
    error: str | None = None
    notified_at: datetime | None = None
    read_at: datetime | None = None
    has_wrong_validators: bool = False
    news_at: datetime | None = None

    @property
    def polled_url(self) -> str:
        """The address that is polled now."""
        return self.address or self.url


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed.

    Attributes:
        key: stable, even when the feed edits the entry.
        feed_url: the feed it was seen in.
        url: address of the story, without tracking parameters; with its place on the page, where it has one.
        title: plain text.
        summary: plain text, may be empty.
        outlet: who published its link, as the feed says; see `bot.newsroom.feeds.publishers`.
        published_at: as the feed says, never in the future; None where it gives no date.
        seen_at: when it was first seen, aware, UTC.
        place: its position in the feed when it was first seen, from 0; the newest first where dates say so.
        shares_page: other entries of its feed lead to the same page, so that the page is not the story.
        former_keys: keys under which earlier versions may have stored it.
    """

    key: str
    feed_url: str
    url: str
    title: str
    summary: str
    outlet: str | None
    published_at: datetime | None
    seen_at: datetime
    place: int = 0
    shares_page: bool = False
    former_keys: tuple[str, ...] = ()


class ItemRepository(Protocol):
    """The items seen in all feeds."""

    async def list_seen_since(self, feeds: tuple[str, ...], moment: datetime) -> tuple[Item, ...]:
        """Return items of these feeds that were first seen after a moment, oldest first."""
        ...

    async def list_links(self, feeds: tuple[str, ...], keys: Iterable[str]) -> frozenset[str]:
        """Return the stored links of those items of these feeds that have these keys."""
        ...

    async def list_background(self, limit: int = 5000) -> tuple[str, ...]:
        """Return headline and opening of the latest items of all feeds, to judge which words are rare."""
        ...


class FeedRepository(Protocol):
    """The feeds that channels subscribe to."""

    async def ensure_polled(self, urls: tuple[str, ...]) -> None:
        """Ensure that these feeds are polled from now on."""
        ...

    async def get(self, url: str) -> Feed | None:
        """Return the feed with that address."""
        ...

    async def list_known(self, urls: tuple[str, ...]) -> tuple[Feed | None, ...]:
        """Return the feeds with these addresses, in their order; None for one that is not stored."""
        ...

    async def list_due(self, now: datetime, limit: int) -> tuple[Feed, ...]:
        """Return feeds that are due, the longest overdue first."""
        ...
