"""Turns at something that serves only so many at a time, so that one requester never has all of them."""

import asyncio
from collections import Counter, deque

from bot.newsroom.job_origin import Requester


class FairSlots:
    """Hands out turns in the order of asking; whoever has as many as they may have waits for one of their own.

    Args:
        total: turns at a time.
        each: of these, turns of one requester; work that is done for nobody in particular may have all.
    """

    def __init__(self, total: int, each: int) -> None:
        self._total = total
        self._each = each
        self._held: Counter[Requester | None] = Counter()
        self._waiting: deque[tuple[Requester | None, asyncio.Future[None]]] = deque()

    @property
    def is_idle(self) -> bool:
        """Whether nobody has a turn or waits for one."""
        return not self._held and not self._waiting

    async def acquire(self, requester: Requester | None) -> None:
        """Wait for a turn; it is held until `release`."""
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

    def release(self, requester: Requester | None) -> None:
        """Give a turn back."""
        self._held[requester] -= 1
        if not self._held[requester]:
            del self._held[requester]
        self._hand_out()

    def _hand_out(self) -> None:
        """Give free turns to those who may have one, in the order of asking."""
        for entry in list(self._waiting):
            if self._held.total() >= self._total:
                return
            requester, turn = entry
            if requester is None or self._held[requester] < self._each:
                self._waiting.remove(entry)
                self._held[requester] += 1
                turn.set_result(None)
