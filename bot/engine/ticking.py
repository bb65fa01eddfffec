"""The minute tick: every minute, at its beginning, the editions that are due become jobs.

A job's id is the channel's and the local date's, so that ticks of several replicas, or after a crash, make one edition.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from types import TracebackType
from typing import Protocol, Self

import structlog

from bot.clock import Clock
from bot.newsroom.editions import LATE, due
from bot.newsroom.mail import Job
from bot.newsroom.news import EditionKey, Subscription

TICK_S = 60.0
_LOOKED_BACK = timedelta(days=2)
"""Editions that were settled longer ago are of other local dates, in every zone."""

_log = structlog.get_logger(__name__)


class WantedEditions(Protocol):
    """As much of the subscriptions as a tick needs."""

    async def all(self) -> Iterable[Subscription]:
        """Every subscription."""
        ...


class SettledEditions(Protocol):
    """As much of the archive as a tick needs."""

    async def scheduled_since(self, moment: datetime) -> frozenset[EditionKey]:
        """The keys of editions of the schedule of which nothing more will be posted."""
        ...


class Ticking:
    """Ticks while the block it is entered for runs.

    Args:
        subscriptions: what channels want.
        archive: past editions.
        submit: takes a job, unless it was taken before; returns whether it was new.
        make_job: the job of an edition.
        clock: says when.
        late: how long after its time an edition may still come.
        sleep: waits; tests hand in their own.
    """

    def __init__(
        self,
        *,
        subscriptions: WantedEditions,
        archive: SettledEditions,
        submit: Callable[[Job], Awaitable[bool]],
        make_job: Callable[[EditionKey], Job],
        clock: Clock,
        late: timedelta = LATE,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._subscriptions = subscriptions
        self._archive = archive
        self._submit = submit
        self._make_job = make_job
        self._clock = clock
        self._late = late
        self._sleep = sleep

    async def __aenter__(self) -> Self:
        """Begin, in the background, with a tick at once: something may be due since before the start."""
        self._task = asyncio.create_task(self._go_round())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop at once; what is due then is due at the next start."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def tick(self) -> int:
        """Submit what is due. Returns how many were new. Never raises: the next minute is another try."""
        try:
            return await self._submit_due()
        except Exception as error:  # noqa: BLE001  (the loop must outlive whatever one round meets)
            _log.warning("editions were not looked at, trying again in a minute", cause=repr(error)[:500])
            return 0

    async def _submit_due(self) -> int:
        now = self._clock.now()
        posted = await self._archive.scheduled_since(now - _LOOKED_BACK)
        keys = due(await self._subscriptions.all(), now, posted, late=self._late)
        new = [key for key in keys if await self._submit(self._make_job(key))]
        for key in new:
            _log.info("edition due", team=key.team_id, channel=key.channel, date=key.local_date.isoformat())
        return len(new)

    async def _go_round(self) -> None:
        while True:
            await self.tick()
            await self._sleep(_seconds_to_next_minute(self._clock.now()))


def _seconds_to_next_minute(now: datetime) -> float:
    return TICK_S - now.second - now.microsecond / 1e6
