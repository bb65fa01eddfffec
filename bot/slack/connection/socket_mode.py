"""Socket Mode over two connections, each replaced before it ends, so that no event is lost between two of them.

Slack sends an event over any open connection, asks to refresh each every few hours, and sometimes lets one die
silently. slack_sdk's client closes the old connection before it opens the new one, and retries a used ticket again and
again when opening fails; so here it only carries frames, and `SocketModePool` decides when to open a new one.
Source: docs.slack.dev/apis/events-api/using-socket-mode; slack_sdk/socket_mode/aiohttp; slackapi/bolt-python#1529.
"""

import asyncio
import json
import logging
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import UnreadableDeliveryError
from bot.slack.connection.bolt_requests import socket_request
from bot.slack.connection.inbox_middleware import CANNOT_BE_READ

PING_S = 10.0
"""Between two pings; a connection that answers none of four is replaced, at most 40 s after it died."""

OPEN_S = 20.0
"""How long opening one may take."""

SOUND_S = 10.0
"""A connection that ended sooner was no success: the next one is opened after a pause."""

GRACE_S = 5.0
"""How long a connection stays open beside its successor: acknowledgements for it still go through it."""

LONGEST_PAUSE_S, SLOW_PAUSE_S = 30.0, 60.0
"""Between two tries: the maximum for what mends itself, and the pause for what a person has to mend."""

_FOR_GOOD = frozenset({CANNOT_BE_READ, 404})
"""HTTP statuses of Bolt's answers where a retry would not help."""

