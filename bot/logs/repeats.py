"""Writes a repeated line once and counts it: an outage of the database is a few lines, not four thousand.

Two lines are the same if logger, level, text and all fields except the time agree; in a library's text, seconds it
waits, attempts and memory addresses are ignored. A line with any other difference is always written. The count is
written once a line has not occurred for a minute; for a continuing one, every ten minutes.
"""

import hashlib
import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

QUIET_S = 60.0
"""A line that has not occurred for this long has ended."""

REMINDER_S = 600.0
"""Interval at which the count of a continuing line is written."""

MOST_KNOWN = 1000
"""Maximum of lines remembered; for the least recent one the count is written, and it is dropped."""

SUMMARY_FIELDS = ("left_out", "seconds")
"""Fields of a line with a count."""

_SAID = 200
"""Characters of the original line that are repeated with its count."""

_CHANCE = re.compile(
    r"0x[0-9A-Fa-f]{1,16}|(?<![0-9.])[0-9]{1,9}\.[0-9]{1,9}(?=s\b)|(?<=attempt )[0-9]{1,9}|(?<=Task-)[0-9]{1,9}"
)
"""Differences between two lines of a library that are ignored."""

_TICK_S = 5.0


@dataclass(slots=True)
class _Line:
    """A line that was written.

    Attributes:
        logger, level, text: its logger, level and text.
        first, last: when it occurred.
        summed_up: when its count was last written.
        count: how often it was suppressed since then.
    """

    logger: str
    level: int
    text: str
    first: float
    last: float
    summed_up: float
    count: int = 0


class Repeats(logging.Filter):
    """Passes a line only the first time.

    Args:
        now: seconds of a monotonic clock.
        in_background: whether a thread writes the counts; tests do it themselves.
    """

    def __init__(self, *, now: Callable[[], float] = time.monotonic, in_background: bool = True) -> None:
        super().__init__()
        self._now = now
        self._in_background = in_background
        self._lines: OrderedDict[bytes, _Line] = OrderedDict()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.left_out = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a line is written."""
        if hasattr(record, SUMMARY_FIELDS[0]):
            return True
        text, now = _text(record), self._now()
        key = hashlib.sha256(text.encode("utf-8", "backslashreplace")).digest()
        with self._lock:
            known = self._lines.get(key)
            if known is not None and now - known.last <= QUIET_S:
                known.last, known.count = now, known.count + 1
                self.left_out += 1
                self._lines.move_to_end(key)
                self._begin_to_sum_up()
                return False
            over = [self._lines.pop(key)] if known is not None else []
            if len(self._lines) >= MOST_KNOWN:
                over.append(self._lines.popitem(last=False)[1])
            self._lines[key] = _Line(record.name, record.levelno, _event(record), now, now, now)
        self._say(over)
        return True

    def sum_up(self, *, only_ended: bool = False) -> None:
        """Write the counts of all suppressed lines, or only of those that have ended or continue for long."""
        now = self._now()
        with self._lock:
            ended = [key for key, line in self._lines.items() if not only_ended or now - line.last > QUIET_S]
            due = [self._lines.pop(key) for key in ended]
            due += [line for line in self._lines.values() if now - line.summed_up > REMINDER_S]
            counts = [_Line(*_values(line)) for line in due]
            for line in due:
                line.count, line.summed_up = 0, now
        self._say(counts)

    def _say(self, lines: list[_Line]) -> None:
        for line in lines:
            if line.count:
                seconds = round(line.last - line.first, 1)
                often = "once more" if line.count == 1 else f"{line.count:,} times more"
                text = f"said {often} in {seconds:g} s, and left out here: {line.text}"
                counts = dict(zip(SUMMARY_FIELDS, (line.count, seconds), strict=True))
                logger = logging.getLogger(line.logger)
                logger.handle(logger.makeRecord(line.logger, line.level, "", 0, text, (), None, extra=counts))

    def _begin_to_sum_up(self) -> None:
        if self._in_background and self._thread is None:
            self._thread = threading.Thread(target=self._sum_up_until_all_ended, name="log repeats", daemon=True)
            self._thread.start()

    def _sum_up_until_all_ended(self) -> None:
        while True:
            time.sleep(_TICK_S)
            self.sum_up(only_ended=True)
            with self._lock:
                if not any(line.count for line in self._lines.values()):
                    self._thread = None
                    return


def _values(line: _Line) -> tuple[str, int, str, float, float, float, int]:
    return line.logger, line.level, line.text, line.first, line.last, line.summed_up, line.count


def _text(record: logging.LogRecord) -> str:
    """Return everything that identifies a line."""
    if isinstance(record.msg, dict):  # ours
        said = "\n".join(f"{name}={value!r}" for name, value in sorted(record.msg.items()) if name != "timestamp")
    else:
        error = record.exc_info[1] if record.exc_info else None
        said = _CHANCE.sub("#", f"{record.pathname}:{record.lineno}\n{_event(record, None)}\n{error!r}")
    return f"{record.name}\n{record.levelno}\n{said}"


def _event(record: logging.LogRecord, length: int | None = _SAID) -> str:
    """Return the text of a line, without its fields."""
    if isinstance(record.msg, dict):
        return str(record.msg.get("event"))[:length]
    try:
        return record.getMessage()[:length]
    except Exception:  # noqa: BLE001  (arguments that do not match: the handler reports it)
        return str(record.msg)[:length]
