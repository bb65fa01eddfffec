"""Redirects what would bypass the chain: libraries' own handlers, warnings, and uncaught errors."""

import logging
import sys
import threading
from types import TracebackType

_log = logging.getLogger(__name__)


def adopt_loggers() -> None:
    """Remove the handlers of all loggers, so that their lines go through the root's.

    The job engine gives its logger a handler at creation, but only if there is none; so it gets one that does nothing.
    Called again after setting up a library that adds handlers to its loggers.
    """
    engine = logging.getLogger("dbos")
    known = [found for found in logging.getLogger().manager.loggerDict.values() if isinstance(found, logging.Logger)]
    for logger in known:
        logger.handlers[:] = [found for found in logger.handlers if isinstance(found, logging.NullHandler)]
        logger.propagate = True
    if not engine.handlers:
        engine.addHandler(logging.NullHandler())


def catch_strays() -> None:
    """Log warnings, and uncaught errors: in the main thread, in other threads, in destructors."""
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_in_thread
    sys.unraisablehook = _log_unraisable


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    _log.critical("an error that nothing caught ends the process", exc_info=(kind, error, trace))


def _log_in_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is None or issubclass(told.exc_type, SystemExit):
        return
    name = told.thread.name if told.thread is not None else "unknown"
    _log.error("an error that nothing caught ends the thread %s", name, exc_info=told.exc_value)


def _log_unraisable(told: "sys.UnraisableHookArgs") -> None:
    _log.error("%s: %r", told.err_msg or "an error that cannot be raised", told.object, exc_info=told.exc_value)
