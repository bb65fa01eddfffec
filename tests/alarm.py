"""A CPU time limit for code that was once too slow: far above what it takes now, far below what it took."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class TooLongError(BaseException):
    """The code took too long; no `except Exception` of the code under test may catch it."""


@contextmanager
def alarm(cpu_seconds: float = 2) -> Iterator[None]:
    """Raises if the block takes more CPU time; load on the machine has no effect. `re` handles signals as it runs."""

    def stop(*_: object) -> None:
        raise TooLongError(f"over {cpu_seconds} s of CPU time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
