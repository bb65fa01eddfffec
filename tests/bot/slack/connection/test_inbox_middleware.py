"""What is done with a delivery before it is acknowledged: stored; or refused, and that is said."""

import asyncio
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck
from slack_bolt.response import BoltResponse

from bot.errors import StorageError
from bot.newsroom.job_origin import JobOrigin
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.jobs.payloads import AnswerMention, AppUninstalled
from bot.newsroom.requester import Requester
from bot.newsroom.requests.request import Request
from bot.slack.connection.admission import AdmissionControl
from bot.slack.connection.inbox_middleware import HAD_TO_STOP, STILL_SAVING, InboxMiddleware
from tests.bot.slack.handlers.test_dispatcher import PIER, Room

FULL = StorageError("database or disk is full")
ACKNOWLEDGED = BoltResponse(status=200, body="acknowledged")


class RecordingAck(AsyncAck):
    """Keeps what Slack was answered."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[dict[str, Any]] = []

    async def __call__(self, *_: Any, **answer: Any) -> BoltResponse:
        self.answers.append(answer)
        return ACKNOWLEDGED


class Door:
    """A reception in front of a room, and what Slack was answered."""

    def __init__(self, limit: int = 1000, **more: Any) -> None:
        self.rig = Room()
        self.ack = RecordingAck()
        self.acks = self.ack.answers
        self.passed = 0
        rig = self.rig
        self.reception = InboxMiddleware(
            intake=rig.intake,
            admission=AdmissionControl(rig.mail.count_waiting, rig.clock, limit=limit, **more),
            api=rig.dispatcher._api,
            private=rig.private,
            ack_within_s=0.01,
        )

    async def go_on(self) -> None:
        self.passed += 1

    async def deliver(self, body: dict[str, Any]) -> BoltResponse | None:
        answer = await self.reception.handle(body, self.ack, self.go_on)
        for _ in range(10):
            await asyncio.sleep(0)
        return answer

    def break_the_database(self, error: Exception = FULL) -> None:
        async def fail(_job: AnyJob) -> bool:
            raise error

        self.rig.mail.store = fail

    def mend_the_database(self) -> None:
        self.rig.mail.store = self.rig.mail.add_job


def mention(ts: str = "5.0", **more: Any) -> dict[str, Any]:
    event = {"type": "app_mention", "channel": "C1", "user": "U1", "ts": ts, "text": f"<@UBOT> <{PIER}>", **more}
    return {"type": "event_callback", "event": event}


def command(trigger: str = "1.2") -> dict[str, Any]:
    asker = {"channel_id": "C1", "user_id": "U1", "trigger_id": trigger, "response_url": "http://r/1"}
    return {"command": "/summarize", "text": PIER, **asker}


def click() -> dict[str, Any]:
    place = {"channel": {"id": "C1"}, "user": {"id": "U1"}, "container": {"message_ts": "6.0"}}
    action = {"action_id": "digest_longer", "value": "d"}
    return {"type": "block_actions", "trigger_id": "t", "response_url": "http://r/2", "actions": [action], **place}


async def test_what_is_stored_goes_on_to_be_acknowledged():
    door = Door()

    for body in (mention(), command(), click(), {"type": "event_callback", "event": {"type": "reaction_added"}}):
        assert await door.deliver(body) is None

    assert door.passed == 4
    assert len(door.rig.mail.entries) == 3


LINE = "https://t.slack.com/archives/C0OTHER/p1700000000000100"


@pytest.mark.parametrize(
    "message",
    [
        {"text": f"<@UBOT> said <@U0ADA> on Monday. {'The pier reopened after two years of repairs. ' * 9}"},
        {"text": f"<@UBOT> <{LINE}>"},
        {"text": "<@UBOT> tldr", "thread_ts": "2.0"},
        {"text": "<@UBOT> longer", "thread_ts": "2.0"},
        {"text": "<@UBOT>", "files": [{"id": "F1", "mode": "file_access", "file_access": "check_file_info"}]},
        {"text": "<@UBOT> thanks"},
        {"text": "<@UBOT> help"},
    ],
)
async def test_slack_is_asked_nothing_before_a_message_is_acknowledged(message):
    door = Door()

    assert await door.deliver(mention(**message)) is None

    assert (door.passed, door.rig.slack.transcript) == (1, [])


async def test_f39_a_mention_that_cannot_be_saved_is_not_acknowledged_and_its_author_is_told_once():
    door = Door()
    door.break_the_database()

    for ts in ("5.0", "5.0", "6.0"):  # Slack delivers again
        with pytest.raises(StorageError):
            await door.deliver(mention(ts))
        await asyncio.sleep(0.01)

    (whisper,) = door.rig.slack.said("chat.postEphemeral")
    assert whisper["text"].startswith("I could not save your request.")
    assert (door.passed, door.acks, door.rig.slack.posted) == (0, [], [])


async def test_f39_after_room_is_made_what_comes_again_is_answered_once():
    door = Door()
    door.break_the_database()
    with pytest.raises(StorageError):
        await door.deliver(mention())
    door.mend_the_database()

    await door.deliver(mention())
    await door.deliver(mention())
    await door.rig.mail.run(door.rig.dispatcher.dispatch)

    assert len(door.rig.slack.posted) == 1


async def test_f39_a_command_that_cannot_be_saved_is_answered_so():
    door = Door()
    door.break_the_database()

    assert await door.deliver(command()) is ACKNOWLEDGED
    assert door.acks[0]["text"].startswith("I could not save your request.")
    assert door.passed == 0


async def test_f39_a_click_that_cannot_be_saved_is_told_to_the_clicker():
    door = Door()
    door.break_the_database()

    await door.deliver(click())

    ((url, message, _),) = door.rig.private.sent
    assert (url, message.text.startswith("I could not save")) == ("http://r/2", True)


@pytest.mark.parametrize("outcome", [True, FULL])
async def test_f29_a_command_is_acknowledged_in_time_by_a_slow_database_too(outcome):
    door, saved = Door(), asyncio.Event()

    async def save_slowly(job: AnyJob) -> bool:
        await saved.wait()
        if outcome is FULL:
            raise FULL
        return await door.rig.mail.add_job(job)

    door.rig.mail.store = save_slowly
    assert await door.deliver(command()) is ACKNOWLEDGED
    assert door.acks == [{"text": STILL_SAVING}]

    saved.set()
    for _ in range(10):
        await asyncio.sleep(0)
    await door.rig.mail.run(door.rig.dispatcher.dispatch)

    (told,) = door.rig.private.sent
    assert ("could not save" in told[1].text) == (outcome is FULL)


async def test_f27_what_is_too_much_is_acknowledged_unread_and_said_once():
    door = Door(limit=3)

    for number in range(10):
        await door.deliver(mention(f"5.{number}"))
    await door.deliver(command())

    assert list(door.rig.mail.entries) == [f"message:C1:5.{number}" for number in range(3)]
    (whisper,) = door.rig.slack.said("chat.postEphemeral")
    assert whisper["text"] == "I have too much waiting right now. Try again in a few minutes."
    assert [answer.get("text") for answer in door.acks] == [None] * 7 + [whisper["text"]]


async def test_a05_one_person_cannot_fill_the_queue_for_everybody():
    door: Door = Door(limit=6, count_of=lambda requester: len(door.rig.mail.entries) if requester.user == "U1" else 0)

    for number in range(10):
        await door.deliver(mention(f"5.{number}"))
    await door.deliver(mention("6.0", user="U2"))

    assert list(door.rig.mail.entries) == ["message:C1:5.0", "message:C1:5.1", "message:C1:5.2", "message:C1:6.0"]
    (whisper,) = door.rig.slack.said("chat.postEphemeral")
    assert whisper["user"] == "U1"


async def test_f27_there_is_room_again_once_others_are_answered():
    door = Door(limit=2)
    for number in range(3):
        await door.deliver(mention(f"5.{number}"))
    await door.rig.mail.run(door.rig.dispatcher.dispatch)

    door.rig.clock.seconds += 2
    await door.deliver(mention("6.0"))

    assert "message:C1:6.0" in door.rig.mail.entries


async def test_who_waits_when_the_bot_has_to_stop_is_told_once_a_place():
    door = Door()
    asked = [Requester("C1", "U1", "5.0"), Requester("C1", "U1", "6.0"), Requester("C1", "U1", "7.0", "4.0")]
    mentions = [AnswerMention(requester=requester, request=Request(links=(PIER,))) for requester in asked]

    await door.reception.notify_waiting([*mentions, AppUninstalled(team_id="T1")])

    said = door.rig.slack.said("chat.postEphemeral")
    assert [(each["user"], each.get("thread_ts"), each["text"]) for each in said] == [
        ("U1", None, HAD_TO_STOP),
        ("U1", "4.0", HAD_TO_STOP),
    ]
    assert door.rig.mail.entries == {}


async def test_who_waits_is_told_too_where_their_requests_cannot_be_read_any_more():
    door = Door()
    asked = AnswerMention(requester=Requester("C1", "U1", "5.0"), request=Request(links=(PIER,)))
    unread = [JobOrigin("T1", "C1", "U1"), JobOrigin("T1", "C2", "U2"), JobOrigin("T1", "C2", "U2")]

    await door.reception.notify_waiting([asked], [*unread, JobOrigin("T1", "C3", ""), JobOrigin()])

    said = door.rig.slack.said("chat.postEphemeral")
    assert [(each["channel"], each["user"], each["text"]) for each in said] == [
        ("C1", "U1", HAD_TO_STOP),
        ("C2", "U2", HAD_TO_STOP),
    ]
