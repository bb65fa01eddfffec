"""What it takes to post editions, built from the feeds, the reading room, the database and Slack."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.subscriptions import DigestRoom, build_digest_room
from bot.clock import Clock
from bot.config import Settings
from bot.engine.schedules.edition_scheduler import Ticking
from bot.newsroom.editions.edition_builder import Editing, StoryReader
from bot.newsroom.feeds.polling import Polling
from bot.newsroom.feeds.ports import FeedFetcher, FoundFeed
from bot.newsroom.forgetting import Forgetting
from bot.newsroom.jobs.inbox import Job, JobRunner
from bot.newsroom.ports import Fetcher
from bot.newsroom.subscriptions.access import Permits
from bot.newsroom.subscriptions.model import Items
from bot.slack.api.files import SlackFiles
from bot.slack.api.web_api import Caller
from bot.slack.handlers.edition import EditionDesk, edition_job
from bot.slack.handlers.feed_notice import NoticeDesk
from bot.slack.handlers.opml_import import Lists
from bot.slack.outbound.outbox_sender import Poster
from bot.slack.outbound.owner_notifier import Pausing
from bot.slack.outbound.posted_editions import StandingEditions
from bot.slack.outbound.response_url import PrivateReplies
from bot.slack.outbound.since_backup import SinceBackup
from bot.slack.parsing.job_origin import IMMEDIATE
from bot.slack.parsing.payloads import Click
from bot.storage.database.erasing import Erasing
from bot.storage.tables.editions import EditionTable
from bot.storage.tables.feeds import FeedsTable
from bot.storage.tables.installations import InstallationTable
from bot.storage.tables.subscriptions import SubscriptionTable
from bot.storage.tables.texts import TextTable
from bot.web.feeds.discovery import Discovery
from bot.web.feeds.opml import write_opml
from bot.web.urls import article_key

LEFT_KEPT = timedelta(days=30)
"""After that nothing is kept of a workspace that has shut us out."""


@dataclass(frozen=True, slots=True)
class EditionRoom:
    """The parts of the daily edition.

    Attributes:
        subscriptions: what channels want.
        archive: past editions.
        left: forgets what is kept of workspaces that have shut us out.
        unwanted: forgets feeds that no channel wants any more.
        editions: makes and posts them.
        digests: what /digest, its form, its buttons and the app's home consist of.
        ticking: goes round every minute; editions that are due become jobs.
    """

    subscriptions: SubscriptionTable
    archive: EditionTable
    left: "LeftWorkspaces"
    unwanted: "UnwantedFeeds"
    editions: EditionDesk
    digests: DigestRoom
    ticking: Ticking

    @property
    def jobs(self) -> dict[str, Callable[[Job], Awaitable[None]]]:
        """Kinds of jobs and who does them, for the desk."""
        return {"edition": self.editions.do, **self.digests.jobs}

    @property
    def buttons(self) -> dict[str, Callable[[Click], Awaitable[None]]]:
        """Buttons and who does what they are for."""
        return {"reasons": self.editions.explain}

    @property
    def tables(self) -> "tuple[SubscriptionTable, EditionTable, LeftWorkspaces, UnwantedFeeds]":
        """What forgets, for housekeeping."""
        return self.subscriptions, self.archive, self.left, self.unwanted


class RoomFetcher(Fetcher, FeedFetcher, Protocol):
    """Gets pages and feeds."""


@dataclass(frozen=True, slots=True)
class LeftWorkspaces:
    """What is kept of workspaces that have shut us out for a month, where no event told of it."""

    installations: InstallationTable
    subscriptions: SubscriptionTable
    archive: EditionTable
    clock: Clock

    async def forget_old(self) -> int:
        """Delete it. Returns how many rows."""
        until, count = (self.clock.now() - LEFT_KEPT).timestamp(), 0
        for installation in await self.installations.all():
            if installation.dead_since is not None and installation.dead_since < until:
                count += await self.subscriptions.forget(installation.team_id)
                count += await self.archive.forget(installation.team_id)
        return count


@dataclass(frozen=True, slots=True)
class UnwantedFeeds:
    """The feeds that no subscription names any more."""

    subscriptions: SubscriptionTable
    feeds: FeedsTable

    async def forget_old(self) -> int:
        """Forget them. Returns how many."""
        wanted = {feed for subscription in await self.subscriptions.all() for feed in subscription.feeds}
        return await self.feeds.forget_unwanted(wanted)


def build_edition_room(
    *,
    settings: Settings,
    database: AsyncEngine,
    erasing: Erasing,
    clock: Clock,
    feeds: FeedsTable,
    items: Items,
    polling: Polling,
    discovery: Discovery,
    read_list: Callable[[bytes], Awaitable[tuple[FoundFeed, ...]]],
    files: SlackFiles,
    fetcher: RoomFetcher,
    reader: StoryReader,
    preview_reader: StoryReader,
    runner: JobRunner,
    count_under_way: Callable[[], Awaitable[int]],
    caller: Caller,
    poster: Poster,
    private: PrivateReplies,
    since_backup: SinceBackup,
) -> EditionRoom:
    """An edition room.

    Args:
        settings: who may change digests, how late an edition may come.
        database: an engine of an upgraded database.
        erasing: takes what was deleted out of its files.
        clock: says when.
        feeds: what is polled.
        items: what was seen in it.
        polling: polls at once what somebody waits for.
        discovery: finds the feeds of a site.
        read_list: reads the feeds of an OPML file, in a child process.
        files: what people share in Slack.
        fetcher: gets the articles' pages, and lists of feeds.
        reader: reads, groups and digests, off the event loop.
        preview_reader: the same for somebody who waits.
        runner: the job engine.
        count_under_way: its jobs that are being done, in every replica.
        caller: calls Slack's Web API.
        poster: posts to channels.
        private: answers that only one person sees.
        since_backup: finds what was posted between a backup and its restore.
    """
    subscriptions, archive = SubscriptionTable(database, clock), EditionTable(database, clock)

    async def poll_new(addresses: tuple[str, ...]) -> None:
        """Poll those feeds at once that never were: somebody waits for a first edition. One that fails has its time."""
        for address in addresses:
            feed = await feeds.find(address)
            if feed is not None and feed.polled_at is None and not feed.failures and not feed.is_gone:
                await polling.poll_now(feed, clock.now())

    async def discover(address: str) -> tuple[str, ...]:
        return tuple(found.url for found in await discovery.find_feeds(address))

    async def fetch_list(link: str) -> bytes:
        return (await fetcher.fetch_feed(link if "://" in link else f"https://{link}")).body

    def make_editing(reading: StoryReader) -> Editing:
        return Editing(
            items=items, feeds=feeds, archive=archive, fetcher=fetcher, reader=reading, same_article=article_key
        )

    editions = EditionDesk(
        subscriptions=subscriptions,
        archive=archive,
        editing=make_editing(reader),
        previewing=make_editing(preview_reader),
        caller=caller,
        poster=poster,
        private=private,
        clock=clock,
        freshen=poll_new,
        catch_up=StandingEditions(since_backup, archive, article_key).catch_up,
        late=timedelta(hours=settings.edition_late_h),
    )
    unwanted = UnwantedFeeds(subscriptions, feeds)
    forgetting = Forgetting(
        tables=(subscriptions, archive, TextTable(database, clock, kinds_without=IMMEDIATE)),
        stop=unwanted.forget_old,
        erase=erasing.erase,
        count_under_way=count_under_way,
    )
    digests = build_digest_room(
        subscriptions=subscriptions,
        feeds=feeds,
        archive=archive,
        editions=editions,
        runner=runner,
        discover=discover,
        lists=Lists(read_list, fetch_list, write_opml),
        files=files,
        caller=caller,
        poster=poster,
        private=private,
        permits=Permits(caller, settings.digest_admins),
        clock=clock,
        forgetting=forgetting,
        sleep=asyncio.sleep,
    )
    ticking = Ticking(
        subscriptions=subscriptions,
        archive=archive,
        submit=runner.submit,
        make_job=edition_job,
        clock=clock,
        late=timedelta(hours=settings.edition_late_h),
    )
    left = LeftWorkspaces(InstallationTable(database, clock), subscriptions, archive, clock)
    return EditionRoom(subscriptions, archive, left, unwanted, editions, digests, ticking)


def build_notice_desk(
    database: AsyncEngine, clock: Clock, runner: JobRunner, caller: Caller, poster: Poster
) -> NoticeDesk:
    """What passes on what polling finds out; built before polling is."""
    subscriptions = SubscriptionTable(database, clock)
    pausing = Pausing(subscriptions=subscriptions, caller=caller, poster=poster)
    return NoticeDesk(subscriptions=subscriptions, runner=runner, pausing=pausing)
