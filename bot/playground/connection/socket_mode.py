"""Socket Mode: one-use tickets, hello, envelopes, acknowledgements, retries and disconnects over a real WebSocket.

Source: docs.slack.dev/apis/events-api/using-socket-mode and the behaviour slack_sdk's client expects.
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any

from aiohttp import WSMsgType, web

from bot.clock import Clock
from bot.playground.connection.transport import ACK_DEADLINE_S, RETRY_DELAYS_S, Answer, Envelope
from bot.playground.workspace import APP_ID

MAX_CONNECTIONS = 10
TICKET_LIFETIME_S = 30.0
CONNECTION_TIME_S = 18060  # what Slack's hello says
WARNING_S = 2.0  # Slack gives about ten seconds between the warning and the end
DISCONNECTS = {
    "disconnect_warning": "warning",
    "disconnect_refresh": "refresh_requested",
    "disconnect_link_disabled": "link_disabled",
}


class Connection:
    """One open WebSocket. A silent one stays open but neither sends nor receives: a network failure without notice."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self.silent = False
        self._outgoing: asyncio.Queue[str | None] = asyncio.Queue()

    def send(self, message: dict[str, Any]) -> None:
        """Queue a message; order is kept."""
        self._outgoing.put_nowait(json.dumps(message))

    def close(self) -> None:
        """End `write` after everything queued is sent; then the connection is closed."""
        self._outgoing.put_nowait(None)

    async def write(self) -> None:
        """Send queued messages until the connection ends."""
        while (text := await self._outgoing.get()) is not None:
            if self.silent:
                continue
            try:
                await self.socket.send_str(text)
            except ConnectionError:  # the other side is gone
                return


