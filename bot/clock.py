"""The only place that reads a clock. Everything else gets a `Clock`, so that tests can set it."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Provides the time."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go backwards, to measure durations."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251  (this is the clock)

    def monotonic(self) -> float:
        """Return seconds that never go backwards."""
        return time.monotonic()
