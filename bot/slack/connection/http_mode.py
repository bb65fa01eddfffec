"""HTTP mode: what a request must be before Bolt sees it, and what is answered to one that is not.

In this order: it is there in time (408), not too large (413), rightly signed (401), a payload that can be read (400).
Nothing is parsed of a request that is not signed. Each connection carries one request: one that is closed
because it is idle, while a proxy sends the next request through it, would lose that request; Slack sends commands once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import cast

import structlog
from aiohttp import hdrs, web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp

from bot.clock import Clock, SystemClock
from bot.errors import UnreadableDeliveryError
from bot.slack.connection.bolt_requests import http_request
from bot.slack.connection.connection_limiter import ConnectionLimiter, HttpLimits, mark_whole
from bot.slack.connection.signatures import SIGNATURE, TIMESTAMP, WINDOW_S, Signature, find_signature

MAX_BODY = 1_000_000
"""Bytes of a request from Slack; its own are far below."""

LINGER_S = 2.0
"""So long the rest of a body is read and thrown away after a refusal, so that the sender gets to see it."""

SHUTDOWN_S = 5.0
"""So long requests that are being answered are waited for at the end; Slack itself waits three seconds."""

_FOR_BOLT = (TIMESTAMP, SIGNATURE, hdrs.CONTENT_TYPE, "X-Slack-Retry-Num", "X-Slack-Retry-Reason")
"""Headers that Bolt gets to see; others would only be ways to talk to it around the signature."""

RequestHandler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]

_log = structlog.get_logger(__name__)


def build_web(
    app: AsyncApp, *, secret: str, clock: Clock | None = None, limits: HttpLimits | None = None
) -> web.Application:
    """The web application of HTTP mode: POST /slack/events and GET /healthz.

    Args:
        app: handles what Slack posts.
        secret: the signing secret.
        clock: ours.
        limits: how long a body may take.
    """
    time, within_s = clock or SystemClock(), (limits or HttpLimits()).body_s

    async def take(request: web.Request) -> web.Response:
        body = await _read(request, within_s)
        signature = find_signature(request.headers)
        if signature is None or not _is_signed(signature, secret, body, time.now().timestamp()):
            raise web.HTTPUnauthorized(text="invalid request")
        try:
            asked = http_request(body.decode(), _headers_for_bolt(request))
        except UnreadableDeliveryError as error:
            _log.warning("a request cannot be read", cause=str(error))
            raise web.HTTPBadRequest(text="unreadable request") from None
        return await to_aiohttp_response(await app.async_dispatch(asked))

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    application = web.Application(client_max_size=MAX_BODY, middlewares=[_one_request])
    application.router.add_post("/slack/events", take)
    application.router.add_get("/healthz", healthz)
    return application


@dataclass(frozen=True, slots=True)
class HttpServer:
    """A server that listens.

    Attributes:
        port: where.
        limiter: counts its connections.
        close: ends it, once what is under way is answered.
    """

    port: int
    limiter: ConnectionLimiter
    close: Callable[[], Awaitable[None]]


async def serve(application: web.Application, host: str, port: int, limits: HttpLimits) -> HttpServer:
    """Serve an application within limits.

    Args:
        application: of `build_web`.
        host: the address to listen on.
        port: 0: any that is free.
        limits: what senders are allowed.

    Raises:
        OSError: the port cannot be used.
    """
    runner = web.AppRunner(
        application,
        access_log=None,
        logger=_quiet_logger(),
        keepalive_timeout=limits.headers_s,  # runs from the beginning, too, until headers are there
        lingering_time=LINGER_S,
        shutdown_timeout=SHUTDOWN_S,
        auto_decompress=False,  # Slack sends nothing compressed, and little can become much
    )
    await runner.setup()
    server = cast("web.Server", runner.server)
    server.request_handler = _without_expectations(server.request_handler)
    limiter = ConnectionLimiter(server, limits)
    try:
        listening = await asyncio.get_running_loop().create_server(limiter, host, port)
    except OSError:
        await runner.cleanup()
        raise

    async def close() -> None:
        listening.close()
        await runner.cleanup()

    return HttpServer(listening.sockets[0].getsockname()[1], limiter, close)


def _without_expectations(handle: RequestHandler) -> RequestHandler:
    """The same, but for requests that expect something unknown: aiohttp stumbles over one that is not text."""

    async def handle_others(request: web.BaseRequest) -> web.StreamResponse:
        if request.headers.get(hdrs.EXPECT, "100-continue").lower() == "100-continue":
            return await handle(request)
        refusal = web.Response(status=417)
        refusal.force_close()
        return refusal

    return handle_others


@web.middleware
async def _one_request(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer, and close the connection."""
    try:
        response = await handler(request)
    except web.HTTPException as refusal:
        refusal.force_close()
        raise
    response.force_close()
    return response


async def _read(request: web.Request, within_s: float) -> bytes:
    """The whole body.

    Raises:
        HTTPRequestTimeout, HTTPRequestEntityTooLarge, HTTPBadRequest: it does not come, is too large, or breaks off.
    """
    try:
        async with asyncio.timeout(within_s):
            body = await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout(text="the body did not come in time") from None
    except (web.RequestPayloadError, ConnectionError):
        raise web.HTTPBadRequest(text="the body broke off") from None
    mark_whole(request.transport)
    return body


def _is_signed(signature: Signature, secret: str, body: bytes, now: float) -> bool:
    """Whether Slack made the signature, lately. One that is right but for its time is logged."""
    if not signature.fits(secret, body):
        return False
    off_s = signature.off_s(now)
    if abs(off_s) <= WINDOW_S:
        return True
    _log.error("the clock is off, or an old request was sent again: Slack's requests are refused", off_s=off_s)
    return False


def _headers_for_bolt(request: web.Request) -> dict[str, str]:
    """The headers that Bolt looks at, each once.

    Raises:
        UnreadableDeliveryError: one of them comes several times, so that it is not clear what it says.
    """
    found = {name: request.headers.getall(name) for name in _FOR_BOLT if name in request.headers}
    for name, values in found.items():
        if len(values) > 1:
            raise UnreadableDeliveryError(f"the header {name} comes {len(values)} times")
    return {name: values[0] for name, values in found.items()}


def _quiet_logger() -> logging.Logger:
    """A logger for aiohttp: a request that is no HTTP is the sender's fault, and a line, not a traceback."""
    logger = logging.getLogger("nutgraf.http")
    logger.addFilter(_without_traceback)
    return logger


def _without_traceback(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, HttpProcessingError):
        record.exc_info = None
        record.levelno, record.levelname = logging.INFO, "INFO"
        record.msg, record.args = "a request that is no HTTP was refused (%s)", (type(error).__name__,)
    return True
