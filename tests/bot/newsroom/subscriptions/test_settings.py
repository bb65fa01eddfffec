"""What a change makes of a subscription, and what its history keeps of it."""

from datetime import UTC, date, datetime, time

import pytest

from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.keyword_filter import MAX_RULES
from bot.newsroom.subscriptions.model import PauseReason, QuietDays
from bot.newsroom.subscriptions.settings import (
    EnteredSettings,
    add_filters,
    change_length,
    change_max_stories,
    change_quiet_days,
    change_schedule,
    clear_filters,
    end_pause,
    format_added,
    format_schedule,
    pause,
    pick_feed,
    remove_feeds,
    resume,
    take_away_filters,
)
from tests.bot.newsroom.sample_items import NOON, subscribe

NAMES = {
    "https://gazette.example/feed.xml": "The Gazette",
    "https://courier.example/feed.xml": "The Evening Courier",
    "https://courier.example/feed.xml?page=2": "Page Two",
}


def test_a_schedule_changes_in_what_is_named_and_counts_from_now_on():
    change = change_schedule(subscribe(), NOON, weekdays=frozenset({0, 3}))

    assert change.after == subscribe(weekdays=frozenset({0, 3}), created_at=NOON)
    assert change.words == "Mondays and Thursdays at 09:00 (Europe/Berlin)."


def test_a_schedule_in_a_zone_that_is_not_known_here_says_so():
    change = change_schedule(subscribe(), NOON, at=time(7, 30), zone="Not/Here")

    assert (change.after.at, change.after.zone) == (time(7, 30), "Not/Here")
    assert change.words.endswith("I do not know that time zone, so I go by UTC.")


def test_filters_add_up_and_a_word_moves_from_one_side_to_the_other():
    before = subscribe(include=("ferry",), exclude=("football",))

    change = add_filters(before, ["interest rate"], ["ferry"])

    assert (change.after.include, change.after.exclude) == (("interest rate",), ("football", "ferry"))
    assert change.words == "Filters: only stories with “interest rate”, none with “football” or “ferry”."


def test_a_single_word_is_taken_out_of_the_filters_on_either_side():
    before = subscribe(include=("ferry", "interest rate"), exclude=("Football",))

    change = take_away_filters(before, ["Interest Rate", "football"])

    assert (change.after.include, change.after.exclude) == (("ferry",), ())
    assert change.words == "Filters: only stories with “ferry”."


@pytest.mark.parametrize(
    ("before", "advice"),
    [
        (subscribe(include=("ferry",)), "The filters are: only stories with “ferry”."),
        (subscribe(), "There are no filters."),
    ],
)
def test_a_word_that_is_not_in_the_filters_is_named(before, advice):
    with pytest.raises(CommandError, match="“tide” isn't a filter word") as failure:
        take_away_filters(before, ["tide"])

    assert failure.value.advice == advice


def test_a_fixed_offset_is_said_with_the_sign_that_people_write():
    assert format_schedule(subscribe(zone="Etc/GMT-2")).endswith("(UTC+2).")


def test_a_word_that_is_there_is_not_there_twice():
    assert add_filters(subscribe(include=("ferry", "bus")), ["ferry"], []).after.include == ("bus", "ferry")


def test_a_channel_has_so_many_words_and_no_more():
    full = subscribe(include=tuple(f"w{number}" for number in range(MAX_RULES)))

    assert add_filters(full, ["w0"], []).after.include[-1] == "w0"
    with pytest.raises(CommandError, match="up to 50 filter words"):
        add_filters(full, [], ["bus"])


def test_filters_are_cleared():
    change = clear_filters(subscribe(include=("ferry",), exclude=("football",)))

    assert change.after == subscribe()
    assert change.words == "No filters: every story counts."


def test_number_length_and_quiet_days_each_change_alone():
    assert change_max_stories(subscribe(), 8).after == subscribe(max_stories=8)
    assert change_length(subscribe(), "short").after == subscribe(length="short")
    assert change_length(subscribe(), "short").words == "Stories are told at short length."
    quiet = change_quiet_days(subscribe(), QuietDays.SAY_SO)
    assert (quiet.after, quiet.words) == (
        subscribe(quiet_days=QuietDays.SAY_SO),
        "On a day without news I say that there is none.",
    )


