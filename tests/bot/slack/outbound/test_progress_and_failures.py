"""What people see while they wait and when nothing comes: eyes, a note after three seconds, an error with a reference."""

import asyncio
from dataclasses import replace

import pytest

from bot.errors import BotError
from bot.newsroom.jobs.inbox import LetterState, ParcelState
from bot.slack.outbound.deleted_requests import WORKING
from bot.slack.outbound.progress_notice import READING
from bot.slack.parsing.payloads import read_delivery, short_id
from tests.bot.fakes import STORY, FakeFetcher, FakeResponse
from tests.bot.slack.handlers.test_dispatcher import PIER, SLOW, Room, reopened
from tests.bot.slack.outbound.test_outbox_sender import refused

JOB = "message:C1:5.0"
NOTE = f"{JOB}:note:0"
MENTION = {
    "type": "event_callback",
    "event": {"type": "app_mention", "channel": "C1", "user": "U1", "ts": "5.0", "text": f"<@UBOT> <{PIER}>"},
}


class SlowFetcher(FakeFetcher):
    """Answers only after something has happened."""

    def __init__(self, happens) -> None:
        super().__init__({PIER: STORY})
        self.happens = happens

    async def fetch(self, url):
        await self.happens()
        return await super().fetch(url)


async def a_while() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


@pytest.fixture
def slow() -> Room:
    """A room in which reading takes longer than three seconds."""
    room = Room()
    room.impatience.set()
    room.fetcher = SlowFetcher(a_while)
    room.restart()
    return room


def texts(room: Room) -> list[str]:
    return [said["text"] for said in room.slack.said("chat.postMessage")]


async def test_a_quick_answer_comes_without_a_note():
    room = Room()

    await room.hear(f"<@UBOT> <{PIER}>")

    assert len(texts(room)) == 1
    assert room.slack.said("chat.delete") == []


async def test_after_three_seconds_a_note_says_that_it_is_being_read_and_goes_once_the_digest_stands(slow):
    await slow.hear(f"<@UBOT> <{PIER}>")

    assert texts(slow)[0] == READING
    assert "3 sentences" in texts(slow)[1]
    said = [name for name, _ in slow.slack.transcript if name.startswith("chat.")]
    assert said == ["chat.postMessage", "chat.postMessage", "chat.delete"]
    assert slow.slack.said("chat.delete") == [{"channel": "C1", "ts": slow.slack.posted[0]["ts"]}]
    assert NOTE not in slow.mail.parcels


async def test_after_three_seconds_whoever_gave_a_command_is_told_that_it_is_being_read(slow):
    note, answer = await slow.command(PIER)

    assert note.text == READING
    assert answer.text.startswith("Pier at Saltmouth reopens")
    assert slow.slack.posted == []


async def test_a_quick_command_is_answered_without_a_note():
    (answer,) = await Room().command(PIER)

    assert answer.text != READING


async def test_the_note_goes_when_the_answer_is_an_error_too(slow):
    slow.fetcher.pages = {}

    await slow.hear(f"<@UBOT> <{PIER}>")

    assert "no such page" in texts(slow)[1]
    assert len(slow.slack.said("chat.delete")) == 1


async def test_a_digest_that_is_ready_waits_for_a_note_that_is_on_its_way(slow):
    """The note is never posted after the digest, even where Slack takes its time with it."""
    began, order = asyncio.Event(), []
    call = slow.slack.api_call

    async def slow_call(method, **arguments):
        if method == "chat.postMessage":
            began.set()
            await a_while()
            order.append(arguments["json"]["text"])
        return await call(method, **arguments)

    slow.slack.api_call = slow_call
    slow.fetcher.happens = began.wait

    await slow.hear(f"<@UBOT> <{PIER}>")

    assert order[0] == READING
    assert len(order) == 2


async def test_a_note_that_slack_refuses_costs_nothing(slow):
    slow.slack.failures = [refused("ratelimited", status=429, headers={"Retry-After": "30"})]

    await slow.hear(f"<@UBOT> <{PIER}>")

    assert "3 sentences" in texts(slow)[-1]
    assert slow.slack.said("chat.delete") == []
    assert NOTE not in slow.mail.parcels


async def test_a_busy_channel_gets_no_notes(slow):
    slow.desk._poster._lane("C1").free_at = slow.clock.monotonic() + 0.5

    await slow.hear(f"<@UBOT> <{PIER}>")

    assert len(texts(slow)) == 1


