from datetime import timedelta

import pytest

from bot.newsroom.feeds.ports import Notice, NoticeKind
from bot.newsroom.subscriptions.model import Feed
from bot.slack.api.web_api import Caller
from bot.slack.handlers.feed_notice import NoticeDesk
from bot.slack.outbound.owner_notifier import Pausing
from tests.bot.newsroom.sample_items import NOON, subscribe
from tests.bot.slack.digest_channel import DigestRoom
from tests.bot.slack.edition_channel import FEEDS


class NoticeRoom(DigestRoom):
    """Somebody who looks after a channel whose feeds are polled."""

    def restart(self) -> None:
        super().restart()
        caller = Caller(self.slack, sleep=self.clock.sleep)
        pausing = Pausing(subscriptions=self.subscriptions, caller=caller, poster=self.poster)
        self.notices = NoticeDesk(subscriptions=self.subscriptions, runner=self.mail, pausing=pausing)
        self.desk._kinds["notice"] = self.notices.do

    async def tell(
        self, kind: NoticeKind, text: str, *, feed: str = FEEDS[1], address: str | None = None
    ) -> list[dict]:
        await self.notices.tell(Notice(kind, Feed(feed, address=address), text, NOON - timedelta(days=3)))
        await self.mail.run(self.desk.do)
        return self.slack.posted


@pytest.fixture
def room() -> NoticeRoom:
    return NoticeRoom()


async def test_the_owner_is_told_once_that_a_feed_fails_and_what_happens_next(room):
    text = "I have not been able to read the feed The Courier since 21 November."
    await room.tell(NoticeKind.FAILING, text)

    (told,) = await room.tell(NoticeKind.FAILING, text)

    assert told["channel"] == "D1"
    assert text in told["text"]
    assert "after a week I stop" in told["text"]
    assert room.wanted.feeds == FEEDS


async def test_a_feed_that_is_gone_is_taken_off_the_list_and_that_is_recorded(room):
    (told,) = await room.tell(NoticeKind.GONE, "The feed The Courier is gone: its site says so.")

    assert "I have taken it off the list." in told["text"]
    assert room.wanted.feeds == (FEEDS[0], FEEDS[2])
    assert room.subscriptions.recorded == [("nutgraf", f"removed {FEEDS[1]}: its site says that it is gone")]


async def test_the_last_feeds_end_is_said(room):
    room.subscriptions.kept["T1", "C1"] = subscribe(feeds=(FEEDS[1],))

    (told,) = await room.tell(NoticeKind.GONE, "The feed The Courier is gone: its site says so.")

    assert "no edition comes until you add one" in told["text"]
    assert room.wanted.feeds == ()


async def test_every_channel_that_wants_the_feed_is_told_of(room):
    room.subscriptions.kept["T1", "C2"] = subscribe(channel="C2", feeds=FEEDS[:1])
    room.subscriptions.kept["T1", "C3"] = subscribe(channel="C3", feeds=FEEDS)

    assert len(await room.tell(NoticeKind.OFF, "I have stopped asking for it.")) == 2


async def test_a_feed_that_is_called_by_its_new_address_is_known(room):
    moved = "https://courier.example/new.xml"
    room.subscriptions.kept["T1", "C1"] = subscribe(feeds=(moved,))

    (told,) = await room.tell(NoticeKind.MOVED, "It has moved to another site.", address=moved)

    assert "I read it there from now on." in told["text"]


async def test_a_feed_that_nobody_wants_any_more_is_nobodys_news(room):
    assert await room.tell(NoticeKind.GONE, "It is gone.", feed="https://other.example") == []
