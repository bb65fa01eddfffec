"""An upgrade that cleans links by other rules posts nothing again: real parser, real tables, real builder's choice."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app.stores import Stores
from bot.newsroom.editions.story_selection import hash_link, select_new_items
from bot.newsroom.feeds.model import Feed, Item
from bot.newsroom.feeds.new_items import filter_new, to_items
from bot.web.feeds.rss_atom import parse_feed
from bot.web.urls import article_key
from tests.bot.fakes import FakeClock
from tests.bot.stores import open_stores_in

WORLD, MARKETS = "https://gazette.example/world.xml", "https://gazette.example/markets.xml"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OLD_LINK = "https://gazette.example/pier?emc=rss"
BING = "https://www.bing.com/news/apiclick.aspx?ref=FexRss&amp;url=https%3a%2f%2fquay.example%2fstory&amp;c=1"


def old_hash(name: str, length: int) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:length]


def feed_items(feed: str, link: str, guid: str = "", title: str = "Pier reopens") -> tuple[Item, ...]:
    made = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    item = (
        f"<item><title>{title}</title><link>{link}</link>{made}<pubDate>Mon, 23 Nov 2026 08:00:00 GMT</pubDate></item>"
    )
    body = f"<rss version='2.0'><channel><title>Gazette</title>{item}</channel></rss>"
    return to_items(parse_feed(body.encode(), feed), Feed(feed), NOW)


def stored_by_0_2(feed: str, key: str, url: str) -> Item:
    """An item as version 0.2.0 wrote it: its name was in the title, and the date was misread."""
    return Item(
        key, feed, url, "Pier reopens - Gazette", "", "Gazette", NOW - timedelta(hours=9), NOW - timedelta(hours=1)
    )


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    clock = FakeClock()
    clock.seconds = NOW.timestamp()
    async with open_stores_in(tmp_path, clock) as opened:
        await opened.feeds.ensure_polled((WORLD, MARKETS))
        yield opened


async def news(stores: Stores, items: tuple[Item, ...]) -> list[str]:
    unseen = await stores.items.filter_unseen(items)
    polled = replace(Feed(items[0].feed_url), polled_at=NOW - timedelta(minutes=30))
    return [item.url for item in filter_new(unseen, polled, NOW, shown=len(items))]


async def test_an_entry_without_an_id_is_known_by_its_link_as_it_was(stores: Stores) -> None:
    await stores.items.add_all((stored_by_0_2(WORLD, old_hash("gazette.example/pier?emc=rss", 32), OLD_LINK),))
    assert await news(stores, feed_items(WORLD, "https://gazette.example/pier?emc=rss&amp;partner=rss")) == []


async def test_an_entry_whose_link_was_wrapped_is_known_by_its_id_with_the_wrappers_domain(stores: Stores) -> None:
    await stores.items.add_all((stored_by_0_2(WORLD, old_hash("bing.com 4711", 32), BING),))
    assert await news(stores, feed_items(WORLD, BING, "4711")) == []


async def test_an_entry_whose_title_lost_its_outlet_and_whose_date_is_read_now_is_no_revision(stores: Stores) -> None:
    await stores.items.add_all((stored_by_0_2(WORLD, old_hash("gazette.example 7", 32), OLD_LINK),))
    assert await news(stores, feed_items(WORLD, "https://gazette.example/pier", "7", "Pier reopens - Gazette")) == []


async def test_an_entry_that_is_new_is_news(stores: Stores) -> None:
    await stores.items.add_all((stored_by_0_2(WORLD, old_hash("gazette.example 7", 32), OLD_LINK),))
    assert await news(stores, feed_items(WORLD, "https://gazette.example/mole", "8", "Mole falls")) == [
        "https://gazette.example/mole"
    ]


async def test_an_article_posted_under_its_old_link_is_not_posted_from_another_feed(stores: Stores) -> None:
    posted = stored_by_0_2(WORLD, "k1", OLD_LINK)
    await stores.items.add_all((posted,))
    old_links = {old_hash("gazette.example/pier?emc=rss", 20)}
    fresh = feed_items(MARKETS, "https://gazette.example/pier?emc=rss&amp;partner=rss", "9")
    links = await stores.items.list_links((WORLD, MARKETS), ["k1", "unknown"])

    def new(posted_links: set[str]) -> tuple[Item, ...]:
        since = NOW - timedelta(hours=24)
        return select_new_items(
            fresh, since=since, posted_keys={"k1"}, posted_links=posted_links, same_article=article_key
        )

    assert links == {OLD_LINK}
    assert new(old_links) == fresh  # what the stored hashes alone would do
    assert new(old_links | {hash_link(link, article_key) for link in links}) == ()
