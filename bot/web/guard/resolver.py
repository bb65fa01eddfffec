"""Name look-ups that can be given up on, and whose answers are public addresses only.

The platform's resolver blocks a thread and cannot be cancelled. Threads of a pool would be waited for at exit; these
are daemon threads, so a resolver that hangs outlives neither a deadline nor the process.
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
from bot.newsroom.job_origin import current_requester
from bot.web.fair_slots import FairSlots
from bot.web.guard.address_policy import is_public, refusal

T = TypeVar("T")

LookUp = Callable[..., list[Any]]
"""As `socket.getaddrinfo`."""

MAX_LOOKUPS, MAX_LOOKUPS_EACH = 128, 24
"""Look-ups under way at once, of all and of one requester; more wait for one to end, under their own deadline.

A name server that never answers holds a look-up for half a minute, long after the deadline of what wanted it.
"""


class PublicResolver(AbstractResolver):
    """Resolves names to their public addresses.

    Args:
        exempt: (host, port) pairs whose addresses are taken as they are.
        require_all: refuse a name with any address that is not public, instead of dropping such addresses. Needed where
            somebody else (a proxy) resolves the name again and picks.
        look_up: as `socket.getaddrinfo`.
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
        """The addresses of a host.

        Raises:
            BlockedAddressError: it has addresses, but none that we may open.
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
        """Nothing to close: threads still waiting for a resolver end with it, or with the process."""

    async def _look_up(self, host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
        """All addresses of a host, as the platform's resolver gives them."""
        requester = current_requester()
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
    """What `work` returns or raises; `when_over` runs on the event loop once the thread really ended."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(set_outcome: Callable[[], None]) -> None:
        when_over()
        if not answer.done():
            set_outcome()

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001  (handed to whoever waits, whatever it is)
            set_outcome = partial(answer.set_exception, error)
        else:
            set_outcome = partial(answer.set_result, result)
        with suppress(RuntimeError):  # the loop closed while the resolver hung
            loop.call_soon_threadsafe(settle, set_outcome)

    threading.Thread(target=run, name="resolver", daemon=True).start()
    return await answer
