from datetime import timedelta
from typing import Any

import pytest

from bot.newsroom.feeds.model import Feed
from bot.newsroom.feeds.ports import FeedNotice, FeedNoticeKind
from bot.newsroom.jobs.feed_notices import FeedNotices
from bot.newsroom.jobs.payloads import JobKind
from bot.slack.handlers.feed_notice import FeedNoticeHandler
from bot.slack.outbound.owner_notifier import OwnerNotifier
from tests.bot.newsroom.sample_items import NOON, subscribe
from tests.bot.slack.digest_channel import DigestChannel
from tests.bot.slack.edition_channel import FEEDS


class NoticeChannel(DigestChannel):
    """Somebody who looks after a channel whose feeds are polled."""

    def restart(self) -> None:
        super().restart()
        self.notices = FeedNotices(self.subscriptions, self.mail)
        handler = FeedNoticeHandler(self.subscriptions, OwnerNotifier(self.api, self.sender))
        self.parts.handlers[JobKind.FEED_NOTICE] = handler

    async def tell(
        self, kind: FeedNoticeKind, text: str, *, feed: str = FEEDS[1], address: str | None = None
    ) -> list[dict[str, Any]]:
        await self.notices.notify(FeedNotice(kind, Feed(feed, address=address), text, NOON - timedelta(days=3)))
        await self.mail.run(self.dispatcher.dispatch)
        return self.slack.posted


@pytest.fixture
def rig() -> NoticeChannel:
    return NoticeChannel()


async def test_the_owner_is_told_once_that_a_feed_fails_and_what_happens_next(rig):
    text = "I have not been able to read the feed The Courier since 21 November."
    await rig.tell(FeedNoticeKind.FAILING, text)

    (told,) = await rig.tell(FeedNoticeKind.FAILING, text)

    assert told["channel"] == "D1"
    assert text in told["text"]
    assert "after a week I stop" in told["text"]
    assert rig.wanted.feeds == FEEDS


async def test_a_feed_that_is_gone_is_taken_off_the_list_and_that_is_recorded(rig):
    (told,) = await rig.tell(FeedNoticeKind.GONE, "The feed The Courier is gone: its site says so.")

    assert "I have taken it off the list." in told["text"]
    assert rig.wanted.feeds == (FEEDS[0], FEEDS[2])
    assert rig.subscriptions.recorded == [("nutgraf", f"removed {FEEDS[1]}: its site says that it is gone")]


async def test_the_last_feeds_end_is_said(rig):
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=(FEEDS[1],))

    (told,) = await rig.tell(FeedNoticeKind.GONE, "The feed The Courier is gone: its site says so.")

    assert "no edition comes until you add one" in told["text"]
    assert rig.wanted.feeds == ()


async def test_every_channel_that_wants_the_feed_is_told_of(rig):
    rig.subscriptions.kept["T1", "C2"] = subscribe(channel="C2", feeds=FEEDS[:1])
    rig.subscriptions.kept["T1", "C3"] = subscribe(channel="C3", feeds=FEEDS)

    assert len(await rig.tell(FeedNoticeKind.OFF, "I have stopped asking for it.")) == 2


async def test_a_feed_that_is_called_by_its_new_address_is_known(rig):
    moved = "https://courier.example/new.xml"
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=(moved,))

    (told,) = await rig.tell(FeedNoticeKind.MOVED, "It has moved to another site.", address=moved)

    assert "I read it there from now on." in told["text"]


async def test_a_feed_that_nobody_wants_any_more_is_nobodys_news(rig):
    assert await rig.tell(FeedNoticeKind.GONE, "It is gone.", feed="https://other.example") == []
