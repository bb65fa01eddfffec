"""The job engine: ensures by DBOS that every accepted job is done, across crashes and replicas.

Accepting a job stores it in the inbox; when it is its turn (`bot.engine.jobs.job_starter`), a DBOS workflow with the
same id is started; a workflow id runs once. A workflow contains only the job's id: the payload stays in the inbox,
messages in the outbox. After a crash DBOS restarts its pending workflows; the outbox shows what was already posted.
Source: docs.dbos.dev/python, "Workflows", "Queues"; guard rails in docs/decisions/0055-durable-jobs-by-dbos.md.
"""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Future

import sqlalchemy as sa
import structlog
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID

from bot.engine.jobs.fair_queue import PLACES, QueuedJob
from bot.engine.jobs.inbox_batcher import InboxBatcher
from bot.engine.jobs.job_starter import JobStarter, TellQueued
from bot.engine.jobs.replicas import Replicas
from bot.logs import adopt_loggers
from bot.newsroom.job_origin import JobOrigin, Urgency
from bot.newsroom.jobs.inbox import Inbox, InboxEntry, InboxState
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.jobs.payloads import JobPayload

ENGINE_VERSION = "1"
"""Set by hand: DBOS's default, a hash of all workflow code, would strand waiting work at every deploy. Increase it only
with a change that old workflows cannot run with."""

_YIELDS, _YIELD_S = 40, 0.05
"""How often, and how long each time, starts yield to a burst of payloads: two seconds at most."""

QUEUE = "answer"
POLL_S = 0.25

Do = Callable[[str], Awaitable[None]]

_NOBODY = JobOrigin(), Urgency.INTERACTIVE
"""Of a job without a payload, or one that another process started."""

_log = structlog.get_logger(__name__)


class ShuttingDownError(Exception):
    """A job was not started because the process is stopping; the next start resumes it."""


