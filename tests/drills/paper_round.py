"""The days of a drill: channels subscribe; each day the paper is published and the channels' editions come due."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import sqlalchemy as sa

from bot.storage.schema import edition, inbox, item, subscription
from tests.drills.own_clock import DrillClock
from tests.drills.paper import STORIES_A_DAY, Paper
from tests.drills.rig import LocalSlack

FIRST_DAY = date(2031, 3, 3)
HOURS = 4
"""Number of different times of a day; channels share them."""

APART = timedelta(minutes=10)
Until = Callable[[float], Awaitable[None]]


class PaperRound:
    """Makes editions come due.

    Args:
        slack: where the channels are.
        clock: the drill's clock.
        paper: the feed they follow.
        database: the bots' database.
        count: number of editions, a multiple of `days`.
        days: number of days on which they come.
        hours: number of different times of a day that they share.
        patience_s: time limit for one step of a day; bots are killed all the time.

    Attributes:
        channels: those that have a subscription.
        issues: local date -> slugs of the stories that each channel must get.
        diary: what was done when, to investigate failures.
        dawns: one per day, set when it has begun.
    """

    def __init__(
        self,
        slack: LocalSlack,
        clock: DrillClock,
        paper: Paper,
        database: sa.Engine,
        *,
        count: int,
        days: int,
        hours: int = HOURS,
        patience_s: float,
    ) -> None:
        self._slack = slack
        self._clock = clock
        self._paper = paper
        self._database = database
        self._days = days
        self._patience_s = patience_s
        self._channel_count = count // days
        self._hours = min(hours, self._channel_count)
        self.channels: tuple[str, ...] = ()
        self.issues: dict[str, tuple[str, ...]] = {}
        self.diary: list[str] = []
        self.dawns = tuple(asyncio.Event() for _ in range(days))

    async def subscribe(self) -> None:
        """Send /digest add and /digest time in every channel, and wait until it is done."""
        self._open(0)
        made = [await self._slack.press("channel", name=f"edition-{number}") for number in range(self._channel_count)]
        self.channels = tuple(str(channel["id"]) for channel in made)
        for number, channel in enumerate(self.channels):
            at = _hour(0, number % self._hours)
            await self._say(channel, f"add {self._paper.feed}")
            assert await self._wait(partial(self._has_subscriptions, number + 1)), "/digest add did nothing"
            await self._say(channel, f"time {at:%H:%M} daily UTC")
        assert await self._wait(lambda: not self._count(inbox, inbox.c.state == "waiting")), "/digest time is not done"

    async def run(self, until: Until) -> None:
        """Let the days pass.

        Args:
            until: waits until that share of the drill is over, so that kills and editions meet.
        """
        for day in range(self._days):
            if day:
                self._open(day)
            self.dawns[day].set()
            await self._wait(lambda: self._count(item) >= STORIES_A_DAY * len(self.issues))
            for hour in range(self._hours):
                await until((day * self._hours + hour) / (self._days * self._hours))
                self._set(_hour(day, hour))
            await self._wait(partial(self._is_settled, _date(day)))

    def under_way(self) -> int:
        """Returns the number of editions that were begun and are not done."""
        return self._count(inbox, (inbox.c.kind == "edition") & (inbox.c.state == "waiting"))

    def _open(self, day: int) -> None:
        """Begin a day: the paper is published."""
        morning = _hour(day, 0) - timedelta(hours=1)
        self._set(morning)
        self.issues[_date(day)] = self._paper.publish(morning)

    def _set(self, moment: datetime) -> None:
        self.diary.append(f"  at {self._clock.now():%d %H:%M:%S} it became {moment:%d %H:%M}")
        self._clock.set(moment)

    async def _say(self, channel: str, text: str) -> None:
        said = await self._slack.press("command", channel=channel, command="/digest", text=text)
        assert said["ok"], said

    async def _wait(self, is_so: Callable[[], bool]) -> bool:
        """Wait for a condition, up to a time limit: the account shows what is missing. Returns whether it came true."""
        end = time.monotonic() + self._patience_s
        while time.monotonic() < end:
            if await asyncio.to_thread(is_so):
                return True
            await asyncio.sleep(0.3)
        return False

    def _count(self, table: sa.Table, *wanted: sa.ColumnElement[bool]) -> int:
        with self._database.connect() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(table).where(*wanted)) or 0

    def _has_subscriptions(self, count: int) -> bool:
        return self._count(subscription) >= count

    def _is_settled(self, day: str) -> bool:
        """Whether the editions of a date are settled in every channel."""
        return self._settled(day) >= len(self.channels)

    def _settled(self, day: str) -> int:
        """Returns the number of channels whose edition of a date is posted, or will not be."""
        query = sa.select(sa.func.count(edition.c.channel.distinct()))
        with self._database.connect() as connection:
            return connection.scalar(query.where(edition.c.local_date == day, edition.c.state != "drafted")) or 0


def _date(day: int) -> str:
    return (FIRST_DAY + timedelta(days=day)).isoformat()


def _hour(day: int, hour: int) -> datetime:
    nine = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 9, tzinfo=UTC)
    return nine + timedelta(days=day) + hour * APART
