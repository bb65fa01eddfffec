"""Channels that will not have an edition."""

from dataclasses import replace
from datetime import date

import pytest

from bot.newsroom.jobs.inbox import LetterState
from bot.slack.handlers.edition import edition_job
from tests.bot.newsroom.sample_items import subscribe
from tests.bot.slack.edition_channel import FEEDS, KEY, EditionRoom, refused, two_stories_and_others


@pytest.fixture
def room() -> EditionRoom:
    return two_stories_and_others()


@pytest.mark.parametrize("code", ["channel_not_found", "is_archived", "not_in_channel", "restricted_action"])
async def test_a_channel_that_will_not_have_it_pauses_and_its_owner_is_told_once(room, code):
    room.slack.failures = [refused(code)]

    (told,) = await room.run()

    assert told["channel"] == "D1"
    assert "I have paused a digest" in told["text"]
    paused = room.subscriptions.kept["T1", "C1"]
    assert paused.paused_until == date.max
    assert paused.pause_reason == code
    assert room.subscriptions.recorded[-1][0] == "nutgraf"
    assert room.letter().state is LetterState.DONE
    await room.run(edition_job(replace(KEY, local_date=date(2026, 11, 25))))
    assert len(room.slack.posted) == 1


async def test_an_archived_channel_is_noticed_before_anything_is_fetched(room):
    room.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_archived": True, "is_member": True}}

    (told,) = await room.run()

    assert "archived" in told["text"]
    assert room.fetcher.fetched == []


async def test_a_channel_shared_with_others_waits_for_consent(room):
    shared = {"ok": True, "channel": {"is_ext_shared": True, "is_member": True}}
    room.slack.answers["conversations.info"] = shared

    (told,) = await room.run()

    assert "another organisation" in told["text"]
    assert room.subscriptions.kept["T1", "C1"].pause_reason == "shared"


async def test_where_consent_was_given_a_shared_channel_gets_its_edition(room):
    room.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_ext_shared": True, "is_member": True}}
    room.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, may_be_shared=True)

    assert len(await room.run()) == 6


async def test_without_the_scope_to_look_the_edition_is_posted(room):
    room.slack.answers["conversations.info"] = refused("missing_scope")

    assert len(await room.run()) == 6


async def test_an_owner_whose_messages_may_not_be_opened_is_told_by_their_id(room):
    room.slack.failures = [refused("is_archived")]
    room.slack.answers["conversations.open"] = refused("missing_scope")

    (told,) = await room.run()
    assert told["channel"] == "U1"


async def test_an_owner_who_cannot_be_told_does_not_stop_the_pause(room):
    room.slack.failures = [refused("is_archived"), refused("messages_tab_disabled")]

    assert await room.run() == []
    assert room.subscriptions.kept["T1", "C1"].paused_until == date.max
