from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.model import QuietDays
from bot.newsroom.subscriptions.settings import format_days
from bot.slack.parsing.digest_command import DigestCommand, find_addresses, parse, until_when
from bot.slack.parsing.times_and_dates import read_date

TUESDAY = date(2026, 11, 24)
WEEKDAYS, DAILY = frozenset(range(5)), frozenset(range(7))


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", DigestCommand("open")),
        ("   ", DigestCommand("open")),
        ("help", DigestCommand("help")),
        ("LIST", DigestCommand("list")),
        ("add gazette.example", DigestCommand("add", ("gazette.example",))),
        ("add <https://gazette.example/|gazette.example>", DigestCommand("add", ("https://gazette.example/",))),
        ("add http://127.0.0.1:8642/gazette/", DigestCommand("add", ("http://127.0.0.1:8642/gazette/",))),
        (
            "add gazette.example/feed.xml, courier.example gazette.example/feed.xml",
            DigestCommand("add", ("gazette.example/feed.xml", "courier.example")),
        ),
        ("gazette.example", DigestCommand("add", ("gazette.example",))),
        (
            'add gazette.example +ferry -"match report"',
            DigestCommand("add", ("gazette.example",), ("ferry",), ("match report",)),
        ),
        ("add +ferry", DigestCommand("add", include=("ferry",))),
        ("remove 2", DigestCommand("remove", ("2",))),
        ("remove gazette", DigestCommand("remove", ("gazette",))),
        ("remove all", DigestCommand("remove", everything=True)),
        ("time 09:00", DigestCommand("time", at=time(9))),
        ("time 9", DigestCommand("time", at=time(9))),
        ("time 7:30 pm daily", DigestCommand("time", at=time(19, 30), weekdays=DAILY)),
        ("time 12am", DigestCommand("time", at=time(0))),
        (
            "time 9.15 weekdays europe/berlin",
            DigestCommand("time", at=time(9, 15), weekdays=WEEKDAYS, zone="Europe/Berlin"),
        ),
        (
            "time 09:00 mon,thu New York",
            DigestCommand("time", at=time(9), weekdays=frozenset({0, 3}), zone="America/New_York"),
        ),
        ("time noon mon-wed", DigestCommand("time", at=time(12), weekdays=frozenset({0, 1, 2}))),
        ("time 08:00 every day in Tokyo", DigestCommand("time", at=time(8), weekdays=DAILY, zone="Asia/Tokyo")),
        ("time at 08:00 on Mondays and Fridays", DigestCommand("time", at=time(8), weekdays=frozenset({0, 4}))),
        ("time weekends", DigestCommand("time", weekdays=frozenset({5, 6}))),
        ("time UTC", DigestCommand("time", zone="UTC")),
        (
            "filter +ferry “interest rate” -football",
            DigestCommand("filter", include=("ferry", "interest rate"), exclude=("football",)),
        ),
        ("filter nato", DigestCommand("filter", include=("nato",))),
        ("filter –football", DigestCommand("filter", exclude=("football",))),
        ("filter clear", DigestCommand("filter", everything=True)),
        ("max 8", DigestCommand("max", number=8)),
        ("length Long", DigestCommand("length", length="long")),
        ("length normal", DigestCommand("length", length="medium")),
        ("quiet skip", DigestCommand("quiet", quiet_days=QuietDays.SKIP)),
        ("quiet say so", DigestCommand("quiet", quiet_days=QuietDays.SAY_SO)),
        ("pause", DigestCommand("pause")),
        ("pause until 2026-12-31", DigestCommand("pause", until="2026-12-31")),
        ("pause for 2 weeks", DigestCommand("pause", until="2 weeks")),
        ("resume", DigestCommand("resume")),
        ("preview please", DigestCommand("preview")),
        ("now", DigestCommand("now")),
        ("history", DigestCommand("history")),
    ],
)
def test_what_people_type_is_understood(text, command):
    assert parse(text) == command


@pytest.mark.parametrize(
    ("text", "meant"), [("lst", "list"), ("remov 2", "remove"), ("puase", "pause"), ("liste", "list")]
)
def test_a_slip_is_answered_with_what_was_meant(text, meant):
    with pytest.raises(CommandError) as failure:
        parse(text)

    assert failure.value.advice.startswith(f"Did you mean /digest {meant}?")


