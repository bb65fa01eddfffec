from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.newsroom.subscriptions.model import EditionKey
from bot.newsroom.subscriptions.schedule import (
    DAILY,
    due_at,
    due_editions,
    find_missed,
    find_zone,
    knows_zone,
    next_edition_at,
    scheduled_at,
)
from tests.bot.newsroom.sample_items import NOON, subscribe

TUESDAY = date(2026, 11, 24)
NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # in Berlin

PLACES = (
    ("Europe/London", 1, 30), ("Europe/Berlin", 2, 30), ("Europe/Lisbon", 1, 0), ("Europe/Dublin", 1, 59),
    ("Europe/Istanbul", 3, 0), ("Europe/Moscow", 9, 0), ("Atlantic/Azores", 0, 30), ("America/Nuuk", 23, 30),
    ("America/Scoresbysund", 23, 30), ("America/St_Johns", 2, 15), ("America/Halifax", 2, 0), ("America/New_York", 2, 30),
    ("America/New_York", 1, 30), ("America/Chicago", 2, 30), ("America/Denver", 1, 0), ("America/Los_Angeles", 2, 45),
    ("America/Phoenix", 9, 0), ("America/Anchorage", 2, 30), ("Pacific/Honolulu", 9, 0), ("America/Sao_Paulo", 0, 0),
    ("America/Santiago", 0, 15), ("America/Asuncion", 0, 30), ("America/Havana", 0, 30), ("Africa/Cairo", 0, 30),
    ("Africa/Casablanca", 2, 30), ("Africa/Lagos", 9, 0), ("Asia/Beirut", 0, 30), ("Asia/Jerusalem", 2, 30),
    ("Asia/Tehran", 0, 0), ("Asia/Kolkata", 9, 0), ("Asia/Kathmandu", 5, 45), ("Asia/Tokyo", 0, 0),
    ("Australia/Lord_Howe", 1, 45), ("Australia/Sydney", 2, 30), ("Pacific/Chatham", 2, 45), ("Pacific/Apia", 23, 59),
)  # fmt: skip


@pytest.mark.parametrize(("zone", "hour", "minute"), PLACES)
def test_every_local_date_of_a_year_has_exactly_one_edition(zone, hour, minute):
    wanted = subscribe(zone=zone, at=time(hour, minute), weekdays=DAILY, created_at=datetime(2026, 1, 1, tzinfo=UTC))
    posted: list[EditionKey] = []
    hours = (datetime(2026, 11, 20, tzinfo=UTC) + timedelta(hours=n) for n in range(24 * 371))
    for hour_start in hours:
        away = abs(hour_start.astimezone(ZoneInfo(zone)).hour - hour)
        if 1 < away < 23 and hour_start.hour % 6:  # ticks far from the time of day find nothing: a few of them will do
            continue
        for now in [hour_start + timedelta(minutes=n) for n in ((0, 15, 30, 45, 59) if away <= 1 else (0,))]:
            for key in due_editions([wanted], now, set(posted[-3:])):
                assert now.astimezone(ZoneInfo(zone)).date() == key.local_date
                posted.append(key)

    days = [key.local_date for key in posted]
    full_year = [date(2026, 11, 22) + timedelta(days=n) for n in range(365)]
    assert len(days) == len(set(days))
    assert set(full_year) <= set(days)


@pytest.mark.parametrize(
    ("zone", "day", "at", "moment"),
    [
        ("Europe/London", (2027, 3, 28), (1, 30), "2027-03-28T02:30:00+01:00"),
        ("Europe/London", (2027, 10, 31), (1, 30), "2027-10-31T01:30:00+01:00"),
        ("America/New_York", (2027, 3, 14), (2, 30), "2027-03-14T03:30:00-04:00"),
        ("America/New_York", (2027, 11, 7), (1, 30), "2027-11-07T01:30:00-04:00"),
        ("Australia/Lord_Howe", (2027, 4, 4), (1, 45), "2027-04-04T01:45:00+11:00"),
        ("America/Scoresbysund", (2027, 3, 27), (23, 30), "2027-03-27T22:59:00-02:00"),
    ],
)
def test_a_time_that_is_skipped_comes_later_and_one_that_comes_twice_comes_first(zone, day, at, moment):
    assert due_at(date(*day), time(*at), ZoneInfo(zone)) == datetime.fromisoformat(moment)


