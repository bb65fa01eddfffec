"""Stores payloads that arrive together in one transaction: a thousand in a second are a few commits."""

import asyncio
from collections import deque

from bot.newsroom.jobs.inbox import Inbox
from bot.newsroom.jobs.job import AnyJob

MOST_AT_ONCE = 200

_BURST, _BURST_LASTS_S = 4, 0.2
"""This many at once are a burst; more are likely to follow."""


class InboxBatcher:
    """Stores jobs in the inbox.

    Args:
        inbox: stores them.
    """

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._queue: deque[tuple[AnyJob, asyncio.Future[bool]]] = deque()
        self._task: asyncio.Task[None] | None = None
        self._burst_until = 0.0

    @property
    def is_busy(self) -> bool:
        """Whether a job waits to be stored, or a burst has just ended."""
        return bool(self._queue) or asyncio.get_running_loop().time() < self._burst_until

    async def add(self, job: AnyJob) -> bool:
        """Store a job. Returns False for one that is already stored.

        Raises:
            StorageError: the database cannot store it now.
        """
        stored: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._queue.append((job, stored))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._store_all())
        return await stored

    async def _store_all(self) -> None:
        """Store until nothing waits; what arrives meanwhile is the next batch."""
        while self._queue:
            batch = [self._queue.popleft() for _ in range(min(MOST_AT_ONCE, len(self._queue)))]
            if len(batch) >= _BURST:
                self._burst_until = asyncio.get_running_loop().time() + _BURST_LASTS_S
            try:
                results = await self._inbox.add_jobs([job for job, _ in batch])
            except Exception as error:  # noqa: BLE001  (it is raised to each caller that waits)
                for _, stored in batch:
                    if not stored.done():
                        stored.set_exception(error)
            else:
                for (_, stored), is_new in zip(batch, results, strict=True):
                    if not stored.done():
                        stored.set_result(is_new)
