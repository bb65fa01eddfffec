"""Slack's Web API client, set up so that it never repeats a call by itself."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings

CALL_TIMEOUT_S = 30


def build_client(settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client for this workspace.

    It has no retry handlers: the SDK's default sends a call again when the connection dies before the answer, and
    Slack has no idempotency key, so a message would be posted twice (slack_sdk.http_retry).
    `bot.slack.outbound.outbox_sender` decides what to send again. One shared session saves a connection per call.
    """
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else None
    return AsyncWebClient(
        token=token,
        base_url=settings.slack_api_url,
        proxy=settings.slack_proxy,
        session=session,
        timeout=CALL_TIMEOUT_S,
        retry_handlers=[],
    )
