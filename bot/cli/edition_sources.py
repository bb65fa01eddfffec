"""The items of an edition in the terminal: feeds from the web through the guarded fetcher, or from files.

A source is a feed's link or file, a site's address, or a list of feeds (OPML), which means all feeds in it.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.app.reading import open_reading
from bot.cli.edition_json import Told
from bot.cli.feed_sources import FeedSources, OpenedFeed, is_list
from bot.cli.sources import SourceError
from bot.config import Settings
from bot.errors import BotError, NoFeedFoundError
from bot.newsroom.feeds.known_items import pick_unseen
from bot.newsroom.feeds.model import Feed, Item
from bot.newsroom.feeds.new_items import FIRST_POLL_NEWS, filter_new, mark_shared_pages, to_items
from bot.newsroom.feeds.ports import FeedResponse

MOST_FEEDS = 200
"""Maximum feeds of one list; enough for a terminal."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The result for one feed: its news of the last day, or an error."""

    source: str
    items: tuple[Item, ...] = ()
    error: BotError | None = None


async def gather_items(
    settings: Settings, sources: Sequence[str], now: datetime, *, told: Told | None = None
) -> tuple[Gathered, ...]:
    """Return each feed's news of the last day, as at a first poll; one bad feed does not affect the others.

    Args:
        settings: limits and proxies.
        sources: see above.
        now: aware.
        told: earlier editions: what they told is known, and all that is newer than the last one is news.
    """
    async with open_reading(settings) as parts:
        gatherer = _Gatherer(FeedSources(parts), now, told or Told())
        found = await asyncio.gather(*(gatherer.gather(source) for source in dict.fromkeys(sources)))
    return tuple(feed for feeds in found for feed in feeds)


class _Gatherer:
    """Gathers the items of sources.

    Args:
        sources: opens them.
        now: the time of the poll.
        told: earlier editions.
    """

    def __init__(self, sources: FeedSources, now: datetime, told: Told) -> None:
        self._sources = sources
        self._now = now
        self._told = told
        self._reach = FIRST_POLL_NEWS if told.since is None else max(FIRST_POLL_NEWS, now - told.since)

    async def gather(self, source: str) -> tuple[Gathered, ...]:
        """Return the items of a source's feeds."""
        try:
            opened = await self._sources.open(source)
            if isinstance(opened, FeedResponse) and is_list(opened):
                return await self._gather_list(source, opened)
            return (await self._read(source, opened),)
        except BotError as error:
            return (Gathered(source, error=error),)

    async def _gather_list(self, source: str, answer: FeedResponse) -> tuple[Gathered, ...]:
        try:
            listed = await self._sources.read_list(answer)
        except NoFeedFoundError as error:
            raise SourceError(f"There are no feeds in {source}.", "I read OPML, as feed readers export it.") from error
        return tuple(await asyncio.gather(*(self._gather_feed(feed.url) for feed in listed[:MOST_FEEDS])))

    async def _gather_feed(self, url: str) -> Gathered:
        try:
            return await self._read(url, await self._sources.open(url))
        except BotError as error:
            return Gathered(url, error=error)

    async def _read(self, source: str, opened: FeedResponse | OpenedFeed) -> Gathered:
        """Return the items of a feed."""
        found = opened if isinstance(opened, OpenedFeed) else await self._sources.read(source, opened)
        feed = Feed(url=found.url)
        items = to_items(found.parsed, feed, self._now)
        known = self._told.items_of(found.url)
        unseen = mark_shared_pages(pick_unseen(items, known), known)
        return Gathered(found.url, filter_new(unseen, feed, self._now, shown=len(items), reach=self._reach))
