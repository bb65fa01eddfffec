"""Handles what happens to channels: archived, unarchived, deleted, the bot invited.

Slack reports it where the app subscribes to these events; elsewhere an edition that cannot be posted shows it.
"""

from collections.abc import Mapping
from dataclasses import replace

import structlog

from bot.errors import SlackError
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.keys import KeyPrefix
from bot.newsroom.jobs.payloads import ChannelChanged, ChannelEvent
from bot.newsroom.subscriptions.model import PauseReason, Subscription
from bot.newsroom.subscriptions.pausing import OURSELVES, PauseService
from bot.slack.api.directory import find_channel
from bot.slack.handlers.subscription_replies import SubscriptionService
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.rendering.refusals import refusal_for

GONE: Mapping[ChannelEvent, PauseReason] = {
    ChannelEvent.ARCHIVED: PauseReason.ARCHIVED,
    ChannelEvent.DELETED: PauseReason.GONE,
}
"""What happened -> the pause that it begins."""

BACK: Mapping[ChannelEvent, frozenset[PauseReason]] = {
    ChannelEvent.UNARCHIVED: frozenset({PauseReason.ARCHIVED}),
    ChannelEvent.JOINED: frozenset({PauseReason.NOT_A_MEMBER, PauseReason.GONE}),
}
"""What happened -> the pauses that it ends."""

_SAID = {
    ChannelEvent.UNARCHIVED: "This channel is back, and so is its daily digest.",
    ChannelEvent.JOINED: "I am in this channel again, so its daily digest goes on.",
}

_log = structlog.get_logger(__name__)


class ChannelChangeHandler:
    """Handles what happens to channels.

    Args:
        service: saves changes.
        pausing: pauses subscriptions.
        sender: posts to channels.
    """

    def __init__(
        self,
        *,
        service: SubscriptionService,
        pausing: PauseService,
        sender: OutboxSender,
    ) -> None:
        self._service = service
        self._pausing = pausing
        self._sender = sender

    async def handle(self, job: Job[ChannelChanged]) -> None:
        """Pause the subscription of a channel that is gone; resume that of one that is back.

        Raises:
            SlackError: the message could not be posted.
        """
        subscription = await self._service.get(job.payload.team_id, job.payload.channel_id)
        what = job.payload.event
        if subscription is None:
            return
        if what in GONE and subscription.paused_until is None:
            await self._pausing.pause(job.id, subscription, GONE[what])
        elif subscription.pause_reason in BACK.get(what, frozenset()):
            await self._resume(job, subscription, what)
        elif await self._sender.is_enqueued(job.id, prefix=KeyPrefix.RESUMED):  # the process died before it was posted
            await self._sender.send_all(job.id, prefix=KeyPrefix.RESUMED)

    async def _resume(self, job: Job[ChannelChanged], subscription: Subscription, what: ChannelEvent) -> None:
        """End a pause and say so in the channel; where the bot is not in it, tell the owner what is still missing."""
        try:
            info = await find_channel(self._service.api, subscription.channel)
            reason = PauseReason.NOT_A_MEMBER if info is not None and not info.is_member else None
        except SlackError as error:
            reason = refusal_for(error.slack_code).pause
        if reason is not None:
            if reason is not subscription.pause_reason:
                await self._pausing.pause(job.id, subscription, reason)
            return
        wanted = replace(subscription, paused_until=None, pause_reason=None, created_at=self._service.clock.now())
        message = await self._service.reply_with_next(wanted, _SAID[what])
        await self._sender.enqueue(job.id, wanted.channel, (message,), thread_ts=None, prefix=KeyPrefix.RESUMED)
        await self._service.subscriptions.save(wanted, by=OURSELVES, change=f"resumed: {_CHANGES[what]}")
        await self._sender.send_all(job.id, prefix=KeyPrefix.RESUMED)


_CHANGES = {
    ChannelEvent.UNARCHIVED: "the channel was unarchived",
    ChannelEvent.JOINED: "I was invited into the channel",
}
