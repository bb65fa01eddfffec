"""Logs a worker process's stderr: libraries write warnings there, and so does a dying interpreter.

It is logged line by line, so that it is redacted like everything else. A page may make a library print while its job
runs; only a limited number of lines per process is logged, and the rest is read and dropped: a process with a full pipe
would block.
"""

import asyncio

import structlog

MOST_LINES = 100
LONGEST_LINE = 2_000
"""Maximum bytes per line; the rest is the next line."""

_CHUNK = 8_192

_log = structlog.get_logger(__name__)


async def log_output(stream: asyncio.StreamReader, child: int) -> None:
    """Log the output until the worker process closes its end.

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
    """Return the lines, none too long; the last one is incomplete."""
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
