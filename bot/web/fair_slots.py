"""Slots of a limited resource, shared so that one requester never holds all of them."""

import asyncio
from collections import Counter, deque

from bot.newsroom.job_origin import JobOrigin


class FairSlots:
    """Assigns slots in order of request; a requester at their limit waits for one of their own.

    Args:
        total: number of slots.
        each: maximum per requester; work without a requester may use all.
    """

    def __init__(self, total: int, each: int) -> None:
        self._total = total
        self._each = each
        self._held: Counter[JobOrigin | None] = Counter()
        self._waiting: deque[tuple[JobOrigin | None, asyncio.Future[None]]] = deque()

    @property
    def is_idle(self) -> bool:
        """Whether no slot is held or waited for."""
        return not self._held and not self._waiting

    async def acquire(self, requester: JobOrigin | None) -> None:
        """Wait for a slot; it is held until `release`."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((requester, turn))
        self._hand_out()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.release(requester)
            else:
                self._waiting.remove((requester, turn))
            raise

    def release(self, requester: JobOrigin | None) -> None:
        """Release a slot."""
        self._held[requester] -= 1
        if not self._held[requester]:
            del self._held[requester]
        self._hand_out()

    def _hand_out(self) -> None:
        """Assign free slots to waiting requesters that may have one, in order of request."""
        for entry in list(self._waiting):
            if self._held.total() >= self._total:
                return
            requester, turn = entry
            if requester is None or self._held[requester] < self._each:
                self._waiting.remove(entry)
                self._held[requester] += 1
                turn.set_result(None)
