"""Channels that will not have an edition."""

from dataclasses import replace
from datetime import date

import pytest

from bot.newsroom.jobs.inbox import InboxState
from bot.slack.handlers.edition import edition_job
from tests.bot.newsroom.sample_items import subscribe
from tests.bot.slack.edition_channel import FEEDS, KEY, EditionChannel, refused, two_stories_and_others


@pytest.fixture
def rig() -> EditionChannel:
    return two_stories_and_others()


@pytest.mark.parametrize("code", ["channel_not_found", "is_archived", "not_in_channel", "restricted_action"])
async def test_a_channel_that_will_not_have_it_pauses_and_its_owner_is_told_once(rig, code):
    rig.slack.failures = [refused(code)]

    (told,) = await rig.run()

    assert told["channel"] == "D1"
    assert "I have paused a digest" in told["text"]
    paused = rig.subscriptions.kept["T1", "C1"]
    assert paused.paused_until == date.max
    assert paused.pause_reason == code
    assert rig.subscriptions.recorded[-1][0] == "nutgraf"
    assert rig.entry().state is InboxState.DONE
    await rig.run(edition_job(replace(KEY, local_date=date(2026, 11, 25))))
    assert len(rig.slack.posted) == 1


async def test_an_archived_channel_is_noticed_before_anything_is_fetched(rig):
    rig.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_archived": True, "is_member": True}}

    (told,) = await rig.run()

    assert "archived" in told["text"]
    assert rig.fetcher.fetched == []


async def test_a_channel_shared_with_others_waits_for_consent(rig):
    shared = {"ok": True, "channel": {"is_ext_shared": True, "is_member": True}}
    rig.slack.answers["conversations.info"] = shared

    (told,) = await rig.run()

    assert "another organisation" in told["text"]
    assert rig.subscriptions.kept["T1", "C1"].pause_reason == "shared"


async def test_where_consent_was_given_a_shared_channel_gets_its_edition(rig):
    rig.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_ext_shared": True, "is_member": True}}
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, may_be_shared=True)

    assert len(await rig.run()) == 6


async def test_without_the_scope_to_look_the_edition_is_posted(rig):
    rig.slack.answers["conversations.info"] = refused("missing_scope")

    assert len(await rig.run()) == 6


async def test_an_owner_whose_messages_may_not_be_opened_is_told_by_their_id(rig):
    rig.slack.failures = [refused("is_archived")]
    rig.slack.answers["conversations.open"] = refused("missing_scope")

    (told,) = await rig.run()
    assert told["channel"] == "U1"


async def test_an_owner_who_cannot_be_told_does_not_stop_the_pause(rig):
    rig.slack.failures = [refused("is_archived"), refused("messages_tab_disabled")]

    assert await rig.run() == []
    assert rig.subscriptions.kept["T1", "C1"].paused_until == date.max
