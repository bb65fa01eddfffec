"""Heavy work off the event loop, in child processes that can be killed.

A page may be built to cost a parser minutes or gigabytes. Threads cannot be stopped, and the children of a common pool
share a pipe, so that one killed child can break it for all (pebble, concurrent.futures). Here each child is a fresh
interpreter with pipes of its own; whatever happens to it happens to one job.
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

from bot.engine.workers.free_workers import FreeChildren
from bot.engine.workers.output import log_output
from bot.engine.workers.process import HEADER, Done, Failed, Gone, Limits
from bot.errors import WorkerDiedError, WorkerError, WorkerTimedOutError

log = structlog.get_logger()

R = TypeVar("R")

START_TIMEOUT_S = 60.0
"""For a child's warm-up imports on a busy machine."""

_SLICE_BYTES = 262_144
_MAX_RESULT_BYTES = 64 * 1_048_576

_BOOT = "import sys; sys.path[:] = sys.argv[2:]; from bot.engine.workers.process import main; main(int(sys.argv[1]))"

_LOADER_VARIABLES = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
"""What the dynamic loader needs, and what numpy's BLAS is told about this processor."""


class Workers:
    """A few child processes that run module-level functions.

    Use it as an async context manager, or call `start` and `close`.

    Args:
        count: children.
        queue_limit: jobs that may wait for a free child; more are refused. More than all jobs under way ask for.
        timeout_s: wall time a job may take, once a child has it.
        cpu_s: CPU time a job may take.
        memory_mb: memory a job may take, above what an idle child has mapped.
        jobs_per_child: a child is replaced after so many jobs, so that leaks stay small.
        warm_up: modules each child imports before its first job.
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
        self._children: set[_Child] = set()
        self._chores: set[asyncio.Task[None]] = set()
        self._idle: FreeChildren[_Child] = FreeChildren(count, queue_limit)
        self._closing = asyncio.Event()

    def begin(self) -> None:
        """Start the children without waiting for them; jobs that come before they are warm wait in the queue."""
        for _ in range(self._count):
            self._in_background(self._add_patiently())

    async def start(self) -> None:
        """Start the children and wait until all are warm.

        Raises:
            WorkerDiedError: a child cannot be started at all.
        """
        starts = await asyncio.gather(*(self._add_child() for _ in range(self._count)), return_exceptions=True)
        errors = [error for error in starts if error is not None]
        if errors:
            await self.close()
            raise errors[0]

    async def close(self) -> None:
        """Kill the children; jobs that wait are refused."""
        self._closing.set()
        await asyncio.gather(*(child.kill() for child in self._children))
        await asyncio.gather(*self._chores)
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
        """What `function(*arguments)` returns or raises, computed in a child.

        Args:
            function: importable by name.
            arguments: anything picklable.
            timeout_s: instead of the pool's own.
            is_urgent: a person waits for it: it goes before what is not.

        Raises:
            WorkerTimedOutError: over its wall or CPU time; the child was killed.
            WorkerDiedError: the child died or ran out of memory.
            BusyError: too many jobs wait already, or we are closing.
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
        except BaseException:  # cancelled: the child is half-way through a job that nobody waits for
            self._replace(child)
            raise
        if isinstance(outcome, Gone) or child.jobs >= self._jobs_per_child:
            self._replace(child)
        else:
            self._idle.put(child)
        return cast("R", _unwrap(outcome))

    async def _add_child(self) -> None:
        """Start one child, warm it up and offer it; none once we are closing."""
        child = await _Child.start()
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

    async def _remove(self, child: "_Child") -> None:
        """Kill a child."""
        self._children.discard(child)
        self._idle.drop(child)
        await child.kill()

    def _replace(self, child: "_Child") -> None:
        """Kill a child and start another, without making anybody wait for it."""
        self._in_background(self._remove_and_add(child))

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        chore = asyncio.create_task(work)
        self._chores.add(chore)
        chore.add_done_callback(self._chores.discard)

    async def _remove_and_add(self, child: "_Child") -> None:
        """Kill one child; start another."""
        await self._remove(child)
        await self._add_patiently()

    async def _add_patiently(self) -> None:
        """Start a child, again and again until one starts."""
        pause_s = 0.5
        while not self._closing.is_set():
            try:
                return await self._add_child()
            except WorkerDiedError as error:
                if self._closing.is_set():
                    return None  # killed by `close` while it came up
                log.error("child process does not start", cause=str(error), next_try_s=pause_s)  # noqa: TRY400  (no bug)
            with suppress(TimeoutError):
                async with asyncio.timeout(pause_s):
                    await self._closing.wait()
            pause_s = min(pause_s * 2, 30.0)
        return None


