"""Which items of a poll were seen before: by the entry's id first, then by link and title. Pure.

same key                      known; with another headline and a date since then: a revision, which is new, unless the
                              page had that headline within half a day
a key of an earlier version   known
same link and same title      known: the feed gave its entry another id; half a day later it is another entry
same link, another title      new: warnings, live blogs and status pages have one page for all their entries
same title and same date      known, whatever its id and link
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.newsroom.feeds.model import Item

SAME_TITLE_AGAIN = timedelta(hours=12)
"""A page that gets an entry with the same title and a date this much later has news: the next day's gale warning."""

REVISION = "@"
"""What keys of revisions have, and no others."""

_SLACK = timedelta(hours=1)
_OUTLET_BEHIND = re.compile(r" (?:[-–—|·•:«»]|::) \S")


@dataclass(frozen=True, slots=True)
class KnownItem:
    """What is stored of an item.

    Attributes:
        key, url, title: as of the item.
        published_at: as the feed said when it was seen first.
        seen_at: when that was.
    """

    key: str
    url: str
    title: str
    published_at: datetime | None
    seen_at: datetime


def pick_unseen(items: Sequence[Item], known: Iterable[KnownItem]) -> tuple[Item, ...]:
    """Return those of one feed's items that were not seen before, in their order; of a revised one its revision.

    Args:
        items: of one poll.
        known: the stored items of the feed with one of their keys, links, or titles; others do no harm.
    """
    stored = _Stored(known)
    return tuple(found for item in items if (found := stored.find_news(item)) is not None)


def pick_doubtful(items: Sequence[Item], known: Iterable[KnownItem]) -> tuple[Item, ...]:
    """Return those of one feed's items that their key alone does not show to be known, in their order.

    Most polls end here, with one look-up by key. The others are for `pick_unseen`.

    Args:
        items: of one poll.
        known: the stored items of the feed with one of their keys.
    """
    by_key = {one.key: one for one in known}
    return tuple(item for item in items if (stored := by_key.get(item.key)) is None or _is_revised(item, stored))


def list_keys(item: Item) -> tuple[str, ...]:
    """Return the keys by which an item may be stored: its own, those of earlier versions, and that of its revision."""
    return (item.key, *item.former_keys, _revision_key(item))


def page_of(url: str) -> str:
    """Return what links to one page share, whatever their scheme and fragment; "" for a front page: it is no story."""
    bare = url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")
    return bare if "/" in bare or "?" in bare else ""


def is_revision(key: str) -> bool:
    """Return whether a key is that of a revision."""
    return REVISION in key


class _Stored:
    """The stored items, by all that they are recognised by."""

    def __init__(self, known: Iterable[KnownItem]) -> None:
        self._by_key: dict[str, KnownItem] = {}
        self._by_page: defaultdict[tuple[str, str], list[KnownItem]] = defaultdict(list)
        self._by_date: set[tuple[str, datetime]] = set()
        for one in known:
            self._by_key[one.key] = one
            self._by_page[page_of(one.url), _fold(one.title)].append(one)
            if one.published_at is not None:
                self._by_date.add((_fold(one.title), _second(one.published_at)))

    def find_news(self, item: Item) -> Item | None:
        """Return an item that was not seen before, or the revision of one that was; None for a known one."""
        stored = self._by_key.get(item.key)
        if stored is not None:
            return self._find_revision(item) if _is_revised(item, stored) else None
        return None if self._is_known(item) else item

    def _find_revision(self, item: Item) -> Item | None:
        """Return a revised item under a key of its own; None where it was seen, or its page had the headline before."""
        key = _revision_key(item)
        return None if key in self._by_key or self._has_headline(item) else replace(item, key=key)

    def _has_headline(self, item: Item) -> bool:
        """Return whether the item's page had the item's headline before: a headline that goes to and fro is no news."""
        page = page_of(item.url)
        return page != "" and any(_is_same(item, one) for one in self._by_page[page, _fold(item.title)])

    def _is_known(self, item: Item) -> bool:
        if any(key in self._by_key for key in item.former_keys) or self._has_headline(item):
            return True
        title = _fold(item.title)
        return item.published_at is not None and (title, _second(item.published_at)) in self._by_date


def _is_revised(item: Item, stored: KnownItem) -> bool:
    """Return whether a known entry has a new headline, and a date since it was seen first."""
    if item.published_at is None or stored.published_at is None:
        return False
    is_later = item.published_at > max(stored.published_at, stored.seen_at - _SLACK)
    return is_later and not _is_same_title(item.title, stored.title)


def _is_same_title(title: str, stored: str) -> bool:
    """Return whether a headline is a stored one; versions up to 0.2 stored it with the name of its outlet."""
    now, before = _fold(title), _fold(stored)
    return before == now or (before.startswith(now) and _OUTLET_BEHIND.match(before, len(now)) is not None)


def _is_same(item: Item, stored: KnownItem) -> bool:
    """Return whether an item with the page and title of a stored one is the same entry."""
    place, stored_place = item.url.partition("#")[2], stored.url.partition("#")[2]
    if stored_place and place != stored_place:
        return False
    if item.published_at is None or stored.published_at is None:
        return True
    return abs(item.published_at - stored.published_at) < SAME_TITLE_AGAIN


def _revision_key(item: Item) -> str:
    date = item.published_at
    return f"{item.key}{REVISION}{date.astimezone(UTC):%Y%m%d%H%M%S}" if date else item.key


def _fold(title: str) -> str:
    return " ".join(title.casefold().split())


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
