"""Name look-ups that can be abandoned, and that return public addresses only.

The platform's resolver blocks a thread and cannot be cancelled. A pool's threads would be joined at exit; these are
daemon threads, so a look-up that hangs outlives neither a deadline nor the process.
"""

import asyncio
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import UnreachableError
from bot.newsroom.job_origin import current_origin
from bot.web.fair_slots import FairSlots
from bot.web.guard.address_policy import is_public, refusal

T = TypeVar("T")

LookUp = Callable[..., list[Any]]
"""Same as `socket.getaddrinfo`."""

MAX_LOOKUPS, MAX_LOOKUPS_EACH = 128, 24
"""Maximum of concurrent look-ups, in total and per requester; further ones wait under their own deadline.

A name server that never answers blocks a look-up for half a minute, long after its caller's deadline.
"""


class PublicResolver(AbstractResolver):
    """Resolves names to their public addresses.

    Args:
        exempt: (host, port) pairs whose addresses are not checked.
        require_all: reject a name with any address that is not public, instead of dropping such addresses. Needed where
            another program (a proxy) resolves the name again and chooses.
        look_up: same as `socket.getaddrinfo`.
    """

    def __init__(
        self,
        *,
        exempt: frozenset[tuple[str, int]] = frozenset(),
        require_all: bool = False,
        look_up: LookUp = socket.getaddrinfo,
    ) -> None:
        self._ask = look_up
        self._exempt = exempt
        self._require_all = require_all
        self._slots = FairSlots(MAX_LOOKUPS, MAX_LOOKUPS_EACH)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of a host.

        Raises:
            BlockedAddressError: it has addresses, but none that may be opened.
            UnreachableError: it has none.
        """
        answers = await self._look_up(host, port, family)
        if (host, port) in self._exempt:
            return answers
        public = [answer for answer in answers if is_public(answer["host"])]
        if not public or (self._require_all and len(public) < len(answers)):
            raise refusal("name resolves to an address that is not public", host)
        return public

    async def close(self) -> None:
        """Do nothing: threads still waiting for a resolver end with it, or with the process."""

    async def _look_up(self, host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
        """Return all addresses of a host, from the platform's resolver."""
        requester = current_origin()
        await self._slots.acquire(requester)
        try:
            found = await _in_daemon_thread(
                lambda: self._ask(host, port, family=family, type=socket.SOCK_STREAM),
                lambda: self._slots.release(requester),
            )
        except (OSError, UnicodeError, ValueError) as error:
            raise UnreachableError(f"{host} does not resolve: {error}") from error
        if not found:
            raise UnreachableError(f"{host} has no address")
        return [
            ResolveResult(
                hostname=host,
                host=str(sockaddr[0]),
                port=port,
                family=found_family,
                proto=proto,
                flags=socket.AI_NUMERICHOST,
            )
            for found_family, _, proto, _, sockaddr in found
        ]


async def _in_daemon_thread(work: Callable[[], T], when_over: Callable[[], None]) -> T:
    """Return or raise what `work` does; `when_over` runs on the event loop once the thread has really ended."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(set_outcome: Callable[[], None]) -> None:
        when_over()
        if not answer.done():
            set_outcome()

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001  (passed to the waiting caller, whatever it is)
            set_outcome = partial(answer.set_exception, error)
        else:
            set_outcome = partial(answer.set_result, result)
        with suppress(RuntimeError):  # the loop closed while the resolver hung
            loop.call_soon_threadsafe(settle, set_outcome)

    threading.Thread(target=run, name="resolver", daemon=True).start()
    return await answer