class BackgroundWorkers:
    """The same children, for what nobody waits for.

    Args:
        workers: the children.
    """

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    async def run(self, function: Callable[..., R], *arguments: object, timeout_s: float | None = None) -> R:
        """What `function(*arguments)` returns or raises, computed in a child once no person waits for one.

        Args and raises: as for `Workers.run`.
        """
        return await self._workers.run(function, *arguments, timeout_s=timeout_s, is_urgent=False)


class _Child:
    """One child process, seen from the parent.

    Attributes:
        jobs: how many it was given.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None  # noqa: S101  (started with pipes)
        self._process = process
        self._listening = asyncio.create_task(log_output(process.stderr, process.pid))
        self.jobs = 0

    @classmethod
    async def start(cls) -> "_Child":
        """A child that was just started and knows nothing yet.

        Raises:
            WorkerDiedError: no process can be started.
        """
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-I",  # nothing from the environment or the current folder decides what is imported
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
            WorkerDiedError: it did not come up.
        """
        try:
            async with asyncio.timeout(START_TIMEOUT_S):
                await self.ask(pickle.dumps(limits))
        except (EOFError, OSError) as error:  # TimeoutError is an OSError
            raise WorkerDiedError(f"child process did not come up: {error!r}") from error
        self.jobs = 0

    async def ask(self, frame: bytes) -> Any:
        """The child's answer to one frame.

        Raises:
            EOFError: the child ended before it answered.
            OSError: its pipe broke.
        """
        assert self._process.stdin is not None  # noqa: S101  (started with pipes)
        assert self._process.stdout is not None  # noqa: S101  (started with pipes)
        self.jobs += 1
        self._process.stdin.write(HEADER.pack(len(frame)))
        for start in range(0, len(frame), _SLICE_BYTES):  # a long frame at once would be moved about in a buffer
            self._process.stdin.write(frame[start : start + _SLICE_BYTES])
            await self._process.stdin.drain()
        header = await self._process.stdout.readexactly(HEADER.size)
        (length,) = HEADER.unpack(header)
        if length > _MAX_RESULT_BYTES:
            raise OSError(f"a result of {length} bytes")
        return pickle.loads(await self._process.stdout.readexactly(length))  # noqa: S301  (from our own child)

    def kill_now(self) -> None:
        """Send the kill signal."""
        if self._process.returncode is None:
            try:
                self._process.kill()
            except ProcessLookupError:
                return

    async def kill(self) -> None:
        """Kill it and wait until it is gone."""
        self.kill_now()
        await self._process.wait()
        await asyncio.wait({self._listening}, timeout=1)  # its last words
        self._listening.cancel()

    async def explain_death(self) -> WorkerError:
        """The error for a child that ended in the middle of a job."""
        with suppress(
            TimeoutError
        ):  # a child that closed its pipe ends at once; killing it sooner would hide its status
            async with asyncio.timeout(1):
                await self._process.wait()
        await self.kill()
        code = self._process.returncode
        if code == -signal.SIGXCPU:
            return WorkerTimedOutError("over its CPU time")
        return WorkerDiedError(f"exit status {code}")


def _unwrap(outcome: Done | Failed | Gone) -> Any:
    """The value of an outcome, or its error raised."""
    match outcome:
        case Done(value):
            return value
        case Failed(error):
            raise error
        case Gone(reason):
            raise WorkerDiedError(reason)


def _environment() -> dict[str, str]:
    """The little a child needs. Tokens and passwords of the parent's environment are not for it."""
    inherited = os.environ  # noqa: TID251  (what the dynamic loader needs, not a setting)
    loader = {name: inherited[name] for name in _LOADER_VARIABLES if name in inherited}
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", **loader}
