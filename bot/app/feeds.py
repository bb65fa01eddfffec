"""What it takes to find, poll and keep feeds, built from the fetcher, the child processes and the database."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from bot.engine.workers.pool import BackgroundWorkers, Workers
from bot.newsroom.feeds.polling import Polling, tell_nobody
from bot.newsroom.feeds.ports import FeedFetcher, Tell
from bot.storage.tables.feeds import FeedsTable, ItemsTable
from bot.web.feeds.discovery import Discovery
from bot.web.feeds.feed_reader import ChildFeedReader
from bot.web.feeds.robots import SiteRobots
from bot.web.urls import same_site


@dataclass(frozen=True, slots=True)
class FeedRoom:
    """The parts that the daily edition needs of feeds.

    Attributes:
        feeds: the feeds that channels want.
        items: what was seen in them; has `forget_old` for housekeeping.
        polling: `await polling.poll_due(clock.now())` every minute.
        discovery: the feeds of a site that somebody names.
        reader: reads feeds and OPML that somebody waits for.
    """

    feeds: FeedsTable
    items: ItemsTable
    polling: Polling
    discovery: Discovery
    reader: ChildFeedReader


def build_feed_room(
    *,
    fetcher: FeedFetcher,
    workers: Workers,
    background: BackgroundWorkers,
    database: AsyncEngine,
    clock: Clock,
    allowed_origins: frozenset[str] = frozenset(),
    tell: Tell = tell_nobody,
) -> FeedRoom:
    """A feed room.

    Args:
        fetcher: the guarded one.
        workers: child processes, started or starting.
        background: the same, for polling.
        database: of an upgraded database.
        clock: says when.
        allowed_origins: on this machine, the same as the fetcher's.
        tell: passes on what people should know of a feed.
    """
    feeds, items = FeedsTable(database), ItemsTable(database, clock)
    reader = ChildFeedReader(workers, allowed_origins=allowed_origins)
    robots = SiteRobots(fetcher, workers, clock)
    polling = Polling(
        feeds=feeds,
        items=items,
        fetcher=fetcher,
        reader=ChildFeedReader(background, allowed_origins=allowed_origins),
        robots=robots,
        same_site=same_site,
        tell=tell,
    )
    return FeedRoom(feeds, items, polling, Discovery(fetcher, reader, robots), reader)
