"""An edition of one outlet names it once, and others name outlets only where they differ."""

import json
from dataclasses import replace

from bot.newsroom.editions.model import Edition, EditionStory, StoryCandidate
from bot.slack.rendering.editions.drafts import edition_messages
from bot.slack.rendering.editions.previews import preview_messages
from summarizer.stories.story_digest import StoryDigest
from tests.bot.newsroom.sample_items import NOON, item
from tests.bot.slack.rendering.channel_surfaces import KEY, ZONE
from tests.bot.slack.rendering.digest_surfaces import digest_of

GAZETTE = "The Harbour Gazette"
TITLES = ("Ferry crews end eleven-day strike", "Two brothers jailed over cigarettes")


def story(title: str, *outlets: str, shown: int = 1) -> EditionStory:
    """A story of outlets, with the articles of the first ones."""
    items = tuple(item(f"{title}{n}", title, outlet=outlet) for n, outlet in enumerate(outlets))
    parts = []
    for each in items[:shown]:
        digest = digest_of(title, each.url)
        article = replace(digest.article, headline=title, outlet=each.outlet, url=each.url)
        parts.append(replace(digest, article=article))
    return EditionStory(StoryCandidate(title, items, outlets), StoryDigest(tuple(parts)) if parts else None)


def edition(*stories: EditionStory) -> Edition:
    return Edition(key=KEY, made_at=NOON, since=NOON, stories=stories)


def shown(made: Edition) -> str:
    parent, replies = edition_messages(made, ZONE, edition_id="e1")
    return json.dumps([message.blocks for message in (parent, *replies)], ensure_ascii=False)


ONE = edition(story(TITLES[0], GAZETTE), story(TITLES[1], GAZETTE))
TWO = edition(story(TITLES[0], GAZETTE, "Quay Post", shown=2), story(TITLES[1], GAZETTE))


def test_one_outlet_is_named_in_the_heading_and_nowhere_else() -> None:
    assert ONE.sole_outlet == GAZETTE
    parent, _ = edition_messages(ONE, ZONE, edition_id="e1")
    heading = parent.blocks[0]["text"]["text"]
    assert heading == "The Harbour Gazette, Tuesday 24 November"
    assert parent.text.startswith("The Harbour Gazette, Tuesday 24 November: 2 stories.")
    assert shown(ONE).count(GAZETTE) == 1
    assert '"source"' in shown(ONE)


def test_a_preview_of_one_outlet_names_it_once_too() -> None:
    messages = preview_messages(ONE, ZONE)
    blocks = json.dumps([message.blocks for message in messages], ensure_ascii=False)
    assert blocks.count(GAZETTE) == 1
    assert "Preview · The Harbour Gazette, Tuesday 24 November" in blocks


def test_where_outlets_differ_each_sentence_says_whose_it_is() -> None:
    assert TWO.sole_outlet is None
    said = shown(TWO)
    assert "Daily digest · Tuesday 24 November" in said
    assert f"{GAZETTE} ↗" in said
    assert "Quay Post ↗" in said


def test_a_story_of_one_outlet_among_others_names_it_in_its_line_and_links_say_source() -> None:
    _, replies = edition_messages(TWO, ZONE, edition_id="e1")
    blocks = json.dumps(replies[1].blocks, ensure_ascii=False)
    assert blocks.count(GAZETTE) == 1
    assert '"source"' in blocks


def test_a_story_without_a_day_has_no_empty_line_under_its_headline() -> None:
    undated = story(TITLES[0], GAZETTE)
    items = tuple(replace(each, published_at=None) for each in undated.candidate.items)
    made = edition(replace(undated, candidate=replace(undated.candidate, items=items)))
    _, (reply,) = edition_messages(made, ZONE, edition_id="e1")
    assert [block["type"] for block in reply.blocks[:2]] == ["rich_text", "rich_text"]


def test_an_edition_without_stories_is_no_outlets() -> None:
    assert edition().sole_outlet is None
