"""Tells the owners of subscriptions what happened to them: paused, not posted, a feed that fails."""

from collections.abc import Sequence

import structlog

from bot.errors import BotError, SlackError, UnknownOutcomeError
from bot.newsroom.command_names import DEFAULT_NAMES, CommandNames
from bot.newsroom.jobs.keys import KeyPrefix
from bot.newsroom.subscriptions.model import PauseReason, Subscription
from bot.slack.api.directory import find_dm
from bot.slack.api.web_api import SlackApi
from bot.slack.outbound.ephemeral import post_ephemeral
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.block_kit.escaping import fallback
from bot.slack.rendering.block_kit.renamed_commands import rename_in_message
from bot.slack.rendering.refusals import PAUSES

_log = structlog.get_logger(__name__)


class OwnerNotifier:
    """Tells the owners of subscriptions something: by a direct message, else by an ephemeral one in the channel.

    Args:
        api: calls Slack's Web API.
        sender: posts to channels.
        commands: names of the slash commands.
    """

    def __init__(self, api: SlackApi, sender: OutboxSender, commands: CommandNames = DEFAULT_NAMES) -> None:
        self._api = api
        self._sender = sender
        self._commands = commands

    async def notify_paused(self, job_id: str, subscription: Subscription, reason: PauseReason) -> str | None:
        """Tell the owner that a subscription is paused, once per job. Returns why that failed."""
        return await self.notify_owner(job_id, subscription, format_paused(subscription, reason))

    async def notify_not_posted(self, job_id: str, subscription: Subscription, error: BotError) -> str | None:
        """Tell the owner that an edition is not posted, or not to its end, once per job. Returns why that failed."""
        return await self.notify_owner(job_id, subscription, format_not_posted(subscription, error))

    async def notify_owner(self, job_id: str, subscription: Subscription, message: Message) -> str | None:
        """Tell the owner something, once per job. Returns why that failed."""
        return await self.notify(job_id, subscription.owner, message, channel=subscription.channel)

    async def notify(self, job_id: str, user: str, message: Message, *, channel: str | None = None) -> str | None:
        """Send somebody a direct message, once per job; else an ephemeral message in a channel.

        Returns why that failed; None where it is sent, or may be.
        """
        message = rename_in_message(message, self._commands)
        try:
            await self._sender.enqueue(
                job_id, await find_dm(self._api, user), (message,), thread_ts=None, prefix=KeyPrefix.OWNER
            )
            await self._sender.send_all(job_id, prefix=KeyPrefix.OWNER)
        except UnknownOutcomeError as error:
            _log.warning("it is not known whether somebody was told", user=user, cause=str(error))
        except SlackError as error:
            return await self._notify_in_channel(user, message, channel, error)
        return None

    async def _notify_in_channel(self, user: str, message: Message, channel: str | None, why: SlackError) -> str | None:
        causes = [str(why)]
        if channel is not None:
            try:
                await post_ephemeral(self._api, (channel, user), message, give_up_after_s=0.0)
            except SlackError as error:
                causes.append(str(error))
            else:
                return None
        _log.error("somebody could not be told", user=user, cause="; ".join(causes))
        return "; ".join(causes)


def format_paused(subscription: Subscription, reason: PauseReason) -> Message:
    """What the owner reads about a pause, with the channel's name as a link."""
    advice = PAUSES[reason].next
    line: Sequence[kit.Element] = (
        kit.text("I have paused the digest in "),
        {"type": "channel", "channel_id": subscription.channel},
        kit.text(f": {reason.what}. {advice} "),
        kit.text("/digest resume", code=True),
        kit.text(" there."),
    )
    text = fallback(f"I have paused a digest: {reason.what}. {advice} /digest resume there.")
    return Message(text, (kit.paragraph(*line),))


def format_not_posted(subscription: Subscription, error: BotError) -> Message:
    """What the owner reads about an edition that is not posted, or not to its end; the digest is not paused."""
    said = f"{error.message} {error.advice} If it happens again, tell the person who runs me."
    line: Sequence[kit.Element] = (
        kit.text("About the digest in "),
        {"type": "channel", "channel_id": subscription.channel},
        kit.text(f": {said}"),
    )
    return Message(fallback(f"About your digest: {said}"), (kit.paragraph(*line),))