@pytest.mark.parametrize("answer", ["lost", None])
async def test_killed_while_it_read_the_next_process_finds_the_note_and_takes_it_away(slow, answer):
    """The outcome of the note may be written down, or lost with the process."""
    dead = asyncio.Event()
    slow.fetcher.happens = dead.wait
    slow.slack.failures = [answer]
    working = asyncio.create_task(slow.hear(f"<@UBOT> <{PIER}>"))
    await a_while()
    await a_while()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)

    slow.fetcher.happens = a_while
    slow.restart()
    await slow.mail.run(slow.desk.do)

    assert [text == READING for text in texts(slow)] == [True, False]
    assert slow.slack.said("chat.delete") == [{"channel": "C1", "ts": slow.slack.posted[0]["ts"]}]
    assert NOTE not in slow.mail.parcels


async def test_killed_between_the_digest_and_taking_the_note_away_it_is_taken_away_later(slow):
    await slow.hear(f"<@UBOT> <{PIER}>")
    note = slow.slack.posted[0]
    slow.mail.letters[JOB] = await reopened(slow, JOB)
    slow.mail.parcels[NOTE] = replace(
        slow.mail.parcels[f"{JOB}:0"], key=NOTE, state=ParcelState.POSTED, ts=note["ts"], payload=None
    )
    slow.restart()

    await slow.mail.run(slow.desk.do)

    assert len(texts(slow)) == 2
    assert len(slow.slack.said("chat.delete")) == 2


async def test_a_note_that_may_not_be_deleted_is_no_reason_to_fail(slow):
    slow.slack.answers["chat.delete"] = refused("cant_delete_message")

    await slow.hear(f"<@UBOT> <{PIER}>")

    assert slow.mail.letters[JOB].state is LetterState.DONE


@pytest.mark.parametrize("link", [PIER, SLOW])
async def test_the_eyes_go_when_an_error_is_said(link):
    room = Room()
    if link == PIER:
        room.fetcher.pages[PIER] = None  # a bug of ours

    await room.hear(f"<@UBOT> <{link}>")

    assert room.slack.said("reactions.remove")[-1]["name"] == WORKING


async def test_f47_a_letter_that_is_given_up_says_so_in_its_thread_with_the_reference_of_the_log():
    room = Room()
    room.fetcher.pages[PIER] = BotError("poison")
    await room.mail.take(message := _taken())
    room.mail.letters[JOB] = replace(room.mail.letters[JOB], tries=5)

    await room.desk.give_up(room.mail.letters[JOB])
    await room.desk.give_up(room.mail.letters[JOB])  # another replica, or after a crash
    await room.mail.finish(JOB, error="given up after 5 tries (error)")
    await room.mail.run(room.desk.do)

    (posted,) = room.slack.posted
    assert posted["thread_ts"] == message.payload["asker"]["ts"]
    assert "could not finish this" in posted["text"]
    assert short_id(JOB) in str(posted["blocks"])
    assert room.slack.said("reactions.remove")[-1]["name"] == WORKING


async def test_a_command_that_is_given_up_is_told_privately():
    room = Room()
    asker = {"channel": "C1", "user": "U1", "ts": None, "thread_ts": None}
    payload = {"asker": asker, "text": PIER, "response_url": "http://r/1"}
    letter = replace(await _letter(room), id="command:1.2", kind="command", payload=payload)

    await room.desk.give_up(letter)
    await room.mail.run(room.desk.do)

    ((url, message, _),) = room.private.sent
    assert url == "http://r/1"
    assert short_id("command:1.2") in str(message.blocks)


async def test_nobody_is_told_where_nobody_asked_or_the_answer_stands():
    room = Room()
    letter = await _letter(room)
    await room.desk.give_up(replace(letter, kind="edition", payload={"team_id": "T1"}))
    await room.desk.give_up(replace(letter, kind="given_up"))
    assert list(room.mail.letters) == [JOB]

    await room.mail.run(room.desk.do)
    await room.desk.give_up(letter)
    await room.mail.run(room.desk.do)

    assert len(room.slack.posted) == 1


def _taken():
    mention = {"type": "app_mention", "channel": "C1", "user": "U1", "ts": "5.0", "text": f"<@UBOT> <{PIER}>"}
    return read_delivery({"type": "event_callback", "event": mention})


async def _letter(room: Room):
    await room.mail.take(_taken())
    return room.mail.letters[JOB]


# -- what the asker is told where the thread is closed -----------------------------------------------------------------


@pytest.mark.parametrize("code", ["restricted_action", "restricted_action_thread_only_channel"])
async def test_f12_where_posting_is_limited_only_the_asker_is_told_why(code):
    room = Room()
    room.slack.failures = [refused(code)]

    await room.hear(f"<@UBOT> <{PIER}>")

    (whisper,) = room.slack.said("chat.postEphemeral")
    assert whisper["user"] == "U1"
    assert "limited" in whisper["text"] or "threads" in whisper["text"]
    assert len(room.slack.said("chat.postMessage")) == 1
    assert room.mail.letters[JOB].state is LetterState.FAILED


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found", "is_archived"])
async def test_f09_f10_f11_where_the_channel_is_closed_the_asker_gets_one_direct_message(code):
    room = Room()
    room.slack.failures = [refused(code)]
    room.slack.answers["conversations.open"] = {"ok": True, "channel": {"id": "D1"}}

    await room.hear(f"<@UBOT> <{PIER}>")

    (said,) = room.slack.posted
    assert said["channel"] == "D1"
    assert "channel you asked me in" in said["text"]
    assert len(room.slack.said("chat.postMessage")) == 2