def test_a_persons_pause_takes_the_place_of_the_bots():
    ours = subscribe(paused_until=date.max, pause_reason=PauseReason.ARCHIVED)

    assert pause(ours, None).after == subscribe(paused_until=date.max)
    assert pause(ours, None).words == "paused"
    assert pause(ours, date(2026, 12, 6)).after == subscribe(paused_until=date(2026, 12, 6))
    assert pause(ours, date(2026, 12, 6)).words == "paused until 2026-12-06"


def test_a_pause_ends_and_what_was_due_meanwhile_is_not_made_up_for():
    change = resume(subscribe(paused_until=date.max), NOON)

    assert change.after == end_pause(subscribe(), NOON) == subscribe(created_at=NOON)
    assert change.words == "resumed"
    assert not change.after.may_be_shared


def test_who_resumes_in_a_shared_channel_agrees_that_outsiders_read_along():
    change = resume(subscribe(paused_until=date.max, pause_reason=PauseReason.SHARED), NOON)

    assert change.after == subscribe(created_at=NOON, may_be_shared=True)
    assert change.words == "resumed; agreed that people of another organisation read along"


def test_an_agreement_is_not_taken_back_by_another_pause():
    paused = subscribe(may_be_shared=True, paused_until=date.max)

    assert resume(paused, NOON).after.may_be_shared


def test_removed_feeds_are_gone_and_the_job_is_remembered():
    change = remove_feeds(subscribe(feeds=tuple(NAMES)), ["https://gazette.example/feed.xml"], job_id="digest:t1")

    assert change.after == subscribe(feeds=tuple(NAMES)[1:], removal="digest:t1")
    assert change.words == "removed https://gazette.example/feed.xml"


@pytest.mark.parametrize(
    ("said", "number"),
    [("1", 1), ("03", 3), ("gazette", 1), ("EVENING", 2), ("https://courier.example/feed.xml", 2), ("page two/", 3)],
)
def test_a_feed_is_meant_by_its_number_its_address_or_a_part_of_its_name(said, number):
    assert pick_feed(NAMES, said) == list(NAMES)[number - 1]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("0", "no feed"),
        ("9", "no feed"),
        ("0000031", "no feed"),
        ("herald", "no feed"),
        ("example", "more than one feed"),
        ("courier", "more than one feed"),
    ],
)
def test_what_means_none_or_several_is_no_feed(said, why):
    with pytest.raises(CommandError, match=why):
        pick_feed(NAMES, said)


def test_a_form_changes_all_but_the_feeds():
    entered = EnteredSettings(
        ("herald.example",), time(7), frozenset({1}), ("a",), ("b",), 9, "long", QuietDays.SAY_SO, "UTC"
    )

    assert entered.apply(subscribe(), NOON) == subscribe(
        at=time(7),
        weekdays=frozenset({1}),
        include=("a",),
        exclude=("b",),
        max_stories=9,
        length="long",
        quiet_days=QuietDays.SAY_SO,
        zone="UTC",
        created_at=NOON,
    )


def test_a_form_that_leaves_the_schedule_alone_leaves_it_from_when_it_was():
    now, ours = datetime(2026, 12, 1, tzinfo=UTC), subscribe()
    entered = EnteredSettings((), ours.at, ours.weekdays, (), (), 5, "medium", QuietDays.SKIP)

    assert entered.apply(ours, now) == ours


def test_what_was_added_is_kept_in_the_order_in_which_it_was_named():
    assert format_added(["https://a.example"], ["ferry"], ["bus"]) == "added https://a.example, +ferry, -bus"
    assert format_added([], [], []) == "set it up"


def test_a_schedule_in_words():
    assert format_schedule(subscribe()) == "Monday to Friday at 09:00 (Europe/Berlin)."
    assert format_schedule(subscribe(weekdays=frozenset({6}), zone="UTC")) == "Sundays at 09:00 (UTC)."
