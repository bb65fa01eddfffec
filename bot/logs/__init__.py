"""Logs: one JSON line an event on stderr (readable lines on a terminal), with secrets blacked out.

Everything goes through the one chain that `chain` builds: our lines, those of libraries, warnings, errors that nothing
caught, and what child processes print. `redaction` blacks out, `repeats` says the same line once.
"""

from bot.logs.chain import lines_left_out, set_up_logs
from bot.logs.redaction import redact
from bot.logs.strays import adopt_loggers, catch_strays

__all__ = ["adopt_loggers", "catch_strays", "lines_left_out", "redact", "set_up_logs"]
