"""Three simulated days of the news world: each day's edition has that day's stories, whole, and repeats none."""

import importlib.util
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.newsroom.archive import EditionRecord, EditionState
from bot.newsroom.editing import Editing
from bot.newsroom.editions import key_of
from bot.newsroom.news import Item
from summarizer import read_page, verify
from tests.bot.fakes import FakeFetcher
from tests.bot.newsroom.fakes import InlineStoryReader, MemoryArchive, MemoryNews
from tests.bot.newsroom.news import subscribe

DAY = date(2026, 11, 20)
ORIGIN = "http://news.example"


class PageReader(InlineStoryReader):
    """Reads pages as pages."""

    async def read_page(self, page):
        return read_page(page.body, page.url)


def load_world(shared, stories: int) -> tuple[list[Item], FakeFetcher, dict[str, str]]:
    """The items of all days, the pages, and the story of each address."""
    path = shared / "feeds" / "news_world.py"
    spec = importlib.util.spec_from_file_location("news_world", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    source = shared / "stories" / "dev" / "basil.jsonl"
    pages, _ = module.build(source, DAY, stories)
    articles = {row["id"]: row for row in map(json.loads, source.read_text("utf-8").splitlines())}
    gold = [json.loads(line) for line in pages["/gold.jsonl"][0].splitlines()]
    items = []
    for place, row in enumerate(gold):
        article = articles[row["id"]]
        outlet = article["outlet"].lower()
        summary = {"nyt": " ".join(article["text"].split()[:60]), "fox": article["text"], "hpo": ""}[outlet]
        seen = datetime.fromisoformat(f"{row['day']}T12:00:00+00:00")
        items.append(
            Item(row["id"], f"{ORIGIN}/{outlet}/feed", ORIGIN + row["url"], article["title"], summary, outlet, seen - timedelta(hours=3), seen, place)
        )  # fmt: skip
    bodies = {ORIGIN + name: page[0] for name, page in pages.items() if name.endswith(".html")}
    return items, FakeFetcher(bodies), {ORIGIN + row["url"]: row["cluster"] for row in gold}


@pytest.mark.shared
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the world leaves its file open
async def test_each_day_has_its_stories_whole_and_none_twice(shared):
    items, fetcher, cluster_of = load_world(shared, 12)
    history_file = shared / "stories" / "history" / "background_clean.jsonl"
    history = [json.loads(line) for line in history_file.read_text("utf-8").splitlines()[:5000]]
    news, archive = MemoryNews(items), MemoryArchive()
    background = tuple(f"{row['title']}\n{row.get('text') or ''}" for row in history)

    async def background_of(limit: int = 5000) -> tuple[str, ...]:
        return background[-limit:]

    news.background = background_of
    editing = Editing(items=news, feeds=news, archive=archive, fetcher=fetcher, reader=PageReader(), same_article=str)
    wanted = subscribe(feeds=tuple({item.feed_url for item in items}), max_stories=20)
    for days_ago in (2, 1, 0):
        day = DAY - timedelta(days=days_ago)
        now = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=18)
        news.items = [item for item in items if item.seen_at < now]
        edition = await editing.make(wanted, key_of(wanted, day), now)
        told = {frozenset(item.url for item in story.lead.items) for story in edition.stories}
        gold: dict[str, set[str]] = {}
        for item in items:
            if item.seen_at.date() == day:
                gold.setdefault(cluster_of[item.url], set()).add(item.url)

        assert told == {frozenset(urls) for urls in gold.values()}
        for story in edition.stories:
            for part in story.digest.parts:
                verify(part)
        record = EditionRecord(f"e{day}", edition.key, EditionState.POSTED, now, editing.remember(edition))
        await archive.keep(replace(record, story_count=len(edition.stories)))
