"""What a child process prints: libraries write warnings to stderr, and so does a dying interpreter.

It goes into the log line by line, so that it is redacted like everything else. A page may make a library print for as
long as its job runs; of one child so many lines are logged, and the rest is read and thrown away: a child whose pipe is
full would wait.
"""

import asyncio

import structlog

MOST_LINES = 100
LONGEST_LINE = 2_000
"""Bytes of one line; the rest is the next one."""

_CHUNK = 8_192

_log = structlog.get_logger(__name__)


async def log_output(stream: asyncio.StreamReader, child: int) -> None:
    """Log what comes until the child has closed its end.

    Args:
        stream: its stderr.
        child: its process id.
    """
    rest, lines = b"", 0
    while chunk := await stream.read(_CHUNK):
        *whole, rest = _split(rest + chunk)
        for line in whole:
            lines += _say(line, child, lines)
    _say(rest, child, lines)


def _split(data: bytes) -> list[bytes]:
    """The lines, none too long; the last one has not ended yet."""
    *whole, rest = data.split(b"\n")
    parts = [line[start : start + LONGEST_LINE] for line in whole for start in range(0, len(line), LONGEST_LINE)]
    while len(rest) > LONGEST_LINE:
        parts.append(rest[:LONGEST_LINE])
        rest = rest[LONGEST_LINE:]
    return [*parts, rest]


def _say(line: bytes, child: int, lines: int) -> bool:
    """Log a line that is not empty. Returns whether it counts."""
    said = line.decode("utf-8", "backslashreplace").strip()
    if not said:
        return False
    if lines < MOST_LINES:
        _log.warning("a child process printed something", said=said, child=child)
    elif lines == MOST_LINES:
        _log.warning("a child process goes on printing; the rest is left out", child=child)
    return True
