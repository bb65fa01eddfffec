"""What is done again and again in the background: one round, a pause, the next round, whatever a round meets."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

import structlog

from bot.clock import Clock

PAUSE_S = 60.0
EXPIRY_S = 300.0
"""What is kept for an hour is gone five minutes later at most."""

Round = Callable[[], Awaitable[float]]
"""Does one round; returns the seconds until the next one."""

_log = structlog.get_logger(__name__)


class Rounds:
    """Goes round while the block it is entered for runs.

    Args:
        what: is done, for the log.
        go: does one round. What it raises ends that round only: a database that is away now may be back in a minute.
        first_after_s: before the first round.
        sleep: waits; tests hand in their own.
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
        """Begin, in the background."""
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop at once; what was left undone is done at the next start."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _run(self) -> None:
        if self._first_after_s:
            await self._sleep(self._first_after_s)
        while True:
            await self._sleep(await self._go_once())

    async def _go_once(self) -> float:
        try:
            return await self._go()
        except Exception as error:  # noqa: BLE001  (the loop must outlive whatever one round meets)
            _log.warning("a round failed, trying again in a minute", what=self._what, cause=repr(error)[:500])
            return PAUSE_S


class Expiring(Protocol):
    """A table whose rows expire."""

    async def forget_old(self) -> int:
        """Delete what has expired. Returns how many."""
        ...


def expiry_round(tables: Sequence[Expiring], erase: Callable[[], Awaitable[bool]]) -> Round:
    """A round that deletes texts whose time is over, and erases what is left of deleted ones in the files."""

    async def expire() -> float:
        for table in tables:
            await table.forget_old()
        await erase()
        return EXPIRY_S

    return expire


class Polls(Protocol):
    """Polls what is due."""

    async def poll_due(self, now: datetime) -> int:
        """Poll one batch. Returns how many feeds that were."""
        ...


def polling_round(polling: Polls, clock: Clock) -> Round:
    """A round that polls due feeds, and soon comes back where there were any.

    With several replicas each polls what is due: two may at worst ask one site twice; what they find is stored once.
    """

    async def poll() -> float:
        return 1.0 if await polling.poll_due(clock.now()) else PAUSE_S

    return poll
