from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.schedule import format_zone
from bot.slack.parsing.digest_command import parse
from bot.slack.parsing.time_zones import read_zone
from bot.slack.parsing.times_and_dates import read_date
from tests.alarm import alarm

TUESDAY = date(2026, 11, 24)


def offset(zone, month):
    return datetime(2026, month, 15, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("GMT+1", 1), ("UTC+2", 2), ("UTC +2", 2), ("utc-5", -5), ("UTC−3", -3), ("gmt+0", 0), ("+05:30", 5.5),
        ("UTC+5:45", 5.75), ("UTC+14", 14), ("GMT-9:30", -9.5),
    ],
)  # fmt: skip
def test_kind_cmd_gmt_sign_an_offset_means_what_people_mean_by_it(said, hours):
    zone = parse(f"time 09:00 {said}").zone

    assert {offset(zone, month) for month in (1, 7)} == {timedelta(hours=hours)}


@pytest.mark.parametrize("said", ["UTC+15", "GMT-13", "UTC-3:30", "UTC+99"])
def test_an_offset_that_no_place_has_all_year_is_refused(said):
    with pytest.raises(CommandError, match="all year"):
        parse(f"time 09:00 {said}")


def test_a_fixed_offset_is_shown_with_the_sign_that_people_write():
    shown = [format_zone(zone) for zone in ("Etc/GMT-2", "Etc/GMT+5", "Europe/Berlin")]

    assert shown == ["UTC+2", "UTC−5", "Europe/Berlin"]


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("EST", "America/New_York"), ("EDT", "America/New_York"), ("Eastern time", "America/New_York"),
        ("Pacific", "America/Los_Angeles"), ("PST", "America/Los_Angeles"), ("MST", "America/Denver"),
        ("CST", "America/Chicago"), ("BST", "Europe/London"), ("UK", "Europe/London"), ("CEST", "CET"), ("MEZ", "CET"),
        ("AEST", "Australia/Sydney"), ("JST", "Asia/Tokyo"), ("MSK", "Europe/Moscow"), ("gmt", "UTC"), ("Z", "UTC"),
        ("Germany", "Europe/Berlin"), ("Deutschland", "Europe/Berlin"), ("India", "Asia/Kolkata"),
        ("Wien", "Europe/Vienna"), ("Rom", "Europe/Rome"), ("sao paulo", "America/Sao_Paulo"),
        ("Lissabon", "Europe/Lisbon"), ("new york", "America/New_York"), ("europe/berlin", "Europe/Berlin"),
    ],
)  # fmt: skip
def test_clocks_are_known_by_abbreviation_name_country_and_city(said, zone):
    assert read_zone(said.split()) == zone


@pytest.mark.parametrize("said", ["EST", "MST", "CET", "CEST", "PST", "EET", "BST", "Eastern", "NZST"])
def test_no_clock_with_a_summer_time_becomes_a_fixed_offset(said):
    zone = read_zone([said])

    assert zone is not None
    assert offset(zone, 1) != offset(zone, 7)


@pytest.mark.parametrize(("said", "message"), [("IST", "several parts"), ("USA", "several time zones")])
def test_a_name_of_several_clocks_is_asked_about(said, message):
    with pytest.raises(CommandError, match=message) as failure:
        read_zone([said])

    assert failure.value.advice.startswith("Type a city")


@pytest.mark.parametrize(
    ("said", "at", "days"),
    [
        ("9 Uhr", time(9), None),
        ("um 9 Uhr 30 werktags", time(9, 30), range(5)),
        ("9uhr montags", time(9), [0]),
        ("montags bis freitags 8 Uhr", time(8), range(5)),
        ("mo-fr 0730", time(7, 30), range(5)),
        ("9h30 lundi", time(9, 30), [0]),
        ("à 9h", time(9), None),
        ("9 o'clock", time(9), None),
        ("9 pm", time(21), None),
        ("noon every weekday", time(12), range(5)),
        ("mittags täglich", time(12), range(7)),
        ("09:00 Monday to Friday", time(9), range(5)),
        ("weekly mondays 09:00", time(9), [0]),
    ],
)
def test_times_and_days_are_read_as_people_write_them(said, at, days):
    command = parse(f"time {said}")

    assert (command.at, command.weekdays) == (at, None if days is None else frozenset(days))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("09:00 and 17:00", "once a day at most"),
        ("9am, noon", "once a day at most"),
        ("hourly", "once a day at most"),
        ("every 2 hours", "once a day at most"),
        ("twice a day", "once a day at most"),
        ("stündlich", "once a day at most"),
        ("weekly", "On which day"),
        ("sunrise", "“sunrise”"),
        ("25:00", "“25:00”"),
        ("09:00 in German", "“German”"),
    ],
)
def test_kind_cmd_time_what_is_not_understood_is_named_and_no_time_zone_is_blamed(said, message):
    with pytest.raises(CommandError) as failure:
        parse(f"time {said}")

    assert message in failure.value.message
    assert "zone" not in f"{failure.value.message} {failure.value.advice}".casefold()


