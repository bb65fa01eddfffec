"""Exit statuses of the command line. README, "Exit statuses", lists them with the same text, which a test checks.

Numbers above 64 are those of sysexits.h, which supervisors and people know.
Source: man.openbsd.org/sysexits.3.
"""

import os
import sys
from enum import IntEnum
from typing import NoReturn, Self


class Exit(IntEnum):
    """How a command ends, and what that means."""

    says: str

    DONE = 0, "done; `nutgraf run`: stopped by SIGTERM or Ctrl-C"
    FAILED = 1, "something could not be read, or is not verbatim; `nutgraf run`: a fault of its own, with a traceback"
    CANNOT_START = 2, "a setting or an option is wrong, or the database cannot be used"
    DATABASE_LOST = 74, "`nutgraf run`: the SQLite file was removed, moved, replaced or damaged under the running bot"
    TAKEN_FOR_DEAD = 75, "`nutgraf run`: the other replicas took this one for dead and do its work; start it again"
    INTERRUPTED = 130, "Ctrl-C, in any command but `nutgraf run`"

    def __new__(cls, number: int, says: str) -> Self:
        """Create a status with its meaning."""
        status = int.__new__(cls, number)
        status._value_ = number
        status.says = says
        return status


def end_at_once(status: Exit, said: str = "") -> NoReturn:
    """End the process as if killed, for states in which nothing can be stored any longer.

    Args:
        status: the exit status.
        said: why, for the operator.
    """
    if said:
        print(f"nutgraf: {said}", file=sys.stderr)  # noqa: T201  (the last output of a process)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
