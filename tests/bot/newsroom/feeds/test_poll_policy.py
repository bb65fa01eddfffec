"""When a feed is polled next, and what its answers mean."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.newsroom.feeds.model import Feed
from bot.newsroom.feeds.poll_policy import (
    INTERVAL_S,
    MAX_WAIT_S,
    MIN_WAIT_S,
    after_failure,
    after_gone,
    after_move,
    after_success,
    find_notice,
    wait_s,
)
from bot.newsroom.feeds.ports import FeedNoticeKind, FeedResponse, ParsedFeed

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
FEED = Feed("https://gazette.example/rss.xml", title="Gazette")
MOVED = "https://gazette.example/new.xml"


def waits(feed: Feed, now: datetime = NOW) -> float:
    assert feed.next_poll_at is not None
    return (feed.next_poll_at - now).total_seconds()


def answer(**values: Any) -> FeedResponse:
    return FeedResponse(FEED.url, **values)


@pytest.mark.parametrize(
    ("ttl_s", "fresh_s", "least"),
    [
        (None, None, INTERVAL_S),
        (60, 60, INTERVAL_S),
        (2 * 3600, 600, 2 * 3600),
        (600, 3 * 3600, 3 * 3600),
        (None, 10**9, 5 * 3600),  # somebody promises 16 years
        (10**9, None, MAX_WAIT_S),
    ],
)
def test_the_longest_wish_wins_within_bounds(ttl_s: float | None, fresh_s: float | None, least: float) -> None:
    after = after_success(FEED, NOW, answer(fresh_s=fresh_s), ParsedFeed("Gazette", ttl_s=ttl_s))
    assert least <= waits(after) <= min(least * 1.1, MAX_WAIT_S)


@given(st.floats(0, 1e12), st.text(min_size=1, max_size=30))
def test_a_wait_is_always_within_bounds_and_always_the_same(wanted_s: float, url: str) -> None:
    feed = Feed(url)
    assert MIN_WAIT_S <= wait_s(feed, wanted_s) <= MAX_WAIT_S
    assert wait_s(feed, wanted_s) == wait_s(feed, wanted_s)
    assert wait_s(feed, wanted_s) >= min(wanted_s, MAX_WAIT_S)


def test_feeds_added_together_drift_apart() -> None:
    assert len({round(wait_s(Feed(f"https://gazette.example/{name}"), INTERVAL_S)) for name in range(50)}) > 30


def test_after_304_what_was_known_stays() -> None:
    known = replace(FEED, etag='"a"', last_modified="x", ttl_s=7200.0, failures=3, failing_since=NOW, error="No.")
    after = after_success(known, NOW, answer(status=304))
    assert (after.etag, after.last_modified, after.title, after.ttl_s) == ('"a"', "x", "Gazette", 7200)
    assert (after.failures, after.failing_since, after.error, after.polled_at) == (0, None, None, NOW)
    assert waits(after) >= 7200


def test_validators_that_are_not_sent_again_are_forgotten() -> None:
    after = after_success(replace(FEED, etag='"a"'), NOW, answer(), ParsedFeed(None))
    assert (after.etag, after.title) == (None, "Gazette")


def fail_for(days: float) -> list[Feed]:
    """The feed after each poll of so many days of failures."""
    feed, now, states = FEED, NOW, []
    while now - NOW <= timedelta(days=days) and not feed.is_gone:
        feed = after_failure(feed, now, "The site did not answer.")
        states.append(feed)
        assert feed.next_poll_at is not None
        now = feed.next_poll_at
    return states


def test_failures_wait_twice_as_long_each_time_up_to_a_day() -> None:
    waited = []
    now = NOW
    for feed in fail_for(5):
        waited.append(waits(feed, now))
        now += timedelta(seconds=waited[-1])
    assert [round(wait / waited[0]) for wait in waited[:5]] == [1, 2, 4, 8, 16]
    assert waited[-1] == MAX_WAIT_S


def test_people_are_told_once_after_three_days_and_the_feed_is_off_after_ten_failures_over_seven() -> None:
    states = fail_for(30)
    notices = []
    for before, after in zip([FEED, *states], states, strict=False):
        notice = find_notice(before, after, NOW, is_same_site=True)
        notices += [(notice.kind, after.failures)] if notice else []
    assert [kind for kind, _ in notices] == [FeedNoticeKind.FAILING, FeedNoticeKind.OFF]
    assert states[-1].is_gone
    assert states[-1].failures >= 10
    assert states[-1].notified_at is not None
    assert states[-1].notified_at - NOW >= timedelta(days=3)
    assert states[-1].next_poll_at is not None
    assert states[-1].next_poll_at - NOW >= timedelta(days=7)


def test_ten_quick_failures_turn_nothing_off() -> None:
    feed = FEED
    for minutes in range(20):
        feed = after_failure(feed, NOW + timedelta(minutes=minutes), "No.")
    assert not feed.is_gone


def test_retry_after_is_waited_for() -> None:
    assert waits(after_failure(FEED, NOW, "Busy.", 3 * 3600)) >= 3 * 3600
    assert waits(after_failure(FEED, NOW, "Busy.", 10)) >= INTERVAL_S


def test_gone_is_gone_and_told() -> None:
    after = after_gone(FEED, NOW)
    assert after.is_gone
    notice = find_notice(FEED, after, NOW, is_same_site=True)
    assert notice is not None
    assert (notice.kind, notice.text) == (FeedNoticeKind.GONE, "The feed Gazette is gone: its site says so.")


def test_a_move_is_followed_when_three_checks_over_a_day_said_so() -> None:
    feed = FEED
    for hours in (0, 1, 23):
        feed = after_move(feed, MOVED, NOW + timedelta(hours=hours))
        assert feed.polled_url == FEED.url
    feed = after_move(feed, MOVED, NOW + timedelta(hours=24))
    assert (feed.url, feed.polled_url, feed.moved_to) == (FEED.url, MOVED, None)


def test_two_checks_over_two_days_are_too_few_and_another_target_starts_anew() -> None:
    feed = after_move(FEED, MOVED, NOW)
    feed = after_move(feed, MOVED, NOW + timedelta(days=2))
    assert feed.address is None
    feed = after_move(feed, "https://gazette.example/other.xml", NOW + timedelta(days=3))
    assert feed.moved_seen == 1
    assert after_move(feed, None, NOW).moved_to is None


def test_a_move_to_another_site_is_told_and_one_within_the_site_is_not() -> None:
    after = replace(FEED, address="https://herald.example/rss")
    notice = find_notice(FEED, after, NOW, is_same_site=False)
    assert notice is not None
    assert notice.kind is FeedNoticeKind.MOVED
    assert find_notice(FEED, after, NOW, is_same_site=True) is None
    assert find_notice(after, after, NOW, is_same_site=False) is None


def test_the_same_news_has_the_same_key() -> None:
    first = find_notice(FEED, after_gone(FEED, NOW), NOW, is_same_site=True)
    again = find_notice(FEED, after_gone(FEED, NOW), NOW, is_same_site=True)
    assert first is not None
    assert again is not None
    assert first.key == again.key
