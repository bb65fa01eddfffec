"""The fourth step of building: finds, polls and reads feeds."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.app.reading import ReadingParts
from bot.app.stores import Stores
from bot.newsroom.feeds.model import Feed
from bot.newsroom.feeds.polling import FeedPoller, host_of
from bot.newsroom.feeds.ports import FeedAddress, Tell
from bot.web.feeds.discovery import FeedDiscovery
from bot.web.feeds.feed_reader import ChildFeedReader
from bot.web.feeds.opml import write_opml
from bot.web.feeds.robots import SiteRobots
from bot.web.http.guarded_fetcher import GuardedFetcher
from bot.web.urls import same_site


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feed parts that people and editions need.

    Attributes:
        polling: `poll_due` is called every minute.
        discovery: finds the feeds of a site.
        reader: reads feeds and OPML for people who wait.
        fetcher: fetches lists of feeds.
        stores: the feeds that are polled.
    """

    polling: FeedPoller
    discovery: FeedDiscovery
    reader: ChildFeedReader
    fetcher: GuardedFetcher
    stores: Stores

    async def discover(self, address: str) -> tuple[FeedAddress, ...]:
        """Return the feeds of a site, the best first; for a feed, itself.

        Raises:
            FetchError: there is none, or it cannot be fetched.
        """
        return await self.discovery.find_feeds(address)

    async def poll_new(self, addresses: tuple[str, ...]) -> None:
        """Poll feeds that were never polled: a person waits for a first edition. Failed ones are retried when due."""
        hosts: dict[str, list[Feed]] = {}
        for feed in await self.stores.feeds.list_known(addresses):
            if feed is not None and feed.polled_at is None and not feed.failures and not feed.is_gone:
                hosts.setdefault(host_of(feed.polled_url), []).append(feed)
        await asyncio.gather(*(self._poll_in_turn(feeds) for feeds in hosts.values()))

    async def _poll_in_turn(self, feeds: Sequence[Feed]) -> None:
        """Poll the feeds of one host, one after another."""
        for feed in feeds:
            await self.polling.poll_now(feed, self.stores.clock.now())

    async def fetch_list(self, link: str) -> bytes:
        """Return the bytes of a list of feeds.

        Raises:
            FetchError: it cannot be fetched.
        """
        return (await self.fetcher.fetch_feed(link if "://" in link else f"https://{link}")).body

    def write_list(self, feeds: Sequence[FeedAddress], title: str) -> bytes:
        """Return a list of feeds as OPML."""
        return write_opml(feeds, title)


def build_feeds(stores: Stores, reading: ReadingParts, notify: Tell) -> Feeds:
    """Build the feed parts.

    Args:
        stores: the feeds that are polled, and the items seen in them.
        reading: fetches and reads.
        notify: passes notices about feeds on to people.
    """
    reader = ChildFeedReader(reading.workers, allowed_origins=reading.allowed_origins)
    robots = SiteRobots(reading.fetcher, reading.workers, stores.clock)
    polling = FeedPoller(
        feeds=stores.feeds,
        items=stores.items,
        fetcher=reading.fetcher,
        reader=ChildFeedReader(reading.background, allowed_origins=reading.allowed_origins),
        robots=robots,
        same_site=same_site,
        notify=notify,
    )
    return Feeds(polling, FeedDiscovery(reading.fetcher, reader, robots), reader, reading.fetcher, stores)