async def test_a05_a_mention_that_waits_for_its_turn_gets_eyes_and_a_note_that_goes_with_the_answer():
    room = Room()
    job = read_delivery(MENTION)
    await room.desk.take(job)

    await room.desk.say_queued(job.id, 7, True)
    (queued,) = room.slack.posted
    assert queued["text"] == "You are in line: 7 requests come before yours. I will answer here."
    assert queued["thread_ts"] == "5.0"
    assert [said["name"] for said in room.slack.said("reactions.add")] == ["eyes"]

    await room.mail.run(room.desk.do)
    assert room.slack.said("chat.delete") == [{"channel": "C1", "ts": queued["ts"]}]
    assert room.slack.posted[-1]["text"].startswith("Pier at Saltmouth reopens")


async def test_a05_a_command_that_waits_for_its_turn_is_told_so():
    room = Room()
    asker = {"channel_id": "C1", "user_id": "U1", "trigger_id": "1.2", "response_url": "http://r/1"}
    job = read_delivery({"command": "/summarize", "text": PIER, **asker})
    await room.desk.take(job)

    await room.desk.say_queued(job.id, 1, True)

    ((_, said, _),) = room.private.sent
    assert said.text == "You are in line: 1 request comes before yours. I will answer here."


async def test_of_a_job_that_is_done_meanwhile_nothing_is_said():
    room = Room()
    await room.hear(f"<@UBOT> <{PIER}>")
    before = len(room.slack.transcript)

    await room.desk.say_queued("message:C1:5.0", 3, True)

    assert len(room.slack.transcript) == before


async def test_f14_a_missing_scope_is_told_with_what_to_do_and_logged_by_name_once(log_lines):
    room = Room()
    answer = FakeResponse({"ok": False, "error": "missing_scope", "needed": "channels:history"})
    room.slack.answers["conversations.replies"] = type(refused("missing_scope"))("missing_scope", answer)

    await room.hear("<@UBOT>", thread_ts="2.0")
    await room.hear("<@UBOT>", thread_ts="2.0", ts="6.0")

    assert "Ask an admin of this workspace to reinstall me" in room.slack.posted[0]["text"]
    named = [line for line in log_lines if line["event"] == "a permission is missing"]
    assert [(line["needed"], line["method"]) for line in named] == [("channels:history", "conversations.replies")]


@pytest.mark.parametrize("code", ["thread_not_found", "message_not_found"])
async def test_f15_a_thread_that_is_gone_gets_nothing_more(code):
    room = Room()
    room.slack.failures = [refused(code)]

    await room.hear(f"<@UBOT> <{PIER}>")

    assert len(room.slack.said("chat.postMessage")) == 1
    assert room.slack.said("chat.postEphemeral") == []
    assert room.mail.letters[JOB].state is LetterState.DONE


@pytest.mark.parametrize("code", ["user_not_found", "user_not_in_channel", "no_permission"])
async def test_f16_somebody_who_cannot_be_whispered_to_is_left_in_peace(code):
    room = Room()
    room.slack.answers["chat.postEphemeral"] = refused(code)
    await room.hear(f"<@UBOT> <{SLOW}>")

    await room.hear(f"<@UBOT> <{PIER}>", edited={"ts": "5.5", "user": "U1"})

    assert len(room.slack.posted) == 1
    assert {letter.state for letter in room.mail.letters.values()} == {LetterState.DONE}


@pytest.mark.parametrize(("code", "channel"), [("missing_scope", "C1"), ("not_in_channel", "D1")])
async def test_whoever_asked_is_told_that_an_answer_may_already_be_posted(code, channel):
    room = Room()
    room.slack.failures = ["lost"]
    room.slack.answers = {
        "conversations.replies": refused(code),
        "conversations.open": {"ok": True, "channel": {"id": "D1"}},
    }

    await room.hear(f"<@UBOT> <{PIER}>")

    answer, told = room.slack.posted
    assert "3 sentences" in answer["text"]
    assert told["channel"] == channel
    assert told["text"].startswith(
        "I cannot tell whether Slack posted my answer: it broke off before it said so. It may "
    )
    assert room.mail.parcels[f"{JOB}:0"].state is ParcelState.UNKNOWN
    assert room.mail.letters[JOB].state is LetterState.FAILED
