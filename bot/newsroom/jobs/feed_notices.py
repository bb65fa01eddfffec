"""Turns what polling finds out about a feed into jobs: one for each channel that follows it, once per notice."""

import hashlib

from bot.newsroom.feeds.ports import FeedNotice
from bot.newsroom.jobs.job import Job, JobQueue
from bot.newsroom.jobs.keys import notice_id
from bot.newsroom.jobs.payloads import NotifyFeedProblem
from bot.newsroom.subscriptions.model import SubscriptionRepository


class FeedNotices:
    """Passes notices about feeds on.

    Args:
        subscriptions: what channels want.
        queue: takes the jobs.
    """

    def __init__(self, subscriptions: SubscriptionRepository, queue: JobQueue) -> None:
        self._subscriptions = subscriptions
        self._queue = queue

    async def notify(self, notice: FeedNotice) -> None:
        """Make a job for each channel that wants the feed of a notice.

        Its id is made of what happened, to which feed, since when, and of the channel.

        Raises:
            StorageError: it could not be stored.
        """
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
                await self._queue.submit(Job(notice_id(name, wanted.team_id, wanted.channel), payload))