class JobEngine:
    """Runs jobs. One per process.

    Args:
        inbox: stores jobs before anything else happens.
        database: a synchronous engine of the same database, for DBOS; `stop` disposes of it.
        database_url: its address, which DBOS needs too.
        replicas: on PostgreSQL: this process among others; None: it is the only one.
        concurrency: jobs running at once in this process.
        is_open: whether jobs that need Slack may start.

    Six arguments: DBOS needs an engine and its address; the limit and `is_open` are settings.
    """

    def __init__(
        self,
        *,
        inbox: Inbox,
        database: sa.Engine,
        database_url: str,
        replicas: Replicas | None = None,
        concurrency: int = PLACES,
        is_open: Callable[[], bool] = lambda: True,
    ) -> None:
        self._inbox = inbox
        self._database = database
        self._database_url = database_url
        self._replicas = replicas
        self._concurrency = concurrency
        self._intake = InboxBatcher(inbox)
        self._starter = JobStarter(
            start=self._start,
            find_foreign=_find_foreign,
            let_others_in=self._let_others_in,
            is_open=is_open,
            places=concurrency,
        )
        self._running: set[Future[None]] = set()
        self._lock = threading.Lock()
        self._is_stopping = False
        self._has_stopped = threading.Event()

    async def start(self, do: Do, notify_queued: TellQueued | None = None) -> None:
        """Start, and resume what an earlier process left.

        Args:
            do: does the job with an id, on this event loop; it handles its own failures.
            notify_queued: notifies a requester how many jobs come first, once a job has waited for a while.
        """
        self._do = do
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(self._launch)
        waiting = await self._inbox.list(InboxState.WAITING)
        started = await asyncio.to_thread(started_workflows) if waiting else frozenset()
        for entry in waiting:
            if f"{entry.id}{entry.try_suffix}" not in started:  # the process died before its workflow was started
                self.resume(entry)
        self._starter.begin(notify_queued)

    async def submit(self, job: AnyJob) -> bool:
        """Store a job and start it when it is its turn, unless it is already known. Returns whether it was new.

        It is started in the background: Slack waits only until it is stored.

        Raises:
            StorageError: it could not be stored.
        """
        if not await self._intake.add(job):
            return False
        self._starter.add(self._queued(job.id, job.payload))
        return True

    def resume(self, entry: InboxEntry) -> bool:
        """Start a stored job when it is its turn. Returns False for one that is already in the queue."""
        return self._starter.add(self._queued(entry.id, entry.payload, entry.try_suffix))

    def count_of(self, requester: JobOrigin) -> int:
        """Return how many jobs of a person wait or run in this process."""
        return self._starter.queue.count_of(requester)

    def unfinished_origins(self) -> tuple[JobOrigin, ...]:
        """Return for whom the jobs that wait or run in this process are done; known without the database."""
        return tuple(job.requester for job in (*self._starter.queue.waiting(), *self._starter.queue.holding()))

    async def count_under_way(self) -> int:
        """Return how many jobs are running, in every replica; a dead replica's count until they are restarted."""
        return len(await asyncio.to_thread(DBOS.list_workflows, status="PENDING", load_input=False, load_output=False))

    async def stop(self, timeout_s: float) -> None:
        """Stop accepting jobs and wait for running ones; unfinished ones are resumed at the next start."""
        self._is_stopping = True
        await self._starter.stop()
        await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=int(timeout_s))
        # From here on the end of a job can no longer be recorded: DBOS would log each as an error.
        logging.getLogger("dbos").setLevel(logging.CRITICAL)
        self._has_stopped.set()
        with self._lock:
            late = list(self._running)
        for future in late:
            future.cancel()
        if late:
            _log.warning("jobs are parked until the next start", count=len(late))
        if self._replicas is not None:
            await asyncio.to_thread(self._replicas.leave)
        self._database.dispose()

    def _queued(self, job_id: str, payload: JobPayload | None, again: str = "") -> QueuedJob:
        origin, urgency = (payload.origin, payload.urgency) if payload is not None else _NOBODY
        return QueuedJob(job_id, origin, urgency, again, asyncio.get_running_loop().time())

    async def _start(self, job_id: str, again: str) -> None:
        """Start the workflow of a try; idempotent."""
        # Not `to_thread`, which copies the context: a job that submits another one is inside its own workflow.
        await asyncio.get_running_loop().run_in_executor(None, self._enqueue, job_id, f"{job_id}{again}")

    async def _let_others_in(self) -> None:
        """While payloads wait to be stored, and Slack waits for us, job starts are delayed a little."""
        for _ in range(_YIELDS):
            if not self._intake.is_busy:
                return
            await asyncio.sleep(_YIELD_S)

    def _launch(self) -> None:
        config: DBOSConfig = {
            "name": "nutgraf",
            "system_database_url": self._database_url,
            "system_database_engine": self._database,
            "application_version": ENGINE_VERSION,
            "executor_id": self._replicas.executor_id if self._replicas else "local",
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            "use_listen_notify": False,
        }
        global _engine  # noqa: PLW0603  (DBOS finds workflows by module-level functions, and these find us here)
        _engine = self
        if self._replicas is not None:
            self._replicas.join()  # before this executor can own anything
        DBOS(config=config)
        adopt_loggers()  # it has its own, which bypasses ours
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=self._concurrency, polling_interval_sec=POLL_S)
        if self._replicas is not None:
            self._replicas.watch()

    def _enqueue(self, job_id: str, workflow_id: str) -> None:
        with SetWorkflowID(workflow_id):
            DBOS.enqueue_workflow(QUEUE, answer, job_id)

    def run(self, job_id: str) -> None:
        """Do a job on the event loop and wait for it; called in a DBOS thread."""
        if self._is_stopping:
            self._has_stopped.wait()  # parked: nothing can be recorded any longer, so the workflow stays pending
            raise ShuttingDownError
        future = asyncio.run_coroutine_threadsafe(self._await(job_id), self._loop)
        with self._lock:
            self._running.add(future)
        try:
            future.result()
        finally:
            with self._lock:
                self._running.discard(future)

    async def _await(self, job_id: str) -> None:
        self._starter.note_begun(QueuedJob(job_id, *_NOBODY))
        try:
            await self._do(job_id)
        finally:
            self._starter.note_finished(job_id)


_engine: JobEngine | None = None


@DBOS.workflow(name="answer")
def answer(job_id: str) -> None:
    """Do one job. Deliberately small: workflows outlive versions of this program."""
    do_job(job_id)


@DBOS.step(name="do_job", retries_allowed=False)
def do_job(job_id: str) -> None:
    """Do one job with the engine that runs in this process."""
    if _engine is None:
        raise RuntimeError("no job engine runs in this process")
    _engine.run(job_id)


async def _find_foreign(workflow_ids: Iterable[str]) -> frozenset[str]:
    """Return the workflows that are no longer in the engine's queue: another process took them."""
    ids = list(workflow_ids)
    found = await asyncio.to_thread(DBOS.list_workflows, workflow_ids=ids, load_input=False, load_output=False)
    return frozenset(workflow.workflow_id for workflow in found if workflow.status != "ENQUEUED")


def started_workflows() -> frozenset[str]:
    """Return the workflows that are queued or running, in any process."""
    found = DBOS.list_workflows(status=["PENDING", "ENQUEUED"], load_input=False, load_output=False)
    return frozenset(workflow.workflow_id for workflow in found)
