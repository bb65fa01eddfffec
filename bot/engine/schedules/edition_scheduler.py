"""The minute tick: every minute, at its beginning, the editions that are due become jobs.

A job's id is the channel's and the local date's, so that ticks of several replicas, or after a crash, make one edition.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.newsroom.jobs.inbox import Job
from bot.newsroom.subscriptions.model import EditionKey, Subscription
from bot.newsroom.subscriptions.schedule import LATE, due

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
    """Makes jobs of the editions that are due.

    Args:
        subscriptions: what channels want.
        archive: past editions.
        submit: takes a job, unless it was taken before; returns whether it was new.
        make_job: the job of an edition.
        clock: says when.
        late: how long after its time an edition may still come.
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
    ) -> None:
        self._subscriptions = subscriptions
        self._archive = archive
        self._submit = submit
        self._make_job = make_job
        self._clock = clock
        self._late = late

    async def go_round(self) -> float:
        """Submit what is due. Returns the seconds until the next minute begins."""
        await self.tick()
        return _seconds_to_next_minute(self._clock.now())

    async def tick(self) -> int:
        """Submit what is due. Returns how many were new."""
        now = self._clock.now()
        posted = await self._archive.scheduled_since(now - _LOOKED_BACK)
        keys = due(await self._subscriptions.all(), now, posted, late=self._late)
        new = [key for key in keys if await self._submit(self._make_job(key))]
        for key in new:
            _log.info("edition due", team=key.team_id, channel=key.channel, date=key.local_date.isoformat())
        return len(new)


def _seconds_to_next_minute(now: datetime) -> float:
    return TICK_S - now.second - now.microsecond / 1e6
