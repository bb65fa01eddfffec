"""Answers that only one person sees, through a command's or a click's response_url.

A response_url takes 5 posts in 30 minutes. Once it refuses, or where it is not at Slack's, the answer goes out by
chat.postEphemeral instead, retried as long as a post to a channel. Such answers cannot be looked up: one whose
outcome is not known is not sent again; the asker reads that.
Source: docs.slack.dev/interactivity/handling-user-interaction, "Message responses".
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import aiohttp
import structlog
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.config import SLACK_API_URL
from bot.errors import SlackError, UnknownOutcomeError
from bot.newsroom.jobs.inbox import Outbox, Parcel, ParcelState
from bot.slack.api.addresses import ANSWER_HOSTS, is_slacks
from bot.slack.api.retries import post_ephemeral
from bot.slack.api.web_api import Caller, UncertainError, WorkspaceClosedError
from bot.slack.rendering.block_kit import Message
from bot.slack.rendering.error_messages import note

_RESTARTED = "I was restarted while I answered you. If you do not see my answer, please ask again."

_log = structlog.get_logger(__name__)


class PrivateReplies:
    """Sends through response_urls.

    Args:
        session: shared with the Web API client.
        caller: the way out when a response_url refuses.
        outbox: remembers what was sent before a restart.
        api_url: where Slack's Web API is; a playground has its response_urls there too.
        proxy: for calls to Slack.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        caller: Caller,
        outbox: Outbox,
        *,
        api_url: str = SLACK_API_URL,
        proxy: str | None = None,
    ) -> None:
        self._session = session
        self._caller = caller
        self._outbox = outbox
        self._api_url = api_url
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

        async def put_back(wait_s: float) -> None:
            await self._outbox.put_back(key, wait_s=wait_s)

        await self._outbox.attempt(key)
        try:
            await self.send(
                response_url,
                message,
                asker=asker,
                put_back=put_back,
                begin=partial(self._outbox.attempt, key),
                **how,
            )
        except WorkspaceClosedError:  # certainly not sent; its job waits and is done again
            await self._outbox.put_back(key)
            raise
        except UnknownOutcomeError as error:
            await self._outbox.lose_track(key, str(error))
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
            await self.send_once(key, response_url, message, asker=asker, give_up_after_s=0.0)

    async def send(
        self,
        response_url: str,
        message: Message,
        *,
        asker: tuple[str, str],
        replace_original: bool = False,
        thread_ts: str | None = None,
        **retries: Any,
    ) -> None:
        """Send a message for the asker's eyes.

        Args:
            response_url: from the command or click.
            message: what to say.
            asker: channel and user, for the way out.
            replace_original: put it in the place of the message that was clicked on.
            thread_ts: the thread it belongs to.
            **retries: of the way out, as for `call_with_retries`.

        Raises:
            SlackError: neither way worked.
        """
        payload = _payload(message, replace_original=replace_original)
        if thread_ts:
            payload["thread_ts"] = thread_ts
        if await self._respond_once(response_url, payload):
            return
        await post_ephemeral(self._caller, asker, message, thread_ts=thread_ts, **retries)

    async def dismiss(self, response_url: str) -> None:
        """Delete the message that was clicked on."""
        await self._respond_once(response_url, {"delete_original": True})

    async def post_in_channel(self, keys: Sequence[str], response_url: str, message: Message, *, channel: str) -> None:
        """Post a message for everybody in a channel that the bot may not post in by itself. There is no other way.

        Args:
            keys: what the message holds; all of it is posted, or nothing. None of it may have been begun before.
            response_url: from the click.
            message: what to say.
            channel: where.

        Raises:
            UnknownOutcomeError: nobody can tell whether it is posted; it is never posted again.
            SlackError: it is certainly not posted.
        """
        await self._outbox.plan([Parcel(key, key, 0, f"private:{channel}", None, {}) for key in keys])
        for key in keys:
            await self._outbox.attempt(key)
        try:
            await self._require_taken(response_url, _payload(message, in_channel=True))
        except UnknownOutcomeError as error:
            await self._lose_track(keys, str(error))
            raise
        except SlackError as error:
            for key in keys:
                await self._outbox.skip(key, str(error))
            raise
        for key in keys:
            await self._outbox.posted(key, "private")

    async def state_in_channel(self, key: str) -> ParcelState | None:
        """How far something has come that `post_in_channel` was to post; None where it was never begun.

        One that was under way when the process ended cannot be looked for: nobody knows what became of it.
        """
        known = await self._outbox.find(key)
        if known is None or known.state is not ParcelState.ATTEMPTING:
            return known.state if known is not None else None
        await self._lose_track([key], "the process ended while it was sent")
        return ParcelState.UNKNOWN

    async def _lose_track(self, keys: Sequence[str], reason: str) -> None:
        for key in keys:
            await self._outbox.lose_track(key, reason)

    async def _require_taken(self, response_url: str, payload: dict[str, Any]) -> None:
        """Send, and see that it was taken.

        Raises:
            UnknownOutcomeError, SlackError: as for `post_in_channel`.
        """
        try:
            status = await self._respond(response_url, payload)
        except UncertainError as error:
            raise UnknownOutcomeError(f"response_url: {error}") from error
        if status >= 500:
            raise UnknownOutcomeError(f"response_url: HTTP {status}")
        if status != 200:
            raise SlackError(f"response_url: HTTP {status}")

    async def _respond_once(self, response_url: str, payload: dict[str, Any]) -> bool:
        """Whether Slack took it. When the answer is lost it counts as taken: twice is worse than once too few."""
        try:
            return await self._respond(response_url, payload) == 200
        except SlackError as error:
            _log.warning("response_url not used", cause=str(error))
            return False
        except UncertainError as error:
            _log.warning("response_url: outcome not known", cause=str(error))
            return True

    async def _respond(self, response_url: str, payload: dict[str, Any]) -> int:
        """The HTTP status of what Slack says to it.

        Raises:
            UncertainError: the answer is lost.
            SlackError: it was not sent.
        """
        if not is_slacks(response_url, ANSWER_HOSTS, api_url=self._api_url):
            raise SlackError("response_url: not an address of Slack's")
        client = AsyncWebhookClient(response_url, session=self._session, proxy=self._proxy, retry_handlers=[])
        try:
            answer = await client.send_dict(payload)
        except aiohttp.ClientConnectorError as error:
            raise SlackError(f"response_url: {type(error).__name__}") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise UncertainError(type(error).__name__) from error
        if answer.status_code != 200:
            _log.info("response_url refused", status=answer.status_code, said=str(answer.body)[:100])
        return answer.status_code


def _payload(message: Message, *, in_channel: bool = False, replace_original: bool = False) -> dict[str, Any]:
    return {
        "response_type": "in_channel" if in_channel else "ephemeral",
        "replace_original": replace_original,
        "text": message.text,
        "blocks": list(message.blocks),
        "unfurl_links": False,
        "unfurl_media": False,
    }
