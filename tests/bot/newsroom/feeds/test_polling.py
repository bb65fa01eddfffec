"""A batch of polls: each feed its own fate, each host its peace."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import BotError, BusyError, HTTPStatusError, NotAFeedError, TimedOutError, WorkerDiedError
from bot.newsroom.feeds.model import Feed, Item
from bot.newsroom.feeds.polling import PER_HOST, FeedPoller, host_of
from bot.newsroom.feeds.ports import Entry, FeedNotice, FeedNoticeKind, FeedResponse, ParsedFeed

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
PIER = Entry("pier", "https://gazette.example/pier", "Pier reopens", published_at=NOW - timedelta(hours=2))
FERRY = Entry("ferry", "https://gazette.example/ferry", "Ferry sold", published_at=NOW - timedelta(hours=1))
OLD = Entry("old", "https://gazette.example/old", "Harbour frozen", published_at=NOW - timedelta(days=30))


@dataclass
class World:
    """Sites, parser, rules and tables in memory. A feed's answer is an error, an answer, or the entries it shows."""

    answers: dict[str, BotError | FeedResponse | tuple[Entry, ...]]
    forbidden: set[str] = field(default_factory=set)
    kept: dict[str, Feed] = field(default_factory=dict)
    news: dict[str, Item] = field(default_factory=dict)
    old: dict[str, Item] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    told: list[FeedNotice] = field(default_factory=list)
    open: Counter[str] = field(default_factory=Counter)
    busiest: int = 0

    def __post_init__(self) -> None:
        self.kept = {url: Feed(url) for url in self.answers} | self.kept
        self.polling = FeedPoller(
            feeds=self,
            items=self,
            fetcher=self,
            reader=self,
            robots=self,
            same_site=lambda first, second: host_of(first) == host_of(second),
            notify=self.notify,
        )

    async def list_due(self, now: datetime, limit: int) -> tuple[Feed, ...]:
        due = [
            feed
            for feed in self.kept.values()
            if not feed.is_gone and (not feed.next_poll_at or feed.next_poll_at <= now)
        ]
        return tuple(due[:limit])

    async def save(self, feed: Feed) -> None:
        self.kept[feed.url] = feed

    async def filter_unseen(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(item for item in items if item.key not in self.news | self.old)

    async def count(self, feed_url: str) -> int:
        return sum(item.feed_url == feed_url for item in (*self.news.values(), *self.old.values()))

    async def add_all(self, items: tuple[Item, ...], *, old: tuple[Item, ...] = ()) -> None:
        for item in items:
            self.news.setdefault(item.key, item)
        for item in old:
            if item.key not in self.news:
                self.old.setdefault(item.key, item)

    async def fetch_feed(self, url: str, etag: str | None = None, last_modified: str | None = None) -> FeedResponse:
        assert last_modified is None
        self.asked.append((url, etag))
        host = host_of(url)
        self.open[host] += 1
        self.busiest = max(self.busiest, self.open[host])
        await asyncio.sleep(0)
        self.open[host] -= 1
        answer = self.answers[url]
        if isinstance(answer, BotError):
            raise answer
        return answer if isinstance(answer, FeedResponse) else FeedResponse(url, etag='"1"')

    async def read_feed(self, answer: FeedResponse) -> ParsedFeed:
        entries = self.answers[answer.url]
        assert isinstance(entries, tuple)
        return ParsedFeed("Gazette", entries=entries)

    async def allows(self, url: str) -> bool:
        raise AssertionError(url)

    async def forbids_by_name(self, url: str) -> bool:
        return url in self.forbidden

    async def notify(self, notice: FeedNotice) -> None:
        self.told.append(notice)


FEED = "https://gazette.example/rss.xml"


async def test_a_first_poll_keeps_the_last_day_as_news_and_the_rest_as_seen() -> None:
    world = World({FEED: (FERRY, PIER, OLD)})
    assert await world.polling.poll_due(NOW) == 1
    assert set(world.news) == {"ferry", "pier"}
    assert set(world.old) == {"old"}
    assert (world.kept[FEED].title, world.kept[FEED].etag, world.kept[FEED].polled_at) == ("Gazette", '"1"', NOW)


async def test_a_feed_is_left_alone_until_it_is_due_and_then_asked_with_its_etag() -> None:
    world = World({FEED: (PIER,)})
    await world.polling.poll_due(NOW)
    assert await world.polling.poll_due(NOW + timedelta(minutes=29)) == 0
    world.answers[FEED] = FeedResponse(FEED, status=304)
    assert await world.polling.poll_due(NOW + timedelta(hours=1)) == 1
    assert world.asked == [(FEED, None), (FEED, '"1"')]


async def test_an_edit_is_no_news() -> None:
    world = World({FEED: (PIER,)})
    await world.polling.poll_due(NOW)
    world.answers[FEED] = (replace(PIER, title="Pier reopens (corrected)"), FERRY)
    world.kept[FEED] = replace(world.kept[FEED], etag=None)
    later = NOW + timedelta(hours=1)
    await world.polling.poll_due(later)
    assert [item.key for item in world.news.values() if item.seen_at == later] == ["ferry"]


async def test_an_entry_that_a_known_feed_held_back_is_news_whatever_its_date() -> None:
    world = World({FEED: (FERRY, PIER)})
    await world.polling.poll_due(NOW)
    held_back = Entry("held", "https://gazette.example/held", "Report", published_at=NOW - timedelta(hours=81))
    world.answers[FEED] = (FERRY, PIER, held_back)
    world.kept[FEED] = replace(world.kept[FEED], etag=None)
    await world.polling.poll_due(NOW + timedelta(hours=1))
    assert world.news["held"].published_at is None


async def test_the_same_answer_under_the_same_etag_is_not_read_again() -> None:
    world = World({FEED: (PIER,)}, kept={FEED: Feed(FEED, etag='"1"', polled_at=NOW - timedelta(hours=1))})
    await world.polling.poll_due(NOW)
    assert world.news == {}
    assert world.kept[FEED].polled_at == NOW


ERRORS = [TimedOutError(10), NotAFeedError("a page"), WorkerDiedError("boom"), HTTPStatusError(404)]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
async def test_a_feed_that_fails_says_why_and_ends_no_batch(error: BotError) -> None:
    world = World({"https://bad.example/rss": error, "https://bad.example/two": (PIER,), FEED: (FERRY,)})
    assert await world.polling.poll_due(NOW) == 3
    bad = world.kept["https://bad.example/rss"]
    assert (bad.failures, bad.failing_since, bad.error) == (1, NOW, error.message)
    assert set(world.news) == {"pier", "ferry"}


async def test_a_busy_host_is_left_alone_with_all_its_feeds_and_no_other_host_is() -> None:
    busy = {f"https://busy.example/{number}": HTTPStatusError(429, 7200) for number in range(3)}
    world = World({**busy, FEED: (PIER,)})
    assert await world.polling.poll_due(NOW) == 2
    first, second, third = (world.kept[url] for url in busy)
    assert first.failures == 1
    for feed in (second, third):
        assert (feed.failures, feed.next_poll_at) == (0, NOW + timedelta(hours=2))
    assert await world.polling.poll_due(NOW + timedelta(minutes=119)) == 1  # the gazette, due again
    assert await world.polling.poll_due(NOW + timedelta(hours=2)) == 1  # the first of the busy host: still 429


async def test_a_host_has_one_request_at_a_time_and_takes_a_bounded_part_of_a_batch() -> None:
    many = {f"https://gazette.example/{number}": FeedResponse(FEED, status=304) for number in range(PER_HOST + 5)}
    world = World(dict(many))
    assert await world.polling.poll_due(NOW) == PER_HOST
    assert world.busiest == 1
    assert await world.polling.poll_due(NOW + timedelta(minutes=1)) == 5


async def test_a_batch_is_bounded_and_only_one_runs() -> None:
    many = {f"https://{number}.example/rss": FeedResponse(FEED, status=304) for number in range(30)}
    world = World(dict(many))
    counts = await asyncio.gather(world.polling.poll_due(NOW, limit=20), world.polling.poll_due(NOW, limit=20))
    assert sorted(counts) == [0, 20]


async def test_our_own_hurry_is_no_failure_of_the_feed() -> None:
    world = World({FEED: BusyError("all children busy")})
    await world.polling.poll_due(NOW)
    assert (world.kept[FEED].failures, world.kept[FEED].next_poll_at) == (0, NOW + timedelta(minutes=15))


async def test_a_site_that_forbids_it_is_not_asked() -> None:
    world = World({FEED: (PIER,)}, forbidden={FEED})
    await world.polling.poll_due(NOW)
    assert world.asked == []
    assert "robots.txt" in (world.kept[FEED].error or "")


async def test_gone_is_told_and_never_asked_again() -> None:
    world = World({FEED: FeedResponse(FEED, status=410)})
    await world.polling.poll_due(NOW)
    assert [notice.kind for notice in world.told] == [FeedNoticeKind.GONE]
    assert await world.polling.poll_due(NOW + timedelta(days=30)) == 0


async def test_a_feed_that_moved_for_good_is_asked_at_its_new_address_and_keeps_its_name() -> None:
    other = "https://herald.example/rss"
    world = World({FEED: FeedResponse(other, status=304, moved_to=other)})
    world.answers[other] = (PIER,)
    for hours in (0, 12, 25, 26):
        world.kept[FEED] = replace(world.kept[FEED], next_poll_at=None)
        await world.polling.poll_due(NOW + timedelta(hours=hours))
    assert [url for url, _ in world.asked] == [FEED, FEED, FEED, other]
    assert [notice.kind for notice in world.told] == [FeedNoticeKind.MOVED]
    assert {item.feed_url for item in world.news.values()} == {FEED}


async def test_polling_one_feed_now_gives_it_as_it_is_then() -> None:
    world = World({FEED: (PIER,)})
    after = await world.polling.poll_now(Feed(FEED), NOW)
    assert after == world.kept[FEED]
    assert "pier" in world.news


async def test_a_busy_host_is_left_alone_by_those_who_wait_too() -> None:
    busy = "https://busy.example/rss"
    world = World({busy: HTTPStatusError(503, 3600)})
    await world.polling.poll_due(NOW)
    other = Feed("https://busy.example/other")
    assert await world.polling.poll_now(other, NOW + timedelta(minutes=59)) == other
    assert world.asked == [(busy, None)]
    world.answers[other.url] = (PIER,)
    assert (await world.polling.poll_now(other, NOW + timedelta(minutes=60))).polled_at is not None


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Gazette.example/rss", "gazette.example"),
        ("https://gazette.example:443/rss", "gazette.example"),
        ("http://127.0.0.1:8642/rss", "127.0.0.1:8642"),
        ("http://[::1]:80/rss", "::1"),
        ("http://[::1]/rss", "::1"),
        ("http://[bad/rss", "http://[bad/rss"),
    ],
)
def test_what_counts_as_one_host(url: str, host: str) -> None:
    assert host_of(url) == host
