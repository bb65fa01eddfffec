"""How a feed is: fine, failing since when and why, silent for how long, off. Pure: its polling state and a time in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.newsroom.feeds.model import Feed

SILENT_AFTER = timedelta(days=14)
"""A feed of news without anything new for so long is worth a look; one of a monthly letter is not."""


class FeedState(StrEnum):
    """How a feed is."""

    FINE = "fine"
    UNREAD = "not read yet"
    SILENT = "silent"
    FAILING = "failing"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """How a feed is.

    Attributes:
        address: as the channel follows it.
        title: the feed's own; None where it is not known.
        state: how it is.
        since: when that began, as far as it is known; None where it is fine.
        days: for how many days it has been silent.
        why: what is wrong, a sentence for people.
    """

    address: str
    title: str | None
    state: FeedState
    since: datetime | None = None
    days: int = 0
    why: str | None = None


def assess(address: str, feed: Feed | None, now: datetime) -> FeedHealth:
    """Return how a feed is; None means that it is not polled yet."""
    if feed is None:
        return FeedHealth(address, None, FeedState.UNREAD)
    if feed.is_gone or feed.failures:
        state = FeedState.OFF if feed.is_gone else FeedState.FAILING
        return FeedHealth(address, feed.title, state, feed.failing_since, why=feed.error)
    if feed.polled_at is None:
        return FeedHealth(address, feed.title, FeedState.UNREAD)
    if feed.news_at is not None and now - feed.news_at >= SILENT_AFTER:
        return FeedHealth(address, feed.title, FeedState.SILENT, feed.news_at, (now - feed.news_at).days)
    return FeedHealth(address, feed.title, FeedState.FINE)


def count_states(feeds: Sequence[FeedHealth]) -> dict[FeedState, int]:
    """Return how many feeds are in each state that one of them is in, in the order of `FeedState`."""
    counted = Counter(feed.state for feed in feeds)
    return {state: counted[state] for state in FeedState if counted[state]}
