"""Logs: one JSON line per event on stderr (readable lines on a terminal), with secrets redacted.

Everything passes one chain, built in `chain`: our lines, those of libraries, warnings, uncaught errors, and the output
of worker processes. `redaction` removes secrets, `repeats` suppresses repeated lines.
"""

from bot.logs.chain import lines_left_out, set_up_logs
from bot.logs.redaction import redact
from bot.logs.strays import adopt_loggers, catch_strays

__all__ = ["adopt_loggers", "catch_strays", "lines_left_out", "redact", "set_up_logs"]
