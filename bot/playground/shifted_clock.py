"""The clock of the local Slack: the machine's, shifted by some seconds."""

from datetime import datetime, timedelta
from email.utils import format_datetime

from bot.clock import Clock


class ShiftedClock:
    """A clock that differs from the machine's.

    Args:
        clock: the machine's clock.

    Attributes:
        ahead_s: the shift in seconds; below 0 it is behind.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.ahead_s = 0.0

    def now(self) -> datetime:
        """Return the time in the local Slack, in UTC."""
        return self._clock.now() + timedelta(seconds=self.ahead_s)

    def monotonic(self) -> float:
        """Return seconds that never go backwards; these are the machine's."""
        return self._clock.monotonic()

    def http_date(self) -> str:
        """Return the time in the format of a `Date` header (RFC 9110, section 5.6.7)."""
        return format_datetime(self.now(), usegmt=True)
