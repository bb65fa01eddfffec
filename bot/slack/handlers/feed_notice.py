"""Tells owners what polling finds out about their feeds: failing for days, given up, gone, moved.

Each notice is sent once: its job is named after what happened, to which feed, since when, and for which channel.
"""

import hashlib
from dataclasses import replace

from bot.newsroom.feeds.ports import FeedNotice, FeedNoticeKind
from bot.newsroom.jobs.job import Job, JobQueue
from bot.newsroom.jobs.keys import notice_id
from bot.newsroom.jobs.payloads import NotifyFeedProblem
from bot.newsroom.subscriptions.model import Subscription, SubscriptionRepository
from bot.newsroom.subscriptions.pausing import OURSELVES
from bot.slack.outbound.owner_notifier import OwnerNotifier
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.block_kit.escaping import fallback

_WHAT_NEXT = {
    FeedNoticeKind.FAILING: "I keep trying; after a week I stop. The other feeds are read as usual.",
    FeedNoticeKind.OFF: "It stays on the list. Once it works again, say /digest add and its address.",
    FeedNoticeKind.GONE: "I have taken it off the list.",
    FeedNoticeKind.MOVED: "I read it there from now on. If you do not want that, say /digest remove and its number.",
}


class FeedNoticeHandler:
    """Handles jobs of the kind "notice".

    Args:
        subscriptions: what channels want.
        runner: takes the jobs.
        notifier: tells owners.
    """

    def __init__(self, *, subscriptions: SubscriptionRepository, runner: JobQueue, notifier: OwnerNotifier) -> None:
        self._subscriptions = subscriptions
        self._runner = runner
        self._notifier = notifier

    async def notify(self, notice: FeedNotice) -> None:
        """Make a job for each channel that wants the feed of a notice."""
        name = hashlib.sha256(notice.key.encode()).hexdigest()[:20]
        for wanted in await self._subscriptions.list_all():
            feeds = [feed for feed in wanted.feeds if feed in {notice.feed.url, notice.feed.address}]
            if feeds:
                payload = NotifyFeedProblem(
                    team_id=wanted.team_id,
                    channel_id=wanted.channel,
                    feed=feeds[0],
                    problem=notice.kind,
                    text=notice.text,
                )
                await self._runner.submit(Job(notice_id(name, wanted.team_id, wanted.channel), payload))

    async def handle(self, job: Job[NotifyFeedProblem]) -> None:
        """Notify a channel's owner; a feed that is gone for good is removed from the channel's list."""
        wanted = await self._subscriptions.get(job.payload.team_id, job.payload.channel_id)
        feed, kind = job.payload.feed, job.payload.problem
        if wanted is None or feed not in wanted.feeds:
            return
        await self._notifier.notify_owner(job.id, wanted, _format(wanted, job.payload.text, kind))
        if kind is FeedNoticeKind.GONE:
            kept = replace(wanted, feeds=tuple(each for each in wanted.feeds if each != feed))
            change = f"removed {feed}: its site says that it is gone"
            await self._subscriptions.save(kept, by=OURSELVES, change=change)


def _format(wanted: Subscription, text: str, kind: FeedNoticeKind) -> Message:
    is_last = kind is FeedNoticeKind.GONE and len(wanted.feeds) == 1
    text = text if text.endswith(".") else f"{text}."
    rest = f"{_WHAT_NEXT[kind]}{' There is no other, so no edition comes until you add one.' if is_last else ''}"
    line = (
        kit.text("About the digest in "),
        {"type": "channel", "channel_id": wanted.channel},
        kit.text(f": {text} {rest}"),
    )
    return Message(fallback(f"About your digest: {text} {rest}"), (kit.paragraph(*line),))
