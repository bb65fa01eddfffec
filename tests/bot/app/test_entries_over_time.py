"""What becomes of entries from poll to poll: real parser, real tables, and the choice of what is new for an edition."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app.stores import Stores
from bot.newsroom.editions.story_selection import hash_link, select_new_items
from bot.newsroom.feeds.model import Feed, Item
from bot.newsroom.feeds.polling import FeedPoller
from bot.newsroom.feeds.ports import FeedResponse, ParsedFeed
from bot.web.feeds.rss_atom import parse_feed
from bot.web.urls import article_key, same_site
from tests.bot.fakes import FakeClock
from tests.bot.stores import open_stores_in

FEED = "https://gazette.example/feed.xml"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def item(
    title: str, link: str = "", guid: str = "", date: datetime | None = None, words: str = "", *, more: str = ""
) -> str:
    parts = (
        f"<title>{title}</title>",
        f"<link>{link}</link>" if link else "",
        f"<guid isPermaLink='false'>{guid}</guid>" if guid else "",
        f"<pubDate>{date:%a, %d %b %Y %H:%M:%S} GMT</pubDate>" if date else "",
        f"<description>{words}</description>" if words else "",
        more,
    )
    return f"<item>{''.join(parts)}</item>"


def rss(*items: str) -> bytes:
    return (
        f"<rss version='2.0'><channel><title>Gazette</title><link>https://gazette.example/</link>{''.join(items)}"
        "</channel></rss>"
    ).encode()


@dataclass
class Life:
    """One feed that is polled, and a channel that follows it."""

    stores: Stores
    clock: FakeClock
    body: bytes = b""
    posted: list[Item] = field(default_factory=list)
    edition_at: datetime = MONDAY - 48 * HOUR

    async def poll(self, at: datetime, *items: str) -> None:
        self.body, self.clock.seconds = rss(*items), at.timestamp()
        poller = FeedPoller(
            feeds=self.stores.feeds,
            items=self.stores.items,
            fetcher=self,
            reader=self,
            robots=self,
            same_site=same_site,
        )
        await self.stores.feeds.ensure_polled((FEED,))
        feed = await self.stores.feeds.get(FEED)
        assert feed is not None
        assert (await poller.poll_now(feed, at)).error is None

    async def edition(self, at: datetime) -> list[str]:
        """Return the headlines that are new for an edition made now, and post them all."""
        new = select_new_items(
            await self.stores.items.list_seen_since((FEED,), self.edition_at),
            since=self.edition_at,
            posted_keys={one.key for one in self.posted},
            posted_links={hash_link(one.url, article_key) for one in self.posted},
            same_article=article_key,
        )
        self.edition_at = at
        self.posted += new
        return [one.title for one in new]

    async def fetch_feed(self, url: str, etag: str | None = None, last_modified: str | None = None) -> FeedResponse:
        assert (etag, last_modified) == (None, None)
        return FeedResponse(url, body=self.body)

    async def read_feed(self, answer: FeedResponse) -> ParsedFeed:
        return parse_feed(answer.body, answer.url)

    async def forbids_by_name(self, url: str) -> bool:
        return url != FEED

    async def allows(self, url: str) -> bool:
        return url == FEED


@pytest.fixture
async def life(tmp_path: Path) -> AsyncIterator[Life]:
    clock = FakeClock()
    async with open_stores_in(tmp_path, clock) as stores:
        yield Life(stores, clock)


async def test_entries_of_a_live_blog_come_each_once_and_lead_to_their_place(life: Life) -> None:
    page = "https://gazette.example/live/storm"
    first = item("Ferries halted", f"{page}#p1", "q1", MONDAY - HOUR)
    second = item("Trawlers missing", f"{page}#p2", "q2", MONDAY - HOUR)
    third = item("School roof torn off", f"{page}#p3", "q3", MONDAY + HOUR)

    await life.poll(MONDAY, second, first)
    assert await life.edition(MONDAY) == ["Trawlers missing", "Ferries halted"]
    await life.poll(MONDAY + 2 * HOUR, third, second, first)

    assert await life.edition(MONDAY + 2 * HOUR) == ["School roof torn off"]
    assert [one.url for one in life.posted] == [f"{page}#p2", f"{page}#p1", f"{page}#p3"]


async def test_warnings_that_share_a_page_come_each_once_and_days_later_again(life: Life) -> None:
    page = "https://met.example/warnings"
    gale = item("Gale warning for Cape Ness", page, "w-71", MONDAY - HOUR)
    flood = item("Flood warning for Halden", page, "w-72", MONDAY - HOUR)

    await life.poll(MONDAY, gale)
    assert await life.edition(MONDAY) == ["Gale warning for Cape Ness"]
    await life.poll(MONDAY + HOUR, flood)
    assert await life.edition(MONDAY + HOUR) == ["Flood warning for Halden"]
    thursday = MONDAY + 72 * HOUR
    await life.poll(thursday, item("Gale warning for Cape Ness", page, "w-80", thursday - HOUR))

    assert await life.edition(thursday) == ["Gale warning for Cape Ness"]


async def test_a_feed_that_gives_its_entries_new_ids_at_each_poll_has_no_news(life: Life) -> None:
    link = "https://gazette.example/mole"
    await life.poll(MONDAY, item("Mole breaks", link, "a1", MONDAY - HOUR))
    assert await life.edition(MONDAY) == ["Mole breaks"]

    for number in range(1, 30):
        now = MONDAY + number * HOUR
        await life.poll(now, item("Mole breaks", link, f"a{number + 1}", now))

    assert await life.edition(MONDAY + 30 * HOUR) == []


async def test_an_entry_with_a_new_headline_and_date_is_an_update(life: Life) -> None:
    link = "https://gazette.example/storm"
    await life.poll(MONDAY, item("Storm nears Sarn", link, "s1", MONDAY - HOUR))
    assert await life.edition(MONDAY) == ["Storm nears Sarn"]

    later = MONDAY + 5 * HOUR
    await life.poll(later, item("Storm at Sarn: two dead", link, "s1", later - HOUR))
    assert await life.edition(later) == ["Storm at Sarn: two dead"]
    await life.poll(later + HOUR, item("Storm at Sarn: two dead", link, "s1", later - HOUR))

    assert await life.edition(later + HOUR) == []


@pytest.mark.parametrize("date", [MONDAY - HOUR, MONDAY + 4 * HOUR])
async def test_a_corrected_headline_or_a_new_date_alone_is_no_update(life: Life, date: datetime) -> None:
    link = "https://gazette.example/storm"
    await life.poll(MONDAY, item("Storm nears Sarn", link, "s1", MONDAY - HOUR))
    assert await life.edition(MONDAY) == ["Storm nears Sarn"]

    title = "Storm nears Sarn" if date > MONDAY else "Storm nears Port Sarn"
    await life.poll(MONDAY + 5 * HOUR, item(title, link, "s1", date))

    assert await life.edition(MONDAY + 5 * HOUR) == []


@pytest.mark.parametrize(
    ("guid", "later"),
    [
        ("m1", "m1"),
        ("https://gazette.example/mloe", "https://gazette.example/mole"),  # NetNewsWire issue 3286: the link is the id
        ("", ""),
    ],
)
async def test_a_slug_that_was_corrected_leads_to_the_live_page(life: Life, guid: str, later: str) -> None:
    await life.poll(MONDAY, item("Mole breaks", "https://gazette.example/mloe", guid, MONDAY - HOUR))
    await life.poll(MONDAY + HOUR, item("Mole breaks", "https://gazette.example/mole", later, MONDAY - HOUR))

    await life.edition(MONDAY + 2 * HOUR)

    assert [one.url for one in life.posted] == ["https://gazette.example/mole"]


async def test_an_entry_that_was_held_back_is_news_and_an_archive_is_none(life: Life) -> None:
    shown = [item(f"Story {n}", f"https://gazette.example/{n}", str(n), MONDAY - n * HOUR) for n in range(1, 5)]
    await life.poll(MONDAY, *shown)
    await life.edition(MONDAY)
    held = item("Report that was held back", "https://gazette.example/held", "h", MONDAY - 81 * HOUR)
    archive = [item(f"Old {n}", f"https://gazette.example/o{n}", f"o{n}", MONDAY - n * 100 * HOUR) for n in range(1, 6)]

    await life.poll(MONDAY + HOUR, held, *shown)
    assert await life.edition(MONDAY + HOUR) == ["Report that was held back"]
    await life.poll(MONDAY + 2 * HOUR, held, *shown, *archive)

    assert await life.edition(MONDAY + 2 * HOUR) == []


async def test_an_older_entry_that_moves_up_for_one_that_was_taken_out_is_no_news(life: Life) -> None:
    shown = [item(f"Story {n}", f"https://gazette.example/{n}", str(n), MONDAY - n * 30 * HOUR) for n in range(1, 7)]
    await life.poll(MONDAY, *shown[:5])
    await life.edition(MONDAY)

    await life.poll(MONDAY + HOUR, *shown[:2], *shown[3:])

    assert await life.edition(MONDAY + HOUR) == []


async def test_what_version_0_2_stored_is_not_posted_again(life: Life) -> None:
    page, pier = "https://gazette.example/live/storm", "https://gazette.example/pier"
    bodies = (
        item("Ferries halted", f"{page}#p1", "", MONDAY - HOUR),  # known by its link without the fragment
        item("Trawlers missing", f"{page}#p2", "q2", MONDAY - HOUR),  # its link was stored without the fragment
        item("Undated and without an id", f"{pier}#part"),
        item("Report", "https://reports.example/r1", "r1", MONDAY - HOUR),  # its link led to the feed's own site
    )
    stored = (
        (_old_key("gazette.example/live/storm"), page, "Ferries halted", MONDAY - HOUR),
        (_old_key("gazette.example q2"), page, "Trawlers missing", MONDAY - HOUR),
        (_old_key("gazette.example/pier"), pier, "Undated and without an id", None),
        (_old_key("gazette.example r1"), "https://gazette.example/r1", "Report, as it was called", MONDAY - 9 * HOUR),
    )
    await life.stores.feeds.ensure_polled((FEED,))
    await life.stores.feeds.save(Feed(FEED, polled_at=MONDAY - HOUR))
    life.clock.seconds = (MONDAY - HOUR).timestamp()
    await life.stores.items.add_all((), old=tuple(_stored(*each) for each in stored))

    await life.poll(MONDAY, *bodies, item("Lund road closed", f"{page}#p3", "q3", MONDAY - HOUR))

    assert await life.edition(MONDAY) == ["Lund road closed"]


def _old_key(name: str) -> str:
    """Return a key as version 0.2 made it."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def _stored(key: str, url: str, title: str, published_at: datetime | None) -> Item:
    return Item(key, FEED, url, title, "", "Gazette", published_at, MONDAY - HOUR)
