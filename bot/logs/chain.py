"""The chain that every log line passes."""

import json
import logging
import sys
from contextlib import suppress
from typing import TextIO

import structlog

from bot.logs.redaction import redact
from bot.logs.repeats import SUMMARY_FIELDS, Repeats
from bot.logs.strays import adopt_loggers

_QUIETER = {
    "slack_bolt": logging.WARNING,
    "slack_sdk": logging.WARNING,
    "aiohttp.access": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "psycopg": logging.WARNING,
    "trafilatura": logging.CRITICAL,
    "htmldate": logging.CRITICAL,
    "pypdf": logging.ERROR,
}
"""Libraries whose routine lines do not help an operator, or repeat people's text."""


class ChainHandler(logging.StreamHandler[TextIO]):
    """Writes lines, without repeats; reports lines that cannot be written as a normal line."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self.repeats = Repeats()
        self.addFilter(self.repeats)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (logging's name)
        """Report the error without the line itself, which was not redacted."""
        error = sys.exc_info()[1]
        said = {"event": "a log line could not be written", "level": "error", "logger": record.name}
        with suppress(Exception):
            self.stream.write(f"{json.dumps({**said, 'cause': type(error).__name__})}{self.terminator}")
            self.flush()

    def close(self) -> None:
        """Report the lines suppressed so far: the process ends."""
        with suppress(Exception):
            self.repeats.sum_up()
        super().close()


def set_up_logs(level: str = "info") -> None:
    """Send every log line of this process, ours and the libraries', to stderr through one chain."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = ChainHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(allow=SUMMARY_FIELDS), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer()],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    adopt_loggers()
    for name, minimum in _QUIETER.items():
        logging.getLogger(name).setLevel(max(minimum, root.level))


def lines_left_out() -> int:
    """Return how many repeated lines were suppressed since the process began."""
    handlers = logging.getLogger().handlers
    return sum(handler.repeats.left_out for handler in handlers if isinstance(handler, ChainHandler))


def _renderer() -> structlog.typing.Processor:
    """Return a renderer: colour on a terminal, JSON elsewhere."""
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
