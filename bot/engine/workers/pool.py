"""CPU-bound work off the event loop, in worker processes that can be killed.

A page may be built to cost a parser minutes or gigabytes. Threads cannot be stopped, and processes of a common pool
share a pipe, so that killing one can break it for all (pebble, concurrent.futures). Here each worker process is a fresh
interpreter with its own pipes; its failure affects one job only.
"""

import asyncio
import os
import pickle
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, cast

import structlog

from bot.engine.workers.free_workers import FreeWorkers
from bot.engine.workers.output import log_output
from bot.engine.workers.process import HEADER, Limits, TaskError, TaskResult, WorkerExit
from bot.errors import WorkerDiedError, WorkerError, WorkerTimedOutError

log = structlog.get_logger()

R = TypeVar("R")

START_TIMEOUT_S = 60.0
"""Time for a worker process's warm-up imports on a busy machine."""

_SLICE_BYTES = 262_144
_MAX_RESULT_BYTES = 64 * 1_048_576

_BOOT = "import sys; sys.path[:] = sys.argv[2:]; from bot.engine.workers.process import main; main(int(sys.argv[1]))"

_LOADER_VARIABLES = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
"""Variables of the dynamic loader, and those that describe this processor to numpy's BLAS."""


class WorkerPool:
    """A few worker processes that run module-level functions.

    Use it as an async context manager, or call `start` and `close`.

    Args:
        count: number of worker processes.
        queue_limit: jobs that may wait for a free one; more are rejected. Higher than all running jobs need.
        timeout_s: maximum wall time of a job, once it runs.
        cpu_s: maximum CPU time of a job.
        memory_mb: maximum memory of a job, above what an idle worker process has mapped.
        jobs_per_child: a worker process is replaced after this many jobs, so that leaks stay small.
        warm_up: modules each one imports before its first job.

    Seven arguments, all limits.
    """

    def __init__(
        self,
        *,
        count: int = 2,
        queue_limit: int = 1_000,
        timeout_s: float = 10.0,
        cpu_s: int = 5,
        memory_mb: int = 512,
        jobs_per_child: int = 200,
        warm_up: tuple[str, ...] = (),
    ) -> None:
        self._count = count
        self._timeout_s = timeout_s
        self._limits = Limits(cpu_s=cpu_s, memory_mb=memory_mb, warm_up=warm_up)
        self._jobs_per_child = jobs_per_child
        self._children: set[WorkerProcess] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._idle: FreeWorkers[WorkerProcess] = FreeWorkers(count, queue_limit)
        self._closing = asyncio.Event()

    def begin(self) -> None:
        """Start the worker processes without waiting; jobs that arrive before they are warm are queued."""
        for _ in range(self._count):
            self._in_background(self._start_with_retry())

    async def start(self) -> None:
        """Start the worker processes and wait until all are warm.

        Raises:
            WorkerDiedError: one cannot be started at all.
        """
        starts = await asyncio.gather(*(self._start_worker() for _ in range(self._count)), return_exceptions=True)
        errors = [error for error in starts if error is not None]
        if errors:
            await self.close()
            raise errors[0]

    async def close(self) -> None:
        """Kill the worker processes; waiting jobs are rejected."""
        self._closing.set()
        await asyncio.gather(*(child.kill() for child in self._children))
        await asyncio.gather(*self._tasks)
        self._children.clear()
        self._idle.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def run(
        self, function: Callable[..., R], *arguments: object, timeout_s: float | None = None, is_urgent: bool = True
    ) -> R:
        """Return or raise what `function(*arguments)` does, computed in a worker process.

        Args:
            function: importable by name.
            arguments: anything picklable.
            timeout_s: overrides the pool's own.
            is_urgent: a person waits for it: it goes before jobs that are not urgent.

        Raises:
            WorkerTimedOutError: over its wall or CPU time; the worker process was killed.
            WorkerDiedError: the worker process died or ran out of memory.
            BusyError: too many jobs wait already, or the pool is closing.
        """
        limit = self._timeout_s if timeout_s is None else timeout_s
        child = await self._idle.take(is_urgent=is_urgent)
        try:
            async with asyncio.timeout(limit):
                outcome = await child.ask(pickle.dumps((function, arguments), protocol=pickle.HIGHEST_PROTOCOL))
        except TimeoutError:
            self._replace(child)
            raise WorkerTimedOutError(f"over {limit:g} s") from None
        except (EOFError, OSError) as error:
            death = await child.explain_death()
            self._replace(child)
            raise death from error
        except BaseException:  # cancelled: the worker process is in the middle of a job that is no longer needed
            self._replace(child)
            raise
        if isinstance(outcome, WorkerExit) or child.jobs >= self._jobs_per_child:
            self._replace(child)
        else:
            self._idle.put(child)
        return cast("R", _unwrap(outcome))

    async def _start_worker(self) -> None:
        """Start one worker process, warm it up and offer it; none while closing."""
        child = await WorkerProcess.start()
        self._children.add(child)  # from here on `close` finds it
        try:
            if not self._closing.is_set():
                await child.warm_up(self._limits)
                self._idle.put(child)
        except WorkerDiedError:
            await self._remove(child)
            raise
        if self._closing.is_set():
            await self._remove(child)

    async def _remove(self, child: "WorkerProcess") -> None:
        """Kill a worker process."""
        self._children.discard(child)
        self._idle.drop(child)
        await child.kill()

    def _replace(self, child: "WorkerProcess") -> None:
        """Replace a worker process without waiting."""
        self._in_background(self._remove_and_start(child))

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _remove_and_start(self, child: "WorkerProcess") -> None:
        """Kill one worker process and start another."""
        await self._remove(child)
        await self._start_with_retry()

    async def _start_with_retry(self) -> None:
        """Start a worker process, retrying until one starts."""
        pause_s = 0.5
        while not self._closing.is_set():
            try:
                return await self._start_worker()
            except WorkerDiedError as error:
                if self._closing.is_set():
                    return None  # killed by `close` while it started
                log.error("child process does not start", cause=str(error), next_try_s=pause_s)  # noqa: TRY400  (no bug)
            with suppress(TimeoutError):
                async with asyncio.timeout(pause_s):
                    await self._closing.wait()
            pause_s = min(pause_s * 2, 30.0)
        return None


