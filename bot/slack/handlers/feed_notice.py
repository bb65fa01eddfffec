"""Tells owners what polling finds out about their feeds: failing for days, given up, gone, moved."""

from dataclasses import replace
from functools import partial

from bot.newsroom.feeds.ports import FeedNoticeKind
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.payloads import NotifyFeedProblem
from bot.newsroom.subscriptions.errors import OwnerNotToldError
from bot.newsroom.subscriptions.model import Subscription, SubscriptionRepository
from bot.newsroom.subscriptions.pausing import change_latest
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
    """Tells owners of subscriptions about their feeds.

    Args:
        subscriptions: what channels want.
        notifier: tells owners.
    """

    def __init__(self, subscriptions: SubscriptionRepository, notifier: OwnerNotifier) -> None:
        self._subscriptions = subscriptions
        self._notifier = notifier

    async def handle(self, job: Job[NotifyFeedProblem]) -> None:
        """Notify a channel's owner; a feed that is gone for good is removed from the channel's list.

        Raises:
            OwnerNotToldError: the owner could not be told; the rest is done.
        """
        wanted = await self._subscriptions.get(job.payload.team_id, job.payload.channel_id)
        feed, kind = job.payload.feed, job.payload.problem
        if wanted is None or feed not in wanted.feeds:
            return
        failure = await self._notifier.notify_owner(job.id, wanted, format_notice(wanted, job.payload.text, kind))
        if kind is FeedNoticeKind.GONE:
            words = f"removed {feed}: its site says that it is gone"
            await change_latest(self._subscriptions, wanted, partial(_without, feed=feed), words=words)
        if failure is not None:
            raise OwnerNotToldError(failure)


def _without(subscription: Subscription, feed: str) -> Subscription:
    return replace(subscription, feeds=tuple(each for each in subscription.feeds if each != feed))


def format_notice(wanted: Subscription, text: str, kind: FeedNoticeKind) -> Message:
    """What the owner reads about a feed: what is wrong with it, as a sentence, and what happens next."""
    is_last = kind is FeedNoticeKind.GONE and len(wanted.feeds) == 1
    text = text if text.endswith(".") else f"{text}."
    rest = f"{_WHAT_NEXT[kind]}{' There is no other, so no edition comes until you add one.' if is_last else ''}"
    line = (
        kit.text("About the digest in "),
        {"type": "channel", "channel_id": wanted.channel},
        kit.text(f": {text} {rest}"),
    )
    return Message(fallback(f"About your digest: {text} {rest}"), (kit.paragraph(*line),))
