"""Editions that are not posted: too late, not wanted, or nobody says who would read them."""

from datetime import date

import pytest

from bot.newsroom.jobs.inbox import LetterState
from bot.newsroom.subscriptions.model import QuietDays
from tests.bot.newsroom.editions.test_story_selection import others
from tests.bot.newsroom.sample_items import subscribe
from tests.bot.slack.edition_channel import EditionRoom, refused, two_stories_and_others


@pytest.fixture
def room() -> EditionRoom:
    return two_stories_and_others()


async def test_an_edition_that_lay_about_until_the_next_day_is_left_out(room):
    room.clock.seconds += 86_400

    assert await room.run() == []
    assert room.letter().state is LetterState.DONE
    assert room.archive.records == {}


async def test_a_paused_channel_gets_nothing():
    room = EditionRoom(paused_until=date.max)
    room.news.items += others()

    assert await room.run() == []


async def test_a_channel_without_feeds_is_told_nothing():
    room = EditionRoom(quiet_days=QuietDays.SAY_SO)
    room.subscriptions.kept["T1", "C1"] = subscribe(feeds=(), quiet_days=QuietDays.SAY_SO)

    assert await room.run() == []


def trouble_for(room, *moods) -> None:
    """Let Slack answer conversations.info with these, one after the other, before it answers well."""
    well, left = room.slack.api_call, list(moods)

    async def call(method, **how):
        if method == "conversations.info" and left:
            raise left.pop(0)
        return await well(method, **how)

    room.slack.api_call = call


@pytest.mark.parametrize("mood", [refused("ratelimited"), TimeoutError()])
async def test_a12_an_edition_waits_until_slack_says_what_became_of_its_channel(room, mood):
    trouble_for(room, *[mood] * 10)

    assert len(await room.run()) == 6
    assert room.letter().state is LetterState.DONE


async def test_a12_an_edition_is_not_posted_where_slack_never_says_who_would_read_it(room):
    trouble_for(room, *[refused("ratelimited")] * 10_000)

    assert await room.run() == []
    assert room.letter().state is LetterState.FAILED


async def test_a08_a_channel_that_is_forgotten_while_its_edition_is_made_gets_none_and_none_is_written_down(room):
    async def forget_meanwhile(_feeds):
        await room.subscriptions.forget("T1", "C1")

    room.editions._freshen = forget_meanwhile

    assert await room.run() == []
    assert room.archive.records == {}
    assert room.letter().state is LetterState.DONE
