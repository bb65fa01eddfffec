"""Builds what finds, polls and stores feeds, from the fetcher, the worker processes and the database."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from bot.engine.workers.pool import BackgroundPool, WorkerPool
from bot.newsroom.feeds.polling import FeedPoller, ignore_notice
from bot.newsroom.feeds.ports import FeedFetcher, Tell
from bot.storage.tables.feeds import FeedTable, ItemTable
from bot.web.feeds.discovery import FeedDiscovery
from bot.web.feeds.feed_reader import ChildFeedReader
from bot.web.feeds.robots import SiteRobots
from bot.web.urls import same_site


@dataclass(frozen=True, slots=True)
class FeedParts:
    """The feed parts that the daily edition needs.

    Attributes:
        feeds: the feeds that channels subscribe to.
        items: the items seen in them; housekeeping calls its `delete_expired`.
        polling: `poll_due` is called every minute.
        discovery: finds the feeds of a site.
        reader: reads feeds and OPML for people who wait.
    """

    feeds: FeedTable
    items: ItemTable
    polling: FeedPoller
    discovery: FeedDiscovery
    reader: ChildFeedReader


def build_feeds(
    *,
    fetcher: FeedFetcher,
    workers: WorkerPool,
    background: BackgroundPool,
    database: AsyncEngine,
    clock: Clock,
    allowed_origins: frozenset[str] = frozenset(),
    notify: Tell = ignore_notice,
) -> FeedParts:
    """Build the feed parts.

    Args:
        fetcher: the guarded one.
        workers: worker processes, started or starting.
        background: the same, for polling.
        database: an engine of an upgraded database.
        clock: the current time.
        allowed_origins: on this machine, the same as the fetcher's.
        notify: passes notices about feeds on to people.
    """
    feeds, items = FeedTable(database), ItemTable(database, clock)
    reader = ChildFeedReader(workers, allowed_origins=allowed_origins)
    robots = SiteRobots(fetcher, workers, clock)
    polling = FeedPoller(
        feeds=feeds,
        items=items,
        fetcher=fetcher,
        reader=ChildFeedReader(background, allowed_origins=allowed_origins),
        robots=robots,
        same_site=same_site,
        notify=notify,
    )
    return FeedParts(feeds, items, polling, FeedDiscovery(fetcher, reader, robots), reader)
