"""After a restore: what was posted since the backup is known from Slack, and nothing is said twice."""

from dataclasses import replace
from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError

from bot.newsroom.editions.model import EditionState
from bot.newsroom.jobs.inbox import LetterState, ParcelState
from bot.newsroom.restoring import Restore
from bot.slack.api.web_api import Caller
from bot.slack.handlers.edition import edition_job
from bot.slack.outbound.outbox_sender import Poster
from bot.slack.outbound.posted_editions import StandingEditions
from bot.slack.outbound.progress_notice import ReadingNotes
from bot.slack.outbound.since_backup import SinceBackup
from tests.bot.fakes import FakeResponse, FakeSlack, MemoryMail
from tests.bot.newsroom.fakes import MemoryArchive
from tests.bot.newsroom.sample_items import item
from tests.bot.slack.edition_channel import KEY, EditionRoom, two_stories_and_others
from tests.bot.slack.handlers.test_dispatcher import PIER, Room

JOB = "message:C1:5.0"


class Threads(FakeSlack):
    """Shows of its messages those of the place that is asked for, a few a page, as Slack does."""

    page = 2

    async def api_call(self, method, *, json=None, params=None, http_verb="POST"):
        answer = await super().api_call(method, json=json, params=params, http_verb=http_verb)
        if method not in {"conversations.replies", "conversations.history"} or method in self.answers:
            return answer
        wanted = params.get("ts") if method == "conversations.replies" else None
        place = [
            message
            for message in self.posted
            if message["channel"] == params["channel"]
            and (message.get("thread_ts") == wanted or (wanted is not None and message["ts"] == wanted))
            and float(params["oldest"]) < float(message["ts"]) < float(params.get("latest", "inf"))
        ]
        start = int(params.get("cursor", "0"))
        following = str(start + self.page) if start + self.page < len(place) else ""
        shown = place[start : start + self.page]
        return FakeResponse({"ok": True, "messages": shown, "response_metadata": {"next_cursor": following}})

    def _store(self, arguments):
        ts = f"{self.clock.seconds + len(self.posted) / 1000:.6f}"
        self.posted.append({**arguments, "ts": ts})
        return ts


def lose_the_books(room, *, backup_at):
    """The database of the backup is empty; it is put back now."""
    room.mail = MemoryMail(room.clock)
    return Restore(backup_at, room.clock.now())


def restore_desk(room: Room, *, backup_at) -> None:
    restore = lose_the_books(room, backup_at=backup_at)
    room.restart()
    caller = Caller(room.slack, sleep=room.clock.sleep)
    since = SinceBackup(caller, room.mail, room.clock, restore)
    poster = Poster(caller, room.mail, room.clock, since_backup=since, sleep=room.clock.sleep)
    room.desk._poster = room.desk._apologies._poster = poster
    room.desk._notes = ReadingNotes(poster, sleep=room.lose_patience)


@pytest.fixture
def room() -> Room:
    made = Room()
    made.slack = Threads()
    made.slack.clock = made.clock
    made.restart()
    return made


async def test_a_request_answered_since_the_backup_is_not_answered_again_when_slack_delivers_it_again(room):
    before = room.clock.now()
    await room.hear(f"<@UBOT> <{PIER}>")
    restore_desk(room, backup_at=before)

    assert len(await room.hear(f"<@UBOT> <{PIER}>")) == 1
    assert room.mail.letters[JOB].state is LetterState.DONE
    assert room.mail.parcels[f"{JOB}:0"].state is ParcelState.POSTED
    assert room.fetcher.fetched == [PIER]


async def test_a_request_that_got_a_sentence_since_the_backup_gets_no_digest_as_well(room):
    before = room.clock.now()
    await room.hear("<@UBOT> <https://gazette.example/missing>")
    (said,) = room.slack.posted
    restore_desk(room, backup_at=before)
    room.fetcher.pages["https://gazette.example/missing"] = room.fetcher.pages[PIER]

    assert await room.hear("<@UBOT> <https://gazette.example/missing>") == [said]


async def test_a_request_that_was_lost_with_the_books_and_comes_again_is_answered(room):
    restore_desk(room, backup_at=room.clock.now())

    assert len(await room.hear(f"<@UBOT> <{PIER}>")) == 1


