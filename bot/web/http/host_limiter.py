"""Turns at a host: so many requests at a time, and never all of them for one requester."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import BusyError
from bot.newsroom.job_origin import current_requester
from bot.web.fair_slots import FairSlots

MAX_WAIT_S = 60.0


class HostSlots:
    """Hands out turns.

    Args:
        per_host: turns at one host at a time.
    """

    def __init__(self, per_host: int) -> None:
        self._per_host = per_host
        self._slots: dict[str, FairSlots] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """A turn at a host, held while the block runs.

        One requester never has all of a host's turns: a page there that never answers costs them alone.

        Args:
            host: a name that all requests to it share; with its port, where that is not the usual one.

        Raises:
            BusyError: none came free within a minute.
        """
        requester = current_requester()
        slots = self._slots.setdefault(host, FairSlots(self._per_host, max(1, self._per_host - 1)))
        try:
            try:
                async with asyncio.timeout(MAX_WAIT_S):
                    await slots.acquire(requester)
            except TimeoutError:
                raise BusyError(f"no turn at {host} within {MAX_WAIT_S:g} s") from None
            try:
                yield
            finally:
                slots.release(requester)
        finally:
            if slots.is_idle:  # hosts are endless; keep only those in use
                self._slots.pop(host, None)
