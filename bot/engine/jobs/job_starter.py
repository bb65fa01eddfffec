"""Starts stored jobs when it is their turn, and notifies long-waiting requesters how many jobs come first.

The limit of running jobs is here, before the job engine, so that one requester cannot fill it:
`bot.engine.jobs.fair_queue`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import structlog

from bot.engine.jobs.fair_queue import FairQueue, QueuedJob
from bot.newsroom.job_origin import Urgency

TOLD_AFTER_S = 3.0
"""After this wait a requester is notified how many jobs come first."""

_LOOK_S = 1.0
_TOLD_AGAIN_S = 5.0
"""After this time a failed notification (the channel was not free) is tried once more."""

_TOLD_AT_ONCE = 5
"""Notifications at once: each is a reaction and a message; Slack accepts about one of each per second."""

_STARTS = 32
"""Jobs started before waiting payloads may be stored."""

_FOREIGN_AFTER_S = 2.0
"""A job started here this long ago that does not run here may run in another replica."""

_log = structlog.get_logger(__name__)

Start = Callable[[str, str], Awaitable[None]]
"""Starts the workflow of a job id, for a try; one that was already started is ignored."""

TellQueued = Callable[[str, int, bool], Awaitable[bool]]
"""Notifies a requester how many jobs come first, initially or again; returns whether that was possible."""

FindForeign = Callable[[Iterable[str]], Awaitable[frozenset[str]]]
"""Returns those workflow ids that run in another process, or have ended."""


class JobStarter:
    """Starts jobs.

    Args:
        start: starts a workflow.
        find_foreign: finds workflows that no longer run here.
        let_others_in: waits while payloads have to be stored first.
        is_open: whether jobs that need Slack may start.
        places: maximum of running jobs.
    """

    def __init__(
        self,
        *,
        start: Start,
        find_foreign: FindForeign,
        let_others_in: Callable[[], Awaitable[None]],
        is_open: Callable[[], bool],
        places: int,
    ) -> None:
        self.queue = FairQueue(places)
        self._start_workflow = start
        self._find_foreign = find_foreign
        self._let_others_in = let_others_in
        self._is_open = is_open
        self._changed = asyncio.Event()
        self._running: set[str] = set()
        self._started_at: dict[str, float] = {}
        self._notify_at: dict[str, float] = {}
        self._telling: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, notify_queued: TellQueued | None) -> None:
        """Begin starting jobs; needs a running event loop."""
        self._spawn(self._start_next())
        self._spawn(self._start_due(notify_queued))

    async def stop(self) -> None:
        """Stop starting jobs."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def add(self, job: QueuedJob) -> bool:
        """Add a stored job to the queue. Returns False for one that already waits or runs."""
        is_new = self.queue.add(job)
        if is_new:
            self._changed.set()
        return is_new

    def note_begun(self, job: QueuedJob) -> None:
        """Record that a job runs in this process; one started elsewhere, or before a crash, gets a slot too."""
        self._running.add(job.id)
        self.queue.hold(job)

    def note_finished(self, job_id: str) -> None:
        """Record that a job no longer runs in this process."""
        self._running.discard(job_id)
        self._started_at.pop(job_id, None)
        self._notify_at.pop(job_id, None)
        self.queue.release(job_id)
        self._changed.set()

    async def _start_next(self) -> None:
        """Start the jobs that may start, in order, until cancelled."""
        while True:
            await self._wait_for_change()
            await self._let_others_in()
            for _ in range(_STARTS):
                job = self.queue.take(only_immediate=not self._is_open())
                if job is None:
                    break
                await self._start(job)
            else:
                self._changed.set()

    async def _wait_for_change(self) -> None:
        """Wait until a job arrives or ends; while the workspace is closed to us, for a second at most."""
        try:
            async with asyncio.timeout(None if self._is_open() else _LOOK_S):
                await self._changed.wait()
        except TimeoutError:
            return
        self._changed.clear()

    async def _start(self, job: QueuedJob) -> None:
        """Start a job; if its requester is just being notified that it waits, right after that."""
        telling = self._telling.get(job.id)
        if telling is None:
            await self._start_now(job)
        else:
            self._spawn(self._start_after(telling, job))

    async def _start_after(self, telling: asyncio.Task[None], job: QueuedJob) -> None:
        await asyncio.wait({telling})
        await self._start_now(job)

    async def _start_now(self, job: QueuedJob) -> None:
        self._started_at[job.id] = asyncio.get_running_loop().time()
        try:
            await self._start_workflow(job.id, job.again)
        except Exception as error:  # noqa: BLE001  (it is stored and waits; housekeeping starts it)
            _log.warning("a job could not be started yet", job=job.id, cause=repr(error)[:300])
            self.note_finished(job.id)

    async def _start_due(self, notify_queued: TellQueued | None) -> None:
        """Every second: notify those who wait, and release the slots of jobs that run elsewhere."""
        while True:
            await asyncio.sleep(_LOOK_S)
            if notify_queued is not None and self._is_open():
                self._notify_waiting(notify_queued)
            await self._release_foreign()

    def _notify_waiting(self, notify_queued: TellQueued) -> None:
        """Notify some long-waiting requesters that were not notified yet."""
        now = asyncio.get_running_loop().time()
        late = (
            job
            for job in self.queue.waiting()
            if job.urgency is Urgency.INTERACTIVE and self._notify_at.get(job.id, job.queued_at + TOLD_AFTER_S) <= now
        )
        for job, _ in zip(late, range(_TOLD_AT_ONCE - len(self._telling)), strict=False):
            is_first = job.id not in self._notify_at
            self._notify_at[job.id] = float("inf")
            self._telling[job.id] = self._spawn(self._notify(notify_queued, job, is_first=is_first))

    async def _notify(self, notify_queued: TellQueued, job: QueuedJob, *, is_first: bool) -> None:
        try:
            if not await notify_queued(job.id, self.queue.count_before(job.id), is_first):
                self._notify_at[job.id] = asyncio.get_running_loop().time() + _TOLD_AGAIN_S
        except Exception as error:  # noqa: BLE001  (a failed notification must not lose the answer)
            _log.warning("a requester could not be told to wait", job=job.id, cause=repr(error)[:300])
        finally:
            del self._telling[job.id]

    async def _release_foreign(self) -> None:
        """Release the slots of jobs that another replica took from the engine's queue, or has ended."""
        until = asyncio.get_running_loop().time() - _FOREIGN_AFTER_S
        held = {
            f"{job.id}{job.again}": job.id
            for job in self.queue.holding()
            if job.id not in self._running and self._started_at.get(job.id, until + 1) <= until
        }
        if not held:
            return
        try:
            foreign = await self._find_foreign(held)
        except Exception as error:  # noqa: BLE001  (the database is unavailable; it is queried again in a second)
            _log.info("jobs could not be looked up", cause=repr(error)[:300])
            return
        for workflow_id in foreign:
            if held[workflow_id] not in self._running:
                self.note_finished(held[workflow_id])

    def _spawn(self, work: Awaitable[None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: asyncio.Task[None]) -> None:
        """Drop a finished task; an error it raised is a bug, and must be reported."""
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _log.critical("a task that starts jobs ended", cause=repr(task.exception())[:300])
