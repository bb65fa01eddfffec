"""Editions are made of what pages tell where feeds tell too little."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.errors import WorkerDiedError
from bot.newsroom.editions.edition_builder import EditionBuilder, list_shown
from bot.newsroom.editions.model import (
    Edition,
    EditionRecord,
    EditionState,
    EditionStory,
    PostedStory,
    StoryCandidate,
)
from bot.newsroom.ports import Page
from bot.newsroom.subscriptions.model import EditionKey
from bot.web.urls import article_key
from summarizer import Article, Digest, Sentence, Span
from summarizer.stories.story_digest import StoryDigest
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


class NamingReader(InlineStoryReader):
    async def read_page(self, page: Page) -> Article:
        return replace(await super().read_page(page), outlet="Quay Times")


async def make(summaries: tuple[str, str, str] = ("", "", ""), reader: InlineStoryReader | None = None) -> Edition:
    items = [
        item("walk", "A walk over the water", summaries[0]),
        item("winters", "Forty winters", summaries[1], outlet="Post", place=1),
        item("ribbon", "Gates open again", summaries[2], outlet="Courier", place=2),
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


async def test_leads_with_openings_that_share_no_word_are_joined_by_their_pages_too():
    edition = await make(("Anglers came at dawn.", "A lamp goes dark.", "Ice cream for hundreds."))

    assert told(edition) == [("Gazette", "Courier"), ("Post",)]
    first = edition.stories[0]
    assert first.digest is not None
    assert {part.article.outlet for part in first.digest.parts} == {"Gazette", "Courier"}
    assert [item.title for item in first.candidate.items].index(first.top.title) == 0


async def test_where_pages_cannot_be_compared_stories_stay_as_the_feeds_tell_them():
    assert len(told(await make(reader=DeadReader()))) == 3


async def test_an_article_posted_under_a_link_of_earlier_rules_is_not_posted_again():
    """The stored hash is that of a link with its tracker; links are compared as they are cleaned now."""
    posted = item("old", "Pier reopens", url="https://gazette.example/pier?emc=rss", hours_ago=30)
    again = item("new", "The pier is open", url="https://gazette.example/pier", hours_ago=2)
    news = MemoryFeeds([posted, again])
    records = MemoryEditions()
    story = PostedStory("Pier reopens", ("Ferry crews strike",), keys=("old",), links=("hash of the old link",))
    made_at = NOON - timedelta(hours=24)
    record = EditionRecord("job", EditionKey("T1", "C1", date(2026, 11, 23)), EditionState.POSTED, made_at, (story,))
    await records.save(record)
    editing = EditionBuilder(
        items=news,
        feeds=news,
        records=records,
        fetcher=FakeFetcher({}),
        reader=InlineStoryReader(),
        same_article=article_key,
    )
    edition = await editing.build(subscribe(), EditionKey("T1", "C1", date(2026, 11, 24)), NOON)
    assert edition.stories == ()


async def test_an_outlet_known_by_its_domain_gets_the_name_that_its_page_has():
    found = item("walk", "A walk over the water", url="https://quaytimes.example/walk", outlet="quaytimes.example")
    news = MemoryFeeds([found])
    editing = EditionBuilder(
        items=news,
        feeds=news,
        records=MemoryEditions(),
        fetcher=FakeFetcher({found.url: f"{found.title}\n\n{PIER}"}),
        reader=NamingReader(),
        same_article=str,
    )
    wanted = subscribe(feeds=(found.feed_url,))
    (story,) = (await editing.build(wanted, EditionKey("T1", "C1", date(2026, 11, 24)), NOON)).stories
    assert story.candidate.outlets == ("Quay Times",)
    assert story.digest is not None
    assert story.digest.parts[0].article.outlet == "Quay Times"


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


@pytest.mark.parametrize(
    ("summary", "shown"),
    [
        ("Gales are expected at Cape Ness tonight. The ferries stay in port until …", 1),
        ("The ferries of the Skerry Line stay in port at Tern Quay until …", 0),
    ],
)
async def test_where_only_the_feeds_words_are_there_a_cut_sentence_is_not_shown(summary, shown):
    found = item("gales", "Gales at Cape Ness", summary)
    news = MemoryFeeds([found])
    editing = EditionBuilder(
        items=news,
        feeds=news,
        records=MemoryEditions(),
        fetcher=FakeFetcher({}),
        reader=InlineStoryReader(),
        same_article=str,
    )
    wanted = subscribe(feeds=(found.feed_url,))
    (story,) = (await editing.build(wanted, EditionKey("T1", "C1", date(2026, 11, 24)), NOON)).stories
    parts = story.digest.parts if story.digest else ()
    assert sum(len(part.sentences) for part in parts) == shown
    assert story.top.title == "Gales at Cape Ness"


class OncePerSiteReader(InlineStoryReader):
    """Reads pages of which only the first names its site."""

    async def read_page(self, page: Page) -> Article:
        read = await super().read_page(page)
        return replace(read, outlet="Quay Times" if page.url.endswith("/walk") else None)


async def test_an_edition_of_one_outlet_has_one_name_for_it_and_no_reason_names_it():
    items = [
        item(key, title, url=f"https://quaytimes.example/{key}", outlet="quaytimes.example")
        for key, title in (("walk", "A walk over the water"), ("winters", "Forty winters"))
    ]
    news = MemoryFeeds(items)
    editing = EditionBuilder(
        items=news,
        feeds=news,
        records=MemoryEditions(),
        fetcher=FakeFetcher({each.url: f"{each.title}\n\n{PAGES[each.key]}" for each in items}),
        reader=OncePerSiteReader(),
        same_article=str,
    )
    wanted = subscribe(feeds=tuple(each.feed_url for each in items))
    edition = await editing.build(wanted, EditionKey("T1", "C1", date(2026, 11, 24)), NOON)
    assert edition.sole_outlet == "Quay Times"
    assert {story.candidate.outlets for story in edition.stories} == {("Quay Times",)}
    assert {part.article.outlet for story in edition.stories if story.digest for part in story.digest.parts} == {
        "Quay Times"
    }
    assert not [reason for story in edition.stories for reason in story.candidate.reasons if "told by" in reason]


@pytest.mark.parametrize(("noarchive", "sentences"), [(False, ("The pier reopened.",)), (True, ())])
def test_what_is_shown_is_kept_for_checks_but_not_where_no_copy_may_be(noarchive, sentences):
    body = "The pier reopened."
    article = Article(body, url="https://gazette.example/pier", outlet="Gazette", noarchive=noarchive)
    part = Digest(article, (Sentence(body, Span(0, len(body)), 0),), (), 1, "story")
    story = EditionStory(StoryCandidate("Pier", (item("pier", "Pier"),), ("Gazette",)), StoryDigest((part,)))

    (shown,) = list_shown(story)

    assert (shown.url, shown.sentences, shown.is_withheld) == (article.url, sentences, noarchive)
