"""F24: a message that is deleted while it is answered gets no digest, or its digest is taken back."""

import pytest

from bot.newsroom.jobs.inbox import LetterState
from bot.slack.parsing.payloads import read_delivery
from tests.bot.fakes import STORY
from tests.bot.slack.handlers.test_dispatcher import PIER, Room
from tests.bot.slack.outbound.test_outbox_sender import refused
from tests.bot.slack.outbound.test_progress_and_failures import SlowFetcher

JOB = "message:C1:5.0"


def deletion(channel: str = "C1", ts: str = "5.0") -> dict:
    event = {"type": "message", "subtype": "message_deleted", "channel": channel, "deleted_ts": ts, "ts": "9.0"}
    return {"type": "event_callback", "event": event}


async def take(room: Room, body: dict) -> None:
    await room.desk.take(read_delivery(body))


async def test_f24_a_message_deleted_while_it_is_read_gets_no_digest():
    room = Room()

    async def delete() -> None:
        room.slack.answers["reactions.add"] = refused("message_not_found")

    room.fetcher = SlowFetcher(delete)
    room.restart()

    assert await room.hear(f"<@UBOT> <{PIER}>") == []
    assert room.mail.letters[JOB].state is LetterState.DONE
    assert room.mail.parcels == {}


async def test_f24_a_message_deleted_before_it_is_read_is_not_read():
    room = Room()
    room.slack.answers["reactions.add"] = refused("message_not_found")

    assert await room.hear(f"<@UBOT> <{PIER}>") == []
    assert room.fetcher.fetched == []


async def test_f24_slack_tells_of_a_deletion_and_no_digest_is_posted():
    room = Room()
    room.fetcher = SlowFetcher(lambda: take(room, deletion()))
    room.restart()

    assert await room.hear(f"<@UBOT> <{PIER}>") == []
    assert room.mail.letters[f"deletion:{JOB}"].state is LetterState.DONE


async def test_f24_a_deletion_told_of_while_the_digest_is_posted_takes_it_back():
    room = Room()
    call = room.slack.api_call

    async def delete_meanwhile(method, **arguments):
        answer = await call(method, **arguments)
        if method == "chat.postMessage":
            await take(room, deletion())
        return answer

    room.slack.api_call = delete_meanwhile

    (posted,) = await room.hear(f"<@UBOT> <{PIER}>")

    assert room.slack.said("chat.delete") == [{"channel": "C1", "ts": posted["ts"]}]
    assert room.mail.parcels == {}


async def test_f24_a_digest_that_stands_stays_when_the_question_is_deleted_later():
    room = Room()
    await room.hear(f"<@UBOT> <{PIER}>")

    await room.deliver(deletion())

    assert room.slack.said("chat.delete") == []
    assert list(room.mail.letters) == [JOB]


async def test_deletions_of_what_nobody_asked_are_not_kept():
    room = Room()

    await room.deliver(deletion(channel="D1", ts="1.0"))

    assert room.mail.letters == {}


@pytest.mark.parametrize("code", ["ratelimited", "missing_scope", "no_reaction"])
async def test_a_mark_that_is_refused_for_another_reason_does_not_stop_the_answer(code):
    room = Room()
    room.slack.answers["reactions.add"] = refused(code)

    (posted,) = await room.hear(f"<@UBOT> {STORY}")

    assert "3 sentences" in posted["text"]
