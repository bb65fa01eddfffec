"""Stores what arrives at the same moment in one transaction: a thousand deliveries in a second are a few commits."""

import asyncio
from collections import deque

from bot.newsroom.jobs.inbox import Inbox, Job

MOST_AT_ONCE = 200

_BURST, _BURST_LASTS_S = 4, 0.2
"""So many at the same moment are a burst; more are likely to come right after."""


class Intake:
    """Takes jobs into the inbox.

    Args:
        inbox: where they are stored.
    """

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._queue: deque[tuple[Job, asyncio.Future[bool]]] = deque()
        self._task: asyncio.Task[None] | None = None
        self._burst_until = 0.0

    @property
    def is_busy(self) -> bool:
        """Whether somebody waits for a job to be stored, or a burst of them has hardly ended."""
        return bool(self._queue) or asyncio.get_running_loop().time() < self._burst_until

    async def take(self, job: Job) -> bool:
        """Store a job. Returns False for one that is there already.

        Raises:
            StorageError: the database cannot take it now.
        """
        stored: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._queue.append((job, stored))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._store_all())
        return await stored

    async def _store_all(self) -> None:
        """Store until nothing waits; what arrives meanwhile makes the next batch."""
        while self._queue:
            batch = [self._queue.popleft() for _ in range(min(MOST_AT_ONCE, len(self._queue)))]
            if len(batch) >= _BURST:
                self._burst_until = asyncio.get_running_loop().time() + _BURST_LASTS_S
            try:
                results = await self._inbox.take_all([job for job, _ in batch])
            except Exception as error:  # noqa: BLE001  (it is raised where each of them is waited for)
                for _, stored in batch:
                    if not stored.done():
                        stored.set_exception(error)
            else:
                for (_, stored), is_new in zip(batch, results, strict=True):
                    if not stored.done():
                        stored.set_result(is_new)
