"""Editions are made of what pages tell where feeds tell too little."""

from datetime import date, timedelta

import pytest

from bot.errors import WorkerDiedError
from bot.newsroom.editions.edition_builder import EditionBuilder
from bot.newsroom.editions.model import Edition
from bot.newsroom.subscriptions.model import EditionKey
from tests.bot.fakes import FakeFetcher
from tests.bot.newsroom.fakes import InlineStoryReader, MemoryEditions, MemoryFeeds
from tests.bot.newsroom.sample_items import NOON, item, subscribe

PIER = """Mayor Ada Brandt cut the ribbon of Saltmouth's pier on Monday, which had been closed for two years of repairs.

The repairs of the pier cost the town 4 million crowns, twice what the council had planned."""
AGAIN = """Two years after Saltmouth's pier was closed for repairs, Mayor Ada Brandt opened its gates again on Monday.

Several hundred people walked to the end of the deck, most of them with an ice cream in their hand."""
LAMP = """Osla Brand, who kept the Holm lighthouse through forty winters and two wars, has died at the age of ninety-one.

The lamp will stay dark for one night, the pilots' guild at Holm decided."""
PAGES = {"walk": PIER, "ribbon": AGAIN, "winters": LAMP}


class DeadReader(InlineStoryReader):
    async def find_duplicates(self, *_: object) -> tuple[int, ...]:
        raise WorkerDiedError("boom")


async def make(summary: str = "", reader: InlineStoryReader | None = None) -> Edition:
    items = [
        item("walk", "A walk over the water", summary),
        item("winters", "Forty winters", summary, outlet="Post", place=1),
        item("ribbon", "Gates open again", summary, outlet="Courier", place=2),
    ]
    news = MemoryFeeds(items)
    fetcher = FakeFetcher({each.url: f"{each.title}\n\n{PAGES[each.key]}" for each in items})
    editing = EditionBuilder(
        items=news,
        feeds=news,
        records=MemoryEditions(),
        fetcher=fetcher,
        reader=reader or InlineStoryReader(),
        same_article=str,
    )
    wanted = subscribe(feeds=tuple(each.feed_url for each in items))
    return await editing.build(wanted, EditionKey("T1", "C1", date(2026, 11, 24)), NOON + timedelta(minutes=1))


def told(edition: Edition) -> list[tuple[str, ...]]:
    return [story.candidate.outlets for story in edition.stories]


async def test_bare_headlines_that_share_no_word_are_one_story_when_their_pages_tell_one():
    edition = await make()

    assert told(edition) == [("Gazette", "Courier"), ("Post",)]
    digest = edition.stories[0].digest
    assert digest is not None
    assert {part.article.outlet for part in digest.parts} == {"Gazette", "Courier"}
    assert "told by 2 outlets" in edition.stories[0].candidate.reasons


async def test_where_pages_cannot_be_compared_stories_stay_as_the_feeds_tell_them():
    assert len(told(await make(reader=DeadReader()))) == 3


@pytest.mark.parametrize("has_words", [True, False])
async def test_an_entry_that_shares_its_page_is_told_in_its_own_words_and_leads_to_its_place(has_words):
    words = "The roof of the school at Lund was torn off by the storm, and nobody was hurt." if has_words else ""
    place = "https://gazette.example/live/storm#p3"
    news = MemoryFeeds([item("p3", "School roof torn off at Lund", words, url=place, shares_page=True)])
    editing = EditionBuilder(
        items=news,
        feeds=news,
        records=MemoryEditions(),
        fetcher=FakeFetcher({place: f"Forty winters\n\n{LAMP}"}),
        reader=InlineStoryReader(),
        same_article=str,
    )
    wanted = subscribe(feeds=("https://gazette.example/feed.xml",))

    edition = await editing.build(wanted, EditionKey("T1", "C1", date(2026, 11, 24)), NOON + timedelta(minutes=1))

    (story,) = edition.stories
    assert story.top.url == place
    assert story.digest is not None
    (part,) = story.digest.parts
    assert part.article.url == place
    assert part.article.body == (words or LAMP)
    assert story.from_feed == (frozenset({place}) if has_words else frozenset())
