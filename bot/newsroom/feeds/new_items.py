"""Decides which entries of a poll are items, and which of the unseen ones are news. Pure.

The first poll of a feed returns its archive; a feed that changes the ids of all its entries presents old news as new.
Neither may flood a channel.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from bot.newsroom.feeds.known_items import KnownItem, page_of
from bot.newsroom.feeds.model import Feed, Item
from bot.newsroom.feeds.ports import Entry, ParsedFeed

FIRST_POLL_NEWS = timedelta(hours=24)
FIRST_POLL_UNDATED = 10
"""In a feed without dates, only the first entries can be taken as the latest."""

STALE = timedelta(hours=72)
"""An older entry is not news even when first seen: an archive is being added, or an id has changed."""

LATE = timedelta(hours=24)
"""A known feed that shows an entry this much later than its date held it back, or took the date of its draft."""

LATEST = timedelta(days=30)
"""An entry that is older yet was found again, not held back."""

MOST_LATE = 3
"""So few at a poll are new; more are an archive."""

MOST_NEWS = 50
"""Maximum of new items per feed and poll."""

FLOOD_ENTRIES = 20
"""At this many entries, all unseen in a known feed, they are taken as old ones with new ids."""

FLOOD_NEWS = 10
"""Entries of such a flood that are kept although no date shows that they are new."""

WRONG_ZONE = timedelta(hours=26)
"""How far ahead a date may be because of its zone: from UTC-12 to UTC+14."""

_SLACK = timedelta(hours=1)
"""Allowed delay between a story's date and its appearance in the feed."""


def to_items(parsed: ParsedFeed, feed: Feed, now: datetime) -> tuple[Item, ...]:
    """Return the entries as items; entries without a link are left out.

    They have the feed's order; those of a feed in the order of time are turned round: the newest first.
    """
    outlet = parsed.title or feed.title
    entries = parsed.entries
    if is_oldest_first([entry.published_at for entry in entries]):
        entries = entries[::-1]
    items = [
        _item(entry, entry.url, feed, outlet=outlet, now=now, place=place)
        for place, entry in enumerate(entries)
        if entry.url is not None
    ]
    return mark_shared_pages(items)


def is_oldest_first(dates: Sequence[datetime | None]) -> bool:
    """Return whether a feed's entries are in the order of time: at least four, and one in ten may be out of it."""
    pairs = list(pairwise(date for date in dates if date is not None))
    rising = sum(before < after for before, after in pairs)
    falling = sum(before > after for before, after in pairs)
    return rising > 2 and 9 * falling < rising


def mark_shared_pages(items: Sequence[Item], known: Sequence[KnownItem] = ()) -> tuple[Item, ...]:
    """Return items with a mark on those whose page other entries of the feed lead to as well, under other titles.

    Args:
        items: of one feed.
        known: items of the feed that were seen before.
    """
    pages = [page_of(item.url) for item in items]
    titles: defaultdict[str, set[str]] = defaultdict(set)
    for page, title in (*zip(pages, (item.title for item in items), strict=True), *_pages_and_titles(known)):
        titles[page].add(title)
    is_shared = (not page or len(titles[page]) > 1 for page in pages)
    return tuple(
        item if item.shares_page is shares else replace(item, shares_page=shares)
        for item, shares in zip(items, is_shared, strict=True)
    )


def _pages_and_titles(known: Sequence[KnownItem]) -> Iterable[tuple[str, str]]:
    return ((page_of(one.url), one.title) for one in known)