def test_a_date_that_a_zone_left_out_has_no_edition():
    assert due_at(date(2011, 12, 30), time(9, 0), ZoneInfo("Pacific/Apia")) is None


def test_an_edition_is_due_from_its_minute_on_and_not_before():
    assert due_editions([subscribe()], NINE - timedelta(seconds=1), set()) == ()
    assert due_editions([subscribe()], NINE, set()) == (EditionKey("T1", "C1", TUESDAY),)


def test_what_was_posted_is_not_due_again():
    assert due_editions([subscribe()], NINE, {EditionKey("T1", "C1", TUESDAY)}) == ()


def test_after_downtime_an_edition_comes_late_but_not_after_twelve_hours():
    assert due_editions([subscribe()], NINE + timedelta(hours=11, minutes=59), set())
    assert due_editions([subscribe()], NINE + timedelta(hours=12, minutes=1), set()) == ()
    assert due_editions([subscribe()], NINE + timedelta(hours=3), set(), late=timedelta(hours=2)) == ()


def test_after_midnight_yesterdays_edition_is_not_made_up_for():
    evening = subscribe(at=time(22, 0))

    assert due_editions([evening], datetime(2026, 11, 24, 21, 30, tzinfo=UTC), set())
    assert due_editions([evening], datetime(2026, 11, 24, 23, 30, tzinfo=UTC), set()) == ()


def test_days_on_which_nothing_was_running_are_known_once():
    wednesday = date(2026, 11, 25)
    noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)

    assert find_missed(subscribe(), {friday}, noon) == (monday, date(2026, 11, 24))
    assert find_missed(subscribe(), {friday, wednesday}, noon) == ()
    assert find_missed(subscribe(created_at=datetime(2026, 11, 24, 12, tzinfo=UTC)), set(), noon) == ()
    assert find_missed(subscribe(paused_until=wednesday), {friday}, noon) == ()


def test_a_new_subscription_gets_no_edition_for_a_time_before_it():
    assert due_editions([subscribe(created_at=NINE + timedelta(minutes=5))], NINE + timedelta(minutes=10), set()) == ()


def test_days_that_were_not_asked_for_have_none():
    assert due_editions([subscribe(weekdays=frozenset({0, 2}))], NINE, set()) == ()


def test_a_pause_ends_on_its_date():
    assert due_editions([subscribe(paused_until=date(2026, 11, 25))], NINE, set()) == ()
    assert due_editions([subscribe(paused_until=TUESDAY)], NINE, set())


def test_the_next_edition_is_said_in_the_channels_zone():
    tomorrow = next_edition_at(subscribe(), NOON)
    today = next_edition_at(subscribe(), NINE - timedelta(hours=1))

    assert tomorrow is not None
    assert tomorrow.isoformat() == "2026-11-25T09:00:00+01:00"
    assert today is not None
    assert today.isoformat() == "2026-11-24T09:00:00+01:00"


def test_the_next_edition_skips_what_was_posted_pauses_and_free_days():
    later = subscribe(at=time(17, 0), weekdays=frozenset({1, 3}))

    after_todays = next_edition_at(later, NOON, posted={EditionKey("T1", "C1", TUESDAY)})
    after_a_pause = next_edition_at(subscribe(paused_until=date(2026, 12, 6)), NOON)
    assert after_todays is not None
    assert after_todays.day == 26
    assert after_a_pause is not None
    assert after_a_pause.date() == date(2026, 12, 7)
    assert next_edition_at(subscribe(paused_until=date.max), NOON) is None
    assert next_edition_at(subscribe(weekdays=frozenset()), NOON) is None


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "/etc/passwd", "Europe", "x\x00y"])
def test_an_unknown_zone_is_utc_and_known_to_be_unknown(name):
    assert find_zone(name) is UTC
    assert not knows_zone(name)
    assert scheduled_at(subscribe(zone=name), TUESDAY) == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_utc_is_known():
    assert knows_zone("UTC")
    assert knows_zone("Asia/Tokyo")
