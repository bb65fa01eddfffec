"""The Bolt app, and the two ways Slack reaches it: Socket Mode and HTTP."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings
from bot.errors import ConfigError
from bot.slack.connection import acknowledgements
from bot.slack.connection.connection_limiter import HttpLimits
from bot.slack.connection.http_mode import build_web, serve
from bot.slack.connection.inbox_middleware import InboxMiddleware
from bot.slack.connection.socket_mode import SocketModePool, code_of


@dataclass(frozen=True, slots=True)
class SlackConnection:
    """The connection to Slack.

    Attributes:
        close: ends it.
        count: open connections; in HTTP mode, where Slack opens them, always one.
    """

    close: Callable[[], Awaitable[None]]
    count: Callable[[], int]


def build_bolt(settings: Settings, client: AsyncWebClient, reception: InboxMiddleware) -> AsyncApp:
    """The app with all its listeners, not yet connected."""
    secret = settings.slack_signing_secret
    app = AsyncApp(
        name="nutgraf",
        client=client,
        signing_secret=secret.get_secret_value() if secret else None,
        logger=logging.getLogger("slack_bolt"),
        before_authorize=reception.process,
    )
    acknowledgements.register(app, reception.commands)
    return app


async def connect_socket(settings: Settings, app: AsyncApp) -> SlackConnection:
    """Open the Socket Mode connections, which keep themselves open.

    Raises:
        ConfigError: Slack refuses the token or is not reached.
    """
    token = settings.slack_app_token
    sockets = SocketModePool(app, token.get_secret_value() if token else "", proxy=settings.slack_proxy)
    try:
        await sockets.open()
    except SlackApiError as error:
        reason = code_of(error) or "an answer that is not Slack's"
        raise ConfigError(f"SLACK_APP_TOKEN: Slack refused Socket Mode ({reason}).") from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise ConfigError(f"Slack is not reached at {settings.slack_api_url} ({type(error).__name__}).") from error
    return SlackConnection(sockets.close, lambda: sockets.connected)


async def listen_http(settings: Settings, app: AsyncApp, *, limits: HttpLimits | None = None) -> SlackConnection:
    """Listen for Slack's requests.

    Args:
        settings: the port and the signing secret.
        app: handles what Slack posts.
        limits: what senders are allowed.

    Raises:
        ConfigError: the port is taken, or there is no signing secret.
    """
    if settings.slack_signing_secret is None:
        raise ConfigError("SLACK_SIGNING_SECRET is not set.")
    allowed = limits or HttpLimits()
    web = build_web(app, secret=settings.slack_signing_secret.get_secret_value(), limits=allowed)
    try:
        server = await serve(web, settings.http_host, settings.http_port, allowed)
    except OSError as error:
        raise ConfigError(f"NUTGRAF_HTTP_PORT: port {settings.http_port} cannot be used ({error.strerror}).") from error
    return SlackConnection(server.close, lambda: 1)
