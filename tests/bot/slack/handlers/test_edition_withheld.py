"""Editions that are not posted: too late, not wanted, or nobody says who would read them."""

from datetime import date

import pytest

from bot.newsroom.jobs.inbox import InboxState
from bot.newsroom.subscriptions.model import QuietDays
from tests.bot.newsroom.editions.test_story_selection import others
from tests.bot.newsroom.sample_items import subscribe
from tests.bot.slack.edition_channel import EditionChannel, refused, two_stories_and_others


@pytest.fixture
def rig() -> EditionChannel:
    return two_stories_and_others()


async def test_an_edition_that_lay_about_until_the_next_day_is_left_out(rig):
    rig.clock.seconds += 86_400

    assert await rig.run() == []
    assert rig.entry().state is InboxState.DONE
    assert rig.records.records == {}


async def test_a_paused_channel_gets_nothing():
    rig = EditionChannel(paused_until=date.max)
    rig.news.items += others()

    assert await rig.run() == []


async def test_a_channel_without_feeds_is_told_nothing():
    rig = EditionChannel(quiet_days=QuietDays.SAY_SO)
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=(), quiet_days=QuietDays.SAY_SO)

    assert await rig.run() == []


def trouble_for(rig, *moods) -> None:
    """Let Slack answer conversations.info with these, one after the other, before it answers well."""
    well, left = rig.slack.api_call, list(moods)

    async def call(method, **how):
        if method == "conversations.info" and left:
            raise left.pop(0)
        return await well(method, **how)

    rig.slack.api_call = call


@pytest.mark.parametrize("mood", [refused("ratelimited"), TimeoutError()])
async def test_a12_an_edition_waits_until_slack_says_what_became_of_its_channel(rig, mood):
    trouble_for(rig, *[mood] * 10)

    assert len(await rig.run()) == 6
    assert rig.entry().state is InboxState.DONE


async def test_a12_an_edition_is_not_posted_where_slack_never_says_who_would_read_it(rig):
    trouble_for(rig, *[refused("ratelimited")] * 10_000)

    (told,) = await rig.run()
    assert told["channel"] == "D1"  # its owner; nothing is in the channel
    assert "I could not post" in told["text"] or "Something went wrong" in told["text"]
    assert rig.entry().state is InboxState.FAILED


async def test_a08_a_channel_that_is_forgotten_while_its_edition_is_made_gets_none_and_none_is_written_down(rig):
    async def forget_meanwhile(_feeds):
        await rig.subscriptions.delete_all("T1", "C1")

    rig.freshen = forget_meanwhile

    assert await rig.run() == []
    assert rig.records.records == {}
    assert rig.entry().state is InboxState.DONE
