"""Polls due feeds every minute, in the background."""

import asyncio
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

import structlog

from bot.clock import Clock

PAUSE_S = 60.0

_log = structlog.get_logger(__name__)


class Polls(Protocol):
    """Polls what is due."""

    async def poll_due(self, now: datetime) -> int:
        """Poll one batch. Returns how many feeds that were."""
        ...


class PollingRounds:
    """Polls while the block it is entered for runs.

    With several replicas each polls what is due: two may at worst ask one site twice; what they find is stored once.

    Args:
        polling: polls a batch.
        clock: says when.
    """

    def __init__(self, polling: Polls, clock: Clock) -> None:
        self._polling = polling
        self._clock = clock

    async def __aenter__(self) -> Self:
        """Begin, in the background."""
        self._task = asyncio.create_task(self._go_round())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop at once; what is due then is due at the next start."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _go_round(self) -> None:
        while True:
            try:
                polled = await self._polling.poll_due(self._clock.now())
            except Exception as error:  # noqa: BLE001  (the loop must outlive whatever one round meets)
                _log.warning("feeds were not polled, trying again in a minute", cause=repr(error)[:500])
                polled = 0
            await asyncio.sleep(1 if polled else PAUSE_S)
