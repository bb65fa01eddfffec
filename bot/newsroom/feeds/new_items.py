"""Decides which entries of a poll are items, and which of the unseen ones are news. Pure.

The first poll of a feed returns its archive; a feed that changes the ids of all its entries presents old news as new.
Neither may flood a channel.
"""

from datetime import datetime, timedelta

from bot.newsroom.feeds.model import Feed, Item
from bot.newsroom.feeds.ports import Entry, ParsedFeed

FIRST_POLL_NEWS = timedelta(hours=24)
FIRST_POLL_UNDATED = 10
"""In a feed without dates, only the first entries can be taken as the latest."""

STALE = timedelta(hours=72)
"""An older entry is not news even when first seen: an archive is being added, or an id has changed."""

MOST_NEWS = 50
"""Maximum of new items per feed and poll."""

FLOOD_ENTRIES = 20
"""At this many entries, all unseen in a known feed, they are taken as old ones with new ids."""

FLOOD_NEWS = 10
"""Entries of such a flood that are kept although no date shows that they are new."""

_SLACK = timedelta(hours=1)
"""Allowed delay between a story's date and its appearance in the feed."""


def to_items(parsed: ParsedFeed, feed: Feed, now: datetime) -> tuple[Item, ...]:
    """Return the entries as items, in the feed's order; entries without a link are left out."""
    outlet = parsed.title or feed.title
    return tuple(
        _item(entry, entry.url, feed, outlet=outlet, now=now, place=place)
        for place, entry in enumerate(parsed.entries)
        if entry.url is not None
    )


def filter_new(unseen: tuple[Item, ...], feed: Feed, now: datetime, *, shown: int) -> tuple[Item, ...]:
    """Return the unseen items that are news; the others are only marked as seen.

    Args:
        unseen: items in the feed's order.
        feed: its state before this poll.
        now: time of the poll.
        shown: number of items in the feed, seen or not.
    """
    if feed.polled_at is None:
        return _limit_first_poll(unseen, now)
    fresh = [item for item in unseen if item.published_at is None or now - item.published_at < STALE]
    if shown >= FLOOD_ENTRIES and len(unseen) == shown:
        fresh = _limit_flood(fresh, feed.polled_at - _SLACK)
    return tuple(fresh[:MOST_NEWS])


def find_newest(unseen: tuple[Item, ...], feed: Feed, now: datetime) -> datetime | None:
    """Return when the latest unseen entry appeared: now in a known feed; at the first poll the date of the newest."""
    if not unseen or feed.polled_at is not None:
        return now if unseen else None
    return max((item.published_at for item in unseen if item.published_at is not None), default=now)


def _limit_first_poll(unseen: tuple[Item, ...], now: datetime) -> tuple[Item, ...]:
    """Return the last day's items; of those without a date, the first few."""
    dated = [item for item in unseen if item.published_at is not None and now - item.published_at < FIRST_POLL_NEWS]
    undated = [item for item in unseen if item.published_at is None and item.place < FIRST_POLL_UNDATED]
    return tuple(sorted((*dated[:MOST_NEWS], *undated), key=lambda item: item.place))


def _limit_flood(fresh: list[Item], since: datetime) -> list[Item]:
    """Return what was published since the last poll, and a few of the others."""
    is_new = {item.key for item in fresh if item.published_at is not None and item.published_at >= since}
    few = {item.key for item in [item for item in fresh if item.key not in is_new][:FLOOD_NEWS]}
    return [item for item in fresh if item.key in is_new | few]


def _item(entry: Entry, url: str, feed: Feed, *, outlet: str | None, now: datetime, place: int) -> Item:
    """Return an entry as an item; a date in the future is an error and is replaced by now."""
    return Item(
        key=entry.key,
        feed_url=feed.url,
        url=url,
        title=entry.title,
        summary=entry.summary,
        outlet=entry.outlet or outlet,
        published_at=min(entry.published_at, now) if entry.published_at else None,
        seen_at=now,
        place=place,
    )
