"""What would get to stderr past the chain: libraries' own handlers, warnings, and errors that nothing caught."""

import logging
import sys
import threading
from types import TracebackType

_log = logging.getLogger(__name__)


def adopt_loggers() -> None:
    """Take the handlers of all loggers away, so that their lines go through the root's.

    The job engine gives its logger a handler when it is built, but only where it has none; so it gets one that does
    nothing. Called again after a library was set up that gives its loggers handlers.
    """
    engine = logging.getLogger("dbos")
    known = [found for found in logging.getLogger().manager.loggerDict.values() if isinstance(found, logging.Logger)]
    for logger in known:
        logger.handlers[:] = [found for found in logger.handlers if isinstance(found, logging.NullHandler)]
        logger.propagate = True
    if not engine.handlers:
        engine.addHandler(logging.NullHandler())


def catch_strays() -> None:
    """Log warnings, and errors that nothing caught: in the main thread, in other threads, in destructors."""
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
