"""Turns at a host: so many requests at a time, first come, first served."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import BusyError

MAX_WAIT_S = 60.0


class HostSlots:
    """Hands out turns.

    Args:
        per_host: turns at one host at a time.
    """

    def __init__(self, per_host: int) -> None:
        self._per_host = per_host
        self._slots: dict[str, asyncio.Semaphore] = {}
        self._users: dict[str, int] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """A turn at a host, held while the block runs.

        Raises:
            BusyError: none came free within a minute.
        """
        slot = self._slots.setdefault(host, asyncio.Semaphore(self._per_host))
        self._users[host] = self._users.get(host, 0) + 1
        try:
            try:
                async with asyncio.timeout(MAX_WAIT_S):
                    await slot.acquire()
            except TimeoutError:
                raise BusyError(f"no turn at {host} within {MAX_WAIT_S:g} s") from None
            try:
                yield
            finally:
                slot.release()
        finally:
            self._users[host] -= 1
            if not self._users[host]:  # hosts are endless; keep only those in use
                del self._users[host], self._slots[host]
