"""Channels that follow the same feeds share what their editions are made of."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.engine.documents.shared_reading import SharedItems, SharedPages, SharedStoryReader
from bot.errors import TimedOutError
from bot.newsroom.editions.edition_builder import EditionBuilder
from bot.newsroom.editions.model import Edition
from bot.newsroom.feeds.model import Item
from bot.newsroom.ports import Page
from bot.newsroom.subscriptions.model import EditionKey, Subscription
from summarizer import Article
from summarizer.stories.story_digest import StoryDigest
from tests.bot.fakes import FakeClock, FakeFetcher
from tests.bot.newsroom.fakes import InlineStoryReader, MemoryEditions, MemoryFeeds
from tests.bot.newsroom.sample_items import NOON, item, subscribe

PIER = """Pier at Saltmouth reopens

Mayor Ada Brandt cut the ribbon of Saltmouth's pier on Monday, which had been closed for two years of repairs.

The repairs of the pier cost the town 4 million crowns, twice what the council had planned."""
LAMP = """Lighthouse keeper dies

Osla Brand, who kept the Holm lighthouse through forty winters and two wars, has died at the age of ninety-one.

The lamp will stay dark for one night, the pilots' guild at Holm decided."""


class CountingReader(InlineStoryReader):
    def __init__(self) -> None:
        self.pages: list[str] = []
        self.digests = 0

    async def read_page(self, page: Page) -> Article:
        self.pages.append(page.url)
        return await super().read_page(page)

    async def digest_story(self, articles: Sequence[Article], length: str) -> StoryDigest:
        self.digests += 1
        return await super().digest_story(articles, length)


class CountingItems(MemoryFeeds):
    def __init__(self, items: list[Item]) -> None:
        super().__init__(items)
        self.backgrounds = 0

    async def list_background(self, limit: int = 5000) -> tuple[str, ...]:
        self.backgrounds += 1
        return await super().list_background(limit)


class Morning:
    """Nine o'clock: editions of several channels are due."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.news = [
            item("pier", "Pier at Saltmouth reopens", "The pier was closed for two years of repairs."),
            item("lamp", "Lighthouse keeper dies", "Osla Brand kept the lighthouse at Holm.", outlet="Post"),
        ]
        self.items = CountingItems(self.news)
        self.fetcher = FakeFetcher({self.news[0].url: PIER, self.news[1].url: LAMP})
        self.reader = CountingReader()
        self.builder = EditionBuilder(
            items=SharedItems(self.items, self.clock.monotonic),
            feeds=self.items,
            records=MemoryEditions(),
            fetcher=SharedPages(self.fetcher, self.clock.monotonic),
            reader=SharedStoryReader(self.reader, self.clock.monotonic),
            same_article=str,
        )

    async def make(self, channel: str, **wanted: object) -> Edition:
        feeds = tuple(one.feed_url for one in self.news)
        subscription: Subscription = replace(subscribe(feeds=feeds), channel=channel, **wanted)  # type: ignore[arg-type]  # fields by name
        key = EditionKey("T1", channel, date(2026, 11, 24))
        return await self.builder.build(subscription, key, NOON + timedelta(minutes=1))


async def test_twenty_channels_with_the_same_feeds_fetch_read_and_digest_each_page_once():
    morning = Morning()

    editions = await asyncio.gather(*(morning.make(f"C{number}") for number in range(20)))

    assert {len(edition.stories) for edition in editions} == {2}
    assert sorted(morning.fetcher.fetched) == sorted(one.url for one in morning.news)
    assert sorted(morning.reader.pages) == sorted(one.url for one in morning.news)
    assert (morning.reader.digests, morning.items.backgrounds) == (2, 1)


async def test_what_channels_share_is_what_each_would_have_made_alone():
    together = Morning()
    shared = await asyncio.gather(*(together.make(f"C{number}") for number in range(2)))

    alone = [await Morning().make(f"C{number}") for number in range(2)]

    assert list(shared) == alone


async def test_channels_that_want_other_lengths_share_the_pages_and_not_the_digests():
    morning = Morning()

    await asyncio.gather(morning.make("C1", length="short"), morning.make("C2", length="long"))

    assert len(morning.fetcher.fetched) == 2
    assert morning.reader.digests == 4


async def test_a_page_that_failed_is_tried_again_for_the_next_channel():
    morning = Morning()
    pier = morning.news[0].url
    morning.fetcher.pages[pier] = TimedOutError(10)
    await morning.make("C1")
    morning.fetcher.pages[pier] = PIER

    edition = await morning.make("C2")

    assert not any(story.from_feed for story in edition.stories)


async def test_pages_are_fetched_again_minutes_later():
    morning = Morning()
    await morning.make("C1")
    await morning.clock.sleep(301)

    await morning.make("C2")

    assert len(morning.fetcher.fetched) == 4


async def test_the_article_of_a_page_that_nobody_may_keep_is_read_each_time():
    reader = CountingReader()
    shared = SharedStoryReader(reader, FakeClock().monotonic)
    for headers in ({"cache-control": "no-store"}, {"x-robots-tag": "noarchive"}):
        page = Page("https://gazette.example/pier", PIER.encode(), headers=headers)
        await shared.read_page(page)
        await shared.read_page(page)

    assert len(reader.pages) == 4