def test_what_is_like_no_verb_is_answered_with_the_way_to_help():
    with pytest.raises(CommandError) as failure:
        parse("frobnicate")

    assert failure.value.advice == "Say /digest help for what I understand."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("frobnicate", "I do not know “frobnicate”"),
        ("add", "Add what?"),
        ("add the gazette", "“the” is no address"),
        ("remove", "Remove what?"),
        ("time", "When should editions be posted?"),
        ("time 25:00", "I don't understand “25:00”"),
        ("time 09:00 Middle-earth/Shire", "time zone “Middle-earth/Shire”"),
        ("filter", "Which words should I filter by?"),
        ("filter +", "Which words should I filter by?"),
        ("filter *", "Which words should I filter by?"),
        ("max 0", "1 to 20"),
        ("max 21", "1 to 20"),
        ("max ²", "1 to 20"),
        ("max", "1 to 20"),
        ("length huge", "Which length?"),
        ("quiet", "On days without news?"),
    ],
)
def test_what_is_not_understood_gets_a_sentence_and_what_to_say_instead(text, said):
    with pytest.raises(CommandError) as caught:
        parse(text)

    assert said in caught.value.message
    assert caught.value.advice


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_wish_or_a_sentence(text):
    for said in (text, *(f"{verb} {text}" for verb in ("add", "remove", "time", "filter", "max", "pause", "quiet"))):
        with suppress(CommandError):
            assert isinstance(parse(said), DigestCommand)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-12-31", date(2026, 12, 31)),
        ("tomorrow", date(2026, 11, 25)),
        ("monday", date(2026, 11, 30)),
        ("tue", date(2026, 12, 1)),
        ("next wednesday", date(2026, 11, 25)),
        ("next week", date(2026, 11, 30)),
        ("3 days", date(2026, 11, 27)),
        ("a week", date(2026, 12, 1)),
        ("6 dec", date(2026, 12, 6)),
        ("Jan 4", date(2027, 1, 4)),
        ("29 february", date(2028, 2, 29)),
        ("1 march 2027", date(2027, 3, 1)),
        ("the end", None),
        ("monday-friday", None),
        ("", None),
    ],
)
def test_dates_are_read_from_today_on(said, day):
    assert read_date(said, TUESDAY) == day


def test_a_pause_ends_in_the_future_or_never():
    assert until_when("", TUESDAY, read_date) == date.max
    assert until_when("tomorrow", TUESDAY, read_date) == date(2026, 11, 25)
    with pytest.raises(CommandError, match="can't end today"):
        until_when("2026-11-24", TUESDAY, read_date)
    with pytest.raises(CommandError, match="don't recognise the date"):
        until_when("someday", TUESDAY, read_date)


def test_days_are_said_as_people_say_them():
    assert format_days(DAILY) == "every day"
    assert format_days(WEEKDAYS) == "Monday to Friday"
    assert format_days(frozenset({0, 3, 6})) == "Mondays, Thursdays and Sundays"


def test_addresses_are_found_one_a_line_too():
    assert find_addresses("gazette.example\nhttps://courier.example/rss, nonsense") == (
        ("gazette.example", "https://courier.example/rss"),
        ("nonsense",),
    )


def test_a01_a_command_longer_than_any_form_is_refused_in_a_sentence_unread():
    for command in ("time " + "“x" * 20_000, "add " + "a. " * 15_000, "x" * 4_001):
        with pytest.raises(CommandError, match="4,000 characters") as refused:
            parse(command)

    assert "/digest import" in refused.value.advice
    assert len(parse("add " + "a.example " * 390).addresses) == 1


@pytest.mark.parametrize("said", ["off", "aus", "Keine", "löschen"])
def test_filters_are_switched_off_in_english_and_german(said):
    assert parse(f"filter {said}") == DigestCommand("filter", everything=True)
    assert parse(f"filter +{said}") == DigestCommand("filter", include=(said,))


@pytest.mark.parametrize("said", ["fortsetzen", "forge", "forgt"])
def test_a_command_that_deletes_for_good_is_never_suggested(said):
    with pytest.raises(CommandError) as caught:
        parse(said)

    assert "forget" not in f"{caught.value.message} {caught.value.advice}"
