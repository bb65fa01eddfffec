"""Which job a free worker process takes next: urgent jobs, which a person waits for, before background ones.

Where there are several processes, one is kept free of background work, since a job cannot be interrupted.
"""

import asyncio
from collections import deque
from typing import Generic, TypeVar

from bot.errors import BusyError

Child = TypeVar("Child")


class FreeWorkers(Generic[Child]):
    """Free worker processes, and jobs that wait for one.

    Args:
        count: total of worker processes.
        limit: jobs that may wait; more are rejected.
    """

    def __init__(self, count: int, limit: int) -> None:
        self._limit = limit
        self._background_limit = max(1, count - 1)
        self._free: deque[Child] = deque()
        self._in_background: set[int] = set()
        self._urgent: deque[asyncio.Future[Child]] = deque()
        self._background: deque[asyncio.Future[Child]] = deque()
        self._is_closed = False

    async def take(self, *, is_urgent: bool) -> Child:
        """Return a worker process; within one urgency, first come, first served.

        Raises:
            BusyError: too many jobs wait already, or no worker process will become free again.
        """
        waiting = len(self._urgent) + len(self._background)
        if self._is_closed or waiting >= self._limit:
            raise BusyError("closing" if self._is_closed else f"{waiting} jobs wait for a child process")
        turn: asyncio.Future[Child] = asyncio.get_running_loop().create_future()
        (self._urgent if is_urgent else self._background).append(turn)
        self._match()
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self.put(turn.result())  # it became free at the same moment; the next job takes it
            raise

    def put(self, child: Child) -> None:
        """Add a worker process that is free, for the first time or again."""
        self._in_background.discard(id(child))
        self._free.append(child)
        self._match()

    def drop(self, child: Child) -> None:
        """Remove a worker process that is gone."""
        self._in_background.discard(id(child))
        if child in self._free:
            self._free.remove(child)
        self._match()

    def close(self) -> None:
        """Reject all waiting jobs."""
        self._is_closed = True
        for turn in (*self._urgent, *self._background):
            if not turn.done():
                turn.set_exception(BusyError("closing"))
        self._urgent.clear()
        self._background.clear()

    def _match(self) -> None:
        """Assign free worker processes to waiting jobs."""
        while self._free:
            turn = _first(self._urgent)
            is_background = turn is None
            if turn is None and len(self._in_background) < self._background_limit:
                turn = _first(self._background)
            if turn is None:
                return
            child = self._free.popleft()
            if is_background:
                self._in_background.add(id(child))
            turn.set_result(child)


def _first(turns: deque[asyncio.Future[Child]]) -> asyncio.Future[Child] | None:
    """Return the first job that still waits."""
    while turns:
        turn = turns.popleft()
        if not turn.done():
            return turn
    return None
