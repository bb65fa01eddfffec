"""Runs jobs after the request that caused them was acknowledged, in this process."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger()


class InProcessRunner:
    """Runs each job once, a few at a time, and waits for them at shutdown.

    Args:
        concurrency: jobs under way at once; the others wait in order.
        remembered: ids kept to recognise a job that was already taken.
    """

    def __init__(self, *, concurrency: int = 20, remembered: int = 10_000) -> None:
        self._free = asyncio.Semaphore(concurrency)
        self._remembered = remembered
        self._taken: OrderedDict[str, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_draining = False

    def submit(self, job_id: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Start `work` unless a job of that id was already taken, or we are shutting down. Returns whether it was."""
        if self._is_draining:
            log.warning("job refused at shutdown", job_id=job_id)
            return False
        if job_id in self._taken:
            self._taken.move_to_end(job_id)
            return False
        self._taken[job_id] = None
        while len(self._taken) > self._remembered:
            self._taken.popitem(last=False)
        task = asyncio.create_task(self._run(job_id, work), name=job_id)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def drain(self, timeout_s: float) -> None:
        """Take no more jobs; wait for those under way, then cancel and log those that are not done."""
        self._is_draining = True
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=timeout_s)
        for task in late:
            log.error("job cancelled at shutdown", job_id=task.get_name(), waited_s=timeout_s)
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, job_id: str, work: Callable[[], Awaitable[None]]) -> None:
        """One job, in its turn."""
        async with self._free:
            try:
                await work()
            except Exception:  # the one place where nothing may be lost: whatever a job raises is logged with its id
                log.exception("job failed", job_id=job_id)
