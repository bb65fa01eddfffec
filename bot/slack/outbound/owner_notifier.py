"""Pauses the subscription of a channel that refuses editions, and tells its owner, once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import structlog

from bot.errors import SlackError
from bot.newsroom.subscriptions.model import Subscription, SubscriptionRepository
from bot.slack.api.directory import find_dm
from bot.slack.api.web_api import SlackApi
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.block_kit.escaping import fallback

OURSELVES = "nutgraf"
"""Who changed a subscription where no person did."""

SHARED = "shared"
"""Why a subscription is paused until somebody agrees: people of another organisation would see its editions."""

PAUSES: dict[str, tuple[str, str]] = {
    "channel_not_found": ("the channel is gone, or I am not in it any more", "Invite me there, then say"),
    "is_archived": ("the channel is archived", "Once it is unarchived the digest goes on; if it does not, say"),
    "not_in_channel": ("I am not in the channel", "Invite me with /invite and it goes on; if it does not, say"),
    "restricted_action": ("posting there is limited to some people", "Once I may post, say"),
    "restricted_action_read_only_channel": ("the channel is read-only", "Once I may post, say"),
    "restricted_action_thread_only_channel": ("only threads are allowed there", "Once I may post, say"),
    SHARED: ("the channel is shared with another organisation, whose people would read along", "If that is meant, say"),
}
"""Slack's error code -> (what happened, what to do), for refusals that do not go away by themselves."""

_log = structlog.get_logger(__name__)


class PauseService:
    """Pauses subscriptions.

    Args:
        subscriptions: what channels want.
        api: calls Slack's Web API.
        sender: posts to channels.
    """

    def __init__(self, *, subscriptions: SubscriptionRepository, api: SlackApi, sender: OutboxSender) -> None:
        self._subscriptions = subscriptions
        self._api = api
        self._sender = sender

    async def pause(self, job_id: str, subscription: Subscription, code: str) -> None:
        """Pause a subscription and tell its owner, once: the owner's message is in the outbox."""
        if subscription.pause_reason == code:
            return
        _log.warning("digest paused", channel=subscription.channel, cause=code)
        await self.notify_owner(job_id, subscription, format_paused(subscription, code))
        paused = replace(subscription, paused_until=date.max, pause_reason=code)
        await self._subscriptions.save(paused, by=OURSELVES, change=f"paused: {PAUSES[code][0]}")

    async def notify_owner(self, job_id: str, subscription: Subscription, message: Message) -> None:
        """Tell the owner something, once per job."""
        await self.notify(job_id, subscription.owner, message)

    async def notify(self, job_id: str, user: str, message: Message) -> None:
        """Send somebody a direct message, once per job; failures are only logged."""
        try:
            await self._sender.enqueue(
                job_id, await find_dm(self._api, user), (message,), thread_ts=None, prefix="owner:"
            )
            await self._sender.send_all(job_id, prefix="owner:")
        except SlackError as error:
            _log.warning("somebody could not be told", user=user, cause=str(error))


def format_paused(subscription: Subscription, code: str) -> Message:
    """The message to the owner, with the channel's name as a link."""
    what, advice = PAUSES[code]
    line: Sequence[kit.Element] = (
        kit.text("I have paused the digest in "),
        {"type": "channel", "channel_id": subscription.channel},
        kit.text(f": {what}. {advice} "),
        kit.text("/digest resume", code=True),
        kit.text(" there."),
    )
    text = fallback(f"I have paused a digest: {what}. {advice} /digest resume there.")
    return Message(text, (kit.paragraph(*line),))
