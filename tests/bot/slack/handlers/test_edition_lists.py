"""What an edition does not tell in its thread: told stories that went on, stories over the maximum, and repeats."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.newsroom.subscriptions.model import QuietDays
from bot.slack.handlers.edition import edition_job
from bot.slack.parsing.payloads import parse_payload
from tests.bot.newsroom.sample_items import item, subscribe
from tests.bot.slack.edition_channel import FEEDS, KEY, EditionChannel, two_stories_and_others

NEXT = replace(KEY, local_date=date(2026, 11, 25))
PRIZE = ("Author Mona Reyes on shortlist for Lantern Prize", "Mona Reyes is one of five authors on the shortlist for the Lantern Prize.")  # fmt: skip
MAYBE = ("Lantern Prize goes to Mona Reyes", "Mona Reyes received the Lantern Prize on Tuesday for her novel about a salt works.")  # fmt: skip


@pytest.fixture
def rig() -> EditionChannel:
    return two_stories_and_others()


def buttons(message: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The buttons under a message, by their labels."""
    rows = [block for block in message["blocks"] if block["type"] == "actions"]
    return {each["text"]["text"]: each for row in rows for each in row["elements"] if "text" in each}


async def press(rig: EditionChannel, button: dict[str, Any], *, channel: str = "C1") -> list[Any]:
    """What the one who presses a button reads."""
    before = len(rig.private.sent)
    click = {
        "type": "block_actions", "trigger_id": "t1", "actions": [button], "channel": {"id": channel},
        "user": {"id": "U7"}, "response_url": "http://r/2", "container": {"message_ts": "1.0"},
    }  # fmt: skip
    await rig.run(parse_payload(click))
    return [said for _, said, _ in rig.private.sent[before:]]


async def next_day(rig: EditionChannel, *items: tuple[str, str], outlet: str = "Post") -> list[dict[str, Any]]:
    """What is posted the day after, when the feeds have these too."""
    rig.clock.seconds += 86_400
    now, before = rig.clock.now(), len(rig.slack.posted)
    rig.news.items += [
        item(f"n{number}", *row, outlet=outlet, feed_url=FEEDS[0], seen_at=now, published_at=now)
        for number, row in enumerate(items)
    ]
    await rig.run(edition_job(NEXT))
    return rig.slack.posted[before:]


async def test_stories_over_the_maximum_are_listed_to_who_asks(rig):
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, max_stories=2)
    parent, *_ = await rig.run()

    (said,) = await press(rig, buttons(parent)["Show 3 more"])

    assert "3 more stories, Tuesday 24 November" in str(said.blocks)
    told = rig.records.records[KEY.job_id]
    assert all(story.headline in str(said.blocks) for story in told.listed)
    assert not any(story.headline in str(said.blocks) for story in told.stories)


async def test_the_button_works_after_a_restart_and_a_week(rig):
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, max_stories=2)
    parent, *_ = await rig.run()
    rig.restart()
    rig.clock.seconds += 7 * 86_400

    (said,) = await press(rig, buttons(parent)["Show 3 more"])

    assert "3 more stories" in str(said.blocks)


async def test_another_channel_does_not_read_the_list(rig):
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, max_stories=2)
    parent, *_ = await rig.run()

    (said,) = await press(rig, buttons(parent)["Show 3 more"], channel="C2")

    assert "no longer remember" in said.text


async def test_what_was_listed_does_not_come_again_as_new(rig):
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, max_stories=2)
    await rig.run()
    listed = {story.headline for story in rig.records.records[KEY.job_id].listed}
    again = [
        replace(each, seen_at=rig.clock.now() + timedelta(hours=3)) for each in rig.news.items if each.title in listed
    ]
    rig.news.items = again

    posted = await next_day(rig, ("Storm breaks the east mole", "A storm broke the mole."))

    assert len(listed) == 3
    assert [message["text"] for message in posted][1:] == ["1. Storm breaks the east mole"]


async def test_an_edition_with_room_for_all_has_no_such_button(rig):
    parent, *_ = await rig.run()

    assert set(buttons(parent)) == {"Settings", "Pause", "Why these?"}


async def test_a_story_that_went_on_is_a_line_under_the_stories(rig):
    rig.news.items.append(item("prize", *PRIZE))
    await rig.run()

    parent, *replies = await next_day(rig, MAYBE, ("Storm breaks the east mole", "A storm broke the mole."))

    assert len(replies) == 1
    assert "Went on" in str(parent["blocks"])
    assert MAYBE[0] in str(parent["blocks"])
    assert " Post, first told Tue 24 Nov" in str(parent["blocks"])
    assert "1 story you had went on." in parent["text"]


@pytest.mark.parametrize("quiet", [QuietDays.SAY_SO, QuietDays.SKIP])
async def test_a_day_on_which_told_stories_only_went_on_is_not_silent_and_not_called_nothing_new(rig, quiet):
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, quiet_days=quiet)
    rig.news.items = [item("prize", *PRIZE)]
    await rig.run()

    (said,) = await next_day(rig, MAYBE)

    assert said["text"] == "No new story, but 1 story you had went on."
    assert "first told Tue 24 Nov" in str(said["blocks"])
    assert "Nothing new" not in str(said)


async def test_what_was_told_before_is_counted_and_listed_on_request(rig):
    await rig.run()
    same = [(each.title, each.summary) for each in rig.news.items[:2]]

    parent, *_ = await next_day(rig, *same, ("Storm breaks the east mole", "A storm broke the mole."), outlet="Gazette")
    (said,) = await press(rig, buttons(parent)["Told before"])

    assert "on stories you had, not shown again" in str(parent["blocks"])
    assert "About stories you had, Wednesday 25 November" in str(said.blocks)
    assert same[0][0] in str(said.blocks)
    assert "first told Tue 24 Nov" in str(said.blocks)
