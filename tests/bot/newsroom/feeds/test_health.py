from datetime import UTC, datetime, timedelta

import pytest

from bot.newsroom.feeds.health import FeedHealth, FeedState, assess, count_states
from bot.newsroom.feeds.model import Feed

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
URL = "https://gazette.example/rss.xml"
SINCE = NOW - timedelta(days=2)


@pytest.mark.parametrize(
    ("feed", "health"),
    [
        (None, FeedHealth(URL, None, FeedState.UNREAD)),
        (Feed(URL), FeedHealth(URL, None, FeedState.UNREAD)),
        (Feed(URL, "Gazette", polled_at=NOW), FeedHealth(URL, "Gazette", FeedState.FINE)),
        (
            Feed(URL, "Gazette", polled_at=NOW, news_at=NOW - timedelta(days=13)),
            FeedHealth(URL, "Gazette", FeedState.FINE),
        ),
        (
            Feed(URL, "Gazette", polled_at=NOW, news_at=NOW - timedelta(days=20)),
            FeedHealth(URL, "Gazette", FeedState.SILENT, NOW - timedelta(days=20), 20),
        ),
        (
            Feed(URL, "Gazette", failures=2, failing_since=SINCE, error="The site did not answer."),
            FeedHealth(URL, "Gazette", FeedState.FAILING, SINCE, why="The site did not answer."),
        ),
        (
            Feed(URL, "Gazette", failures=12, failing_since=SINCE, is_gone=True, error="It is gone."),
            FeedHealth(URL, "Gazette", FeedState.OFF, SINCE, why="It is gone."),
        ),
    ],
)
def test_a_feed_is_fine_unread_silent_failing_or_off(feed, health):
    assert assess(URL, feed, NOW) == health


def test_feeds_are_counted_by_how_they_are():
    feeds = [assess(URL, Feed(URL, polled_at=NOW), NOW)] * 2 + [assess(URL, Feed(URL, is_gone=True), NOW)]

    assert count_states(feeds) == {FeedState.FINE: 2, FeedState.OFF: 1}
