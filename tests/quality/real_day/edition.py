"""The edition of a day as the bot makes it, and what an editor would post instead."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.newsroom.editions.edition_builder import EditionBuilder
from bot.newsroom.editions.model import Edition
from bot.newsroom.subscriptions.model import EditionKey
from summarizer.model import Article
from summarizer.stories import group_stories
from tests.bot.fakes import FakeFetcher
from tests.bot.newsroom.fakes import InlineStoryReader, MemoryEditions, MemoryFeeds
from tests.bot.newsroom.sample_items import subscribe
from tests.quality.real_day.day import EDITION_AT, Entry
from tests.quality.real_day.scores import Choice, Groups

CHOICE = Path(__file__).with_name("editors_choice.json")
STORIES = 10


def group_day(entries: Sequence[Entry]) -> Groups:
    """The entries by story, as the product groups them: the day itself is all the past that is known."""
    articles = [_article(entry) for entry in entries]
    by_article = {id(article): entry for article, entry in zip(articles, entries, strict=True)}
    stories = group_stories(articles, history=[f"{each.item.title}\n{each.item.summary}" for each in entries])
    return [[by_article[id(article)] for article in story.articles] for story in stories]


async def make_edition(entries: Sequence[Entry]) -> Edition:
    """The day's edition. No page can be read, so that stories are told by what feeds say."""
    feeds = MemoryFeeds([entry.item for entry in entries])
    builder = EditionBuilder(
        items=feeds,
        feeds=feeds,
        records=MemoryEditions(),
        fetcher=FakeFetcher({}),
        reader=InlineStoryReader(),
        same_article=str,
    )
    followed = tuple(dict.fromkeys(entry.item.feed_url for entry in entries))
    wanted = subscribe(feeds=followed, max_stories=STORIES)
    return await builder.build(wanted, EditionKey("T1", "C1", EDITION_AT.date()), EDITION_AT)


def read_choice(path: Path = CHOICE) -> tuple[Choice, ...]:
    """The editor's stories, best first."""
    rows = json.loads(path.read_text("utf-8"))["stories"]
    return tuple(Choice(row["story"], tuple(row["headlines"]), row["why"]) for row in rows)


def by_key(entries: Sequence[Entry]) -> Mapping[str, Entry]:
    """The entries by the keys of their items."""
    return {entry.item.key: entry for entry in entries}


def _article(entry: Entry) -> Article:
    item = entry.item
    return Article(item.summary, headline=item.title, outlet=item.outlet, published_at=item.published_at)
