"""The worker process of `bot.engine.workers.pool`: it runs one job after another and may be killed at any time.

It uses two pipes, one pickled frame per message. It ends with its parent, ignores signals meant for its parent, opens
no network connection, and has limits on memory, CPU time and core dumps.
"""

import ctypes
import importlib
import io
import math
import os
import pickle
import resource
import signal
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38

HEADER = struct.Struct(">Q")
"""Prefix of each frame: its length."""

_FORBIDDEN_EVENTS = frozenset({"socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen", "os.system"})
"""Audit events of operations that reading pages does not need."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Resource limits of a worker process.

    Attributes:
        cpu_s: CPU seconds per job.
        memory_mb: address space above what is mapped once it is warm.
        warm_up: modules imported before the first job.
    """

    cpu_s: int
    memory_mb: int
    warm_up: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskResult:
    """A job's result."""

    value: Any


@dataclass(frozen=True, slots=True)
class TaskError:
    """What a job raised."""

    error: BaseException


@dataclass(frozen=True, slots=True)
class WorkerExit:
    """Why a worker process cannot continue."""

    reason: str


def main(parent: int) -> None:
    """Serve jobs until the parent closes the pipe or dies."""
    jobs, results = _take_pipes()
    _exit_with_parent(parent)
    for signal_name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_name, signal.SIG_IGN)  # sent to the whole group; the parent decides when we end
    _deprioritise()
    limits = pickle.loads(_read_frame(jobs))  # noqa: S301  (from our own parent, over a private pipe)
    for name in limits.warm_up:
        importlib.import_module(name)
    _limit_memory(limits.memory_mb)
    sys.addaudithook(_forbid)
    _write_frame(results, pickle.dumps(TaskResult(None)))
    while frame := _read_frame(jobs):
        _limit_cpu(limits.cpu_s)
        outcome = _run(frame)
        _limit_cpu(None)
        _write_frame(results, outcome)


def _run(frame: bytes) -> bytes:
    """Return the pickled outcome of one job."""
    try:
        function, arguments = pickle.loads(frame)  # noqa: S301  (from our own parent, over a private pipe)
        return pickle.dumps(TaskResult(function(*arguments)), protocol=pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(WorkerExit("out of memory"))
    except Exception as error:  # noqa: BLE001  (any error of a job is returned to the caller)
        return _pickle_error(error)


def _pickle_error(error: Exception) -> bytes:
    """Return the error itself where it can be pickled, else its description."""
    try:
        frame = pickle.dumps(TaskError(error))
        pickle.loads(frame)  # noqa: S301  (made one line above)
    except Exception:  # noqa: BLE001  (an error's own pickling code may raise anything)
        return pickle.dumps(TaskError(RuntimeError(f"{type(error).__name__}: {error}"[:1000])))
    return frame


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take stdin and stdout for the frames; what libraries print goes to stderr."""
    jobs = os.fdopen(os.dup(0), "rb")
    results = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return jobs, io.BufferedWriter(results)


def _exit_with_parent(parent: int) -> None:
    """Have the kernel kill us when the parent dies, even by kill -9 (Linux; elsewhere the closed pipe ends us)."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        os._exit(0)


def _deprioritise() -> None:
    """Yield the processors to the event loop, and be killed first when memory runs out."""
    os.nice(5)
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:  # noqa: PTH123  (no path)
        file.write("1000")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_memory(memory_mb: int) -> None:
    """Limit the address space above what is mapped now: libraries map hundreds of megabytes they never touch."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  (a kernel file)
            mapped = int(file.read().split()[0]) * resource.getpagesize()
    except OSError:  # not Linux: no such file, and RLIMIT_AS has little effect there
        return
    _set_soft_limit(resource.RLIMIT_AS, mapped + memory_mb * 1_048_576)


def _limit_cpu(seconds: int | None) -> None:
    """Limit further CPU seconds; None removes the limit."""
    if seconds is None:
        _set_soft_limit(resource.RLIMIT_CPU, resource.RLIM_INFINITY)
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set_soft_limit(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime) + seconds)


def _set_soft_limit(kind: int, soft: int) -> None:
    """Set a soft limit, within the inherited hard one."""
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY and (soft == resource.RLIM_INFINITY or soft > hard):
        soft = hard
    resource.setrlimit(kind, (soft, hard))


def _forbid(event: str, _: tuple[object, ...]) -> None:
    """Block operations that reading pages does not need, in case a hostile page gets that far."""
    if event in _FORBIDDEN_EVENTS:
        raise PermissionError(f"{event} in a child process")


def _read_frame(pipe: BinaryIO) -> bytes:
    """Return the next frame; b"" at the end of the pipe."""
    header = pipe.read(HEADER.size)
    return pipe.read(HEADER.unpack(header)[0]) if len(header) == HEADER.size else b""


def _write_frame(pipe: BinaryIO, frame: bytes) -> None:
    """Send one frame."""
    pipe.write(HEADER.pack(len(frame)))
    pipe.write(frame)
    pipe.flush()