class BackgroundPool:
    """The same worker processes, for background work.

    Args:
        workers: the pool.
    """

    def __init__(self, workers: WorkerPool) -> None:
        self._workers = workers

    async def run(self, function: Callable[..., R], *arguments: object, timeout_s: float | None = None) -> R:
        """Return or raise what `function(*arguments)` does, computed when no urgent job waits for a worker process.

        Args and raises: as for `WorkerPool.run`.
        """
        return await self._workers.run(function, *arguments, timeout_s=timeout_s, is_urgent=False)


class WorkerProcess:
    """One worker process, as the parent sees it.

    Attributes:
        jobs: how many jobs it was given.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None  # noqa: S101  (started with pipes)
        self._process = process
        self._listening = asyncio.create_task(log_output(process.stderr, process.pid))
        self.jobs = 0

    @classmethod
    async def start(cls) -> "WorkerProcess":
        """Return a new worker process that has imported nothing yet.

        Raises:
            WorkerDiedError: no process can be started.
        """
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-I",  # imports do not depend on the environment or the current folder
                "-c",
                _BOOT,
                str(os.getpid()),
                *(entry or str(Path.cwd()) for entry in sys.path),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=_environment(),
            )
        except OSError as error:
            raise WorkerDiedError(f"no child process: {error}") from error
        return cls(process)

    async def warm_up(self, limits: Limits) -> None:
        """Send the limits and wait until everything needed is imported.

        Raises:
            WorkerDiedError: it did not start.
        """
        try:
            async with asyncio.timeout(START_TIMEOUT_S):
                await self.ask(pickle.dumps(limits))
        except (EOFError, OSError) as error:  # TimeoutError is an OSError
            raise WorkerDiedError(f"child process did not come up: {error!r}") from error
        self.jobs = 0

    async def ask(self, frame: bytes) -> Any:
        """Return the worker process's answer to one frame.

        Raises:
            EOFError: the worker process ended before it answered.
            OSError: its pipe broke.
        """
        assert self._process.stdin is not None  # noqa: S101  (started with pipes)
        assert self._process.stdout is not None  # noqa: S101  (started with pipes)
        self.jobs += 1
        self._process.stdin.write(HEADER.pack(len(frame)))
        for start in range(0, len(frame), _SLICE_BYTES):  # a long frame written at once would be copied within a buffer
            self._process.stdin.write(frame[start : start + _SLICE_BYTES])
            await self._process.stdin.drain()
        header = await self._process.stdout.readexactly(HEADER.size)
        (length,) = HEADER.unpack(header)
        if length > _MAX_RESULT_BYTES:
            raise OSError(f"a result of {length} bytes")
        return pickle.loads(await self._process.stdout.readexactly(length))  # noqa: S301  (from our own worker process)

    def kill_now(self) -> None:
        """Send the kill signal."""
        if self._process.returncode is None:
            try:
                self._process.kill()
            except ProcessLookupError:
                return

    async def kill(self) -> None:
        """Kill it and wait until it has ended."""
        self.kill_now()
        await self._process.wait()
        await asyncio.wait({self._listening}, timeout=1)  # its last output
        self._listening.cancel()

    async def explain_death(self) -> WorkerError:
        """Return the error for a worker process that ended in the middle of a job."""
        with suppress(
            TimeoutError
        ):  # a process that closed its pipe ends at once; killing it sooner would hide its status
            async with asyncio.timeout(1):
                await self._process.wait()
        await self.kill()
        code = self._process.returncode
        if code == -signal.SIGXCPU:
            return WorkerTimedOutError("over its CPU time")
        return WorkerDiedError(f"exit status {code}")


def _unwrap(outcome: TaskResult | TaskError | WorkerExit) -> Any:
    """Return the value of an outcome, or raise its error."""
    match outcome:
        case TaskResult(value):
            return value
        case TaskError(error):
            raise error
        case WorkerExit(reason):
            raise WorkerDiedError(reason)


def _environment() -> dict[str, str]:
    """Return the few variables a worker process needs; not the tokens and passwords of the parent's environment."""
    inherited = os.environ  # noqa: TID251  (what the dynamic loader needs, not a setting)
    loader = {name: inherited[name] for name in _LOADER_VARIABLES if name in inherited}
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", **loader}
