"""The room that tests of editions share."""

from datetime import date

from slack_sdk.errors import SlackApiError

from bot.newsroom.editions.edition_builder import Editing
from bot.newsroom.subscriptions.model import EditionKey
from bot.slack.api.web_api import Caller
from bot.slack.handlers.digest_buttons import Buttons
from bot.slack.handlers.dispatcher import Desk
from bot.slack.handlers.edition import EditionDesk, edition_job
from bot.slack.outbound.outbox_sender import Poster
from tests.bot.fakes import (
    FakeClock,
    FakeFetcher,
    FakePrivateReplies,
    FakeResponse,
    FakeSlack,
    InlineReader,
    MemoryMail,
)
from tests.bot.newsroom.editions.test_story_selection import ferry, others
from tests.bot.newsroom.fakes import InlineStoryReader, MemoryArchive, MemoryNews, MemorySubscriptions
from tests.bot.newsroom.sample_items import NOON, subscribe

FEEDS = tuple(f"https://{name}.example/feed.xml" for name in ("gazette", "courier", "herald"))
KEY = EditionKey("T1", "C1", date(2026, 11, 24))


class EditionRoom:
    """The desk of a channel that wants an edition."""

    def __init__(self, **wishes) -> None:
        self.slack = FakeSlack(answers={"conversations.open": {"ok": True, "channel": {"id": "D1"}}})
        self.clock = FakeClock()
        self.clock.seconds = NOON.timestamp()
        self.mail = MemoryMail(self.clock)
        self.private = FakePrivateReplies()
        self.fetcher = FakeFetcher({})
        self.news = MemoryNews()
        self.archive = MemoryArchive()
        self.subscriptions = MemorySubscriptions(subscribe(feeds=FEEDS, **wishes))
        self.freshened: list[tuple[str, ...]] = []
        self.restart()

    def restart(self) -> None:
        """A new process: everything is forgotten but what is in Slack and in the database."""
        caller = Caller(self.slack, sleep=self.clock.sleep)
        self.poster = Poster(caller, self.mail, self.clock, sleep=self.clock.sleep)
        editing = Editing(
            items=self.news,
            feeds=self.news,
            archive=self.archive,
            fetcher=self.fetcher,
            reader=InlineStoryReader(),
            same_article=str,
        )
        self.editions = EditionDesk(
            subscriptions=self.subscriptions,
            archive=self.archive,
            editing=editing,
            caller=caller,
            poster=self.poster,
            private=self.private,
            clock=self.clock,
            freshen=self.freshen,
        )
        rooms = {"caller": caller, "poster": self.poster, "private": self.private, "shown": self.mail}
        buttons = Buttons(reader=InlineReader(), others={"reasons": self.editions.explain}, **rooms)
        others = {"edition": self.editions.do}
        self.desk = Desk(
            runner=self.mail,
            inbox=self.mail,
            answering=None,
            buttons=buttons,
            clock=self.clock,
            others=others,
            **rooms,
        )

    async def freshen(self, feeds: tuple[str, ...]) -> None:
        self.freshened.append(feeds)

    async def run(self, job=None) -> list[dict]:
        await self.mail.submit(job or edition_job(KEY))
        await self.mail.run(self.desk.do)
        return self.slack.posted

    def letter(self, job_id: str = KEY.job_id):
        return self.mail.letters[job_id]


def two_stories_and_others() -> EditionRoom:
    """A channel whose feeds have a story of two outlets, and others."""
    room = EditionRoom()
    told = [
        ferry("f1", "Gazette"),
        ferry(
            "f2", "Courier", summary="After eleven days the ferry strike at Tern Quay is over, crews and company said."
        ),
    ]
    room.news.items += [*told, *others()]
    return room


def refused(code: str) -> SlackApiError:
    return SlackApiError("no", FakeResponse({"ok": False, "error": code}))
