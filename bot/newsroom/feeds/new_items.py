"""Which entries of a poll are items, and which of the unseen ones are news. Pure.

A feed that is polled for the first time shows its archive; a feed that gives all its entries new ids shows old news
as new. Neither may flood a channel.
"""

from datetime import datetime, timedelta

from bot.newsroom.feeds.ports import Entry, ParsedFeed
from bot.newsroom.subscriptions.model import Feed, Item

FIRST_POLL_NEWS = timedelta(hours=24)
FIRST_POLL_UNDATED = 10
"""Of a feed without dates only the first entries can be called the latest."""

STALE = timedelta(hours=72)
"""An entry that old is no news even when it is seen first: an archive that is being filed, an id that was changed."""

MOST_NEWS = 50
"""News of one feed in one poll."""

FLOOD_ENTRIES = 20
"""So many entries, all of them unseen in a feed we know, are taken for old ones with new ids."""

FLOOD_NEWS = 10
"""Of a flood, the entries without a date that says otherwise."""

_SLACK = timedelta(hours=1)
"""Between a story's date and its coming into the feed."""


def to_items(parsed: ParsedFeed, feed: Feed, now: datetime) -> tuple[Item, ...]:
    """The entries as items, in the feed's order; those without a link lead to no story and are left out."""
    outlet = parsed.title or feed.title
    return tuple(
        _item(entry, entry.url, feed, outlet=outlet, now=now, place=place)
        for place, entry in enumerate(parsed.entries)
        if entry.url is not None
    )


def choose_news(unseen: tuple[Item, ...], feed: Feed, now: datetime, *, shown: int) -> tuple[Item, ...]:
    """Those of the unseen items that are news; the others only count as seen.

    Args:
        unseen: in the feed's order.
        feed: as it was before this poll.
        now: of the poll.
        shown: items the feed shows, seen or not.
    """
    if feed.polled_at is None:
        return _of_first_poll(unseen, now)
    fresh = [item for item in unseen if item.published_at is None or now - item.published_at < STALE]
    if shown >= FLOOD_ENTRIES and len(unseen) == shown:
        fresh = _of_flood(fresh, feed.polled_at - _SLACK)
    return tuple(fresh[:MOST_NEWS])


def _of_first_poll(unseen: tuple[Item, ...], now: datetime) -> tuple[Item, ...]:
    """The last day's items; of those without a date the first few."""
    dated = [item for item in unseen if item.published_at is not None and now - item.published_at < FIRST_POLL_NEWS]
    undated = [item for item in unseen if item.published_at is None and item.place < FIRST_POLL_UNDATED]
    return tuple(sorted((*dated[:MOST_NEWS], *undated), key=lambda item: item.place))


def _of_flood(fresh: list[Item], since: datetime) -> list[Item]:
    """What was published since the last poll, and a few of the others."""
    is_new = {item.key for item in fresh if item.published_at is not None and item.published_at >= since}
    few = {item.key for item in [item for item in fresh if item.key not in is_new][:FLOOD_NEWS]}
    return [item for item in fresh if item.key in is_new | few]


def _item(entry: Entry, url: str, feed: Feed, *, outlet: str | None, now: datetime, place: int) -> Item:
    """An entry as an item; a date in the future is a mistake and means now."""
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
