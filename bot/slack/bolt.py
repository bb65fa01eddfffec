"""The Bolt app, and the two ways Slack reaches it: Socket Mode and HTTP."""

import logging
from collections.abc import Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings
from bot.slack.buttons import Buttons
from bot.slack.desk import Desk
from bot.slack.listeners import register

MAX_BODY = 1_000_000
"""Bytes of a request from Slack; its own are far below."""


def build_bolt(settings: Settings, client: AsyncWebClient, *, desk: Desk, buttons: Buttons) -> AsyncApp:
    """The app with all its listeners, not yet connected."""
    secret = settings.slack_signing_secret
    app = AsyncApp(
        name="nutgraf",
        client=client,
        signing_secret=secret.get_secret_value() if secret else None,
        logger=logging.getLogger("slack_bolt"),
    )
    register(app, desk=desk, buttons=buttons)
    return app


def build_socket(settings: Settings, app: AsyncApp) -> AsyncSocketModeHandler:
    """The Socket Mode connection of an app; `connect_async` opens it and keeps it open."""
    token = settings.slack_app_token
    return AsyncSocketModeHandler(
        app,
        token.get_secret_value() if token else None,
        logger=logging.getLogger("slack_sdk.socket_mode"),
        proxy=settings.slack_proxy,
    )


def build_web(app: AsyncApp, *, is_ready: Callable[[], bool]) -> web.Application:
    """The web application of HTTP mode: POST /slack/events, GET /healthz, GET /readyz."""

    async def take(request: web.Request) -> web.Response:
        if not _is_signed(request):
            return web.Response(status=401, text="invalid request")
        try:
            bolt_request = await to_bolt_request(request)
        except UnicodeDecodeError:
            return web.Response(status=401, text="invalid request")
        return await to_aiohttp_response(await app.async_dispatch(bolt_request))

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def readyz(_request: web.Request) -> web.Response:
        return web.json_response({"ok": is_ready()}, status=200 if is_ready() else 503)

    application = web.Application(client_max_size=MAX_BODY)
    application.router.add_post("/slack/events", take)
    application.router.add_get("/healthz", healthz)
    application.router.add_get("/readyz", readyz)
    return application


def _is_signed(request: web.Request) -> bool:
    """Whether the signature headers are well formed. Bolt checks what they say; malformed ones make it answer 500."""
    timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    return (
        timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12 and signature.isascii() and bool(signature)
    )
