"""The items of an edition in the terminal: feeds from the web through the guarded fetcher, or from files.

A source is a feed's link or file, a site's address, or a list of feeds (OPML), which means all feeds in it.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app.reading import open_reading
from bot.cli.feed_sources import FeedSources, OpenedFeed, is_list
from bot.cli.sources import SourceError
from bot.config import Settings
from bot.errors import BotError, NoFeedFoundError
from bot.newsroom.feeds.model import Feed, Item
from bot.newsroom.feeds.new_items import FIRST_POLL_NEWS, filter_new, to_items
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
    settings: Settings, sources: Sequence[str], now: datetime, *, since: datetime | None = None
) -> tuple[Gathered, ...]:
    """Return each feed's news of the last day, as at a first poll; one bad feed does not affect the others.

    Args:
        settings: limits and proxies.
        sources: see above.
        now: aware.
        since: an earlier edition was made then: news that is older than a day, but newer than it, counts too.
    """
    reach = FIRST_POLL_NEWS if since is None else max(FIRST_POLL_NEWS, now - since)
    async with open_reading(settings) as parts:
        gatherer = _Gatherer(FeedSources(parts), now, reach)
        found = await asyncio.gather(*(gatherer.gather(source) for source in dict.fromkeys(sources)))
    return tuple(feed for feeds in found for feed in feeds)


class _Gatherer:
    """Gathers the items of sources.

    Args:
        sources: opens them.
        now: the time of the poll.
        reach: how old news may be.
    """

    def __init__(self, sources: FeedSources, now: datetime, reach: timedelta) -> None:
        self._sources = sources
        self._now = now
        self._reach = reach

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
        return Gathered(found.url, filter_new(items, feed, self._now, shown=len(items), reach=self._reach))
