from datetime import date

import pytest

from bot.newsroom.editions.model import EditionRecord, EditionState
from bot.newsroom.forgetting import WAIT_S, WAITS
from bot.newsroom.jobs.inbox import Job
from bot.newsroom.subscriptions.model import EditionKey
from tests.bot.newsroom.sample_items import NOON, subscribe
from tests.bot.slack.digest_channel import DigestRoom
from tests.bot.slack.edition_channel import FEEDS, KEY, refused


class ShutOut:
    """Slack lets us do nothing any more."""

    refusal = "token_revoked"


@pytest.fixture
def room() -> DigestRoom:
    return DigestRoom()


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("channel_archive", "is_archived"),
        ("group_archive", "is_archived"),
        ("channel_deleted", "channel_not_found"),
    ],
)
async def test_a_channel_that_goes_pauses_its_digest_and_the_owner_is_told_once(room, event, reason):
    await room.hear({"type": event, "channel": "C1", "user": "U9"})
    await room.hear({"type": event, "channel": "C1", "user": "U9"})
    await room.run()

    (told,) = room.slack.posted
    assert told["channel"] == "D1"
    assert "I have paused a digest" in told["text"]
    assert (room.wanted.paused_until, room.wanted.pause_reason) == (date.max, reason)
    assert room.subscriptions.recorded == [("nutgraf", room.subscriptions.recorded[0][1])]


async def test_an_unarchived_channel_gets_its_editions_again_and_is_told_when(room):
    await room.hear({"type": "channel_archive", "channel": "C1"})

    await room.hear({"type": "channel_unarchive", "channel": "C1"})

    said = room.slack.posted[-1]
    assert said["channel"] == "C1"
    assert "This channel is back, and so is its daily digest." in said["text"]
    assert "Next edition: Wednesday 25 November, 09:00 CET." in said["text"]
    assert (room.wanted.paused_until, room.wanted.pause_reason, room.wanted.created_at) == (None, None, NOON)
    assert room.subscriptions.recorded[-1] == ("nutgraf", "resumed: the channel was unarchived")


async def test_what_a_person_paused_stays_paused(room):
    room.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, paused_until=date.max)

    await room.hear({"type": "channel_archive", "channel": "C1"})
    await room.hear({"type": "channel_unarchive", "channel": "C1"})

    assert (room.wanted.paused_until, room.wanted.pause_reason) == (date.max, None)
    assert room.slack.posted == []


async def test_an_unarchived_channel_that_the_bot_has_left_says_what_is_still_missing(room):
    await room.hear({"type": "channel_archive", "channel": "C1"})
    room.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_member": False}}

    await room.hear({"type": "channel_unarchive", "channel": "C1"})

    assert room.wanted.pause_reason == "not_in_channel"
    assert "/invite" in room.slack.posted[-1]["text"]
    assert room.slack.posted[-1]["channel"] == "D1"


async def test_a_bot_that_is_invited_again_goes_on(room):
    room.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_member": False}}
    await room.run()
    assert room.wanted.pause_reason == "not_in_channel"
    room.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_member": True}}

    await room.hear({"type": "member_joined_channel", "channel": "C1", "user": "U2"})
    assert room.wanted.pause_reason == "not_in_channel"

    await room.hear({"type": "member_joined_channel", "channel": "C1", "user": "UBOT"})
    assert room.wanted.pause_reason is None
    assert "I am in this channel again" in room.slack.posted[-1]["text"]


async def test_a_bot_that_is_invited_where_it_was_paused_by_hand_says_nothing(room):
    room.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, paused_until=date.max)

    await room.hear({"type": "member_joined_channel", "channel": "C1", "user": "UBOT"})

    assert room.slack.posted == []


async def test_an_edition_that_is_asked_for_in_an_archived_channel_tells_the_owner_no_second_time(room):
    await room.hear({"type": "channel_archive", "channel": "C1"})
    room.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_archived": True, "is_member": True}}

    await room.say("now")

    assert len(room.slack.posted) == 1
    assert "I did not post: the channel is archived." in room.said_privately


