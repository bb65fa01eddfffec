from dataclasses import replace
from datetime import date

import pytest

from bot.newsroom.editions.model import EditionRecord, EditionState
from bot.newsroom.forgetting import WAIT_S, WAITS
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.payloads import AppUninstalled
from bot.newsroom.subscriptions.model import EditionKey
from tests.bot.jobs import mention_job
from tests.bot.newsroom.sample_items import NOON, subscribe
from tests.bot.slack.digest_channel import DigestChannel
from tests.bot.slack.edition_channel import FEEDS, KEY, refused


class ShutOut:
    """Slack lets us do nothing any more."""

    refusal = "token_revoked"


@pytest.fixture
def rig() -> DigestChannel:
    return DigestChannel()


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("channel_archive", "is_archived"),
        ("group_archive", "is_archived"),
        ("channel_deleted", "channel_not_found"),
    ],
)
async def test_a_channel_that_goes_pauses_its_digest_and_the_owner_is_told_once(rig, event, reason):
    await rig.hear({"type": event, "channel": "C1", "user": "U9"})
    await rig.hear({"type": event, "channel": "C1", "user": "U9"})
    await rig.run()

    (told,) = rig.slack.posted
    assert told["channel"] == "D1"
    assert "I have paused a digest" in told["text"]
    assert (rig.wanted.paused_until, rig.wanted.pause_reason) == (date.max, reason)
    assert rig.subscriptions.recorded == [("nutgraf", rig.subscriptions.recorded[0][1])]


@pytest.mark.parametrize("event", ["channel_left", "group_left"])
@pytest.mark.parametrize(
    "said",
    [
        {"ok": True, "channel": {"is_member": False}},
        refused("channel_not_found"),
        refused("missing_scope"),
    ],
)
async def test_a_channel_that_the_bot_has_left_pauses_its_digest_and_the_owner_is_told_once(rig, event, said):
    rig.slack.answers["conversations.info"] = said

    await rig.hear({"type": event, "channel": "C1"})
    await rig.hear({"type": event, "channel": "C1"})
    await rig.run()

    (told,) = rig.slack.posted
    assert told["channel"] == "D1"
    assert "I have paused a digest: I am not in the channel." in told["text"]
    assert (rig.wanted.paused_until, rig.wanted.pause_reason) == (date.max, "not_in_channel")


async def test_a_bot_that_left_and_is_invited_again_goes_on(rig):
    rig.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_member": False}}
    await rig.hear({"type": "channel_left", "channel": "C1"})
    rig.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_member": True}}

    await rig.hear({"type": "member_joined_channel", "channel": "C1", "user": "UBOT"})

    assert (rig.wanted.paused_until, rig.wanted.pause_reason) == (None, None)
    assert "I am in this channel again" in rig.slack.posted[-1]["text"]


async def test_a_late_event_about_a_bot_that_is_in_the_channel_again_pauses_nothing(rig):
    await rig.hear({"type": "channel_left", "channel": "C1"})

    assert rig.wanted.pause_reason is None
    assert rig.slack.posted == []


async def test_what_a_person_paused_is_left_alone_when_the_bot_leaves(rig):
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, paused_until=date.max)
    rig.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_member": False}}

    await rig.hear({"type": "channel_left", "channel": "C1"})

    assert rig.wanted.pause_reason is None
    assert rig.slack.posted == []


async def test_a_channel_with_a_new_id_keeps_its_digest_and_its_history_says_so(rig):
    before = rig.wanted

    await rig.hear({"type": "channel_id_changed", "old_channel_id": "C1", "new_channel_id": "C9"})
    await rig.hear({"type": "channel_id_changed", "old_channel_id": "C1", "new_channel_id": "C9"})

    assert list(rig.subscriptions.kept.values()) == [replace(before, channel="C9")]
    assert rig.subscriptions.recorded == [("nutgraf", "the channel got another id")]
    assert rig.slack.posted == []


