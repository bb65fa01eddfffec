"""Answers that only one person sees, through a command's or a click's response_url.

A response_url takes 5 posts in 30 minutes. Once it refuses, the answer goes out by chat.postEphemeral instead. Such
answers cannot be looked up: one whose outcome is not known is not sent again, and the asker is told so.
Source: docs.slack.dev/interactivity/handling-user-interaction, "Message responses".
"""

from typing import Any

import aiohttp
import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.errors import SlackError
from bot.newsroom.mail import Outbox, Parcel, ParcelState
from bot.slack.calling import Caller, WorkspaceClosedError
from bot.slack.rendering.blocks import Message
from bot.slack.rendering.errors import note

_RESTARTED = "I was restarted while I answered you. If you do not see my answer, please ask again."

_log = structlog.get_logger(__name__)


class PrivateReplies:
    """Sends through response_urls.

    Args:
        session: shared with the Web API client.
        caller: the way out when a response_url refuses.
        outbox: remembers what was sent before a restart.
        proxy: for calls to Slack.
    """

    def __init__(
        self, session: aiohttp.ClientSession, caller: Caller, outbox: Outbox, *, proxy: str | None = None
    ) -> None:
        self._session = session
        self._caller = caller
        self._outbox = outbox
        self._proxy = proxy

    async def send_once(
        self, key: str, response_url: str, message: Message, *, asker: tuple[str, str], **how: Any
    ) -> None:
        """Send a message unless it was sent before.

        Args:
            key: the message's own, the same after a restart.
            response_url: from the command or click.
            message: what to say.
            asker: channel and user, for the way out.
            **how: as for `send`.

        Raises:
            SlackError: neither way worked.
        """
        known = await self._outbox.find(key)
        if known is None:
            await self._outbox.plan([Parcel(key, key, 0, f"private:{asker[0]}", None, {})])
        elif known.state is ParcelState.ATTEMPTING:
            await self._outbox.lose_track(key, "a private answer; the process ended while it was sent")
            await self.send(response_url, note(_RESTARTED), asker=asker)
            return
        elif known.state is not ParcelState.PENDING:
            return
        await self._outbox.attempt(key)
        try:
            await self.send(response_url, message, asker=asker, **how)
        except WorkspaceClosedError:  # certainly not sent; its job waits and is done again
            await self._outbox.put_back(key)
            raise
        except SlackError as error:
            await self._outbox.skip(key, str(error))
            raise
        await self._outbox.posted(key, "private")

    async def say_in_passing(self, key: str, response_url: str, message: Message, *, asker: tuple[str, str]) -> None:
        """Send a message that is of use only now; one that was begun before a restart is left as it is.

        Args and raises: as for `send_once`.
        """
        if await self._outbox.find(key) is None:
            await self.send_once(key, response_url, message, asker=asker)

    async def send(
        self,
        response_url: str,
        message: Message,
        *,
        asker: tuple[str, str],
        replace_original: bool = False,
        in_channel: bool = False,
        thread_ts: str | None = None,
    ) -> None:
        """Send a message for the asker's eyes, or for the channel's.

        Args:
            response_url: from the command or click.
            message: what to say.
            asker: channel and user, for the way out.
            replace_original: put it in the place of the message that was clicked on.
            in_channel: everybody in the channel sees it.
            thread_ts: the thread it belongs to.

        Raises:
            SlackError: neither way worked.
        """
        payload: dict[str, Any] = {
            "response_type": "in_channel" if in_channel else "ephemeral",
            "replace_original": replace_original,
            "text": message.text,
            "blocks": list(message.blocks),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if thread_ts:
            payload["thread_ts"] = thread_ts
        if await self._respond(response_url, payload):
            return
        channel, user = asker
        await self._caller.whisper(channel, user, message.text, list(message.blocks), thread_ts=thread_ts)

    async def dismiss(self, response_url: str) -> None:
        """Delete the message that was clicked on."""
        await self._respond(response_url, {"delete_original": True})

    async def _respond(self, response_url: str, payload: dict[str, Any]) -> bool:
        """Whether Slack took it. Not sent again when the answer is lost: twice is worse than once too few."""
        client = AsyncWebhookClient(response_url, session=self._session, proxy=self._proxy, retry_handlers=[])
        try:
            answer = await client.send_dict(payload)
        except aiohttp.ClientConnectorError as error:
            raise SlackError(f"response_url: {type(error).__name__}") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            _log.warning("response_url: outcome not known", cause=type(error).__name__)
            return True
        if answer.status_code != 200:
            _log.info("response_url refused", status=answer.status_code, said=str(answer.body)[:100])
        return bool(answer.status_code == 200)