_TURNED_AWAY = frozenset({"link_disabled", "too_many_websockets"})
_TEMPORARY = frozenset({"", "ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})

Failure = SlackApiError | aiohttp.ClientError | TimeoutError | OSError
FAILURES = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError)
_NOT_SENT = (aiohttp.ClientError, OSError)

_log = structlog.get_logger(__name__)


class SocketModeConnection(SocketModeClient):
    """One WebSocket. Where the SDK's client would reconnect by itself, it sets `over` instead.

    Attributes:
        over: set once it should be replaced.
        reason: the reason that Slack gave, such as "warning".
    """

    def __init__(self, token: str, web_client: AsyncWebClient, *, proxy: str | None, ping_s: float) -> None:
        super().__init__(
            app_token=token,
            web_client=web_client,
            logger=logging.getLogger("slack_sdk.socket_mode"),
            proxy=proxy,
            ping_interval=ping_s,
        )
        self.over = asyncio.Event()
        self.reason = ""
        self.on_message_listeners.append(self._note_disconnect)

    async def connect(self) -> None:
        """Open it with its own ticket, once.

        Raises:
            SlackApiError, aiohttp.ClientError, TimeoutError, OSError: it could not be opened.
        """
        async with asyncio.timeout(OPEN_S):
            address = await self.issue_new_wss_url()
            self.current_session = await self.aiohttp_client_session.ws_connect(
                address,
                autoping=False,
                heartbeat=self.ping_interval,
                proxy=self.proxy,
                ssl=True if self.web_client.ssl is None else self.web_client.ssl,
            )
        self.current_session_monitor = asyncio.ensure_future(self.monitor_current_session())
        self.message_receiver = asyncio.ensure_future(self.receive_messages())

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  (the SDK's)
        """The SDK calls this when the connection is closed or stale, or Slack asks to disconnect."""
        self.over.set()

    async def process_message(self) -> None:
        """Handle the next frame; the SDK would log one that is not JSON with a traceback."""
        try:
            await super().process_message()  # type: ignore[no-untyped-call]  # the SDK has no types here
        except (ValueError, RecursionError) as error:
            _log.warning("a frame of Socket Mode is no JSON", cause=type(error).__name__)

    async def run_message_listeners(self, message: dict[str, Any], raw_message: str) -> None:
        """Pass an envelope to the listeners; one without a payload is acknowledged here, or it would come for ever."""
        envelope_id = message.get("envelope_id")
        if envelope_id is None or isinstance(message.get("payload"), (dict, str)):
            await super().run_message_listeners(message, raw_message)
            return
        _log.warning("an envelope cannot be read", cause="it has no payload")
        with suppress(*_NOT_SENT):
            await self.send_socket_mode_response(SocketModeResponse(str(envelope_id)))

    async def close(self) -> None:
        """Close it for good."""
        await super().close()  # type: ignore[no-untyped-call]  # the SDK has no types here

    async def _note_disconnect(self, message: aiohttp.WSMessage) -> None:
        if '"disconnect"' in message.data[:200]:
            with suppress(ValueError, RecursionError):
                said = json.loads(message.data)
                if isinstance(said, dict) and said.get("type") == "disconnect":
                    self.reason = str(said.get("reason", ""))


class SocketModePool:
    """Keeps connections open until it is closed.

    Args:
        app: handles what arrives.
        token: the app-level token.
        proxy: for the connections.
        count: connections at once.
        ping_s: between two pings.
        grace_s: how long a replaced connection stays open.
        pause: seconds before try number n, for what mends itself.
        slow_pause_s: before the next try of what a person has to mend.

    Eight arguments: the app and its token; the others are times that tests shorten.
    """

    def __init__(
        self,
        app: AsyncApp,
        token: str,
        *,
        proxy: str | None = None,
        count: int = 2,
        ping_s: float = PING_S,
        grace_s: float = GRACE_S,
        pause: Callable[[int], float] | None = None,
        slow_pause_s: float = SLOW_PAUSE_S,
    ) -> None:
        self._app = app
        self._token = token
        self._proxy = proxy
        self._count = count
        self._ping_s = ping_s
        self._grace_s = grace_s
        self._pause = pause or _pause
        self._slow_pause_s = slow_pause_s
        self._open: set[SocketModeConnection] = set()
        self._keepers: list[asyncio.Task[None]] = []
        self._retiring: set[asyncio.Task[None]] = set()

    @property
    def connected(self) -> int:
        """How many connections are open."""
        return sum(not connection.over.is_set() for connection in self._open)

    async def open(self) -> None:
        """Open the first connection; the others follow by themselves.

        Raises:
            SlackApiError, aiohttp.ClientError, TimeoutError, OSError: Slack refused it or is not reached.
        """
        first = await self._connect()
        self._keepers = [
            asyncio.create_task(self._keep_open(first if number == 0 else None)) for number in range(self._count)
        ]

    async def close(self) -> None:
        """Close every connection."""
        tasks = [*self._keepers, *self._retiring]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(self._end(connection) for connection in list(self._open)))

    async def _keep_open(self, connection: SocketModeConnection | None) -> None:
        """Keep one connection open: wait until it is over, open the next one, then close it."""
        tries, reason = 0, ""
        while True:
            if connection is not None:
                tries = 0 if await self._outlast(connection) else tries + 1
                reason = connection.reason
                _log.info("Socket Mode connection is over", reason=reason or "closed", soon=tries > 0)
            fresh, tries = await self._connect_with_retry(tries, reason if reason in _TURNED_AWAY else "")
            if connection is not None:
                self._retire(connection)
            connection = fresh

    async def _outlast(self, connection: SocketModeConnection) -> bool:
        """Wait until a connection is over. Returns whether it had lasted for a while."""
        loop = asyncio.get_running_loop()
        opened_at = loop.time()
        while not connection.over.is_set() and await connection.is_connected():
            with suppress(TimeoutError):
                async with asyncio.timeout(self._ping_s):
                    await connection.over.wait()
        connection.over.set()
        return loop.time() - opened_at >= SOUND_S

    async def _connect_with_retry(self, tries: int, obstacle: str) -> tuple[SocketModeConnection, int]:
        """Open a new connection, with as many tries as it takes. Returns it and the number of tries.

        Args:
            tries: the ones that failed just before.
            obstacle: Slack's error code for what a person has to mend first.
        """
        while True:
            if obstacle:
                _log.error("Slack turned Socket Mode away", reason=obstacle, next_try_s=self._slow_pause_s)
                await asyncio.sleep(self._slow_pause_s)
            elif tries:
                await asyncio.sleep(self._pause(tries))
            try:
                return await self._connect(), tries
            except FAILURES as error:
                tries += 1
                code = code_of(error)
                obstacle = "" if code in _TEMPORARY else code
                _log.warning("no Socket Mode connection", cause=type(error).__name__, code=code, tries=tries)

    async def _connect(self) -> SocketModeConnection:
        """An open connection."""
        connection = SocketModeConnection(self._token, self._app.client, proxy=self._proxy, ping_s=self._ping_s)
        connection.socket_mode_request_listeners.append(self._handle)
        try:
            await connection.connect()
        except BaseException:
            await connection.close()
            raise
        self._open.add(connection)
        return connection

    async def _handle(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Pass an envelope to the app and acknowledge it through the connection that brought it.

        One that cannot be read, or that we have no listener for, is acknowledged too: it would be the same again.
        """
        try:
            response = await self._app.async_dispatch(socket_request(request))
        except UnreadableDeliveryError as error:
            _log.warning("an envelope cannot be read", kind=str(request.type)[:50], cause=str(error))
            response = BoltResponse(status=CANNOT_BE_READ)
        if response.status in _FOR_GOOD:
            response = BoltResponse(status=200)
        try:
            await send_async_response(client, request, response, 0.0)
        except _NOT_SENT as error:  # the payload is stored; it comes again and is recognised
            _log.info("acknowledgement not sent", cause=type(error).__name__)

    def _retire(self, connection: SocketModeConnection) -> None:
        """Close a connection that has a successor, after a while."""
        task = asyncio.create_task(self._end_later(connection))
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)

    async def _end_later(self, connection: SocketModeConnection) -> None:
        if connection.current_session is not None and not connection.current_session.closed:
            await asyncio.sleep(self._grace_s)
        await self._end(connection)

    async def _end(self, connection: SocketModeConnection) -> None:
        self._open.discard(connection)
        await connection.close()


def code_of(error: Failure) -> str:
    """Slack's error code; "" where it did not send one."""
    if not isinstance(error, SlackApiError):
        return ""
    try:
        return str(error.response["error"] or "")
    except (KeyError, TypeError, ValueError):
        return ""


def _pause(tries: int) -> float:
    """Seconds before the next try: doubled each time, and different for every process."""
    return min(LONGEST_PAUSE_S, 2.0 ** (tries - 1)) * random.uniform(0.5, 1.0)  # noqa: S311  (no secret)