@pytest.mark.parametrize("said", ["Europe/Atlantis", "UTC+x"])
def test_what_has_the_form_of_a_time_zone_is_called_one(said):
    with pytest.raises(CommandError, match="time zone"):
        parse(f"time 09:00 {said}")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("12.12.2026", date(2026, 12, 12)),
        ("12.12.", date(2026, 12, 12)),
        ("7.1.", date(2027, 1, 7)),
        ("jan 7th", date(2027, 1, 7)),
        ("7. Januar", date(2027, 1, 7)),
        ("7 janvier", date(2027, 1, 7)),
        ("15 de marzo", date(2027, 3, 15)),
        ("in 2 weeks", date(2026, 12, 8)),
        ("in zwei Wochen", date(2026, 12, 8)),
        ("montags", date(2026, 11, 30)),
        ("nächsten Montag", date(2026, 11, 30)),
        ("12/24/2026", date(2026, 12, 24)),
        ("24/12/2026", date(2026, 12, 24)),
        ("December 24, 2026", date(2026, 12, 24)),
        ("9 Uhr", None),
        ("9 pm", None),
        ("noon", None),
        ("3", None),
        ("may", None),
        ("x" * 4_000, None),
    ],
)
def test_dates_are_read_as_people_write_them(said, day):
    assert read_date(said, TUESDAY) == day


def test_a_date_that_may_be_two_is_asked_about():
    with pytest.raises(CommandError, match="one of two days") as failure:
        read_date("1/2/2027", TUESDAY)

    assert "as a word" in failure.value.advice


def test_a_pause_until_further_notice_has_no_end():
    assert parse("pause until further notice").until == ""
    assert parse("pause bis Montag").until == "montag"


def test_a01_long_words_are_no_dates_and_no_zones_at_once():
    with alarm():
        for said in ("1" * 3_900, "a/" * 1_900, "utc+" * 900, "- " * 1_900):
            with pytest.raises(CommandError):
                parse(f"time {said}")
            assert read_date(said, TUESDAY) is None


@pytest.mark.parametrize(
    ("said", "include", "exclude"),
    [
        ("+tide OR +quay", ("tide", "quay"), ()),
        ("tide or quay", ("tide", "quay"), ()),
        ("Ebbe oder Flut", ("Ebbe", "Flut"), ()),
        ("tide | quay, ferry", ("tide", "quay", "ferry"), ()),
        ("tide NOT football", ("tide",), ("football",)),
        ("+or", ("or",), ()),
        ("“or”", ("or",), ()),
        ("strike*", ("strike*",), ()),
    ],
)
def test_kind_cmd_or_words_that_join_others_are_no_words_of_the_filter(said, include, exclude):
    command = parse(f"filter {said}")

    assert (command.include, command.exclude) == (include, exclude)


def test_two_words_in_one_story_cannot_be_asked_for_and_that_is_said():
    with pytest.raises(CommandError, match="two words in one story") as failure:
        parse("filter tide AND quay")

    assert "as a phrase" in failure.value.advice


@pytest.mark.parametrize("said", ["filter remove ferry", "filter delete -ferry", "remove +ferry", "remove -ferry"])
def test_a_single_word_can_be_taken_out_of_the_filters(said):
    assert (parse(said).verb, parse(said).taken_away) == ("filter", ("ferry",))


def test_taking_away_nothing_is_asked_about():
    with pytest.raises(CommandError, match="Which word"):
        parse("filter remove")


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("7:15 Uhr", time(7, 15)), ("dienstags und freitags um 7:15 Uhr", time(7, 15)), ("um 9.30 Uhr", time(9, 30)),
        ("9:30 hrs", time(9, 30)), ("12 Uhr mittags", time(12)), ("12 noon", time(12)), ("12 am midnight", time(0)),
    ],
)  # fmt: skip
def test_a_time_may_be_followed_by_its_clocks_word_or_by_the_same_in_words(said, at):
    assert parse(f"time {said}").at == at


def test_a_time_with_other_words_than_its_own_is_two_times():
    with pytest.raises(CommandError, match="once a day"):
        parse("time 9 Uhr mittags")
