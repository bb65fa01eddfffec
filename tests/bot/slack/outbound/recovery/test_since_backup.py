"""After a restore: what was posted since the backup is known from Slack, and nothing is said twice."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.newsroom.editions.model import EditionState
from bot.newsroom.jobs.inbox import InboxState
from bot.newsroom.jobs.outbox import OutboxState
from bot.newsroom.restoring import Restore
from bot.slack.handlers.edition import edition_job
from tests.bot.fakes import FakeClock, FakeResponse, FakeSlack, MemoryBoxes
from tests.bot.newsroom.fakes import MemoryEditions
from tests.bot.newsroom.sample_items import item
from tests.bot.slack.edition_channel import KEY, EditionChannel, two_stories_and_others
from tests.bot.slack.handlers.test_dispatcher import PIER, Room

JOB = "message:C1:5.0"


class Threads(FakeSlack):
    """Shows of its messages those of the place that is asked for, a few a page, as Slack does."""

    page = 2

    def __init__(self, clock: FakeClock, answers: dict[str, Any] | None = None) -> None:
        super().__init__(answers=answers or {})
        self.clock = clock

    async def api_call(
        self, method: str, *, json: Any = None, params: Any = None, http_verb: str = "POST"
    ) -> FakeResponse:
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

    def _store(self, arguments: dict[str, Any]) -> str:
        ts = f"{self.clock.seconds + len(self.posted) / 1000:.6f}"
        self.posted.append({**arguments, "ts": ts})
        return ts


def lose_what_came_since(rig, *, backup_at):
    """The database of the backup is empty; it is put back now."""
    rig.mail = MemoryBoxes(rig.clock)
    return Restore(backup_at, rig.clock.now())


def restore_dispatcher(rig: Room, *, backup_at) -> None:
    rig.restore = lose_what_came_since(rig, backup_at=backup_at)
    rig.restart()


@pytest.fixture
def rig() -> Room:
    made = Room()
    made.slack = Threads(made.clock)
    made.restart()
    return made


async def test_a_request_answered_since_the_backup_is_not_answered_again_when_slack_delivers_it_again(rig):
    before = rig.clock.now()
    await rig.hear(f"<@UBOT> <{PIER}>")
    restore_dispatcher(rig, backup_at=before)

    assert len(await rig.hear(f"<@UBOT> <{PIER}>")) == 1
    assert rig.mail.entries[JOB].state is InboxState.DONE
    assert rig.mail.all_outgoing[f"{JOB}:0"].state is OutboxState.POSTED
    assert rig.fetcher.fetched == [PIER]


async def test_a_request_that_got_a_sentence_since_the_backup_gets_no_digest_as_well(rig):
    before = rig.clock.now()
    await rig.hear("<@UBOT> <https://gazette.example/missing>")
    (said,) = rig.slack.posted
    restore_dispatcher(rig, backup_at=before)
    rig.fetcher.pages["https://gazette.example/missing"] = rig.fetcher.pages[PIER]

    assert await rig.hear("<@UBOT> <https://gazette.example/missing>") == [said]


async def test_a_request_that_was_lost_with_the_books_and_comes_again_is_answered(rig):
    restore_dispatcher(rig, backup_at=rig.clock.now())

    assert len(await rig.hear(f"<@UBOT> <{PIER}>")) == 1


async def test_a_note_that_something_takes_long_is_no_answer_and_goes(rig):
    before = rig.clock.now()
    note = {"metadata": {"event_payload": {"key": f"{JOB}:note:0"}}}
    rig.slack._store({"channel": "C1", "thread_ts": "5.0", "text": "I am on it.", **note})
    restore_dispatcher(rig, backup_at=before)

    posted = await rig.hear(f"<@UBOT> <{PIER}>")
    assert len(posted) == 2
    assert [said["ts"] for said in rig.slack.said("chat.delete")] == [posted[0]["ts"]]


async def test_every_page_of_a_long_thread_is_searched(rig):
    before = rig.clock.now()
    for number in range(7):
        rig.slack._store({"channel": "C1", "thread_ts": "5.0", "text": f"chatter {number}"})
    await rig.hear(f"<@UBOT> <{PIER}>")
    restore_dispatcher(rig, backup_at=before)

    await rig.hear(f"<@UBOT> <{PIER}>")
    assert [said["text"] for said in rig.slack.posted if "chatter" not in said["text"]] == [
        rig.slack.posted[-1]["text"]
    ]
    assert rig.slack.said("conversations.replies")[-1]["cursor"]


async def test_a_request_of_after_the_restore_asks_slack_for_nothing_more(rig):
    restore_dispatcher(rig, backup_at=rig.clock.now())
    rig.clock.seconds += 3600

    await rig.hear(f"<@UBOT> <{PIER}>", ts=f"{rig.clock.seconds:.6f}")
    assert len(rig.slack.posted) == 1
    assert rig.slack.said("conversations.replies") == rig.slack.said("conversations.replies")[:1]  # who asked is there


async def test_where_slack_cannot_be_searched_nothing_is_posted_again_and_the_operator_sees_it(rig):
    before = rig.clock.now()
    await rig.hear(f"<@UBOT> <{PIER}>")
    restore_dispatcher(rig, backup_at=before)
    rig.slack.answers["conversations.replies"] = SlackApiError(
        "no", FakeResponse({"ok": False, "error": "missing_scope"})
    )

    assert len(await rig.hear(f"<@UBOT> <{PIER}>")) == 1
    assert rig.mail.entries[JOB].state is InboxState.FAILED
    assert "missing_scope" in rig.mail.entries[JOB].error


def edition_room() -> EditionChannel:
    made = two_stories_and_others()
    made.slack = Threads(made.clock, made.slack.answers)
    made.restart()
    return made


def restore_editions(rig: EditionChannel, *, backup_at) -> None:
    rig.restore = lose_what_came_since(rig, backup_at=backup_at)
    rig.records = MemoryEditions()
    rig.restart()


async def test_an_edition_posted_since_the_backup_is_not_posted_again_even_of_other_stories():
    rig = edition_room()
    before = rig.clock.now()
    posted = list(await rig.run())
    assert len(posted) == 6
    rig.clock.seconds += 600
    restore_editions(rig, backup_at=before)
    rig.news.items = [item("new", "Storm breaks the east mole", "A storm broke the mole.", seen_at=rig.clock.now())]

    assert await rig.run() == posted
    record = rig.records.records[KEY.job_id]
    assert (record.state, record.is_extra, record.story_count) == (EditionState.POSTED, False, 5)
    assert record.made_at.timestamp() == pytest.approx(float(posted[0]["ts"]))


async def test_after_a_restore_the_next_edition_repeats_nothing_that_was_posted_since_the_backup():
    rig = edition_room()
    before = rig.clock.now()
    await rig.run()
    rig.clock.seconds += 86_400
    restore_editions(rig, backup_at=before)
    seen: dict[str, Any] = {"seen_at": rig.clock.now(), "published_at": rig.clock.now()}
    rig.news.items = [replace(each, seen_at=rig.clock.now()) for each in rig.news.items]
    rig.news.items.append(item("new", "Storm breaks the east mole", "A storm broke the mole.", **seen))

    tomorrow = type(KEY)(KEY.team_id, KEY.channel, KEY.local_date + timedelta(days=1))
    parent, reply = (await rig.run(edition_job(tomorrow)))[6:]
    assert "1 story" in parent["text"]
    assert reply["text"] == "1. Storm breaks the east mole"
    assert "none came on" not in str(parent["blocks"])