class SocketMode:
    """All connections of the app, and the payloads being sent over them.

    Args:
        clock: the current time, for the tickets' lifetime.
        on_connect: called after each hello.
        retry_delays_s: how long an event may stay unacknowledged, per attempt.
    """

    def __init__(
        self, clock: Clock, on_connect: Callable[[], None], retry_delays_s: tuple[float, ...] = RETRY_DELAYS_S
    ) -> None:
        self._clock = clock
        self._on_connect = on_connect
        self._retry_delays_s = retry_delays_s
        self._tickets: dict[str, float] = {}
        self._connections: list[Connection] = []
        self._waiting: deque[Envelope] = deque()
        self._sent: dict[str, tuple[Envelope, Connection, asyncio.TimerHandle]] = {}
        self._turn = 0

    @property
    def connected(self) -> bool:
        """Whether a socket is open."""
        return bool(self._connections)

    @property
    def unacknowledged(self) -> int:
        """The number of payloads that wait for a connection or an acknowledgement."""
        return len(self._waiting) + len(self._sent)

    def issue_ticket(self) -> str:
        """Return a ticket for one connection."""
        ticket = token_urlsafe(24)
        self._tickets[ticket] = self._clock.monotonic() + TICKET_LIFETIME_S
        return ticket

    def _take_ticket(self, ticket: str) -> bool:
        expires = self._tickets.pop(ticket, None)
        return expires is not None and self._clock.monotonic() < expires

    # -- one connection, from its opening to its end

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer `GET /socket/{ticket}`."""
        if not self._take_ticket(request.match_info["ticket"]):
            return web.Response(status=408, text="This ticket is unknown, used or too old: call apps.connections.open.")
        socket = web.WebSocketResponse(autoping=False, max_msg_size=1 << 20)
        await socket.prepare(request)
        connection = Connection(socket)
        reader, writer = asyncio.create_task(self._converse(connection)), asyncio.create_task(connection.write())
        try:
            await asyncio.wait({reader, writer}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._forget(connection)
            reader.cancel()
            writer.cancel()
            await asyncio.wait({reader})
            await (
                socket.close()
            )  # while somebody reads, it would not wait for the other side's close frame (RFC 6455, 7.1.1)
        if not reader.cancelled():
            reader.result()  # raises what went wrong
        return socket

    async def _converse(self, connection: Connection) -> None:
        if len(self._connections) >= MAX_CONNECTIONS:
            connection.send({"type": "disconnect", "reason": "too_many_websockets", "debug_info": self._debug_info()})
            connection.close()
        else:
            self._welcome(connection)
        async for message in connection.socket:
            if connection.silent:
                continue
            if message.type is WSMsgType.PING:
                await connection.socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._hear(message.data)

    def _welcome(self, connection: Connection) -> None:
        self._connections.append(connection)
        connection.send(
            {
                "type": "hello",
                "connection_info": {"app_id": APP_ID},
                "num_connections": len(self._connections),
                "debug_info": self._debug_info(),
            }
        )
        waiting, self._waiting = self._waiting, deque()
        for envelope in waiting:
            self._pass_on(envelope)
        self._on_connect()

    def _debug_info(self) -> dict[str, Any]:
        return {
            "host": "playground",
            "build_number": 1,
            "approximate_connection_time": CONNECTION_TIME_S,
        }

    def _hear(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        envelope_id = message.get("envelope_id") if isinstance(message, dict) else None
        if not isinstance(envelope_id, str) or envelope_id not in self._sent:
            return
        envelope, _, timer = self._sent.pop(envelope_id)
        timer.cancel()
        payload = message.get("payload")
        _settle(envelope, Answer(payload if isinstance(payload, dict) else {}))

    def _forget(self, connection: Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)
        for envelope, carrier, timer in list(self._sent.values()):
            if carrier is connection:
                timer.cancel()
                del self._sent[envelope.id]
                self._try_again(envelope, "connection_failed")

    # -- payloads

    def send(self, envelope: Envelope) -> None:
        """Send over any one connection. Without one, events wait; commands and interactions fail at once."""
        if self._connections:
            self._pass_on(envelope)
        elif envelope.is_event:
            self._waiting.append(envelope)
        else:
            _settle(envelope, Answer(error="dispatch_failed"))

    def _pass_on(self, envelope: Envelope) -> None:
        self._turn += 1
        connection = self._connections[self._turn % len(self._connections)]
        delay_s = self._retry_delays_s[min(envelope.attempt, len(self._retry_delays_s) - 1)]
        timer = asyncio.get_running_loop().call_later(
            delay_s if envelope.is_event else ACK_DEADLINE_S, self._give_up, envelope.id
        )
        self._sent[envelope.id] = (envelope, connection, timer)
        connection.send(
            {
                "envelope_id": envelope.id,
                "type": envelope.kind,
                "payload": envelope.payload,
                "accepts_response_payload": not envelope.is_event,
                "retry_attempt": envelope.attempt,
                "retry_reason": envelope.reason,
            }
        )

    def _give_up(self, envelope_id: str) -> None:
        envelope, _, _ = self._sent.pop(envelope_id)
        if envelope.attempt < len(self._retry_delays_s) - 1:
            self._try_again(envelope, "timeout")
        else:
            _settle(envelope, Answer(error="operation_timeout"))

    def _try_again(self, envelope: Envelope, reason: str) -> None:
        if not envelope.is_event:
            _settle(envelope, Answer(error="operation_timeout"))
            return
        envelope.attempt += 1
        envelope.reason = reason
        self.send(envelope)

    # -- faults and the end

    def break_connections(self, how: str) -> int:
        """Apply a fault to every open connection. Returns how many there were."""
        affected = list(self._connections)
        for connection in affected:
            self._break(connection, how)
        return len(affected)

    def _break(self, connection: Connection, how: str) -> None:
        if how == "silent":
            connection.silent = True
            return
        if how in DISCONNECTS:
            connection.send({"type": "disconnect", "reason": DISCONNECTS[how], "debug_info": self._debug_info()})
        if how == "disconnect_warning":
            asyncio.get_running_loop().call_later(WARNING_S, connection.close)
        else:
            connection.close()

    async def stop(self) -> None:
        """Close every connection and drop payloads being sent."""
        for envelope, _, timer in list(self._sent.values()):
            timer.cancel()
            _settle(envelope, Answer(error="dispatch_failed"))
        self._sent.clear()
        self._waiting.clear()
        for connection in list(self._connections):
            connection.silent = False
            await connection.socket.close()


def _settle(envelope: Envelope, answer: Answer) -> None:
    if envelope.answer is not None and not envelope.answer.done():
        envelope.answer.set_result(answer)
