"""A bot in HTTP mode: the real Bolt app with the real inbox before it, and requests that are signed as Slack signs."""

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings
from bot.slack.connection.bolt_app import build_bolt
from bot.slack.connection.connection_limiter import HttpLimits
from bot.slack.connection.http_mode import HttpServer, build_web, serve
from tests.bot.slack.connection.test_inbox_middleware import Door

SECRET = "shh"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
EVENT = json.dumps(
    {
        "type": "event_callback",
        "event_id": "Ev1",
        "team_id": "T1",
        "event": {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.0", "text": "hello"},
    }
)


def signed(body: str | bytes, *, age_s: int = 0, secret: str = SECRET, content_type: str = JSON) -> dict[str, str]:
    raw = body if isinstance(body, bytes) else body.encode()
    timestamp = str(int(time.time()) - age_s)  # noqa: TID251  (the signature of now)
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + raw, hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest}",
        "Content-Type": content_type,
    }


def as_form(payload: object) -> str:
    """A click or a form of Slack's, as it sends them."""
    return urlencode({"payload": json.dumps(payload)})


class Client:
    """Posts to a server on this machine."""

    def __init__(self, session: aiohttp.ClientSession, server: HttpServer) -> None:
        self._session, self.server = session, server

    async def get(self, path: str) -> aiohttp.ClientResponse:
        return await self._send("GET", path)

    async def post(self, path: str, **how: Any) -> aiohttp.ClientResponse:
        return await self._send("POST", path, **how)

    async def _send(self, method: str, path: str, **how: Any) -> aiohttp.ClientResponse:
        async with self._session.request(method, f"http://127.0.0.1:{self.server.port}{path}", **how) as answer:
            await answer.read()
        return answer


@asynccontextmanager
async def client_of(app: AsyncApp, limits: HttpLimits | None = None) -> AsyncIterator[Client]:
    """Somebody who can reach an app in HTTP mode."""
    limits = limits or HttpLimits()
    server = await serve(build_web(app, secret=SECRET, limits=limits), "127.0.0.1", 0, limits)
    try:
        async with aiohttp.ClientSession() as session:
            yield Client(session, server)
    finally:
        await server.close()


@asynccontextmanager
async def bolt_behind(door: Door, *, status: int = 200) -> AsyncIterator[Any]:
    """The Bolt app that a door is before, in a workspace whose Web API only says who the bot is, or fails."""

    async def api(_request: web.Request) -> web.Response:
        if status != 200:
            return web.Response(status=status)
        return web.json_response({"ok": True, "team_id": "T1", "user_id": "UBOT", "bot_id": "B1", "url": "https://x/"})

    application = web.Application()
    application.router.add_route("*", "/api/{method}", api)
    async with TestServer(application) as server, aiohttp.ClientSession() as session:
        url = str(server.make_url("/api/"))
        secret, token = SecretStr(SECRET), SecretStr("xoxb-1")
        settings = Settings(_env_file=None, slack_signing_secret=secret, slack_bot_token=token, slack_api_url=url)
        client = AsyncWebClient("xoxb-1", base_url=url, session=session, retry_handlers=[])
        yield build_bolt(settings, client, door.reception)


@asynccontextmanager
async def hearing() -> AsyncIterator[tuple[Client, list[str]]]:
    """A client of a small Bolt app, and the mentions that it has heard."""

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="UBOT")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize)
    heard: list[str] = []

    async def on_mention(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    app.event("app_mention")(on_mention)
    async with client_of(app) as client:
        yield client, heard