async def test_a_new_id_of_a_channel_without_a_digest_is_nothing(rig):
    await rig.hear({"type": "channel_id_changed", "old_channel_id": "C77", "new_channel_id": "C9"})

    assert list(rig.subscriptions.kept) == [("T1", "C1")]
    assert rig.subscriptions.recorded == []


async def test_an_unarchived_channel_gets_its_editions_again_and_is_told_when(rig):
    await rig.hear({"type": "channel_archive", "channel": "C1"})

    await rig.hear({"type": "channel_unarchive", "channel": "C1"})

    said = rig.slack.posted[-1]
    assert said["channel"] == "C1"
    assert "This channel is back, and so is its daily digest." in said["text"]
    assert "Next edition: Wednesday 25 November, 09:00 CET." in said["text"]
    assert (rig.wanted.paused_until, rig.wanted.pause_reason, rig.wanted.created_at) == (None, None, NOON)
    assert rig.subscriptions.recorded[-1] == ("nutgraf", "resumed: the channel was unarchived")


async def test_what_a_person_paused_stays_paused(rig):
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, paused_until=date.max)

    await rig.hear({"type": "channel_archive", "channel": "C1"})
    await rig.hear({"type": "channel_unarchive", "channel": "C1"})

    assert (rig.wanted.paused_until, rig.wanted.pause_reason) == (date.max, None)
    assert rig.slack.posted == []


async def test_an_unarchived_channel_that_the_bot_has_left_says_what_is_still_missing(rig):
    await rig.hear({"type": "channel_archive", "channel": "C1"})
    rig.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_member": False}}

    await rig.hear({"type": "channel_unarchive", "channel": "C1"})

    assert rig.wanted.pause_reason == "not_in_channel"
    assert "/invite" in rig.slack.posted[-1]["text"]
    assert rig.slack.posted[-1]["channel"] == "D1"


async def test_a_bot_that_is_invited_again_goes_on(rig):
    rig.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_member": False}}
    await rig.run()
    assert rig.wanted.pause_reason == "not_in_channel"
    rig.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_member": True}}

    await rig.hear({"type": "member_joined_channel", "channel": "C1", "user": "U2"})
    assert rig.wanted.pause_reason == "not_in_channel"

    await rig.hear({"type": "member_joined_channel", "channel": "C1", "user": "UBOT"})
    assert rig.wanted.pause_reason is None
    assert "I am in this channel again" in rig.slack.posted[-1]["text"]


async def test_a_bot_that_is_invited_where_it_was_paused_by_hand_says_nothing(rig):
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, paused_until=date.max)

    await rig.hear({"type": "member_joined_channel", "channel": "C1", "user": "UBOT"})

    assert rig.slack.posted == []


async def test_an_edition_that_is_asked_for_in_an_archived_channel_tells_the_owner_no_second_time(rig):
    await rig.hear({"type": "channel_archive", "channel": "C1"})
    rig.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_archived": True, "is_member": True}}

    await rig.say("now")

    assert len(rig.slack.posted) == 1
    assert "I did not post: the channel is archived." in rig.said_privately


async def test_an_uninstalled_app_forgets_that_workspace_alone_however_often_it_is_told(rig):
    rig.subscriptions.kept["T2", "C5"] = subscribe(team_id="T2", channel="C5")
    await rig.records.save(EditionRecord(KEY.job_id, KEY, EditionState.POSTED, NOON))
    other = EditionKey("T2", "C5", KEY.local_date)
    await rig.records.save(EditionRecord(other.job_id, other, EditionState.POSTED, NOON))

    await rig.hear({"type": "app_uninstalled"})
    await rig.hear({"type": "app_uninstalled"})

    assert list(rig.subscriptions.kept) == [("T2", "C5")]
    assert list(rig.records.records) == [other.job_id]
    assert rig.stopped == 4  # at once, and again when nothing is under way any more; for each event
    assert rig.erased == 2
    assert await rig.run() == []


