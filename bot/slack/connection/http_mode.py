"""HTTP mode: what a request must be before Bolt sees it, and the answers to other requests.

In this order: it arrives in time (408), is not too large (413), is signed correctly (401), has a readable payload
(400). Nothing of an unsigned request is parsed. Each connection carries one request: if an idle connection were closed
while a proxy sends the next request through it, that request would be lost, and Slack sends commands only once.
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
"""Bytes of a request from Slack; its own are far smaller."""

LINGER_S = 2.0
"""How long the rest of a body is read and discarded after a refusal, so that the sender sees the answer."""

SHUTDOWN_S = 5.0
"""How long shutdown waits for requests that are being answered; Slack itself waits three seconds."""

_FOR_BOLT = (TIMESTAMP, SIGNATURE, hdrs.CONTENT_TYPE, "X-Slack-Retry-Num", "X-Slack-Retry-Reason")
"""Headers that Bolt sees; others would only be ways around the signature."""

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
    """A running server.

    Attributes:
        port: where it listens.
        limiter: counts its connections.
        close: ends it, once open requests are answered.
    """

    port: int
    limiter: ConnectionLimiter
    close: Callable[[], Awaitable[None]]


async def serve(application: web.Application, host: str, port: int, limits: HttpLimits) -> HttpServer:
    """Serve an application within limits.

    Args:
        application: of `build_web`.
        host: the address to listen on.
        port: 0: any free one.
        limits: what senders are allowed.

    Raises:
        OSError: the port cannot be used.
    """
    runner = web.AppRunner(
        application,
        access_log=None,
        logger=_quiet_logger(),
        keepalive_timeout=limits.headers_s,  # also runs from the start of a connection until headers arrive
        lingering_time=LINGER_S,
        shutdown_timeout=SHUTDOWN_S,
        auto_decompress=False,  # Slack sends nothing compressed, and a small body can expand a lot
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
    """The same, except for requests that expect something unknown: aiohttp fails on an expectation that is not text."""

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
        HTTPRequestTimeout, HTTPRequestEntityTooLarge, HTTPBadRequest: it does not arrive, is too large, or breaks off.
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
    """Whether Slack made the signature, recently. One that is correct but too old or too new is logged."""
    if not signature.fits(secret, body):
        return False
    off_s = signature.off_s(now)
    if abs(off_s) <= WINDOW_S:
        return True
    _log.error("the clock is off, or an old request was sent again: Slack's requests are refused", off_s=off_s)
    return False


def _headers_for_bolt(request: web.Request) -> dict[str, str]:
    """The headers that Bolt reads, each once.

    Raises:
        UnreadableDeliveryError: one of them is repeated, so that its value is not clear.
    """
    found = {name: request.headers.getall(name) for name in _FOR_BOLT if name in request.headers}
    for name, values in found.items():
        if len(values) > 1:
            raise UnreadableDeliveryError(f"the header {name} comes {len(values)} times")
    return {name: values[0] for name, values in found.items()}


def _quiet_logger() -> logging.Logger:
    """A logger for aiohttp: a request that is not HTTP is the sender's fault; it gets one line, not a traceback."""
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
