"""Pauses the digest of a channel that will not have it, and tells its owner, once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import structlog

from bot.errors import SlackError
from bot.newsroom.subscriptions.model import Subscription, Subscriptions
from bot.slack.api.directory import find_dm
from bot.slack.api.web_api import Caller
from bot.slack.outbound.outbox_sender import Poster
from bot.slack.rendering import block_kit as kit
from bot.slack.rendering.block_kit import Message
from bot.slack.rendering.escaping import fallback

OURSELVES = "nutgraf"
"""Who changed a subscription where nobody did."""

SHARED = "shared"
"""Why a subscription is paused until somebody agrees: people of another organisation would read along."""

PAUSES: dict[str, tuple[str, str]] = {
    "channel_not_found": ("the channel is gone, or I am not in it any more", "Invite me there, then say"),
    "is_archived": ("the channel is archived", "Once it is unarchived the digest goes on; if it does not, say"),
    "not_in_channel": ("I am not in the channel", "Invite me with /invite and it goes on; if it does not, say"),
    "restricted_action": ("posting there is limited to some people", "Once I may post, say"),
    "restricted_action_read_only_channel": ("the channel is read-only", "Once I may post, say"),
    "restricted_action_thread_only_channel": ("only threads are allowed there", "Once I may post, say"),
    SHARED: ("the channel is shared with another organisation, whose people would read along", "If that is meant, say"),
}
"""Slack's word -> (what happened, what to do), for refusals that will not pass by themselves."""

_log = structlog.get_logger(__name__)


class Pausing:
    """Pauses digests.

    Args:
        subscriptions: what channels want.
        caller: calls Slack's Web API.
        poster: posts to channels.
    """

    def __init__(self, *, subscriptions: Subscriptions, caller: Caller, poster: Poster) -> None:
        self._subscriptions = subscriptions
        self._caller = caller
        self._poster = poster

    async def pause(self, job_id: str, subscription: Subscription, code: str) -> None:
        """Pause a digest and tell its owner, once: the owner's message is in the outbox."""
        if subscription.pause_reason == code:
            return
        _log.warning("digest paused", channel=subscription.channel, cause=code)
        await self.tell_owner(job_id, subscription, say_paused(subscription, code))
        paused = replace(subscription, paused_until=date.max, pause_reason=code)
        await self._subscriptions.save(paused, by=OURSELVES, change=f"paused: {PAUSES[code][0]}")

    async def tell_owner(self, job_id: str, subscription: Subscription, message: Message) -> None:
        """Tell the owner something, once a job."""
        await self.tell(job_id, subscription.owner, message)

    async def tell(self, job_id: str, user: str, message: Message) -> None:
        """Tell somebody something in a direct message, once a job; who cannot be told is only logged."""
        try:
            await self._poster.plan(
                job_id, await find_dm(self._caller, user), (message,), thread_ts=None, prefix="owner:"
            )
            await self._poster.post_all(job_id, prefix="owner:")
        except SlackError as error:
            _log.warning("somebody could not be told", user=user, cause=str(error))


def say_paused(subscription: Subscription, code: str) -> Message:
    """What the owner is told, with the channel's name as a link."""
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
