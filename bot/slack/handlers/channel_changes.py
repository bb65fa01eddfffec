"""Handles what happens to channels: archived, unarchived, deleted, with a new id; the bot invited, or gone.

Slack reports it where the app subscribes to these events; elsewhere an edition that cannot be posted shows it.
"""

from collections.abc import Mapping

from bot.errors import SlackError
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.keys import KeyPrefix
from bot.newsroom.jobs.payloads import ChannelChanged, ChannelEvent
from bot.newsroom.subscriptions.model import PauseReason, Subscription
from bot.newsroom.subscriptions.pausing import PauseService
from bot.newsroom.subscriptions.ports import ChannelDirectory, DirectoryError
from bot.newsroom.subscriptions.service import SubscriptionService
from bot.newsroom.subscriptions.settings import end_pause
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.rendering.refusals import refusal_for
from bot.slack.rendering.subscription_messages import next_message

GONE: Mapping[ChannelEvent, PauseReason] = {
    ChannelEvent.ARCHIVED: PauseReason.ARCHIVED,
    ChannelEvent.DELETED: PauseReason.GONE,
    ChannelEvent.LEFT: PauseReason.NOT_A_MEMBER,
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


class ChannelChangeHandler:
    """Handles what happens to channels.

    Args:
        service: knows subscriptions.
        pausing: pauses subscriptions.
        sender: posts to channels.
        directory: knows channels.
    """

    def __init__(
        self,
        *,
        service: SubscriptionService,
        pausing: PauseService,
        sender: OutboxSender,
        directory: ChannelDirectory,
    ) -> None:
        self._service = service
        self._pausing = pausing
        self._sender = sender
        self._directory = directory

    async def handle(self, job: Job[ChannelChanged]) -> None:
        """Pause the subscription of a channel that is gone; resume that of one that is back; move that of a new id.

        Raises:
            SlackError: the message could not be posted.
            OwnerNotToldError: it is paused, and its owner could not be told.
        """
        team_id, what = job.payload.team_id, job.payload.event
        if what is ChannelEvent.ID_CHANGED:
            await self._service.move(team_id, job.payload.channel_id, job.payload.new_channel_id)
            return
        subscription = await self._service.get(team_id, job.payload.channel_id)
        if subscription is None or (what is ChannelEvent.LEFT and await self._is_back(subscription)):
            return
        if what in GONE and subscription.paused_until is None:
            await self._pausing.pause(job.id, subscription, GONE[what])
        elif subscription.pause_reason in BACK.get(what, frozenset()):
            await self._resume(job, subscription, what)
        elif await self._sender.is_enqueued(job.id, prefix=KeyPrefix.RESUMED):  # the process died before it was posted
            await self._sender.send_all(job.id, prefix=KeyPrefix.RESUMED)

    async def _is_back(self, subscription: Subscription) -> bool:
        """Whether Slack says that the bot is in a channel that it had left: events come late, and in any order."""
        try:
            info = await self._directory.find_channel(subscription.channel)
        except DirectoryError:
            return False
        return info is not None and info.is_member

    async def _resume(self, job: Job[ChannelChanged], subscription: Subscription, what: ChannelEvent) -> None:
        """End a pause and say so in the channel; where the bot is not in it, tell the owner what is still missing."""
        try:
            info = await self._directory.find_channel(subscription.channel)
            reason = PauseReason.NOT_A_MEMBER if info is not None and not info.is_member else None
        except SlackError as error:
            reason = refusal_for(error.slack_code).pause
        if reason is not None:
            if reason is not subscription.pause_reason:
                await self._pausing.pause(job.id, subscription, reason)
            return
        now = self._service.calendar.now()
        wanted = end_pause(subscription, now)
        message = next_message(wanted, await self._service.calendar.next_edition_at(wanted), _SAID[what])
        await self._sender.enqueue(job.id, wanted.channel, (message,), thread_ts=None, prefix=KeyPrefix.RESUMED)
        await self._pausing.resume(subscription, now, why=_CHANGES[what])
        await self._sender.send_all(job.id, prefix=KeyPrefix.RESUMED)


_CHANGES = {
    ChannelEvent.UNARCHIVED: "the channel was unarchived",
    ChannelEvent.JOINED: "I was invited into the channel",
}
