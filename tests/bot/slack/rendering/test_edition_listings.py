"""Lists under an edition keep to Slack's limits, say what does not fit, and give days in the channel's zone."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.newsroom.editions.model import ListedAs, ListedStory, StoryCandidate
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.editions.listings import MOST_MESSAGES, more_messages, repeats_messages
from bot.slack.rendering.editions.went_on import MOST_LINES, went_on_blocks
from tests.bot.newsroom.sample_items import item
from tests.bot.slack.rendering.channel_surfaces import ZONE, record_of

LATE = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


def listed(number: int, listed_as: ListedAs = ListedAs.MORE, *, path: str = "a") -> ListedStory:
    return ListedStory(listed_as, f"Story number {number}.", f"https://gazette.example/{path}{number}", "Gazette")


def test_a_hundred_stories_fit_in_what_a_response_url_takes():
    record = replace(record_of("Told"), listed=tuple(listed(number) for number in range(100)))

    messages = more_messages(record)

    assert len(messages) <= MOST_MESSAGES
    assert all(f"Story number {number}." in str([message.blocks for message in messages]) for number in range(100))


def test_what_does_not_fit_is_counted():
    record = replace(record_of("Told"), listed=tuple(listed(number, path="a" * 900) for number in range(100)))

    messages = more_messages(record)
    shown = str([message.blocks for message in messages]).count("Story number")

    assert len(messages) == MOST_MESSAGES
    assert 0 < shown < 100
    assert f"{100 - shown} more do not fit here." in str(messages[-1].blocks)
    assert all(kit.size(message.blocks) <= kit.MAX_BYTES for message in messages)


def test_an_edition_that_left_out_nothing_says_so():
    assert "in its thread" in more_messages(record_of("Told"))[0].text
    assert "left out nothing" in repeats_messages(record_of("Told"), ZONE)[0].text


@pytest.mark.parametrize(
    ("zone", "day"), [("UTC", "Fri 20 Nov"), ("Asia/Tokyo", "Sat 21 Nov"), ("America/Lima", "Fri 20 Nov")]
)
def test_the_first_day_is_that_of_the_channels_zone(zone, day):
    went_on = replace(listed(1, ListedAs.WENT_ON), told_at=LATE)
    record = replace(record_of("Told"), listed=(went_on, listed(2, ListedAs.REPEAT)))

    (said,) = repeats_messages(record, ZoneInfo(zone))

    assert f"Gazette, first told {day}" in str(said.blocks)
    assert "Story number 2" in str(said.blocks)


def test_of_many_stories_that_went_on_the_first_are_shown_and_the_rest_is_counted():
    stories = [StoryCandidate("Harbour", (item(f"k{n}", f"Story number {n}."),), ("Gazette",)) for n in range(12)]

    blocks = went_on_blocks(stories, ZONE)

    assert str(blocks).count("Story number") == MOST_LINES
    assert f"and {12 - MOST_LINES} more" in str(blocks)
    assert went_on_blocks([], ZONE) == []