async def test_a_note_that_something_takes_long_is_no_answer_and_goes(room):
    before = room.clock.now()
    note = {"metadata": {"event_payload": {"key": f"{JOB}:note:0"}}}
    room.slack._store({"channel": "C1", "thread_ts": "5.0", "text": "I am on it.", **note})
    restore_desk(room, backup_at=before)

    posted = await room.hear(f"<@UBOT> <{PIER}>")
    assert len(posted) == 2
    assert [said["ts"] for said in room.slack.said("chat.delete")] == [posted[0]["ts"]]


async def test_every_page_of_a_long_thread_is_searched(room):
    before = room.clock.now()
    for number in range(7):
        room.slack._store({"channel": "C1", "thread_ts": "5.0", "text": f"chatter {number}"})
    await room.hear(f"<@UBOT> <{PIER}>")
    restore_desk(room, backup_at=before)

    await room.hear(f"<@UBOT> <{PIER}>")
    assert [said["text"] for said in room.slack.posted if "chatter" not in said["text"]] == [
        room.slack.posted[-1]["text"]
    ]
    assert room.slack.said("conversations.replies")[-1]["cursor"]


async def test_a_request_of_after_the_restore_asks_slack_for_nothing_more(room):
    restore_desk(room, backup_at=room.clock.now())
    room.clock.seconds += 3600

    await room.hear(f"<@UBOT> <{PIER}>", ts=f"{room.clock.seconds:.6f}")
    assert len(room.slack.posted) == 1
    assert (
        room.slack.said("conversations.replies") == room.slack.said("conversations.replies")[:1]
    )  # who asked is there


async def test_where_slack_cannot_be_searched_nothing_is_posted_again_and_the_operator_sees_it(room):
    before = room.clock.now()
    await room.hear(f"<@UBOT> <{PIER}>")
    restore_desk(room, backup_at=before)
    room.slack.answers["conversations.replies"] = SlackApiError(
        "no", FakeResponse({"ok": False, "error": "missing_scope"})
    )

    assert len(await room.hear(f"<@UBOT> <{PIER}>")) == 1
    assert room.mail.letters[JOB].state is LetterState.FAILED
    assert "missing_scope" in room.mail.letters[JOB].error


def edition_room() -> EditionRoom:
    made = two_stories_and_others()
    slack = Threads(answers=made.slack.answers)
    slack.clock = made.clock
    made.slack = slack
    made.restart()
    return made


def restore_editions(room: EditionRoom, *, backup_at) -> None:
    restore = lose_the_books(room, backup_at=backup_at)
    room.archive = MemoryArchive()
    room.restart()
    caller = Caller(room.slack, sleep=room.clock.sleep)
    since = SinceBackup(caller, room.mail, room.clock, restore)
    room.editions._poster = Poster(caller, room.mail, room.clock, since_backup=since, sleep=room.clock.sleep)
    room.editions._catch_up = StandingEditions(since, room.archive, str).catch_up


async def test_an_edition_posted_since_the_backup_is_not_posted_again_even_of_other_stories():
    room = edition_room()
    before = room.clock.now()
    posted = list(await room.run())
    assert len(posted) == 6
    room.clock.seconds += 600
    restore_editions(room, backup_at=before)
    room.news.items = [item("new", "Storm breaks the east mole", "A storm broke the mole.", seen_at=room.clock.now())]

    assert await room.run() == posted
    record = room.archive.records[KEY.job_id]
    assert (record.state, record.is_extra, record.story_count) == (EditionState.POSTED, False, 5)
    assert record.made_at.timestamp() == pytest.approx(float(posted[0]["ts"]))


async def test_after_a_restore_the_next_edition_repeats_nothing_that_was_posted_since_the_backup():
    room = edition_room()
    before = room.clock.now()
    await room.run()
    room.clock.seconds += 86_400
    restore_editions(room, backup_at=before)
    seen = {"seen_at": room.clock.now(), "published_at": room.clock.now()}
    room.news.items = [replace(each, seen_at=room.clock.now()) for each in room.news.items]
    room.news.items.append(item("new", "Storm breaks the east mole", "A storm broke the mole.", **seen))

    tomorrow = type(KEY)(KEY.team_id, KEY.channel, KEY.local_date + timedelta(days=1))
    parent, reply = (await room.run(edition_job(tomorrow)))[6:]
    assert "1 story" in parent["text"]
    assert reply["text"] == "1. Storm breaks the east mole"
    assert "none came on" not in str(parent["blocks"])