async def test_a08_what_is_under_way_when_the_app_is_uninstalled_is_waited_for_and_forgotten_too(rig, log_lines):
    async def write_late(seconds: float) -> None:
        rig.clock.seconds += seconds
        await rig.records.save(EditionRecord(KEY.job_id, KEY, EditionState.POSTED, NOON))
        rig.mail.entries.pop("message:C1:5.0", None)  # it has ended

    rig.clock.sleep = write_late
    rig.restart()
    await rig.mail.add_job(mention_job("message:C1:5.0"))
    await rig.mail.add_job(Job("uninstalled:Ev1", AppUninstalled(team_id="T1")))

    await rig.dispatcher.dispatch("uninstalled:Ev1")
    assert rig.records.records == {}
    assert (log_lines[-1]["is_erased"], log_lines[-1]["under_way"]) == (True, 0)


async def test_a08_what_does_not_end_is_not_waited_for_for_ever_and_logged(rig, log_lines):
    await rig.mail.add_job(mention_job("message:C1:5.0"))
    await rig.mail.add_job(Job("uninstalled:Ev1", AppUninstalled(team_id="T1")))

    await rig.dispatcher.dispatch("uninstalled:Ev1")
    assert rig.clock.slept == [WAIT_S] * WAITS
    assert log_lines[-1]["under_way"] == 1


async def test_forgetting_is_asked_about_first_and_takes_everything(rig):
    await rig.records.save(EditionRecord(KEY.job_id, KEY, EditionState.POSTED, NOON))
    await rig.say("max 3")

    said = await rig.say("forget")
    assert "Nothing is deleted yet." in said
    assert rig.wanted is not None

    said = await rig.say("forget everything")
    assert "Forgotten" in said
    assert "traces" not in said
    assert (rig.stopped, rig.erased) == (1, 1)
    assert rig.wanted is None
    assert rig.records.records == {}
    assert rig.subscriptions.recorded == []


async def test_after_a_digest_is_removed_its_history_still_says_who_did_it(rig):
    await rig.records.save(EditionRecord(KEY.job_id, KEY, EditionState.POSTED, NOON, story_count=4, article_count=9))
    await rig.say("remove all", user="UMAKER")

    said = await rig.say("history", user="U2")

    assert "removed the digest" in said
    assert "UMAKER" in said
    assert "This channel has no digest any more. Set one up" in said
    assert "4 stories from 9 articles" in said


async def test_what_is_left_of_a_removed_digest_is_forgotten_for_those_of_rank(rig):
    await rig.say("remove all")

    assert "may change it" in await rig.say("forget everything", user="U2")
    assert rig.subscriptions.recorded
    assert "Nothing is deleted yet." in await rig.say("forget", user="UMAKER")
    assert "Forgotten" in await rig.say("forget everything", user="UMAKER")
    assert rig.subscriptions.recorded == []


async def test_a_job_that_needs_no_slack_is_done_after_slack_has_shut_us_out(rig):
    rig.api._workspace = ShutOut()

    await rig.hear({"type": "app_uninstalled"})

    assert rig.subscriptions.kept == {}


async def test_who_may_not_makes_nothing_forgotten(rig):
    assert "may change it" in await rig.say("forget everything", user="U2")
    assert rig.wanted is not None


async def test_an_event_of_a_channel_without_a_digest_is_nothing(rig):
    await rig.hear({"type": "channel_archive", "channel": "C77"})

    assert rig.slack.posted == []


async def test_a_channel_that_cannot_be_looked_at_stays_paused_while_slack_says_it_is_gone(rig):
    await rig.hear({"type": "channel_archive", "channel": "C1"})
    rig.slack.answers["conversations.info"] = refused("channel_not_found")

    await rig.hear({"type": "channel_unarchive", "channel": "C1"})

    assert rig.wanted.pause_reason == "channel_not_found"


async def test_a08_where_traces_are_left_for_some_minutes_the_asker_reads_that(rig):
    rig.can_erase = False

    said = await rig.say("forget everything")
    assert "Forgotten" in said
    assert "traces are left in its files; they are erased within minutes" in said
