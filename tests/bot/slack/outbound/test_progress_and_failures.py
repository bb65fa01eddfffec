"""What people see while they wait and when nothing comes: eyes, a note after three seconds, an error with a reference."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.errors import BotError
from bot.newsroom.jobs.inbox import InboxEntry, InboxState
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.jobs.keys import short_id
from bot.newsroom.jobs.outbox import OutboxState
from bot.newsroom.jobs.payloads import AnswerCommand, AppUninstalled, ReportAbandonedJob
from bot.newsroom.ports import Page
from bot.newsroom.requester import Requester
from bot.newsroom.requests.request import Request
from bot.slack.outbound.deleted_requests import WORKING
from bot.slack.outbound.progress_notice import READING
from bot.slack.parsing.payloads import parse_payload
from tests.bot.fakes import STORY, FakeFetcher, FakeResponse
from tests.bot.slack.handlers.test_dispatcher import PIER, SLOW, Room, reopened
from tests.bot.slack.handlers.test_refused_posts import delete_once_posted
from tests.bot.slack.outbound.test_outbox_sender import refused

JOB = "message:C1:5.0"
NOTE = f"{JOB}:note:0"
MENTION = {
    "type": "event_callback",
    "event": {"type": "app_mention", "channel": "C1", "user": "U1", "ts": "5.0", "text": f"<@UBOT> <{PIER}>"},
}


class SlowFetcher(FakeFetcher):
    """Answers only after something has happened."""

    def __init__(self, happens: Callable[[], Awaitable[None]]) -> None:
        super().__init__({PIER: STORY})
        self.happens = happens

    async def fetch(self, url: str) -> Page:
        await self.happens()
        return await super().fetch(url)


async def a_while() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


@pytest.fixture
def slow() -> Room:
    """A room in which reading takes longer than three seconds."""
    rig = Room()
    rig.impatience.set()
    rig.fetcher = SlowFetcher(a_while)
    rig.restart()
    return rig


def texts(rig: Room) -> list[str]:
    return [said["text"] for said in rig.slack.said("chat.postMessage")]


async def test_a_quick_answer_comes_without_a_note():
    rig = Room()

    await rig.hear(f"<@UBOT> <{PIER}>")

    assert len(texts(rig)) == 1
    assert rig.slack.said("chat.delete") == []


async def test_after_three_seconds_a_note_says_that_it_is_being_read_and_goes_once_the_digest_stands(slow):
    await slow.hear(f"<@UBOT> <{PIER}>")

    assert texts(slow)[0] == READING
    assert "3 sentences" in texts(slow)[1]
    said = [name for name, _ in slow.slack.transcript if name.startswith("chat.")]
    assert said == ["chat.postMessage", "chat.postMessage", "chat.delete"]
    assert slow.slack.said("chat.delete") == [{"channel": "C1", "ts": slow.slack.posted[0]["ts"]}]
    assert NOTE not in slow.mail.all_outgoing


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
    assert NOTE not in slow.mail.all_outgoing


async def test_a_busy_channel_gets_no_notes(slow):
    slow.sender._queue_of("C1").free_at = slow.clock.monotonic() + 0.5

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
    await slow.mail.run(slow.dispatcher.dispatch)

    assert [text == READING for text in texts(slow)] == [True, False]
    assert slow.slack.said("chat.delete") == [{"channel": "C1", "ts": slow.slack.posted[0]["ts"]}]
    assert NOTE not in slow.mail.all_outgoing


async def test_killed_between_the_digest_and_taking_the_note_away_it_is_taken_away_later(slow):
    await slow.hear(f"<@UBOT> <{PIER}>")
    note = slow.slack.posted[0]
    slow.mail.entries[JOB] = await reopened(slow, JOB)
    slow.mail.all_outgoing[NOTE] = replace(
        slow.mail.all_outgoing[f"{JOB}:0"], key=NOTE, state=OutboxState.POSTED, ts=note["ts"], payload=None
    )
    slow.restart()

    await slow.mail.run(slow.dispatcher.dispatch)

    assert len(texts(slow)) == 2
    assert len(slow.slack.said("chat.delete")) == 2


async def test_a_note_that_may_not_be_deleted_is_no_reason_to_fail(slow):
    slow.slack.answers["chat.delete"] = refused("cant_delete_message")

    await slow.hear(f"<@UBOT> <{PIER}>")

    assert slow.mail.entries[JOB].state is InboxState.DONE


@pytest.mark.parametrize("link", [PIER, SLOW])
async def test_the_eyes_go_when_an_error_is_said(link):
    rig = Room()
    if link == PIER:
        rig.fetcher.pages[PIER] = AttributeError("a bug of ours")

    await rig.hear(f"<@UBOT> <{link}>")

    assert rig.slack.said("reactions.remove")[-1]["name"] == WORKING


async def test_f47_a_letter_that_is_given_up_says_so_in_its_thread_with_the_reference_of_the_log():
    rig = Room()
    rig.fetcher.pages[PIER] = BotError("poison")
    await rig.mail.add_job(message := _taken())
    rig.mail.entries[JOB] = replace(rig.mail.entries[JOB], tries=5)

    await rig.parts.abandon(rig.mail.entries[JOB])
    await rig.parts.abandon(rig.mail.entries[JOB])  # another replica, or after a crash
    await rig.mail.mark_finished(JOB, error="given up after 5 tries (error)")
    await rig.mail.run(rig.dispatcher.dispatch)

    (posted,) = rig.slack.posted
    assert message.payload.requester is not None
    assert posted["thread_ts"] == message.payload.requester.ts
    assert "could not finish this" in posted["text"]
    assert short_id(JOB) in str(posted["blocks"])
    assert rig.slack.said("reactions.remove")[-1]["name"] == WORKING


async def test_a_command_that_is_given_up_is_told_privately():
    rig = Room()
    payload = AnswerCommand(requester=Requester("C1", "U1"), response_url="http://r/1", request=Request(links=(PIER,)))
    entry = replace(await _letter(rig), id="command:1.2", kind="command", payload=payload)

    await rig.parts.abandon(entry)
    await rig.mail.run(rig.dispatcher.dispatch)

    ((url, message, _),) = rig.private.sent
    assert url == "http://r/1"
    assert short_id("command:1.2") in str(message.blocks)


async def test_nobody_is_told_where_nobody_asked_or_the_answer_stands():
    rig = Room()
    entry = await _letter(rig)
    await rig.parts.abandon(replace(entry, payload=AppUninstalled(team_id="T1")))
    await rig.parts.abandon(replace(entry, payload=ReportAbandonedJob(requester=Requester("C1", "U1"), of="x")))
    assert list(rig.mail.entries) == [JOB]

    await rig.mail.run(rig.dispatcher.dispatch)
    await rig.parts.abandon(entry)
    await rig.mail.run(rig.dispatcher.dispatch)

    assert len(rig.slack.posted) == 1


def _taken() -> AnyJob:
    mention = {"type": "app_mention", "channel": "C1", "user": "U1", "ts": "5.0", "text": f"<@UBOT> <{PIER}>"}
    job = parse_payload({"type": "event_callback", "event": mention})
    assert job is not None
    return job


async def _letter(rig: Room) -> InboxEntry:
    await rig.mail.add_job(_taken())
    return rig.mail.entries[JOB]


# -- what the requester is told where the thread is closed -----------------------------------------------------------------


@pytest.mark.parametrize("code", ["restricted_action", "restricted_action_thread_only_channel"])
async def test_f12_where_posting_is_limited_only_the_asker_is_told_why(code):
    rig = Room()
    rig.slack.failures = [refused(code)]

    await rig.hear(f"<@UBOT> <{PIER}>")

    (whisper,) = rig.slack.said("chat.postEphemeral")
    assert whisper["user"] == "U1"
    assert "limited" in whisper["text"] or "threads" in whisper["text"]
    assert len(rig.slack.said("chat.postMessage")) == 1
    assert rig.mail.entries[JOB].state is InboxState.FAILED


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found", "is_archived"])
async def test_f09_f10_f11_where_the_channel_is_closed_the_asker_gets_one_direct_message(code):
    rig = Room()
    rig.slack.failures = [refused(code)]
    rig.slack.answers["conversations.open"] = {"ok": True, "channel": {"id": "D1"}}

    await rig.hear(f"<@UBOT> <{PIER}>")

    (said,) = rig.slack.posted
    assert said["channel"] == "D1"
    assert "channel you asked me in" in said["text"]
    assert len(rig.slack.said("chat.postMessage")) == 2


async def test_a05_a_mention_that_waits_for_its_turn_gets_eyes_and_a_note_that_goes_with_the_answer():
    rig = Room()
    job = parse_payload(MENTION)
    assert job is not None
    await rig.intake.accept(job)

    await rig.parts.queue_notifier.notify_queued(job.id, 7, True)
    (queued,) = rig.slack.posted
    assert queued["text"] == "You are in line: 7 requests come before yours. I will answer here."
    assert queued["thread_ts"] == "5.0"
    assert [said["name"] for said in rig.slack.said("reactions.add")] == ["eyes"]

    await rig.mail.run(rig.dispatcher.dispatch)
    assert rig.slack.said("chat.delete") == [{"channel": "C1", "ts": queued["ts"]}]
    assert rig.slack.posted[-1]["text"].startswith("Pier at Saltmouth reopens")


async def test_a05_a_command_that_waits_for_its_turn_is_told_so():
    rig = Room()
    requester = {"channel_id": "C1", "user_id": "U1", "trigger_id": "1.2", "response_url": "http://r/1"}
    job = parse_payload({"command": "/summarize", "text": PIER, **requester})
    assert job is not None
    await rig.intake.accept(job)

    await rig.parts.queue_notifier.notify_queued(job.id, 1, True)

    ((_, said, _),) = rig.private.sent
    assert said.text == "You are in line: 1 request comes before yours. I will answer here."


async def test_of_a_job_that_is_done_meanwhile_nothing_is_said():
    rig = Room()
    await rig.hear(f"<@UBOT> <{PIER}>")
    before = len(rig.slack.transcript)

    await rig.parts.queue_notifier.notify_queued("message:C1:5.0", 3, True)

    assert len(rig.slack.transcript) == before


async def test_f14_a_missing_scope_is_told_with_what_to_do_and_logged_by_name_once(log_lines):
    rig = Room()
    answer = FakeResponse({"ok": False, "error": "missing_scope", "needed": "channels:history"})
    rig.slack.answers["conversations.replies"] = type(refused("missing_scope"))("missing_scope", answer)

    await rig.hear("<@UBOT>", thread_ts="2.0")
    await rig.hear("<@UBOT>", thread_ts="2.0", ts="6.0")

    assert "the permission channels:history is missing. An admin can add it" in rig.slack.posted[0]["text"]
    named = [line for line in log_lines if line["event"] == "a permission is missing"]
    assert [(line["needed"], line["method"]) for line in named] == [("channels:history", "conversations.replies")]


@pytest.mark.parametrize("code", ["thread_not_found", "message_not_found"])
async def test_f15_a_thread_that_is_gone_gets_nothing_more(code):
    rig = Room()
    rig.slack.failures = [refused(code)]
    delete_once_posted(rig)

    await rig.hear(f"<@UBOT> <{PIER}>")

    assert len(rig.slack.said("chat.postMessage")) == 1
    assert rig.slack.said("chat.postEphemeral") == []
    assert rig.mail.entries[JOB].state is InboxState.DONE


@pytest.mark.parametrize("code", ["user_not_found", "user_not_in_channel", "no_permission"])
async def test_f16_somebody_who_cannot_be_whispered_to_is_left_in_peace(code):
    rig = Room()
    rig.slack.answers["chat.postEphemeral"] = refused(code)
    await rig.hear(f"<@UBOT> <{PIER}>")

    await rig.hear(f"<@UBOT> <{SLOW}>", edited={"ts": "5.5", "user": "U1"})

    assert len(rig.slack.posted) == 1
    assert {entry.state for entry in rig.mail.entries.values()} == {InboxState.DONE}


@pytest.mark.parametrize(("code", "channel"), [("missing_scope", "C1"), ("not_in_channel", "D1")])
async def test_whoever_asked_is_told_that_an_answer_may_already_be_posted(code, channel):
    rig = Room()
    rig.slack.failures = ["lost"]
    rig.slack.answers = {
        "conversations.replies": refused(code),
        "conversations.open": {"ok": True, "channel": {"id": "D1"}},
    }

    await rig.hear(f"<@UBOT> <{PIER}>")

    answer, told = rig.slack.posted
    assert "3 sentences" in answer["text"]
    assert told["channel"] == channel
    assert told["text"].startswith(
        "I cannot tell whether Slack posted my answer: it broke off before it said so. It may "
    )
    assert rig.mail.all_outgoing[f"{JOB}:0"].state is OutboxState.UNKNOWN
    assert rig.mail.entries[JOB].state is InboxState.FAILED
