"""The room that tests of editions share."""

from datetime import date
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.newsroom.command_names import DEFAULT_NAMES
from bot.newsroom.editions.drafting import EditionDrafter, EditionSources
from bot.newsroom.editions.edition_builder import EditionBuilder
from bot.newsroom.editions.publishing import EditionPublisher
from bot.newsroom.jobs.inbox import InboxEntry
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.jobs.payloads import JobKind
from bot.newsroom.restoring import Restore
from bot.newsroom.subscriptions.model import EditionKey
from bot.newsroom.subscriptions.pausing import PauseService
from bot.slack.api.web_api import SlackApi
from bot.slack.handlers.edition import EditionHandler, edition_job
from bot.slack.outbound.edition_poster import EditionPoster
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.owner_notifier import OwnerNotifier
from bot.slack.outbound.recovery.posted_editions import PostedEditions
from bot.slack.outbound.recovery.since_backup import PostsSinceBackup
from bot.slack.rendering.editions.drafts import BlockKitEditions
from tests.bot.fakes import (
    FakeClock,
    FakeFetcher,
    FakeResponse,
    FakeResponseUrl,
    FakeSlack,
    MemoryBoxes,
)
from tests.bot.newsroom.editions.test_story_selection import ferry, others
from tests.bot.newsroom.fakes import InlineStoryReader, MemoryEditions, MemoryFeeds, MemorySubscriptions
from tests.bot.newsroom.sample_items import NOON, subscribe
from tests.bot.slack.dispatching import build_dispatching

FEEDS = tuple(f"https://{name}.example/feed.xml" for name in ("gazette", "courier", "herald"))
KEY = EditionKey("T1", "C1", date(2026, 11, 24))


class EditionChannel:
    """The desk of a channel that wants an edition."""

    names = DEFAULT_NAMES

    def __init__(self, **commands: Any) -> None:
        self.slack = FakeSlack(answers={"conversations.open": {"ok": True, "channel": {"id": "D1"}}})
        self.clock = FakeClock()
        self.clock.seconds = NOON.timestamp()
        self.mail = MemoryBoxes(self.clock)
        self.private = FakeResponseUrl()
        self.fetcher = FakeFetcher({})
        self.news = MemoryFeeds()
        self.records = MemoryEditions()
        self.subscriptions = MemorySubscriptions(subscribe(feeds=FEEDS, **commands))
        self.freshened: list[tuple[str, ...]] = []
        self.restore: Restore | None = None
        self.restart()

    def restart(self) -> None:
        """A new process: everything is forgotten but what is in Slack and in the database."""
        api = self.api = SlackApi(self.slack, sleep=self.clock.sleep)
        since = PostsSinceBackup(api, self.mail, self.clock, self.restore)
        catch_up = PostedEditions(since, self.records, str).catch_up
        self.sender = OutboxSender(api, self.mail, self.clock, since_backup=since, sleep=self.clock.sleep)
        editing = EditionBuilder(
            items=self.news,
            feeds=self.news,
            records=self.records,
            fetcher=self.fetcher,
            reader=InlineStoryReader(),
            same_article=str,
        )
        self.drafter = EditionDrafter(
            subscriptions=self.subscriptions,
            records=self.records,
            sources=EditionSources(editing, editing, self.poll_new_feeds, catch_up),
            renderer=BlockKitEditions(),
            clock=self.clock,
        )
        owners = OwnerNotifier(api, self.sender, self.names)
        publisher = EditionPublisher(
            subscriptions=self.subscriptions,
            records=self.records,
            drafter=self.drafter,
            channel=EditionPoster(api, self.sender),
            pausing=PauseService(self.subscriptions, owners),
            owners=owners,
        )
        self.editions = EditionHandler(
            publisher=publisher,
            drafter=self.drafter,
            records=self.records,
            private=self.private,
            notifier=owners,
            commands=self.names,
        )
        self.parts = build_dispatching(
            api=api,
            sender=self.sender,
            private=self.private,
            mail=self.mail,
            clock=self.clock,
            explain_edition=self.editions.explain,
            records=self.records,
            fetcher=self.fetcher,
            commands=self.names,
        )
        self.parts.handlers[JobKind.EDITION] = self.editions
        self.dispatcher = self.parts.dispatcher

    async def poll_new_feeds(self, feeds: tuple[str, ...]) -> None:
        await self.freshen(feeds)

    async def freshen(self, feeds: tuple[str, ...]) -> None:
        self.freshened.append(feeds)

    async def run(self, job: AnyJob | None = None) -> list[dict[str, Any]]:
        await self.mail.submit(job or edition_job(KEY))
        await self.mail.run(self.dispatcher.dispatch)
        return self.slack.posted

    def entry(self, job_id: str = KEY.job_id) -> InboxEntry:
        return self.mail.entries[job_id]


def two_stories_and_others() -> EditionChannel:
    """A channel whose feeds have a story of two outlets, and others."""
    rig = EditionChannel()
    told = [
        ferry("f1", "Gazette"),
        ferry(
            "f2", "Courier", summary="After eleven days the ferry strike at Tern Quay is over, crews and company said."
        ),
    ]
    rig.news.items += [*told, *others()]
    return rig


def refused(code: str, **response: Any) -> SlackApiError:
    return SlackApiError("no", FakeResponse({"ok": False, "error": code}, **response))
