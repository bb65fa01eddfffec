"""Answers that only one person sees, through a command's or a click's response_url.

A response_url takes 5 posts in 30 minutes. Once it refuses, or where it is not one of Slack's, the answer goes out by
chat.postEphemeral instead, retried as long as a post to a channel. Such answers cannot be looked up: one with an
unknown outcome is not sent again, and the recipient reads that.
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
from bot.newsroom.jobs.outbox import Outbox, OutboxMessage, OutboxState
from bot.slack.api.addresses import ANSWER_HOSTS, is_slack_address
from bot.slack.api.web_api import OutcomeUnknownError, SlackApi, WorkspaceClosedError
from bot.slack.outbound.ephemeral import post_ephemeral
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.error_messages import text_message

_RESTARTED = "I was restarted while I answered you. If you do not see my answer, please ask again."

_log = structlog.get_logger(__name__)


class ResponseUrlSender:
    """Sends through response_urls.

    Args:
        session: shared with the Web API client.
        api: the fallback when a response_url refuses.
        outbox: remembers what was sent before a restart.
        api_url: where Slack's Web API is; a playground has its response_urls there too.
        proxy: for calls to Slack.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        api: SlackApi,
        outbox: Outbox,
        *,
        api_url: str = SLACK_API_URL,
        proxy: str | None = None,
    ) -> None:
        self._session = session
        self._api = api
        self._outbox = outbox
        self._api_url = api_url
        self._proxy = proxy

    async def send_once(
        self, key: str, response_url: str, message: Message, *, recipient: tuple[str, str], **how: Any
    ) -> None:
        """Send a message unless it was sent before.

        Args:
            key: the message's own, the same after a restart.
            response_url: from the command or click.
            message: what to say.
            recipient: channel and user, for the fallback.
            **how: as for `send`.

        Raises:
            SlackError: neither way worked.
        """
        known = await self._outbox.get(key)
        if known is None:
            await self._outbox.add_messages([OutboxMessage(key, key, 0, f"private:{recipient[0]}", None, {})])
        elif known.state is OutboxState.ATTEMPTING:
            await self._outbox.mark_unknown(key, "a private answer; the process ended while it was sent")
            await self.send(response_url, text_message(_RESTARTED), recipient=recipient)
            return
        elif known.state is OutboxState.SKIPPED:
            raise SlackError(f"{key} is {known.state}: {known.error}", slack_code=known.slack_code)
        elif known.state is not OutboxState.PENDING:
            return

        async def put_back(wait_s: float) -> None:
            await self._outbox.mark_retry(key, wait_s=wait_s)

        await self._outbox.mark_sending(key)
        try:
            await self.send(
                response_url,
                message,
                recipient=recipient,
                put_back=put_back,
                begin=partial(self._outbox.mark_sending, key),
                **how,
            )
        except WorkspaceClosedError:  # certainly not sent; its job waits and is done again
            await self._outbox.mark_retry(key)
            raise
        except UnknownOutcomeError as error:
            await self._outbox.mark_unknown(key, str(error))
            raise
        except SlackError as error:
            await self._outbox.mark_refused(key, error.slack_code or str(error))
            raise
        await self._outbox.mark_posted(key, "private")

    async def send_best_effort(
        self, key: str, response_url: str, message: Message, *, recipient: tuple[str, str]
    ) -> None:
        """Send a message that is useful only now; one that was started before a restart is left as it is.

        Args and raises: as for `send_once`.
        """
        if await self._outbox.get(key) is None:
            await self.send_once(key, response_url, message, recipient=recipient, give_up_after_s=0.0)

    async def send(
        self,
        response_url: str,
        message: Message,
        *,
        recipient: tuple[str, str],
        replace_original: bool = False,
        thread_ts: str | None = None,
        **retries: Any,
    ) -> None:
        """Send a message that only the recipient sees.

        Args:
            response_url: from the command or click.
            message: what to say.
            recipient: channel and user, for the fallback.
            replace_original: put it in the place of the message that was clicked on.
            thread_ts: the thread it belongs to.
            **retries: of the fallback, as for `call_with_retries`.

        Raises:
            SlackError: neither way worked.
        """
        payload = _payload(message, replace_original=replace_original)
        if thread_ts:
            payload["thread_ts"] = thread_ts
        if await self._respond_once(response_url, payload):
            return
        await post_ephemeral(self._api, recipient, message, thread_ts=thread_ts, **retries)

    async def dismiss(self, response_url: str) -> None:
        """Delete the message that was clicked on."""
        await self._respond_once(response_url, {"delete_original": True})

    async def post_in_channel(self, keys: Sequence[str], response_url: str, message: Message, *, channel: str) -> None:
        """Post a message that everybody sees in a channel where the bot itself may not post. There is no fallback.

        Args:
            keys: what the message holds; all of it is posted, or nothing. None of it may have been started before.
            response_url: from the click.
            message: what to say.
            channel: where.

        Raises:
            UnknownOutcomeError: it is unknown whether it was posted; it is never posted again.
            SlackError: it is certainly not posted.
        """
        await self._outbox.add_messages([OutboxMessage(key, key, 0, f"private:{channel}", None, {}) for key in keys])
        for key in keys:
            await self._outbox.mark_sending(key)
        try:
            await self._require_taken(response_url, _payload(message, in_channel=True))
        except UnknownOutcomeError as error:
            await self._mark_unknown(keys, str(error))
            raise
        except SlackError as error:
            for key in keys:
                await self._outbox.mark_refused(key, str(error))
            raise
        for key in keys:
            await self._outbox.mark_posted(key, "private")

    async def state_in_channel(self, key: str) -> OutboxState | None:
        """How far a post of `post_in_channel` has come; None where it was never started.

        One that was being sent when the process ended cannot be looked up: its outcome is unknown.
        """
        known = await self._outbox.get(key)
        if known is None or known.state is not OutboxState.ATTEMPTING:
            return known.state if known is not None else None
        await self._mark_unknown([key], "the process ended while it was sent")
        return OutboxState.UNKNOWN

    async def _mark_unknown(self, keys: Sequence[str], reason: str) -> None:
        for key in keys:
            await self._outbox.mark_unknown(key, reason)

    async def _require_taken(self, response_url: str, payload: dict[str, Any]) -> None:
        """Send, and check that Slack accepted it.

        Raises:
            UnknownOutcomeError, SlackError: as for `post_in_channel`.
        """
        try:
            status = await self._respond(response_url, payload)
        except OutcomeUnknownError as error:
            raise UnknownOutcomeError(f"response_url: {error}") from error
        if status >= 500:
            raise UnknownOutcomeError(f"response_url: HTTP {status}")
        if status != 200:
            raise SlackError(f"response_url: HTTP {status}")

    async def _respond_once(self, response_url: str, payload: dict[str, Any]) -> bool:
        """Whether Slack accepted it. A lost answer counts as accepted: twice is worse than not at all."""
        try:
            return await self._respond(response_url, payload) == 200
        except SlackError as error:
            _log.warning("response_url not used", cause=str(error))
            return False
        except OutcomeUnknownError as error:
            _log.warning("response_url: outcome not known", cause=str(error))
            return True

    async def _respond(self, response_url: str, payload: dict[str, Any]) -> int:
        """The HTTP status of Slack's answer.

        Raises:
            OutcomeUnknownError: the answer is lost.
            SlackError: it was not sent.
        """
        if not is_slack_address(response_url, ANSWER_HOSTS, api_url=self._api_url):
            raise SlackError("response_url: not an address of Slack's")
        client = AsyncWebhookClient(response_url, session=self._session, proxy=self._proxy, retry_handlers=[])
        try:
            answer = await client.send_dict(payload)
        except aiohttp.ClientConnectorError as error:
            raise SlackError(f"response_url: {type(error).__name__}") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise OutcomeUnknownError(type(error).__name__) from error
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