def filter_new(
    unseen: tuple[Item, ...],
    feed: Feed,
    now: datetime,
    *,
    shown: int,
    stored: int = 0,
    reach: timedelta = FIRST_POLL_NEWS,
) -> tuple[Item, ...]:
    """Return the unseen items that are news; the others are only marked as seen.

    Args:
        unseen: items in the feed's order.
        feed: its state before this poll.
        now: time of the poll.
        shown: number of items in the feed, seen or not.
        stored: number of items of the feed that were seen before, shown or not.
        reach: how old news may be at a first poll.
    """
    if feed.polled_at is None:
        return _limit_first_poll(unseen, now, reach)
    late = _find_late(unseen, feed.polled_at, now, shown=shown, stored=stored)
    dated = [replace(item, published_at=None) if item.key in late else item for item in unseen]
    fresh = [item for item in dated if item.published_at is None or now - item.published_at < STALE]
    if shown >= FLOOD_ENTRIES and len(unseen) == shown:
        fresh = _limit_flood(fresh, feed.polled_at - _SLACK)
    return tuple(fresh[:MOST_NEWS])


def find_newest(unseen: tuple[Item, ...], feed: Feed, now: datetime) -> datetime | None:
    """Return when the latest unseen entry appeared: now in a known feed; at the first poll the date of the newest."""
    if not unseen or feed.polled_at is not None:
        return now if unseen else None
    return max((item.published_at for item in unseen if item.published_at is not None), default=now)


def _limit_first_poll(unseen: tuple[Item, ...], now: datetime, reach: timedelta) -> tuple[Item, ...]:
    """Return the last day's items; of those without a date, the first few."""
    dated = [item for item in unseen if item.published_at is not None and now - item.published_at < reach]
    undated = [item for item in unseen if item.published_at is None and item.place < FIRST_POLL_UNDATED]
    return tuple(sorted((*dated[:MOST_NEWS], *undated), key=lambda item: item.place))


def _find_late(
    unseen: tuple[Item, ...], polled_at: datetime, now: datetime, *, shown: int, stored: int
) -> frozenset[str]:
    """Return the keys of items that appear long after their date, and yet are new; the date says nothing of them.

    An entry that a known feed shows alone, days after its date, was held back. At the end of the feed it is an older
    entry that moved up for one that was taken out, unless the feed still has all that it ever had.
    """
    late = [item for item in unseen if _is_late(item, polled_at, now)]
    if not late or len(late) > MOST_LATE:
        return frozenset()
    seen = shown - len(unseen)
    if stored > seen:
        unseen_places = {item.place for item in unseen}
        last_seen = max((place for place in range(shown) if place not in unseen_places), default=-1)
        late = [item for item in late if item.place < last_seen]
    return frozenset(item.key for item in late)


def has_late(unseen: Sequence[Item], feed: Feed, now: datetime) -> bool:
    """Return whether some items appear long after their date, so that `filter_new` needs to know what is stored."""
    polled_at = feed.polled_at
    return polled_at is not None and any(_is_late(item, polled_at, now) for item in unseen)


def _is_late(item: Item, polled_at: datetime, now: datetime) -> bool:
    date = item.published_at
    return date is not None and date < polled_at - LATE and now - date < LATEST


def _limit_flood(fresh: list[Item], since: datetime) -> list[Item]:
    """Return what was published since the last poll, and a few of the others."""
    is_new = {item.key for item in fresh if item.published_at is not None and item.published_at >= since}
    few = {item.key for item in [item for item in fresh if item.key not in is_new][:FLOOD_NEWS]}
    return [item for item in fresh if item.key in is_new | few]


def past_date(published_at: datetime | None, now: datetime) -> datetime | None:
    """Return a date not after now: a forgotten zone puts it hours ahead. One that is days ahead says nothing: None."""
    if published_at is None or published_at - now > WRONG_ZONE:
        return None
    return min(published_at, now)


def _item(entry: Entry, url: str, feed: Feed, *, outlet: str | None, now: datetime, place: int) -> Item:
    """Return an entry as an item."""
    return Item(
        key=entry.key,
        feed_url=feed.url,
        url=url,
        title=entry.title,
        summary=entry.summary,
        outlet=entry.outlet or outlet,
        published_at=past_date(entry.published_at, now),
        seen_at=now,
        place=place,
        former_keys=entry.former_keys,
    )
