"""Which entries of a poll are news."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.newsroom.feeds.model import Feed, Item
from bot.newsroom.feeds.new_items import FIRST_POLL_UNDATED, FLOOD_NEWS, MOST_NEWS, filter_new, to_items
from bot.newsroom.feeds.ports import Entry, ParsedFeed

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
NEW_FEED = Feed("https://gazette.example/rss.xml")
FEED = replace(NEW_FEED, polled_at=NOW - timedelta(minutes=30))


def entries(*ages_h: float | None) -> ParsedFeed:
    return ParsedFeed(
        "Gazette",
        entries=tuple(
            Entry(
                key=f"key-{place}",
                url=f"https://gazette.example/{place}",
                title=f"Story {place}",
                published_at=None if age is None else NOW - timedelta(hours=age),
            )
            for place, age in enumerate(ages_h)
        ),
    )


def items(*ages_h: float | None) -> tuple[Item, ...]:
    return to_items(entries(*ages_h), NEW_FEED, NOW)


def places(news: tuple[Item, ...]) -> list[int]:
    return [item.place for item in news]


def test_an_item_has_its_outlet_its_place_and_no_date_in_the_future() -> None:
    ahead, own = to_items(
        replace(
            entries(-5, None),
            entries=(entries(-5).entries[0], replace(entries(None).entries[0], outlet="Herald")),
        ),
        NEW_FEED,
        NOW,
    )
    assert (ahead.outlet, ahead.published_at, ahead.seen_at, ahead.place) == ("Gazette", NOW, NOW, 0)
    assert (own.outlet, own.published_at, own.place) == ("Herald", None, 1)


def test_a_date_days_ahead_is_no_date_and_one_hours_ahead_is_now() -> None:
    far_ahead, ahead_by_a_zone = items(-27, -14)
    assert (ahead_by_a_zone.published_at, far_ahead.published_at) == (NOW, None)


def test_an_entry_without_a_link_is_no_item() -> None:
    parsed = replace(entries(1), entries=(replace(entries(1).entries[0], url=None),))
    assert to_items(parsed, NEW_FEED, NOW) == ()


def test_the_first_poll_takes_the_last_day_and_a_few_without_a_date() -> None:
    assert places(filter_new(items(1, 23, 25, 400), NEW_FEED, NOW, shown=4)) == [0, 1]
    undated = items(*[None] * 40)
    assert len(filter_new(undated, NEW_FEED, NOW, shown=40)) == FIRST_POLL_UNDATED


def test_later_polls_take_what_was_not_seen_unless_it_is_stale() -> None:
    assert places(filter_new(items(0.1, 50, 73, 74, 75, None), FEED, NOW, shown=30)) == [0, 1, 5]
    assert places(filter_new(items(0.1, 31 * 24, None), FEED, NOW, shown=30)) == [0, 2]


def test_few_late_entries_are_news_of_no_date_and_an_archive_at_the_end_is_none() -> None:
    late = filter_new(items(0.1, 50, 81), FEED, NOW, shown=30, stored=27)
    assert [item.published_at for item in late[1:]] == [None, None]
    moved_up = items(*[1.0] * 5, 81)[5:]
    assert filter_new(moved_up, FEED, NOW, shown=6, stored=9) == ()
    assert len(filter_new(moved_up, FEED, NOW, shown=6, stored=5)) == 1


def test_a_feed_in_the_order_of_time_is_read_from_its_end() -> None:
    turned = items(30, 20, 15, 10, 1)
    assert [item.title for item in turned] == [f"Story {place}" for place in (4, 3, 2, 1, 0)]
    assert places(turned) == [0, 1, 2, 3, 4]
    jumbled = items(30, 20, 25, 1, 40)
    assert [item.title for item in jumbled] == [f"Story {place}" for place in range(5)]


def test_items_that_share_a_page_are_marked() -> None:
    page = "https://gazette.example/live"
    urls = (f"{page}#a", page, "https://gazette.example/other", "https://gazette.example/")
    parsed = entries(1, 1, 1, 1)
    shown = tuple(replace(entry, url=url) for entry, url in zip(parsed.entries, urls, strict=True))
    assert [item.shares_page for item in to_items(replace(parsed, entries=shown), NEW_FEED, NOW)] == [
        True,
        True,
        False,
        True,
    ]


def test_a_feed_that_rewrites_all_its_ids_floods_nobody() -> None:
    flood = items(*[20.0] * 500)
    assert len(filter_new(flood, FEED, NOW, shown=500)) == FLOOD_NEWS
    undated = items(*[None] * 500)
    assert len(filter_new(undated, FEED, NOW, shown=500)) == FLOOD_NEWS
    liar = items(*[0.0] * 500)
    assert len(filter_new(liar, FEED, NOW, shown=500)) == MOST_NEWS


def test_a_busy_wire_that_turned_over_since_the_last_poll_loses_nothing() -> None:
    assert len(filter_new(items(*[0.2] * 30), FEED, NOW, shown=30)) == 30
