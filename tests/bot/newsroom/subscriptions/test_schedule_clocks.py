"""Clocks that jump and machines that sleep: still one edition a local date (rows of ../shared/security/faults.tsv)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.newsroom.subscriptions.model import EditionKey
from bot.newsroom.subscriptions.schedule import DAILY, LATE, due_editions, find_missed
from tests.bot.newsroom.sample_items import subscribe

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LONDON = subscribe(zone="Europe/London", at=time(1, 30), weekdays=DAILY)
BERLIN = subscribe(weekdays=DAILY)  # at 9:00
BERLIN_AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def walk(start: datetime, *steps: tuple[timedelta, timedelta]) -> Iterator[datetime]:
    """The moments at which a clock ticks: for so long each minute, then a jump, and so on."""
    now = start
    for lasts, jump in steps:
        until = now + lasts
        while now < until:
            yield now
            now += MINUTE
        now += jump


def post(wanted, moments: Iterator[datetime]) -> list[date]:
    """The local dates of the editions that these ticks make, each written down when it is made."""
    posted: list[EditionKey] = []
    for now in moments:
        posted += due_editions([wanted], now, frozenset(posted))
    return [key.local_date for key in posted]


@pytest.mark.parametrize("jump", [HOUR, -HOUR, 25 * MINUTE, -25 * MINUTE, timedelta(hours=6), -timedelta(hours=6)])
@pytest.mark.parametrize("before", [-70, -30, -1, 0, 1, 30, 70])
def test_f49_a_clock_that_jumps_makes_one_edition_that_day(jump: timedelta, before: int):
    start, moment = BERLIN_AT - 3 * HOUR, BERLIN_AT + before * MINUTE

    days = post(BERLIN, walk(start, (moment - start, jump), (timedelta(hours=10), timedelta(0))))

    assert days == [date(2026, 11, 24)]


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (date(2027, 3, 28), LONDON),  # 1:30 is skipped
        (date(2027, 10, 31), LONDON),  # 1:30 comes twice
        (date(2028, 2, 29), LONDON),  # a leap day
        (date(2028, 2, 29), BERLIN),
    ],
)
@pytest.mark.parametrize("jump", [timedelta(0), HOUR, -HOUR])
def test_f49_over_a_change_of_the_hour_and_a_leap_day_each_date_has_one_edition(day: date, wanted, jump: timedelta):
    start = datetime.combine(day - timedelta(days=1), time(12), UTC)

    days = post(wanted, walk(start, (timedelta(hours=13, minutes=35), jump), (timedelta(hours=34), timedelta(0))))

    assert days == [day - timedelta(days=1), day, day + timedelta(days=1)]


@pytest.mark.parametrize("asleep_h", [1, 2, 6, 11])
def test_f52_a_machine_asleep_over_the_hour_posts_late_and_once(asleep_h: int):
    asleep = timedelta(hours=asleep_h)

    days = post(BERLIN, walk(BERLIN_AT - HOUR, (30 * MINUTE, asleep), (timedelta(hours=3), timedelta(0))))

    assert days == [date(2026, 11, 24)]


def test_f52_a_machine_asleep_for_too_long_leaves_the_edition_out_and_the_next_one_says_so():
    awake = BERLIN_AT + LATE + HOUR
    friday = date(2026, 11, 20)
    wanted = subscribe()

    assert post(wanted, walk(BERLIN_AT - HOUR, (30 * MINUTE, awake - BERLIN_AT), (HOUR, timedelta(0)))) == []
    next_day = BERLIN_AT + timedelta(days=1)
    assert find_missed(wanted, {friday, date(2026, 11, 23)}, next_day) == (date(2026, 11, 24),)


def test_f52_a_machine_asleep_for_a_week_posts_todays_edition_alone():
    days = post(BERLIN, walk(BERLIN_AT - HOUR, (MINUTE, timedelta(days=7, hours=2)), (HOUR, timedelta(0))))

    assert days == [date(2026, 12, 1)]
