"""Check again, under digests and editions: from the click to what the clicker reads."""

from dataclasses import replace
from typing import Any

import pytest

from bot.errors import HTTPStatusError
from bot.newsroom.editions.model import PostedStory
from bot.newsroom.jobs.keys import short_id
from bot.slack.rendering.check_messages import TOO_OLD
from tests.bot.fakes import STORY
from tests.bot.newsroom.sample_items import item
from tests.bot.slack.digest_channel import job_of
from tests.bot.slack.edition_channel import KEY, EditionChannel
from tests.bot.slack.handlers.test_dispatcher import PIER, Room

DIGEST = short_id("message:C1:5.0")


@pytest.fixture
def room() -> Room:
    return Room()


def said_in(rig: Any) -> str:
    return "\n".join(f"{message.text} {message.blocks}" for _, message, _ in rig.private.sent)


async def under_a_digest(room: Room, text: str = f"<@UBOT> <{PIER}>") -> None:
    await room.hear(text)
    posted = room.mail.kept[DIGEST]
    if PIER in text:  # pages are read as pasted text here, so their digests have no link
        with_links = tuple(replace(each, article=replace(each.article, url=PIER)) for each in posted.digests)
        room.mail.kept[DIGEST] = replace(posted, digests=with_links)
    room.fetcher.fetched.clear()


async def test_a_digest_is_compared_with_the_page_as_it_is_now(room):
    await under_a_digest(room)

    await room.press("check", DIGEST, user="U9")

    ((_, message, how),) = room.private.sent
    assert message.text.startswith("Unchanged: Pier at Saltmouth reopens")
    assert room.fetcher.fetched == [PIER]
    assert how["recipient"] == ("C1", "U9")
    assert how["thread_ts"] == "5.0"


async def test_a_corrected_number_is_shown_before_and_now(room):
    await under_a_digest(room)
    room.fetcher.pages[PIER] = STORY.replace("4 million", "6 million")

    await room.press("check", DIGEST)

    assert "Corrected" in said_in(room)
    assert "4 → 6" in said_in(room)


async def test_a_page_that_is_gone_is_not_called_withdrawn(room):
    await under_a_digest(room)
    room.fetcher.pages[PIER] = HTTPStatusError(404)

    await room.press("check", DIGEST)

    assert "Gone" in said_in(room)
    assert "ithdrawn" not in said_in(room)


async def test_a_pasted_text_cannot_be_checked_and_that_is_said(room):
    await under_a_digest(room, f"<@UBOT> {STORY}")

    await room.press("check", DIGEST)

    assert "has no link" in said_in(room)


async def test_a_digest_that_is_forgotten_is_too_old_to_check(room):
    await under_a_digest(room)
    room.mail.kept.clear()

    await room.press("check", DIGEST)

    assert "Too old to check" in said_in(room)


async def test_it_works_after_a_restart(room):
    await under_a_digest(room)
    room.restart()

    await room.press("check", DIGEST)

    assert "Unchanged" in said_in(room)


async def test_two_presses_at_once_are_answered_once_and_a_later_one_again(room):
    await under_a_digest(room)

    for pressed in ("1700000000.1", "1700000001.3", "1700000060.0"):
        await press_at(room, pressed)

    assert len(room.private.sent) == 2


async def test_two_people_who_press_at_once_are_both_answered(room):
    await under_a_digest(room)

    await press_at(room, "1700000000.1", user="U1")
    await press_at(room, "1700000000.1", user="U2")

    assert len(room.private.sent) == 2


async def press_at(room: Room, pressed: str, *, user: str = "U1") -> None:
    room.presses += 1
    action = {"action_id": "digest_more", "action_ts": pressed, "selected_option": {"value": f"check:{DIGEST}"}}
    click = {"channel": {"id": "C1"}, "user": {"id": user}, "response_url": "http://r/2"}
    container = {"message_ts": "6.0", "thread_ts": "5.0"}
    body = {"type": "block_actions", "trigger_id": f"p{room.presses}", "actions": [action], "container": container}
    await room.deliver({**body, **click})


# -- editions


@pytest.fixture
async def rig() -> EditionChannel:
    """A channel whose edition has one story, of a page that was read."""
    rig = EditionChannel()
    rig.news.items = [item("pier", "Pier at Saltmouth reopens after two years", "The pier reopened.")]
    rig.fetcher.pages[PIER] = STORY
    await rig.run()
    return rig


async def check_edition(rig: EditionChannel, *, channel: str = "C1") -> str:
    parent = rig.slack.posted[0]
    (row,) = [block for block in parent["blocks"] if block["type"] == "actions"]
    (menu,) = [each for each in row["elements"] if each["type"] == "overflow"]
    (entry,) = menu["options"]
    click = {
        "type": "block_actions",
        "trigger_id": "t1",
        "actions": [{"action_id": menu["action_id"], "selected_option": entry}],
        "channel": {"id": channel},
        "user": {"id": "U7"},
        "response_url": "http://r/2",
        "container": {"message_ts": parent["ts"]},
    }
    await rig.run(job_of(click))
    return said_in(rig)


async def test_each_story_of_an_edition_is_told_on_a_line(rig):
    said = await check_edition(rig)

    assert "Checked again: 1 unchanged." in said
    assert "1. Pier at Saltmouth reopens after two years: " in said


async def test_a_corrected_story_has_its_number_before_and_now(rig):
    rig.fetcher.pages[PIER] = STORY.replace("4 million", "6 million")

    said = await check_edition(rig)

    assert "Checked again: 1 corrected." in said
    assert "4 → 6" in said


async def test_a_story_that_cannot_be_read_says_why(rig):
    rig.fetcher.pages[PIER] = HTTPStatusError(403)

    said = await check_edition(rig)

    assert "Checked again: 1 couldn't be checked." in said
    assert "The site does not let me read that page." in said


async def test_an_edition_of_an_earlier_version_is_too_old_to_check(rig):
    record = rig.records.records[KEY.job_id]
    rig.records.records[KEY.job_id] = replace(record, stories=(PostedStory("Pier reopens"),))
    rig.fetcher.fetched.clear()

    assert TOO_OLD in await check_edition(rig)
    assert rig.fetcher.fetched == []


async def test_another_channels_edition_is_not_told(rig):
    said = await check_edition(rig, channel="C2")

    assert "Too old to check" in said
    assert "Pier" not in said
