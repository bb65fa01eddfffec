"""The Bolt app, and the two ways Slack reaches it: Socket Mode and HTTP."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.errors import ConfigError
from bot.slack import listeners
from bot.slack.inbox import Reception
from bot.slack.signatures import clock_error_s, is_well_formed
from bot.slack.sockets import Sockets, code_of


@dataclass(frozen=True, slots=True)
class Link:
    """The way Slack reaches us.

    Attributes:
        close: ends it.
        count: connections that are open; in HTTP mode, where Slack opens them, always one.
    """

    close: Callable[[], Awaitable[None]]
    count: Callable[[], int]


MAX_BODY = 1_000_000
"""Bytes of a request from Slack; its own are far below."""

_log = structlog.get_logger(__name__)


def build_bolt(settings: Settings, client: AsyncWebClient, reception: Reception) -> AsyncApp:
    """The app with all its listeners, not yet connected."""
    secret = settings.slack_signing_secret
    app = AsyncApp(
        name="nutgraf",
        client=client,
        signing_secret=secret.get_secret_value() if secret else None,
        logger=logging.getLogger("slack_bolt"),
    )
    reception.register(app)
    listeners.register(app)
    return app


async def connect_socket(settings: Settings, app: AsyncApp) -> Link:
    """Open the Socket Mode connections, which keep themselves open.

    Raises:
        ConfigError: Slack refuses the token or is not reached.
    """
    token = settings.slack_app_token
    sockets = Sockets(app, token.get_secret_value() if token else "", proxy=settings.slack_proxy)
    try:
        await sockets.open()
    except SlackApiError as error:
        reason = code_of(error) or "an answer that is not Slack's"
        raise ConfigError(f"SLACK_APP_TOKEN: Slack refused Socket Mode ({reason}).") from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise ConfigError(f"Slack is not reached at {settings.slack_api_url} ({type(error).__name__}).") from error
    return Link(sockets.close, lambda: sockets.connected)


async def listen_http(settings: Settings, app: AsyncApp) -> Link:
    """Listen for Slack's requests.

    Raises:
        ConfigError: the port is taken.
    """
    secret = settings.slack_signing_secret
    site = web.AppRunner(build_web(app, secret=secret.get_secret_value() if secret else ""), access_log=None)
    await site.setup()
    try:
        await web.TCPSite(site, settings.http_host, settings.http_port).start()
    except OSError as error:
        await site.cleanup()
        raise ConfigError(f"NUTGRAF_HTTP_PORT: port {settings.http_port} cannot be used ({error.strerror}).") from error
    return Link(site.cleanup, lambda: 1)


def build_web(app: AsyncApp, *, secret: str = "", clock: Clock | None = None) -> web.Application:
    """The web application of HTTP mode: POST /slack/events and GET /healthz.

    Args:
        app: handles what Slack posts.
        secret: the signing secret, to tell a clock that is off from a forgery.
        clock: ours.
    """
    time = clock or SystemClock()

    async def take(request: web.Request) -> web.Response:
        if not is_well_formed(request.headers):
            return web.Response(status=401, text="invalid request")
        off_s = clock_error_s(secret, await request.read(), request.headers, time.now().timestamp()) if secret else None
        if off_s is not None:
            _log.error("the clock is off, or an old request was sent again: Slack's requests are refused", off_s=off_s)
        try:
            bolt_request = await to_bolt_request(request)
        except UnicodeDecodeError:
            return web.Response(status=401, text="invalid request")
        return await to_aiohttp_response(await app.async_dispatch(bolt_request))

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    application = web.Application(client_max_size=MAX_BODY)
    application.router.add_post("/slack/events", take)
    application.router.add_get("/healthz", healthz)
    return application
