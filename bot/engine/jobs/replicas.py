"""Leases of replicas: each replica on PostgreSQL renews one; when a replica stops, the others take over its jobs.

A process is an executor: the replica's name plus a unique part, so that a dead executor never returns and its jobs can
be taken over at any time, by several replicas at once, without being done twice. A process whose lease is gone was
taken for dead; others already do its jobs, so it ends at once, as if killed: that case is covered.
Source: docs.dbos.dev/production/workflow-recovery: a process recovers only what is assigned to its executor id.
"""

import re
import secrets
import threading
import time
from collections.abc import Callable
from typing import Protocol

import sqlalchemy as sa
import structlog
from dbos import DBOS
from dbos import error as dbos_error

from bot.errors import ConfigError
from bot.exits import Exit, end_at_once
from bot.logs import lines_left_out

BEAT_S = 2.0
"""Interval between two renewals of a lease."""

DEAD_AFTER_S = 10.0
"""A lease of this age belongs to a dead process."""

_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")

_log = structlog.get_logger(__name__)


class Leases(Protocol):
    """The live executors, by one clock."""

    def acquire(self, executor_id: str, *, instead_of: str) -> None:
        """Acquire a lease, and end those whose ids have that prefix."""
        ...

    def renew(self, executor_id: str) -> bool:
        """Renew a lease. Returns False where it is gone."""
        ...

    def end(self, executor_id: str) -> None:
        """End a lease."""
        ...

    def end_older_than(self, seconds: float) -> None:
        """End leases that were not renewed for this long."""
        ...

    def list_alive(self) -> frozenset[str]:
        """Return the executors with a lease."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...


class Replicas:
    """The lease of this process, and the watch over the others' leases.

    Args:
        leases: closed by `leave`.
        name: the replica's name, the same after a restart; "" generates one.
        beat_s: interval between two renewals.
        dead_after_s: age at which a lease is ended.
        end: ends this process; called when others have taken it for dead.

    Raises:
        ConfigError: the name has other characters than letters, digits, - and _.
    """

    def __init__(
        self,
        leases: Leases,
        name: str = "",
        *,
        beat_s: float = BEAT_S,
        dead_after_s: float = DEAD_AFTER_S,
        end: Callable[[], None] | None = None,
    ) -> None:
        if name and not _NAME.fullmatch(name):
            raise ConfigError("NUTGRAF_REPLICA: letters, digits, - and _ only.")
        self._leases = leases
        self._name = name or f"unnamed-{secrets.token_hex(6)}"
        self.executor_id = f"{self._name}.{secrets.token_hex(4)}"
        self._beat_s = beat_s
        self._dead_after_s = dead_after_s
        self._end = end or _end_process
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._run, name="replicas", daemon=True)
        self._steady_since: float | None = None
        self._last_beat = 0.0
        self._away_since: float | None = None
        self._left_out = 0

    def join(self) -> None:
        """Acquire a lease. Those of earlier processes with this name end: a name has one process at a time."""
        self._leases.acquire(self.executor_id, instead_of=f"{self._name}.")

    def watch(self) -> None:
        """Begin to renew the lease and to take over what dead processes left."""
        self._thread.start()

    def leave(self) -> None:
        """End the lease, so that others take over at once what is left here."""
        self._leaving.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=self._dead_after_s)
        try:
            self._leases.end(self.executor_id)
        except sa.exc.SQLAlchemyError as error:
            _log.warning("the lease could not be given back; it ends by itself", cause=type(error).__name__)
        self._leases.close()

    def _run(self) -> None:
        """Check the others and renew, until the end."""
        while not self._leaving.is_set():
            try:
                if not self.renew_lease():
                    _log.critical("this replica was taken for dead and ends", executor=self.executor_id)
                    self._end()
                    return
                self.recover_dead()
                self._log_recovery()
            except (sa.exc.SQLAlchemyError, dbos_error.DBOSException) as error:
                self._away_since = self._away_since or time.monotonic()
                _log.warning("no beat: the database is not reached", cause=type(error).__name__)
            self._leaving.wait(self._beat_s)

    def _log_recovery(self) -> None:
        """Log once how long the database was unavailable, and how many log lines about it were suppressed."""
        if self._away_since is not None:
            away_s = round(time.monotonic() - self._away_since, 1)
            left_out = lines_left_out() - self._left_out
            _log.warning("the database is reached again", away_s=away_s, lines_left_out=left_out)
        self._away_since, self._left_out = None, lines_left_out()

    def renew_lease(self) -> bool:
        """Renew the lease. Returns False where it is gone."""
        is_mine = self._leases.renew(self.executor_id)
        now = time.monotonic()
        if self._steady_since is None or now - self._last_beat > self._dead_after_s / 2:
            self._steady_since = now
        self._last_beat = now
        return is_mine

    def recover_dead(self) -> tuple[str, ...]:
        """Take over the jobs of executors without a lease. Returns those executors.

        Old leases end first, but only once this replica has renewed its own for as long: after an outage of the
        database every lease looks old.
        """
        if self._steady_since is not None and self._last_beat - self._steady_since >= self._dead_after_s:
            self._leases.end_older_than(self._dead_after_s)
        begun = owners()  # before `alive`: an executor that begins something after that has a lease by then
        dead = tuple(sorted(begun - self._leases.list_alive()))
        if dead:
            _log.warning("jobs of dead replicas are taken up", executors=dead, count=recover(dead))
        return dead


def owners() -> set[str]:
    """Return executors with unfinished workflows."""
    begun = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
    return {workflow.executor_id for workflow in begun if workflow.executor_id}


def recover(executors: tuple[str, ...]) -> int:
    """Put the unfinished workflows of dead executors back into the queue. Returns how many.

    A private call of DBOS, covered by a contract test: the public `resume_workflows` ignores the owner, so that if two
    replicas see the same death, the second would restart what the first has started.
    """
    return len(DBOS._recover_pending_workflows(list(executors)))  # noqa: SLF001  (see above)


def _end_process() -> None:
    end_at_once(Exit.TAKEN_FOR_DEAD)
