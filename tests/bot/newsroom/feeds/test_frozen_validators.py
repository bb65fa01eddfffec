"""A server that calls its feed unchanged for ever cannot silence it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.newsroom.feeds.model import Feed, Item
from bot.newsroom.feeds.poll_policy import REREAD_AFTER
from bot.newsroom.feeds.polling import FeedPoller
from bot.newsroom.feeds.ports import Entry, FeedResponse, ParsedFeed

FEED = "https://gazette.example/rss.xml"
START = datetime(2026, 11, 20, 9, tzinfo=UTC)


def entry(number: int, at: datetime) -> Entry:
    return Entry(f"story {number}", f"https://gazette.example/{number}", f"Story {number}", published_at=at)


@dataclass
class Server:
    """A feed with an entry a day whose server decides what it calls unchanged; and the tables, in memory."""

    etag: str | None = '"frozen"'
    is_frozen: bool = True
    now: datetime = START
    feed: Feed = field(default_factory=lambda: Feed(FEED))
    seen: dict[str, Item] = field(default_factory=dict)
    sent: list[str | None] = field(default_factory=list)
    bodies: int = 0

    def __post_init__(self) -> None:
        self.poller = FeedPoller(
            feeds=self, items=self, fetcher=self, reader=self, robots=self, same_site=lambda one, other: one == other
        )

    async def run(self, days: float, *, every: timedelta = timedelta(hours=12)) -> None:
        end = self.now + timedelta(days=days)
        while self.now <= end:
            await self.poller.poll_now(self.feed, self.now)
            self.now += every

    async def fetch_feed(self, url: str, etag: str | None = None, last_modified: str | None = None) -> FeedResponse:
        assert (url, last_modified) == (FEED, None)
        self.sent.append(etag)
        if etag is not None and etag == self.etag and self.is_frozen:
            return FeedResponse(url, status=304, etag=self.etag)
        self.bodies += 1
        return FeedResponse(url, etag=self.etag)

    async def read_feed(self, answer: FeedResponse) -> ParsedFeed:
        assert answer.url == FEED
        days = (self.now - START).days
        return ParsedFeed("Gazette", entries=tuple(entry(day, START + timedelta(days=day)) for day in range(days + 1)))

    async def allows(self, url: str) -> bool:
        raise AssertionError(url)

    async def forbids_by_name(self, url: str) -> bool:
        return url != FEED

    async def list_due(self, now: datetime, limit: int) -> tuple[Feed, ...]:
        raise AssertionError((now, limit))

    async def save(self, feed: Feed) -> None:
        self.feed = feed

    async def filter_unseen(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(item for item in items if item.key not in self.seen)

    async def count(self, feed_url: str) -> int:
        return sum(item.feed_url == feed_url for item in self.seen.values())

    async def add_all(self, items: tuple[Item, ...], *, old: tuple[Item, ...] = ()) -> None:
        for item in (*items, *old):
            self.seen.setdefault(item.key, item)


async def test_kind_etag_frozen_a_feed_with_304_for_ever_comes_back_and_stays() -> None:
    server = Server()
    await server.run(9)

    assert {f"story {day}" for day in range(9)} <= set(server.seen)
    assert server.feed.has_wrong_validators
    assert server.sent[-1] is None


async def test_kind_etag_frozen_a_feed_with_one_strong_etag_for_ever_comes_back_too() -> None:
    server = Server(is_frozen=False)
    await server.run(9)

    assert {f"story {day}" for day in range(9)} <= set(server.seen)
    assert server.feed.has_wrong_validators


async def test_an_honest_feed_that_is_silent_is_read_whole_once_in_three_days_and_keeps_its_validators() -> None:
    server = Server()
    await server.run(0)
    server.seen |= {f"story {day}": server.seen["story 0"] for day in range(40)}
    await server.run(30, every=timedelta(minutes=30))

    assert not server.feed.has_wrong_validators
    assert server.bodies <= 1 + 30 / REREAD_AFTER.days
    assert server.sent.count(None) == server.bodies


async def test_a_feed_of_an_earlier_version_counts_from_its_first_poll_on() -> None:
    server = Server(feed=Feed(FEED, etag='"frozen"', polled_at=START - timedelta(days=30)))
    await server.run(1)
    assert None not in server.sent

    await server.run(2.5)
    assert None in server.sent


async def test_when_a_feed_had_something_new_is_remembered() -> None:
    server = Server(is_frozen=False, etag=None)
    await server.run(2)
    assert server.feed.news_at == START + timedelta(days=2)

    server.seen |= {f"story {day}": server.seen["story 0"] for day in range(40)}
    await server.run(5)
    assert server.feed.news_at == START + timedelta(days=2)
