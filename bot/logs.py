"""Logs: one JSON line an event on stderr (readable lines on a terminal), with secrets blacked out.

Slack's libraries log through the standard library; their lines go through the same chain.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRETS = re.compile(
    r"xox[a-z]-[A-Za-z0-9-]+|xox[a-z]\.[A-Za-z0-9.-]+|xapp-[A-Za-z0-9-]+|xoxe[.-][A-Za-z0-9.-]+"
    r"|https?://hooks\.slack\.com/\S+|wss?://\S+|https?://[^\s\"']+/response/[^\s\"']+"
)
_SECRET_FIELDS = frozenset(
    {"token", "bot_token", "app_token", "signing_secret", "response_url", "trigger_id", "authorization", "ticket"}
)
_HIDDEN = "[hidden]"

_QUIETER = {
    "slack_bolt": logging.WARNING,
    "slack_sdk": logging.WARNING,
    "aiohttp.access": logging.WARNING,
    "trafilatura": logging.CRITICAL,
    "htmldate": logging.CRITICAL,
    "pypdf": logging.ERROR,
}
"""Libraries whose everyday lines say nothing to an operator, or repeat request bodies."""


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
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared[:-2], structlog.processors.format_exc_info, redact],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer()],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name, minimum in _QUIETER.items():
        logging.getLogger(name).setLevel(max(minimum, root.level))


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The same event without tokens, one-time addresses and their like; newlines are kept, JSON escapes them."""
    return {name: _hide(name, value) for name, value in event.items()}


def _hide(name: str, value: Any) -> Any:
    if name.lower() in _SECRET_FIELDS:
        return _HIDDEN
    if isinstance(value, str):
        return _SECRETS.sub(_HIDDEN, value)
    if isinstance(value, dict):
        return {key: _hide(str(key), inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_hide("", inner) for inner in value]
    if isinstance(value, BaseException):
        return _SECRETS.sub(_HIDDEN, repr(value))
    return value


def _renderer() -> structlog.typing.Processor:
    """Colour for a person's terminal, JSON for everything else."""
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
