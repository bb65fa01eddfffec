"""`nutgraf` with a clock that the drill sets, and minutes of six seconds: DRILL_CLOCK=FILE python own_clock.py run.

The drill sets the day, for the local Slack and every bot at once; schedules are checked by the bot's own tick, which
comes more often. The file holds how many seconds the clock is ahead of the machine's.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.cli import main
from bot.clock import SystemClock
from bot.engine.schedules import edition_scheduler, periodic_task

COMMAND = ("-m", "tests.drills.own_clock")
VARIABLE = "DRILL_CLOCK"
MINUTE_S = 6.0


class DrillClock:
    """Sets the clock.

    Args:
        file: the file that the processes read.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._write(0.0)

    def now(self) -> datetime:
        """Returns the drill's time."""
        return _machine_time() + _ahead(self.file)

    def set(self, moment: datetime) -> None:
        """Set the time for all processes at once."""
        self._write((moment - _machine_time()).total_seconds())

    def _write(self, ahead_s: float) -> None:
        new = self.file.with_suffix(".new")
        new.write_text(repr(ahead_s))
        new.replace(self.file)


def install() -> None:
    """Install the drill's clock in this process."""
    file = Path(os.environ[VARIABLE])  # noqa: TID251  (a program of its own)
    SystemClock.now = lambda _: _machine_time() + _ahead(file)  # type: ignore[method-assign, assignment]  # every clock
    edition_scheduler._seconds_to_next_minute = lambda now: MINUTE_S - now.second % MINUTE_S
    periodic_task.PAUSE_S = MINUTE_S


def _machine_time() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  (this is a clock)


def _ahead(file: Path) -> timedelta:
    return timedelta(seconds=float(file.read_text()))


if __name__ == "__main__":
    install()
    main()
