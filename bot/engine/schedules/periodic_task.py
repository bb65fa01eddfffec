"""Periodic background tasks: a round, a pause, the next round, even after an error."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

import structlog

from bot.clock import Clock
from bot.newsroom.ports import ExpiringStore

PAUSE_S = 60.0
EXPIRY_S = 300.0
"""What is kept for an hour is deleted at most five minutes later."""

Round = Callable[[], Awaitable[float]]
"""Does one round; returns the seconds until the next one."""

_log = structlog.get_logger(__name__)


class PeriodicTask:
    """Runs rounds while its `async with` block runs.

    Args:
        what: name of the task, for the log.
        go: does one round. An error ends only that round: a database that is unavailable may be back in a minute.
        first_after_s: delay before the first round.
        sleep: waits; tests pass their own.
    """

    def __init__(
        self,
        what: str,
        go: Round,
        *,
        first_after_s: float = 0.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._what = what
        self._go = go
        self._first_after_s = first_after_s
        self._sleep = sleep

    async def __aenter__(self) -> Self:
        """Start, in the background."""
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop at once; unfinished work is done at the next start."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _run(self) -> None:
        if self._first_after_s:
            await self._sleep(self._first_after_s)
        while True:
            await self._sleep(await self._run_once())

    async def _run_once(self) -> float:
        try:
            return await self._go()
        except Exception as error:  # noqa: BLE001  (the loop must survive any error of a round)
            _log.warning("a round failed, trying again in a minute", what=self._what, cause=repr(error)[:500])
            return PAUSE_S


def expire_once(tables: Sequence[ExpiringStore], erase: Callable[[], Awaitable[bool]]) -> Round:
    """Return a round that deletes expired rows, and erases deleted data from the files."""

    async def expire() -> float:
        for table in tables:
            await table.delete_expired()
        await erase()
        return EXPIRY_S

    return expire


class Polls(Protocol):
    """Polls feeds that are due."""

    async def poll_due(self, now: datetime) -> int:
        """Poll one batch. Returns how many feeds."""
        ...


def poll_once(polling: Polls, clock: Clock) -> Round:
    """Return a round that polls due feeds; the next follows soon where there were any.

    With several replicas each polls what is due: at worst two request the same feed; items are stored once.
    """

    async def poll() -> float:
        return 1.0 if await polling.poll_due(clock.now()) else PAUSE_S

    return poll
