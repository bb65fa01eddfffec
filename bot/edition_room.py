"""What it takes to post editions, built from the feeds, the reading room, the database and Slack."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from bot.config import Settings
from bot.engine.ticking import Ticking
from bot.newsroom.editing import Editing, StoryReader
from bot.newsroom.mail import Job, JobRunner
from bot.newsroom.news import Items
from bot.newsroom.polling import Polling
from bot.newsroom.ports import Fetcher
from bot.slack.calling import Caller
from bot.slack.deliveries import Click
from bot.slack.digest_desk import DigestDesk
from bot.slack.edition_desk import EditionDesk, edition_job
from bot.slack.permits import Permits
from bot.slack.posting import Poster
from bot.slack.private_replies import PrivateReplies
from bot.storage.editions import EditionTable
from bot.storage.feeds import FeedsTable
from bot.storage.subscriptions import SubscriptionTable
from bot.web.discovery import Discovery
from bot.web.urls import article_key


@dataclass(frozen=True, slots=True)
class EditionRoom:
    """The parts of the daily edition.

    Attributes:
        subscriptions: what channels want.
        archive: past editions.
        unwanted: forgets feeds that no channel wants any more.
        editions: makes and posts them.
        digests: does what /digest asks for.
        ticking: enter it, and editions that are due become jobs every minute.
    """

    subscriptions: SubscriptionTable
    archive: EditionTable
    unwanted: "UnwantedFeeds"
    editions: EditionDesk
    digests: DigestDesk
    ticking: Ticking

    @property
    def jobs(self) -> dict[str, Callable[[Job], Awaitable[None]]]:
        """Kinds of jobs and who does them, for the desk."""
        return {"edition": self.editions.do, "digest": self.digests.do}

    @property
    def buttons(self) -> dict[str, Callable[[Click], Awaitable[None]]]:
        """Buttons and who does what they are for."""
        return {"reasons": self.editions.explain}

    @property
    def tables(self) -> "tuple[SubscriptionTable, EditionTable, UnwantedFeeds]":
        """What forgets, for housekeeping."""
        return self.subscriptions, self.archive, self.unwanted


@dataclass(frozen=True, slots=True)
class UnwantedFeeds:
    """The feeds that no subscription names any more."""

    subscriptions: SubscriptionTable
    feeds: FeedsTable

    async def forget_old(self) -> int:
        """Poll them no more. Returns how many."""
        wanted = {feed for subscription in await self.subscriptions.all() for feed in subscription.feeds}
        return await self.feeds.forget_unwanted(wanted)


def build_edition_room(
    *,
    settings: Settings,
    database: AsyncEngine,
    clock: Clock,
    feeds: FeedsTable,
    items: Items,
    polling: Polling,
    discovery: Discovery,
    fetcher: Fetcher,
    reader: StoryReader,
    runner: JobRunner,
    caller: Caller,
    poster: Poster,
    private: PrivateReplies,
) -> EditionRoom:
    """An edition room.

    Args:
        settings: who may change digests, how late an edition may come.
        database: an engine of an upgraded database.
        clock: says when.
        feeds: what is polled.
        items: what was seen in it.
        polling: polls at once what somebody waits for.
        discovery: finds the feeds of a site.
        fetcher: gets the articles' pages.
        reader: reads, groups and digests, off the event loop.
        runner: the job engine.
        caller: calls Slack's Web API.
        poster: posts to channels.
        private: answers that only one person sees.
    """
    subscriptions, archive = SubscriptionTable(database, clock), EditionTable(database, clock)

    async def poll_new(addresses: tuple[str, ...]) -> None:
        """Poll those feeds at once that never were: somebody waits for a first edition."""
        for address in addresses:
            feed = await feeds.find(address)
            if feed is not None and feed.polled_at is None and not feed.is_gone:
                await polling.poll_now(feed, clock.now())

    async def discover(address: str) -> tuple[str, ...]:
        return tuple(found.url for found in await discovery.find_feeds(address))

    editing = Editing(
        items=items, feeds=feeds, archive=archive, fetcher=fetcher, reader=reader, same_article=article_key
    )
    editions = EditionDesk(
        subscriptions=subscriptions,
        archive=archive,
        editing=editing,
        caller=caller,
        poster=poster,
        private=private,
        clock=clock,
        freshen=poll_new,
    )
    digests = DigestDesk(
        subscriptions=subscriptions,
        feeds=feeds,
        archive=archive,
        editions=editions,
        runner=runner,
        discover=discover,
        caller=caller,
        private=private,
        permits=Permits(caller, settings.digest_admins),
        clock=clock,
    )
    ticking = Ticking(
        subscriptions=subscriptions,
        archive=archive,
        submit=runner.submit,
        make_job=edition_job,
        clock=clock,
        late=timedelta(hours=settings.edition_late_h),
    )
    unwanted = UnwantedFeeds(subscriptions, feeds)
    return EditionRoom(subscriptions, archive, unwanted, editions, digests, ticking)
