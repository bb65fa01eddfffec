"""Request slots per host: a limited number at a time, and never all of them for one requester."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import BusyError
from bot.newsroom.job_origin import current_origin
from bot.web.fair_slots import FairSlots

MAX_WAIT_S = 60.0


class HostLimiter:
    """Assigns slots.

    Args:
        per_host: concurrent slots per host.
    """

    def __init__(self, per_host: int) -> None:
        self._per_host = per_host
        self._slots: dict[str, FairSlots] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Hold a slot at a host while the block runs.

        One requester never holds all of a host's slots: a page there that never responds affects only them.

        Args:
            host: the same name for all its requests; with its port, where that is not the default.

        Raises:
            BusyError: no slot became free within a minute.
        """
        requester = current_origin()
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
            if slots.is_idle:  # hosts are unlimited; keep only those in use
                self._slots.pop(host, None)
