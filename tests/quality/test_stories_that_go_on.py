"""News world with follow-ups: three days in which every story goes on, from the feeds to what is posted in the channel."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.newsroom.editions.model import ListedAs
from bot.newsroom.feeds.model import Item
from bot.slack.handlers.edition import edition_job
from tests.bot.newsroom.sample_items import item, subscribe
from tests.bot.slack.edition_channel import FEEDS, KEY, EditionChannel

STORIES: dict[str, list[tuple[str, str]]] = json.loads(
    Path(__file__).with_name("stories_that_go_on.json").read_text("utf-8")
)["stories"]
DAYS = tuple(date(2026, 11, 24) + timedelta(days=number) for number in range(3))
PAPER, OTHER = "Harbor Gazette", "Quay Post"


def report(rig: EditionChannel, name: str, day: int, *, outlet: str, words: tuple[str, str]) -> Item:
    now = rig.clock.now()
    key = f"{name}-{day}-{outlet}"
    return item(key, *words, outlet=outlet, feed_url=FEEDS[0], seen_at=now, published_at=now - timedelta(minutes=30))


async def live_through(rig: EditionChannel, *, with_retellings: bool) -> list[list[dict[str, Any]]]:
    """What is posted on each day; with retellings another paper has each day the day before's words."""
    posted = []
    for number, day in enumerate(DAYS):
        for name, states in STORIES.items():
            rig.news.items.append(report(rig, name, number, outlet=PAPER, words=states[number]))
            if with_retellings and number:
                rig.news.items.append(report(rig, name, number, outlet=OTHER, words=states[number - 1]))
        before = len(rig.slack.posted)
        await rig.run(edition_job(replace(KEY, local_date=day)))
        posted.append(rig.slack.posted[before:])
        rig.clock.seconds += 86_400
    return posted


@pytest.fixture
def rig() -> EditionChannel:
    made = EditionChannel()
    made.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, max_stories=10)
    return made


@pytest.mark.parametrize("with_retellings", [False, True])
async def test_every_outcome_is_told_on_its_day(rig, with_retellings):
    days = await live_through(rig, with_retellings=with_retellings)

    for number, posted in enumerate(days):
        parent, *replies = posted
        told = str([reply["blocks"] for reply in replies])
        outcomes = [states[number][0] for states in STORIES.values()]
        assert [title for title in outcomes if title not in str(parent["blocks"])] == []
        assert [title for title in outcomes if title not in told] == []


async def test_no_state_is_told_twice(rig):
    days = await live_through(rig, with_retellings=True)

    for number, (_, *replies) in enumerate(days):
        titles = [reply["text"] for reply in replies]
        earlier = [state[0] for states in STORIES.values() for state in states[:number]]
        assert [title for title in earlier if any(title in text for text in titles)] == []


async def test_what_goes_on_is_marked_as_an_update_or_is_a_new_story_of_its_own(rig):
    _, second, third = await live_through(rig, with_retellings=False)

    marked = [reply["text"] for posted in (second, third) for reply in posted[1:] if "Update: " in reply["text"]]
    assert len(marked) >= len(STORIES)


async def test_every_article_is_told_listed_or_counted(rig):
    await live_through(rig, with_retellings=True)

    known = [
        key for made in rig.records.records.values() for each in (*made.stories, *made.listed) for key in each.keys
    ]
    assert sorted(known) == sorted(each.key for each in rig.news.items)
    assert not any(made.list_as(ListedAs.MORE) for made in rig.records.records.values())
