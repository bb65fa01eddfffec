"""An alarm for what must not take for ever: far above what it takes, far below what it took."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class TooLongError(BaseException):
    """It took too long; no `except Exception` of the code under test may catch it."""


@contextmanager
def alarm(cpu_seconds: float = 2) -> Iterator[None]:
    """Raises where the block takes so much CPU time; a busy machine changes nothing. `re` looks at signals as it goes."""

    def stop(*_: object) -> None:
        raise TooLongError(f"over {cpu_seconds} s of CPU time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
