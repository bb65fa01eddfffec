"""Turns editions that are due into jobs, at the beginning of every minute.

A job's id contains channel and local date, so that several replicas, or a run after a crash, make one edition.
"""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.subscriptions.model import EditionKey, Subscription
from bot.newsroom.subscriptions.schedule import LATE, due_editions

TICK_S = 60.0
_LOOKED_BACK = timedelta(days=2)
"""Editions that became final longer ago belong to other local dates, in every zone."""

_log = structlog.get_logger(__name__)


class ScheduledSubscriptions(Protocol):
    """The part of the subscriptions' repository that the scheduler needs."""

    async def list_all(self) -> Iterable[Subscription]:
        """Return every subscription."""
        ...


class ScheduledEditions(Protocol):
    """The part of the editions' repository that the scheduler needs."""

    async def list_scheduled_since(self, moment: datetime) -> frozenset[EditionKey]:
        """Return the keys of scheduled editions that are final: nothing more will be posted."""
        ...


class EditionScheduler:
    """Creates jobs for the editions that are due.

    Args:
        subscriptions: the channels' subscriptions.
        records: past editions.
        submit: accepts a job, unless it is already known; returns whether it was new.
        make_job: creates the job of an edition.
        clock: the current time.
        late: maximum delay of an edition.

    Six arguments: four parts, and functions that keep it free of jobs and Slack.
    """

    def __init__(
        self,
        *,
        subscriptions: ScheduledSubscriptions,
        records: ScheduledEditions,
        submit: Callable[[AnyJob], Awaitable[bool]],
        make_job: Callable[[EditionKey], AnyJob],
        clock: Clock,
        late: timedelta = LATE,
    ) -> None:
        self._subscriptions = subscriptions
        self._records = records
        self._submit = submit
        self._make_job = make_job
        self._clock = clock
        self._late = late

    async def run_once(self) -> float:
        """Submit what is due. Returns the seconds until the next minute begins."""
        await self.schedule_due()
        return _seconds_to_next_minute(self._clock.now())

    async def schedule_due(self) -> int:
        """Submit what is due. Returns how many were new."""
        now = self._clock.now()
        posted = await self._records.list_scheduled_since(now - _LOOKED_BACK)
        keys = due_editions(await self._subscriptions.list_all(), now, posted, late=self._late)
        new = [key for key in keys if await self._submit(self._make_job(key))]
        for key in new:
            _log.info("edition due", team=key.team_id, channel=key.channel, date=key.local_date.isoformat())
        return len(new)


def _seconds_to_next_minute(now: datetime) -> float:
    return TICK_S - now.second - now.microsecond / 1e6
