"""Limits for the connections of a server: how long each lasts, how many are open, how many bytes wait in them.

aiohttp limits none of these. A sender that is slow, or never reads its answer, would hold a descriptor and memory for
ever. Where there are too many, the oldest of those that have not sent a whole request yet is closed: an honest sender's
request is whole within milliseconds, so it is never the oldest.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import structlog

LOG_EVERY_S = 60.0
"""How often connections that were closed early are counted and logged: an attack must not fill the disk."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class HttpLimits:
    """What a server accepts.

    Attributes:
        headers_s: seconds until the headers of a request must be there.
        body_s: seconds from then until its body must be there.
        connection_s: seconds that a connection lasts at most, whatever it does.
        connections: open at once.
        waiting_bytes: of requests that are not whole yet, in all connections together.
    """

    headers_s: float = 10.0
    body_s: float = 10.0
    connection_s: float = 25.0
    connections: int = 200
    waiting_bytes: int = 16_000_000


class ConnectionLimiter:
    """Makes the protocols of a server, for `loop.create_server`; counts and limits its connections.

    Args:
        make: makes the protocol that does the work, such as `aiohttp.web.AppRunner.server`.
        limits: what is accepted.
    """

    def __init__(self, make: Callable[[], asyncio.Protocol], limits: HttpLimits) -> None:
        self._make = make
        self.limits = limits
        self._open: dict[_Connection, None] = {}
        self._waiting_bytes = 0
        self._aborted = 0
        self._logged_at = float("-inf")

    def __call__(self) -> asyncio.Protocol:
        """The protocol of a new connection."""
        return _Connection(self._make(), self)

    @property
    def count(self) -> int:
        """Open connections."""
        return len(self._open)

    def opened(self, connection: "_Connection") -> None:
        """Count a connection; where there are too many, close one."""
        self._open[connection] = None
        self._evict()

    def received(self, size: int) -> None:
        """Count bytes of a request that is not whole yet; a negative size subtracts them again."""
        self._waiting_bytes += size
        if size > 0:
            self._evict()

    def closed(self, connection: "_Connection") -> None:
        """Stop counting a connection."""
        self._open.pop(connection, None)

    def abort(self, connection: "_Connection", why: str) -> None:
        """Close a connection at once, whatever is still to be sent through it."""
        self.closed(connection)
        connection.abort()
        self._aborted += 1
        now = asyncio.get_running_loop().time()
        if now - self._logged_at >= LOG_EVERY_S:
            _log.warning("HTTP connections were closed early", count=self._aborted, last=why, open=self.count)
            self._aborted, self._logged_at = 0, now

    def _evict(self) -> None:
        while self.count > self.limits.connections or self._waiting_bytes > self.limits.waiting_bytes:
            waiting = next((connection for connection in self._open if not connection.is_whole), None)
            if waiting is None:  # all are being answered: the newest must try again
                if self.count > self.limits.connections:
                    self.abort(next(reversed(self._open)), "too many are being answered")
                return
            self.abort(waiting, "too many senders are slow")


class _Connection(asyncio.Protocol):
    """Between a socket and the protocol that does the work: passes everything on, and decides when to close.

    Args:
        inner: does the work.
        limiter: counts connections.

    Attributes:
        is_whole: a whole request has arrived.
    """

    def __init__(self, inner: asyncio.Protocol, limiter: ConnectionLimiter) -> None:
        self._inner = inner
        self._limiter = limiter
        self._transport: asyncio.Transport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._received = 0
        self.is_whole = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection opens."""
        self._transport = cast("asyncio.Transport", transport)
        seconds = self._limiter.limits.connection_s
        self._timer = asyncio.get_running_loop().call_later(seconds, self._limiter.abort, self, "it took too long")
        self._inner.connection_made(transport)
        self._limiter.opened(self)

    def data_received(self, data: bytes) -> None:
        """Pass bytes on."""
        if not self.is_whole:
            self._received += len(data)
            self._limiter.received(len(data))
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        """The sender has sent everything."""
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        """The sender reads slowly."""
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        """The sender has caught up."""
        self._inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection has ended."""
        if self._timer is not None:
            self._timer.cancel()
        self.complete()
        self._limiter.closed(self)
        self._inner.connection_lost(exc)

    def complete(self) -> None:
        """A whole request has arrived: its bytes no longer count, and the connection is not evicted."""
        self.is_whole = True
        received, self._received = self._received, 0
        self._limiter.received(-received)

    def abort(self) -> None:
        """Close the socket at once."""
        self.complete()
        if self._transport is not None:
            self._transport.abort()


def mark_whole(transport: asyncio.BaseTransport | None) -> None:
    """Mark that a whole request has come through a connection, where a limiter counts it."""
    protocol = transport.get_protocol() if transport is not None else None
    if isinstance(protocol, _Connection):
        protocol.complete()