async def test_an_uninstalled_app_forgets_that_workspace_alone_however_often_it_is_told(room):
    room.subscriptions.kept["T2", "C5"] = subscribe(team_id="T2", channel="C5")
    await room.archive.keep(EditionRecord(KEY.job_id, KEY, EditionState.POSTED, NOON))
    other = EditionKey("T2", "C5", KEY.local_date)
    await room.archive.keep(EditionRecord(other.job_id, other, EditionState.POSTED, NOON))

    await room.hear({"type": "app_uninstalled"})
    await room.hear({"type": "app_uninstalled"})

    assert list(room.subscriptions.kept) == [("T2", "C5")]
    assert list(room.archive.records) == [other.job_id]
    assert room.stopped == 4  # at once, and again when nothing is under way any more; for each event
    assert room.erased == 2
    assert await room.run() == []


async def test_a08_what_is_under_way_when_the_app_is_uninstalled_is_waited_for_and_forgotten_too(room, log_lines):
    async def write_late(seconds: float) -> None:
        room.clock.seconds += seconds
        await room.archive.keep(EditionRecord(KEY.job_id, KEY, EditionState.POSTED, NOON))
        room.mail.letters.pop("message:C1:5.0", None)  # it has ended

    room.clock.sleep = write_late
    room.restart()
    await room.mail.take(Job("message:C1:5.0", "message", {}))
    await room.mail.take(Job("uninstalled:Ev1", "uninstalled", {"team_id": "T1"}))

    await room.desk.do("uninstalled:Ev1")
    assert room.archive.records == {}
    assert (log_lines[-1]["is_erased"], log_lines[-1]["under_way"]) == (True, 0)


async def test_a08_what_does_not_end_is_not_waited_for_for_ever_and_logged(room, log_lines):
    await room.mail.take(Job("message:C1:5.0", "message", {}))
    await room.mail.take(Job("uninstalled:Ev1", "uninstalled", {"team_id": "T1"}))

    await room.desk.do("uninstalled:Ev1")
    assert room.clock.slept == [WAIT_S] * WAITS
    assert log_lines[-1]["under_way"] == 1


async def test_forgetting_is_asked_about_first_and_takes_everything(room):
    await room.archive.keep(EditionRecord(KEY.job_id, KEY, EditionState.POSTED, NOON))
    await room.say("max 3")

    said = await room.say("forget")
    assert "Nothing is deleted yet." in said
    assert room.wanted is not None

    said = await room.say("forget everything")
    assert "Forgotten" in said
    assert "traces" not in said
    assert (room.stopped, room.erased) == (1, 1)
    assert room.wanted is None
    assert room.archive.records == {}
    assert room.subscriptions.recorded == []


async def test_after_a_digest_is_removed_its_history_still_says_who_did_it(room):
    await room.archive.keep(EditionRecord(KEY.job_id, KEY, EditionState.POSTED, NOON, story_count=4, article_count=9))
    await room.say("remove all", user="UMAKER")

    said = await room.say("history", user="U2")

    assert "removed the digest" in said
    assert "UMAKER" in said
    assert "This channel has no digest any more. Set one up" in said
    assert "4 stories from 9 articles" in said


async def test_what_is_left_of_a_removed_digest_is_forgotten_for_those_of_rank(room):
    await room.say("remove all")

    assert "may change it" in await room.say("forget everything", user="U2")
    assert room.subscriptions.recorded
    assert "Nothing is deleted yet." in await room.say("forget", user="UMAKER")
    assert "Forgotten" in await room.say("forget everything", user="UMAKER")
    assert room.subscriptions.recorded == []


async def test_a_job_that_needs_no_slack_is_done_after_slack_has_shut_us_out(room):
    room.desk._caller._pulse = ShutOut()

    await room.hear({"type": "app_uninstalled"})

    assert room.subscriptions.kept == {}


async def test_who_may_not_makes_nothing_forgotten(room):
    assert "may change it" in await room.say("forget everything", user="U2")
    assert room.wanted is not None


async def test_an_event_of_a_channel_without_a_digest_is_nothing(room):
    await room.hear({"type": "channel_archive", "channel": "C77"})

    assert room.slack.posted == []


async def test_a_channel_that_cannot_be_looked_at_stays_paused_while_slack_says_it_is_gone(room):
    await room.hear({"type": "channel_archive", "channel": "C1"})
    room.slack.answers["conversations.info"] = refused("channel_not_found")

    await room.hear({"type": "channel_unarchive", "channel": "C1"})

    assert room.wanted.pause_reason == "channel_not_found"


async def test_a08_where_traces_are_left_for_some_minutes_the_asker_reads_that(room):
    room.can_erase = False

    said = await room.say("forget everything")
    assert "Forgotten" in said
    assert "traces are left in its files; they are erased within minutes" in said
