"""Says the same line once, then counts: an outage of the database is a handful of lines, not four thousand.

Two lines are the same where logger, level, text and all fields but the time agree; of a library's text, the seconds it
waits, its attempts and addresses in memory do not count. A line that differs in anything else is always written.
When a line was not said for a minute, its count is; while it goes on, every ten minutes.
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
"""A line that was not said for so long has ended."""

REMINDER_S = 600.0
"""So often it is said how often a line came that does not end."""

MOST_KNOWN = 1000
"""So many different lines are remembered; of the one that came least lately the count is said, and it is forgotten."""

SUMMARY_FIELDS = ("left_out", "seconds")
"""Fields of a line that counts others."""

_SAID = 200
"""Characters of a line that its count repeats."""

_CHANCE = re.compile(
    r"0x[0-9A-Fa-f]{1,16}|(?<![0-9.])[0-9]{1,9}\.[0-9]{1,9}(?=s\b)|(?<=attempt )[0-9]{1,9}|(?<=Task-)[0-9]{1,9}"
)
"""What differs between two lines of a library that say the same."""

_TICK_S = 5.0


@dataclass(slots=True)
class _Line:
    """A line that was said.

    Attributes:
        logger, level, text: of it.
        first, last: when it came.
        summed_up: when its count was said last.
        count: how often it was left out since then.
    """

    logger: str
    level: int
    text: str
    first: float
    last: float
    summed_up: float
    count: int = 0


class Repeats(logging.Filter):
    """Lets a line pass the first time.

    Args:
        now: seconds of a steady clock.
        in_background: whether a thread sums up; tests do it themselves.
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
        """Whether a line is to be written."""
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
        """Say of every line, or of those that have ended or go on for long, how often it was left out."""
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
    """All of a line by which it is the same as another."""
    if isinstance(record.msg, dict):  # ours
        said = "\n".join(f"{name}={value!r}" for name, value in sorted(record.msg.items()) if name != "timestamp")
    else:
        error = record.exc_info[1] if record.exc_info else None
        said = _CHANCE.sub("#", f"{record.pathname}:{record.lineno}\n{_event(record, None)}\n{error!r}")
    return f"{record.name}\n{record.levelno}\n{said}"


def _event(record: logging.LogRecord, length: int | None = _SAID) -> str:
    """What a line says, without its fields."""
    if isinstance(record.msg, dict):
        return str(record.msg.get("event"))[:length]
    try:
        return record.getMessage()[:length]
    except Exception:  # noqa: BLE001  (arguments that do not fit: the handler says so)
        return str(record.msg)[:length]
