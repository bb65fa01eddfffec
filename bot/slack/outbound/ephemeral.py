"""Ephemeral messages: only one member of the channel sees them."""

from typing import Any

from bot.slack.api.retries import call_with_retries
from bot.slack.api.web_api import SlackApi
from bot.slack.rendering.block_kit.blocks import Message


async def post_ephemeral(
    api: SlackApi, recipient: tuple[str, str], message: Message, *, thread_ts: str | None = None, **how: Any
) -> None:
    """Post an ephemeral message.

    Args:
        api: calls Slack's Web API.
        recipient: channel and user.
        message: what to say.
        thread_ts: the thread it belongs to.
        **how: as for `call_with_retries`.

    Raises:
        UnknownOutcomeError: it is not known whether it was shown; it is not sent again.
        SlackError: Slack refused, or did not answer in time.
    """
    channel, user = recipient
    said: dict[str, Any] = {"channel": channel, "user": user, "text": message.text, "blocks": list(message.blocks)}
    if thread_ts:
        said["thread_ts"] = thread_ts
    await call_with_retries(api, "chat.postEphemeral", **how, **said)
