"""F24: a message that is deleted while it is answered gets no digest, or its digest is taken back."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.newsroom.jobs.inbox import InboxState
from bot.slack.parsing.payloads import parse_payload
from tests.bot.fakes import STORY, FakeResponse, FakeSlack
from tests.bot.slack.handlers.test_dispatcher import PIER, Room
from tests.bot.slack.outbound.test_outbox_sender import refused
from tests.bot.slack.outbound.test_progress_and_failures import SlowFetcher

JOB = "message:C1:5.0"


def deletion(channel: str = "C1", ts: str = "5.0") -> dict[str, Any]:
    event = {"type": "message", "subtype": "message_deleted", "channel": channel, "deleted_ts": ts, "ts": "9.0"}
    return {"type": "event_callback", "event": event}


def tombstone(channel: str = "C1", ts: str = "5.0") -> dict[str, Any]:
    """The same for a message that has replies."""
    left = {"subtype": "tombstone", "text": "This message was deleted.", "user": "USLACKBOT", "ts": ts}
    before = {"text": "x", "user": "U1", "ts": ts}
    event = {"type": "message", "subtype": "message_changed", "channel_type": "im", "channel": channel, "ts": "9.0"}
    return {"type": "event_callback", "event": {**event, "message": left, "previous_message": before}}


class BusySlack(FakeSlack):
    """A Slack where something happens while a message is posted."""

    def __init__(self, happens: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        self.happens = happens

    async def api_call(self, method: str, **how: Any) -> FakeResponse:
        answer = await super().api_call(method, **how)
        if method == "chat.postMessage":
            await self.happens()
        return answer


async def take(rig: Room, body: dict[str, Any]) -> None:
    job = parse_payload(body)
    assert job is not None
    await rig.intake.accept(job)


async def test_f24_a_message_deleted_while_it_is_read_gets_no_digest():
    rig = Room()

    async def delete() -> None:
        rig.slack.answers["reactions.add"] = refused("message_not_found")

    rig.fetcher = SlowFetcher(delete)
    rig.restart()

    assert await rig.hear(f"<@UBOT> <{PIER}>") == []
    assert rig.mail.entries[JOB].state is InboxState.DONE
    assert rig.mail.all_outgoing == {}


async def test_f24_a_message_deleted_before_it_is_read_is_not_read():
    rig = Room()
    rig.slack.answers["reactions.add"] = refused("message_not_found")

    assert await rig.hear(f"<@UBOT> <{PIER}>") == []
    assert rig.fetcher.fetched == []


@pytest.mark.parametrize("told", [deletion(), tombstone()])
async def test_f24_slack_tells_of_a_deletion_and_no_digest_is_posted(told):
    rig = Room()
    rig.fetcher = SlowFetcher(lambda: take(rig, told))
    rig.restart()

    assert await rig.hear(f"<@UBOT> <{PIER}>") == []
    assert rig.mail.entries[f"deletion:{JOB}"].state is InboxState.DONE


async def test_f24_a_deletion_told_of_while_the_digest_is_posted_takes_it_back():
    rig = Room()
    rig.slack = BusySlack(lambda: take(rig, deletion()))
    rig.restart()

    (posted,) = await rig.hear(f"<@UBOT> <{PIER}>")

    assert rig.slack.said("chat.delete") == [{"channel": "C1", "ts": posted["ts"]}]
    assert rig.mail.all_outgoing == {}


async def test_f24_a_digest_that_stands_stays_when_the_question_is_deleted_later():
    rig = Room()
    await rig.hear(f"<@UBOT> <{PIER}>")

    await rig.deliver(deletion())

    assert rig.slack.said("chat.delete") == []
    assert list(rig.mail.entries) == [JOB]


async def test_deletions_of_what_nobody_asked_are_not_kept():
    rig = Room()

    await rig.deliver(deletion(channel="D1", ts="1.0"))

    assert rig.mail.entries == {}


@pytest.mark.parametrize("code", ["ratelimited", "missing_scope", "no_reaction"])
async def test_a_mark_that_is_refused_for_another_reason_does_not_stop_the_answer(code):
    rig = Room()
    rig.slack.answers["reactions.add"] = refused(code)

    (posted,) = await rig.hear(f"<@UBOT> {STORY}")

    assert "3 sentences" in posted["text"]
