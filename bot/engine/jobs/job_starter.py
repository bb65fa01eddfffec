"""Starts stored jobs when it is their turn, and says to those who wait for long how many come before them.

The bound on jobs at once is here, before the job engine, so that one requester cannot fill it:
`bot.engine.jobs.fair_queue`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import structlog

from bot.engine.jobs.fair_queue import FairQueue, QueuedJob
from bot.newsroom.job_origin import Urgency

TOLD_AFTER_S = 3.0
"""A request that has waited so long is told how many come before it."""

_LOOK_S = 1.0
_TOLD_AGAIN_S = 5.0
"""After so long one that could not be told, as its channel was not free, is told once more."""

_TOLD_AT_ONCE = 5
"""Each is a reaction and a message; Slack takes about one of each a second."""

_STARTS = 32
"""So many are started before deliveries that wait to be stored are let in."""

_FOREIGN_AFTER_S = 2.0
"""A job that was started here so long ago and does not run here may run in another replica."""

_log = structlog.get_logger(__name__)

Start = Callable[[str, str], Awaitable[None]]
"""Starts the workflow of a job id, for a try; a workflow that was started before is left alone."""

TellQueued = Callable[[str, int, bool], Awaitable[bool]]
"""Tells a requester how many jobs come before theirs, for the first time or again; returns whether it was possible."""

FindForeign = Callable[[Iterable[str]], Awaitable[frozenset[str]]]
"""Of these workflow ids, those that run in another process, or have ended."""


class JobStarter:
    """Starts jobs.

    Args:
        start: starts a workflow.
        find_foreign: what does not run here any more.
        let_others_in: waits while deliveries have to be stored first.
        is_open: whether jobs may begin that need Slack.
        places: jobs under way at once.
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
        self._tell_at: dict[str, float] = {}
        self._telling: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, tell_queued: TellQueued | None) -> None:
        """Begin to start jobs; needs a running event loop."""
        self._spawn(self._start_next())
        self._spawn(self._look_around(tell_queued))

    async def stop(self) -> None:
        """Start no more jobs."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def add(self, job: QueuedJob) -> bool:
        """Let a stored job wait for its turn. Returns False for one that waits or is under way already."""
        is_new = self.queue.add(job)
        if is_new:
            self._changed.set()
        return is_new

    def note_begun(self, job: QueuedJob) -> None:
        """A job runs in this process; one that was started elsewhere, or before a crash, gets a place too."""
        self._running.add(job.id)
        self.queue.hold(job)

    def note_over(self, job_id: str) -> None:
        """A job does not run in this process any more."""
        self._running.discard(job_id)
        self._started_at.pop(job_id, None)
        self._tell_at.pop(job_id, None)
        self.queue.release(job_id)
        self._changed.set()

    async def _start_next(self) -> None:
        """Start what may begin, in its order, until cancelled."""
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
        """Wait until a job came or ended; while Slack lets us do nothing, for a second at most."""
        try:
            async with asyncio.timeout(None if self._is_open() else _LOOK_S):
                await self._changed.wait()
        except TimeoutError:
            return
        self._changed.clear()

    async def _start(self, job: QueuedJob) -> None:
        """Start a job; one whose requester is just being told that it waits, as soon as that has been said."""
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
        except Exception as error:  # noqa: BLE001  (it is stored and waits; housekeeping begins it)
            _log.warning("a job could not be started yet", job=job.id, cause=repr(error)[:300])
            self.note_over(job.id)

    async def _look_around(self, tell_queued: TellQueued | None) -> None:
        """Every second: tell those who wait, and give up the places of jobs that run elsewhere."""
        while True:
            await asyncio.sleep(_LOOK_S)
            if tell_queued is not None and self._is_open():
                self._tell_those_who_wait(tell_queued)
            await self._release_foreign()

    def _tell_those_who_wait(self, tell_queued: TellQueued) -> None:
        """Tell some of those who have waited for long and were not told yet."""
        now = asyncio.get_running_loop().time()
        late = (
            job
            for job in self.queue.waiting()
            if job.urgency is Urgency.INTERACTIVE and self._tell_at.get(job.id, job.queued_at + TOLD_AFTER_S) <= now
        )
        for job, _ in zip(late, range(_TOLD_AT_ONCE - len(self._telling)), strict=False):
            is_first = job.id not in self._tell_at
            self._tell_at[job.id] = float("inf")
            self._telling[job.id] = self._spawn(self._tell(tell_queued, job, is_first=is_first))

    async def _tell(self, tell_queued: TellQueued, job: QueuedJob, *, is_first: bool) -> None:
        try:
            if not await tell_queued(job.id, self.queue.count_before(job.id), is_first):
                self._tell_at[job.id] = asyncio.get_running_loop().time() + _TOLD_AGAIN_S
        except Exception as error:  # noqa: BLE001  (a note is no reason to lose the answer)
            _log.warning("a requester could not be told to wait", job=job.id, cause=repr(error)[:300])
        finally:
            del self._telling[job.id]

    async def _release_foreign(self) -> None:
        """Give up the places of jobs that another replica took out of the engine's queue, or has ended."""
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
        except Exception as error:  # noqa: BLE001  (the database is away; it is asked again in a second)
            _log.info("jobs could not be looked up", cause=repr(error)[:300])
            return
        for workflow_id in foreign:
            if held[workflow_id] not in self._running:
                self.note_over(held[workflow_id])

    def _spawn(self, work: Awaitable[None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: asyncio.Task[None]) -> None:
        """Leave nothing of a task that is over; what it raised is a bug of ours, and must not go unseen."""
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _log.critical("a task that starts jobs ended", cause=repr(task.exception())[:300])
