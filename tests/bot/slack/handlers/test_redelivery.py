"""Slack delivers again what it believes lost, late and in any order: each thing is answered once. (F19, F21, F22, F25)"""

import random
from typing import Any

import pytest

from bot.newsroom.jobs.keys import short_id
from bot.newsroom.jobs.payloads import JobKind
from bot.slack.parsing.payloads import parse_payload
from tests.bot.slack.digest_channel import DigestChannel, submission
from tests.bot.slack.dispatching import RecordingHandler
from tests.bot.slack.handlers.test_dispatcher import PIER, Room

DIGEST = short_id("message:C1:1.0")


def event(**more: object) -> dict[str, Any]:
    return {"type": "event_callback", "event": {"user": "U1", "text": f"<@UBOT> <{PIER}>", **more}}


ANSWERED = event(type="app_mention", channel="C1", ts="1.0")
MENTION = event(type="app_mention", channel="C1", ts="2.0")
IN_THREAD = event(type="app_mention", channel="C1", ts="2.5", thread_ts="1.0")
DIRECT = event(type="message", channel="D1", channel_type="im", ts="3.0")
COMMAND = {
    "command": "/summarize",
    "text": PIER,
    "channel_id": "C1",
    "user_id": "U1",
    "trigger_id": "4.0",
    "response_url": "http://r/1",
}
CLICK = {
    "type": "block_actions",
    "trigger_id": "5.0",
    "actions": [{"action_id": "digest_more", "selected_option": {"value": f"quotes:{DIGEST}"}}],
    "channel": {"id": "C1"},
    "user": {"id": "U1"},
    "response_url": "http://r/2",
    "container": {"message_ts": "6.0", "thread_ts": "1.0"},
}
KINDS = {"mention": MENTION, "reply": IN_THREAD, "direct": DIRECT, "command": COMMAND, "click": CLICK}


async def take(rig: Room, bodies: list[dict[str, Any]]) -> None:
    """Everything arrives before anything is done, then all is done."""
    for body in bodies:
        job = parse_payload(body)
        assert job is not None
        await rig.intake.accept(job)
    await rig.mail.run(rig.dispatcher.dispatch)


async def said_after(bodies: list[dict[str, Any]]) -> list[str]:
    rig = Room()
    await take(rig, [ANSWERED])
    await take(rig, bodies)
    private = [message.text for _, message, _ in rig.private.sent]
    return sorted([*(f"{said['channel']} {said['thread_ts']} {said['text']}" for said in rig.slack.posted), *private])


@pytest.mark.parametrize("seed", range(6))
async def test_f19_f21_each_kind_three_times_in_any_order_is_answered_once(seed):
    bodies = [ANSWERED, *KINDS.values()] * 3
    random.Random(seed).shuffle(bodies)  # noqa: S311  (an order that can be repeated)

    assert await said_after(bodies) == await said_after(list(KINDS.values()))


@pytest.mark.parametrize("kind", KINDS)
async def test_f19_a_delivery_that_comes_again_after_its_answer_says_nothing(kind):
    rig = Room()
    await take(rig, [ANSWERED])
    await take(rig, [KINDS[kind]])
    before = len(rig.slack.posted), len(rig.private.sent)

    rig.restart()
    await take(rig, [KINDS[kind], KINDS[kind]])

    assert (len(rig.slack.posted), len(rig.private.sent)) == before


async def test_f22_a_mention_and_a_message_event_of_one_post_are_one_request():
    both = event(type="app_mention", channel="D1", ts="3.0")
    rig = Room()

    await take(rig, [both, DIRECT])

    assert len(rig.slack.posted) == 1


@pytest.mark.parametrize("mark", [{"bot_id": "B7"}, {"bot_profile": {"id": "B7"}}, {"subtype": "bot_message"}])
def test_f25_what_a_program_says_is_no_request(mark):
    said = event(type="message", channel="D1", channel_type="im", ts="3.0", **mark)

    assert parse_payload(said) is None


async def test_f19_f21_commands_and_forms_about_editions_three_times_in_any_order_are_done_once_each():
    digests = DigestChannel()
    await digests.say("")  # opens the form
    form = submission(digests)
    bodies = [{**COMMAND, "command": "/digest", "text": "list", "team_id": "T1"}, form, MENTION]
    rig, done = Room(), RecordingHandler()
    rig.parts.handlers.update({JobKind.DIGEST_COMMAND: done, JobKind.SAVE_FORM: done})
    again = bodies * 3
    random.Random(7).shuffle(again)  # noqa: S311  (an order that can be repeated)
    await take(rig, again)
    rig.restart()
    rig.parts.handlers.update({JobKind.DIGEST_COMMAND: done, JobKind.SAVE_FORM: done})
    await take(rig, bodies)

    asked = [job.id for job in map(parse_payload, bodies[:2]) if job is not None]
    assert len(asked) == 2
    assert sorted(job.id for job in done.jobs) == sorted(asked)
    assert len(rig.slack.posted) == 1


SHARE = {**CLICK, "actions": [{"action_id": "digest_share", "value": DIGEST}]}
RETRY = {**CLICK, "actions": [{"action_id": "digest_retry", "value": DIGEST}]}


@pytest.mark.parametrize(("body", "messages"), [(MENTION, 1), (IN_THREAD, 1), (DIRECT, 1), (SHARE, 2), (RETRY, 1)])
async def test_f06_of_a_post_whose_answer_is_lost_one_message_stands_whoever_asked_for_it(body, messages):
    rig = Room()
    await take(rig, [ANSWERED])
    rig.slack.posted.clear()
    rig.slack.failures = ["lost"] * messages

    await take(rig, [body])
    rig.restart()
    await take(rig, [body])

    keys = [said["metadata"]["event_payload"]["key"] for said in rig.slack.posted]
    assert len(keys) == len(set(keys)) == messages
