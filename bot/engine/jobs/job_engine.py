"""The job engine: every job that was taken is done, across crashes and replicas, by DBOS.

A job is a letter in the inbox. Taking it stores the letter; when it is its turn (`bot.engine.jobs.job_starter`) a DBOS
workflow of the same id is started; a workflow of an id runs once. A workflow holds the job's id and nothing else: what
was asked stays in the inbox, what is to be posted in the outbox. When the process dies, DBOS starts its pending
workflows again; what was posted before is known from the outbox.
Source: docs.dbos.dev/python, "Workflows", "Queues"; guard rails in docs/design.md, "Jobs".
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
from bot.engine.jobs.inbox_batcher import Intake
from bot.engine.jobs.job_starter import JobStarter, TellQueued
from bot.engine.jobs.replicas import Replicas
from bot.logs import adopt_loggers
from bot.newsroom.job_origin import Requester, Urgency
from bot.newsroom.jobs.inbox import Inbox, Job, Letter, LetterState, Payload

ENGINE_VERSION = "1"
"""Kept by hand: DBOS's default, a hash of all workflow code, would strand waiting work at every deploy. Raise it only
with a change that old workflows cannot go through."""

_YIELDS, _YIELD_S = 40, 0.05
"""So often, and so long each time, starts step back behind a burst of deliveries: two seconds at most."""

QUEUE = "answer"
POLL_S = 0.25

Do = Callable[[str], Awaitable[None]]

RequesterOf = Callable[[str, Payload], tuple[Requester, Urgency]]
"""For whom a job of a kind and payload is done, and how soon."""

_log = structlog.get_logger(__name__)


class ParkedError(Exception):
    """A job was not begun because the process is stopping; the next start takes it up."""


def anybody(_kind: str, _payload: Payload) -> tuple[Requester, Urgency]:
    """Every job for one and the same requester."""
    return Requester(), Urgency.INTERACTIVE


class JobEngine:
    """Runs jobs. One per process.

    Args:
        inbox: where jobs are stored before anything else.
        database: a synchronous engine of the same database, for DBOS; disposed of by `stop`.
        database_url: its address, which DBOS wants besides.
        replicas: on PostgreSQL: this process among others; None: it is alone.
        concurrency: jobs under way at once in this process.
        requester_of: for whom a job is done; requesters share the places.
        is_open: whether jobs may begin that need Slack.
    """

    def __init__(
        self,
        *,
        inbox: Inbox,
        database: sa.Engine,
        database_url: str,
        replicas: Replicas | None = None,
        concurrency: int = PLACES,
        requester_of: RequesterOf = anybody,
        is_open: Callable[[], bool] = lambda: True,
    ) -> None:
        self._inbox = inbox
        self._database = database
        self._database_url = database_url
        self._replicas = replicas
        self._concurrency = concurrency
        self._requester_of = requester_of
        self._intake = Intake(inbox)
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

    async def start(self, do: Do, tell_queued: TellQueued | None = None) -> None:
        """Start, and take up what an earlier process left.

        Args:
            do: does the job of an id, on this event loop; it sees to its own failures.
            tell_queued: tells a requester how many jobs come before theirs, once one has waited a while.
        """
        self._do = do
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(self._launch)
        waiting = await self._inbox.list(LetterState.WAITING)
        started = await asyncio.to_thread(started_workflows) if waiting else frozenset()
        for letter in waiting:
            if f"{letter.id}{letter.again}" not in started:  # the process died before its workflow was started
                self.resume(letter)
        self._starter.begin(tell_queued)

    async def submit(self, job: Job) -> bool:
        """Store a job and start it when it is its turn, unless it was taken before. Returns whether it was new.

        It is started in the background: Slack waits for no more than that it is stored.

        Raises:
            StorageError: it could not be stored.
        """
        if not await self._intake.take(job):
            return False
        self._starter.add(self._queued(job.id, job.kind, job.payload))
        return True

    def resume(self, letter: Letter) -> bool:
        """Start a stored job that waits when it is its turn. Returns False for one that is in the queue already."""
        return self._starter.add(self._queued(letter.id, letter.kind, letter.payload or {}, letter.again))

    def count_of(self, requester: Requester) -> int:
        """How many jobs of a person wait or are under way in this process."""
        return self._starter.queue.count_of(requester)

    async def count_under_way(self) -> int:
        """How many jobs are being done, in every replica; those of one that died count until they are begun anew."""
        return len(await asyncio.to_thread(DBOS.list_workflows, status="PENDING", load_input=False, load_output=False))

    async def stop(self, timeout_s: float) -> None:
        """Take no more jobs and wait for those under way; what is not done then is taken up at the next start."""
        self._is_stopping = True
        await self._starter.stop()
        await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=int(timeout_s))
        # From here on a job that ends can no longer be written down: DBOS would log each as an error.
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

    def _queued(self, job_id: str, kind: str, payload: Payload, again: str = "") -> QueuedJob:
        requester, urgency = self._requester_of(kind, payload)
        return QueuedJob(job_id, requester, urgency, again, asyncio.get_running_loop().time())

    async def _start(self, job_id: str, again: str) -> None:
        """Start the workflow of a try; a second time it does nothing."""
        # Not `to_thread`, which hands the context on: a job that submits another one is inside a workflow of its own.
        await asyncio.get_running_loop().run_in_executor(None, self._enqueue, job_id, f"{job_id}{again}")

    async def _let_others_in(self) -> None:
        """While deliveries wait to be stored, and Slack for us, starting jobs can wait a moment too."""
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
        adopt_loggers()  # it has one of its own, that writes past ours
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=self._concurrency, polling_interval_sec=POLL_S)
        if self._replicas is not None:
            self._replicas.watch()

    def _enqueue(self, job_id: str, workflow_id: str) -> None:
        with SetWorkflowID(workflow_id):
            DBOS.enqueue_workflow(QUEUE, answer, job_id)

    def run(self, job_id: str) -> None:
        """Do a job on the event loop and wait for it; called in one of DBOS's threads."""
        if self._is_stopping:
            self._has_stopped.wait()  # parked: nothing can be written down any more, so the workflow stays pending
            raise ParkedError
        future = asyncio.run_coroutine_threadsafe(self._await(job_id), self._loop)
        with self._lock:
            self._running.add(future)
        try:
            future.result()
        finally:
            with self._lock:
                self._running.discard(future)

    async def _await(self, job_id: str) -> None:
        self._starter.note_begun(QueuedJob(job_id, *anybody("", {})))
        try:
            await self._do(job_id)
        finally:
            self._starter.note_over(job_id)


_engine: JobEngine | None = None


@DBOS.workflow(name="answer")
def answer(job_id: str) -> None:
    """Do one job. Small on purpose: workflows outlive versions of this program."""
    do_job(job_id)


@DBOS.step(name="do_job", retries_allowed=False)
def do_job(job_id: str) -> None:
    """Do one job by whichever engine runs in this process."""
    if _engine is None:
        raise RuntimeError("no job engine runs in this process")
    _engine.run(job_id)


async def _find_foreign(workflow_ids: Iterable[str]) -> frozenset[str]:
    """Those of some workflows that are not in the engine's queue any more: another process took them out."""
    ids = list(workflow_ids)
    found = await asyncio.to_thread(DBOS.list_workflows, workflow_ids=ids, load_input=False, load_output=False)
    return frozenset(workflow.workflow_id for workflow in found if workflow.status != "ENQUEUED")


def started_workflows() -> frozenset[str]:
    """Workflows that are queued or under way, in any process."""
    found = DBOS.list_workflows(status=["PENDING", "ENQUEUED"], load_input=False, load_output=False)
    return frozenset(workflow.workflow_id for workflow in found)
