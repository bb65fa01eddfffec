"""Builds what posts editions, from feeds, readers, the database and Slack."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app.cleanup import DepartedWorkspaceCleaner, UnusedFeedCleaner
from bot.app.subscriptions import SubscriptionParts, build_subscriptions
from bot.clock import Clock
from bot.config import Settings
from bot.engine.schedules.edition_scheduler import EditionScheduler
from bot.newsroom.editions.drafting import EditionDrafter, EditionSources
from bot.newsroom.editions.edition_builder import EditionBuilder, StoryReader
from bot.newsroom.editions.publishing import EditionPublisher
from bot.newsroom.feeds.model import ItemRepository
from bot.newsroom.feeds.polling import FeedPoller
from bot.newsroom.feeds.ports import FeedAddress, FeedFetcher
from bot.newsroom.forgetting import DeletionService
from bot.newsroom.jobs.job import Job, JobQueue
from bot.newsroom.jobs.payloads import ButtonClick
from bot.newsroom.ports import Fetcher
from bot.newsroom.subscriptions.access import AccessPolicy
from bot.newsroom.subscriptions.feed_lists import OpmlFiles
from bot.newsroom.subscriptions.pausing import PauseService
from bot.slack.api.directory import SlackDirectory
from bot.slack.api.files import SlackFiles
from bot.slack.api.web_api import SlackApi
from bot.slack.handlers.edition import EditionHandler, edition_job
from bot.slack.handlers.feed_notice import FeedNoticeHandler
from bot.slack.outbound.edition_poster import EditionPoster
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.owner_notifier import OwnerNotifier
from bot.slack.outbound.recovery.posted_editions import PostedEditions
from bot.slack.outbound.recovery.since_backup import PostsSinceBackup
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.rendering.edition_messages import BlockKitEditions
from bot.storage.database.erasing import FileEraser
from bot.storage.tables.editions import EditionTable
from bot.storage.tables.feeds import FeedTable
from bot.storage.tables.installations import InstallationTable
from bot.storage.tables.subscriptions import SubscriptionTable
from bot.storage.tables.texts import TextTable
from bot.web.feeds.discovery import FeedDiscovery
from bot.web.feeds.opml import write_opml
from bot.web.urls import article_key


@dataclass(frozen=True, slots=True)
class EditionParts:
    """The parts of the daily edition.

    Attributes:
        subscriptions: the channels' subscriptions.
        records: past editions.
        left: deletes data of workspaces that are closed to us.
        unwanted: deletes feeds that no channel subscribes to any longer.
        editions: builds and posts them.
        digests: handlers of /digest, its form, its buttons and the App Home.
        ticking: runs every minute; editions that are due become jobs.
    """

    subscriptions: SubscriptionTable
    records: EditionTable
    left: "DepartedWorkspaceCleaner"
    unwanted: "UnusedFeedCleaner"
    editions: EditionHandler
    digests: SubscriptionParts
    ticking: EditionScheduler

    @property
    def jobs(self) -> dict[str, Callable[[Job], Awaitable[None]]]:
        """Job kinds and their handlers, for the dispatcher."""
        return {"edition": self.editions.handle, **self.digests.jobs}

    @property
    def buttons(self) -> dict[str, Callable[[ButtonClick], Awaitable[None]]]:
        """Buttons and their handlers."""
        return {"reasons": self.editions.explain}

    @property
    def tables(self) -> "tuple[SubscriptionTable, EditionTable, DepartedWorkspaceCleaner, UnusedFeedCleaner]":
        """Tables that housekeeping deletes from."""
        return self.subscriptions, self.records, self.left, self.unwanted


class WebFetcher(Fetcher, FeedFetcher, Protocol):
    """Fetches pages and feeds."""


def build_editions(
    *,
    settings: Settings,
    database: AsyncEngine,
    erasing: FileEraser,
    clock: Clock,
    feeds: FeedTable,
    items: ItemRepository,
    polling: FeedPoller,
    discovery: FeedDiscovery,
    read_list: Callable[[bytes], Awaitable[tuple[FeedAddress, ...]]],
    files: SlackFiles,
    fetcher: WebFetcher,
    reader: StoryReader,
    preview_reader: StoryReader,
    texts: TextTable,
    runner: JobQueue,
    count_under_way: Callable[[], Awaitable[int]],
    api: SlackApi,
    sender: OutboxSender,
    private: ResponseUrlSender,
    since_backup: PostsSinceBackup,
) -> EditionParts:
    """Build the parts of the daily edition.

    Args:
        settings: who may change subscriptions, and how late an edition may be.
        database: an engine of an upgraded database.
        erasing: erases deleted data from its files.
        clock: the current time.
        feeds: the feeds that are polled.
        items: the items seen in them.
        polling: polls at once when a person is waiting.
        discovery: finds the feeds of a site.
        read_list: reads the feeds of an OPML file, in a worker process.
        files: downloads files shared in Slack.
        fetcher: fetches the articles' pages, and lists of feeds.
        reader: reads, groups and digests, off the event loop.
        preview_reader: the same for previews that a person waits for.
        texts: texts of requests and messages, in any table.
        runner: the job engine.
        count_under_way: counts its running jobs, in every replica.
        api: calls Slack's Web API.
        sender: posts to channels.
        private: sends ephemeral messages.
        since_backup: finds what was posted between a backup and its restore.
    """
    subscriptions, records = SubscriptionTable(database, clock), EditionTable(database, clock)

    async def poll_new(addresses: tuple[str, ...]) -> None:
        """Poll feeds that were never polled: a person waits for a first edition. Failed ones are retried when due."""
        for address in addresses:
            feed = await feeds.get(address)
            if feed is not None and feed.polled_at is None and not feed.failures and not feed.is_gone:
                await polling.poll_now(feed, clock.now())

    async def discover(address: str) -> tuple[str, ...]:
        return tuple(found.url for found in await discovery.find_feeds(address))

    async def fetch_list(link: str) -> bytes:
        return (await fetcher.fetch_feed(link if "://" in link else f"https://{link}")).body

    def make_editing(reading: StoryReader) -> EditionBuilder:
        return EditionBuilder(
            items=items, feeds=feeds, records=records, fetcher=fetcher, reader=reading, same_article=article_key
        )

    catch_up = PostedEditions(since_backup, records, article_key).catch_up
    sources = EditionSources(make_editing(reader), make_editing(preview_reader), poll_new, catch_up)
    drafter = EditionDrafter(
        subscriptions=subscriptions, records=records, sources=sources, renderer=BlockKitEditions(), clock=clock
    )
    owners = OwnerNotifier(api, sender)
    publisher = EditionPublisher(
        subscriptions=subscriptions,
        records=records,
        drafter=drafter,
        channel=EditionPoster(api, sender),
        pausing=PauseService(subscriptions, owners),
        owners=owners,
        late=timedelta(hours=settings.edition_late_h),
    )
    editions = EditionHandler(publisher=publisher, drafter=drafter, records=records, private=private, notifier=owners)
    unwanted = UnusedFeedCleaner(subscriptions, feeds)
    forgetting = DeletionService(
        tables=(subscriptions, records, texts),
        stop=unwanted.delete_expired,
        erase=erasing.erase,
        count_under_way=count_under_way,
    )
    digests = build_subscriptions(
        subscriptions=subscriptions,
        feeds=feeds,
        records=records,
        editions=editions,
        runner=runner,
        discover=discover,
        lists=OpmlFiles(read_list, fetch_list, write_opml),
        files=files,
        api=api,
        sender=sender,
        private=private,
        access=AccessPolicy(SlackDirectory(api), settings.digest_admins),
        clock=clock,
        forgetting=forgetting,
        sleep=asyncio.sleep,
    )
    ticking = EditionScheduler(
        subscriptions=subscriptions,
        records=records,
        submit=runner.submit,
        make_job=edition_job,
        clock=clock,
        late=timedelta(hours=settings.edition_late_h),
    )
    left = DepartedWorkspaceCleaner(InstallationTable(database, clock), subscriptions, records, clock)
    return EditionParts(subscriptions, records, left, unwanted, editions, digests, ticking)


def build_feed_notices(
    database: AsyncEngine, clock: Clock, runner: JobQueue, api: SlackApi, sender: OutboxSender
) -> FeedNoticeHandler:
    """Build what passes on notices about feeds; polling needs it."""
    subscriptions = SubscriptionTable(database, clock)
    return FeedNoticeHandler(subscriptions=subscriptions, runner=runner, notifier=OwnerNotifier(api, sender))
