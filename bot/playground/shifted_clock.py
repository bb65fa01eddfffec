"""The clock of the local Slack: the machine's, or as far ahead of it as somebody wishes."""

from datetime import datetime, timedelta
from email.utils import format_datetime

from bot.clock import Clock


class ShiftedClock:
    """A clock that differs from the machine's.

    Args:
        clock: the machine's.

    Attributes:
        ahead_s: by how many seconds; below 0 it is behind.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.ahead_s = 0.0

    def now(self) -> datetime:
        """The time in the local Slack, in UTC."""
        return self._clock.now() + timedelta(seconds=self.ahead_s)

    def monotonic(self) -> float:
        """Seconds that never go backwards; these are the machine's."""
        return self._clock.monotonic()

    def http_date(self) -> str:
        """The time as a `Date` header says it (RFC 9110, section 5.6.7)."""
        return format_datetime(self.now(), usegmt=True)
