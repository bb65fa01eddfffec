"""HTTP mode: a real Bolt app behind a real HTTP server, with real signatures."""

import asyncio
import itertools
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from multidict import CIMultiDict
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.slack.connection.connection_limiter import HttpLimits
from bot.slack.connection.http_mode import MAX_BODY
from tests.bot.slack.connection.http import EVENT, FORM, JSON, SECRET, as_form, bolt_behind, client_of, hearing, signed
from tests.bot.slack.connection.test_inbox_middleware import Door, click, command, mention

pytestmark = pytest.mark.usefixtures("no_traceback")


@pytest.fixture
async def web():
    async with hearing() as (client, heard):
        yield client, heard


@pytest.fixture
async def bot():
    """The whole way from a request to the inbox, with a door before it."""
    door = Door()
    async with bolt_behind(door) as app, client_of(app) as client:
        yield client, door


async def test_a_signed_event_is_heard(web):
    client, heard = web

    answer = await client.post("/slack/events", data=EVENT, headers=signed(EVENT))

    assert answer.status == 200
    assert heard == ["hello"]


async def test_f28_slacks_challenge_is_answered(web):
    client, _ = web
    body = json.dumps({"type": "url_verification", "challenge": "abc"})

    answer = await client.post("/slack/events", data=body, headers=signed(body))

    assert "abc" in await answer.text()


# -- A18: rightly signed, and not as Slack writes


def event(inner: object, **more: object) -> dict[str, Any]:
    return {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "event": inner} | more


def without(body: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in names}


def submitted(view: object) -> dict[str, Any]:
    return {"type": "view_submission", "user": {"id": "U1"}, "team": {"id": "T1"}, "view": view}


FORM_OF_OURS = {"type": "modal", "callback_id": "digest_save", "id": "V1"}

MALFORMED = {
    "not JSON": "not json",
    "half of it": '{"type":"event_callback"',
    "null": "null",
    "a number": "5",
    "a word": '"event_callback"',
    "a list": "[]",
    "a list of events": [event({"type": "app_mention"})],
    "nested": "[" * 10_000 + "]" * 10_000,
    "nested within": '{"type":"event_callback","event":' + '{"a":' * 10_000 + "1" + "}" * 10_001,
    "a number of 5,000 digits": '{"type":' + "9" * 5_000 + "}",
    "nothing": {},
    "no type": {"event": {"type": "app_mention"}},
    "type null": event({"type": "app_mention"}, type=None),
    "type of another type": event({"type": "app_mention"}, type=["event_callback"]),
    "no event": without(event({}), "event"),
    "event null": event(None),
    "event a list": event([]),
    "event a word": event("app_mention"),
    "event empty": event({}),
    "event without type": event({"channel": "C1", "user": "U1", "ts": "1.0"}),
    "event of another type": event({"type": 5}),
    "no channel": event({"type": "app_mention", "user": "U1", "ts": "1.0", "text": "x"}),
    "channel a number": event({"type": "app_mention", "channel": 5, "user": "U1", "ts": "1.0"}),
    "channel an object": event({"type": "app_mention", "channel": {"id": "C1"}, "user": "U1", "ts": "1.0"}),
    "user a list": event({"type": "app_mention", "channel": "C1", "user": ["U1"], "ts": "1.0"}),
    "ts a number": event({"type": "app_mention", "channel": "C1", "user": "U1", "ts": 1.0}),
    "ts no number": event({"type": "app_mention", "channel": "C1", "user": "U1", "ts": float("nan")}),
    "text a list": event({"type": "app_mention", "channel": "C1", "user": "U1", "ts": "1.0", "text": []}),
    "channel with a zero byte": event({"type": "app_mention", "channel": "C\0", "user": "U1", "ts": "1.0"}),
    "ts half a surrogate": event({"type": "app_mention", "channel": "C1", "user": "U1", "ts": "\ud800"}),
    "channel of 100,000 letters": event({"type": "app_mention", "channel": "C" * 100_000, "user": "U1", "ts": "1.0"}),
    "files a word": event({"type": "app_mention", "channel": "C1", "user": "U1", "ts": "1.0", "files": "F1"}),
    "authorizations a number": event({"type": "app_mention"}, authorizations=5),
    "authorizations of nothing": event({"type": "app_mention"}, authorizations=[None]),
    "home of nobody": event({"type": "app_home_opened", "tab": "home"}),
    "place without a name": event({"type": "channel_archive"}),
    "event without its id": without(event({"type": "channel_archive", "channel": "C1"}), "event_id"),
    "tokens a list": event({"type": "tokens_revoked", "tokens": ["U1"]}),
    "edit of nothing": event({"type": "message", "subtype": "message_changed", "channel_type": "im", "message": 5}),
    "no actions": without(click(), "actions"),
    "actions null": click() | {"actions": None},
    "actions empty": click() | {"actions": []},
    "actions an object": click() | {"actions": {"0": {"action_id": "digest_longer"}}},
    "action null": click() | {"actions": [None]},
    "action without id": click() | {"actions": [{"value": "d"}]},
    "action id a number": click() | {"actions": [{"action_id": 5}]},
    "menu without choice": click() | {"actions": [{"action_id": "digest_more"}]},
    "menu with null": click() | {"actions": [{"action_id": "digest_more", "selected_option": {"value": None}}]},
    "click by nobody": without(click(), "user"),
    "click by a name": click() | {"user": {"name": "ada"}},
    "click nowhere": without(click(), "container"),
    "click without trigger": without(click(), "trigger_id"),
    "click without response_url": without(click(), "response_url"),
    "press without trigger": {**without(click(), "trigger_id"), "actions": [{"action_id": "digest_pause"}]},
    "buttons of old": {"type": "interactive_message", "callback_id": "x", "actions": []},
    "no view": without(submitted({}), "view"),
    "view null": submitted(None),
    "view empty": submitted({}),
    "view a list": submitted([]),
    "view without state": submitted(FORM_OF_OURS),
    "view without values": submitted(FORM_OF_OURS | {"state": {}}),
    "view without fields": submitted(FORM_OF_OURS | {"state": {"values": {}}}),
    "values a list": submitted(FORM_OF_OURS | {"state": {"values": []}}),
    "block null": submitted(FORM_OF_OURS | {"state": {"values": {"n": {"v": 5}}}}),
    "typed a number": submitted(FORM_OF_OURS | {"state": {"values": {"feeds": {"v": {"value": 5}}}}}),
    "metadata no JSON": submitted(FORM_OF_OURS | {"state": {"values": {"n": {"v": {}}}}, "private_metadata": "{"}),
    "metadata a list": submitted(FORM_OF_OURS | {"state": {"values": {"n": {"v": {}}}}, "private_metadata": "[]"}),
    "view without id": submitted(without(FORM_OF_OURS, "id") | {"state": {"values": {"n": {"v": {}}}}}),
}


@pytest.mark.parametrize("content_type", [JSON, FORM])
async def test_a18_what_cannot_be_read_is_refused_and_logged_once_without_what_it_says(bot, log_lines, content_type):
    client, door = bot
    answers = {}
    for name, body in MALFORMED.items():
        text = body if isinstance(body, str) else json.dumps(body)
        raw = text if content_type == JSON else urlencode({"payload": text})
        answer = await client.post("/slack/events", data=raw.encode(), headers=signed(raw, content_type=content_type))
        said = [line["event"] for line in log_lines if "cannot be read" in line["event"] and len(str(line)) < 200]
        answers[name] = (answer.status, len(said), len(log_lines))
        log_lines.clear()

    assert {name: what for name, what in answers.items() if what != (400, 1, 1)} == {}
    assert door.rig.mail.entries == {}


async def test_a18_a_command_without_one_of_its_fields_is_refused_and_its_author_told(bot):
    client, door = bot
    fields = ["channel_id", "user_id", "trigger_id", "response_url", "command"]
    for missing, name in itertools.product(fields, ["/summarize", "/digest"]):
        body = urlencode(without(command() | {"command": name, "team_id": "T1"}, missing))
        answer = await client.post("/slack/events", data=body, headers=signed(body, content_type=FORM))
        told = [message.text for _, message, _ in door.rig.private.sent]
        door.rig.private.sent.clear()

        assert (missing, answer.status) == (missing, 400)
        assert told == ([] if missing in {"response_url", "command"} else [SORRY])
    assert door.rig.mail.entries == {}


SORRY = "I could not read what Slack sent me of your request. Please try once more. If it happens again, tell the person who runs me."  # fmt: skip


ODD = [
    ("payload=", FORM),
    ("payload={", FORM),
    ("payload", FORM),
    ("payload=%7B%7D&payload=%5B%5D", FORM),
    ("command=", FORM),
    ("=&=&=", FORM),
    ("%ff=%ff", FORM),
    ("{}", FORM),
    ("<xml/>", "text/xml"),
    ("", "application/json"),
    (EVENT, "application/json; charset=no-such"),
    (EVENT, "application/json; charset=utf-16"),
    (EVENT, "multipart/form-data; boundary=x"),
    (EVENT, ""),
    (EVENT, "é" * 100),
]


async def test_a18_whatever_the_content_type_says_it_is_no_error_of_the_server(bot):
    client, _ = bot
    for raw, content_type in ODD:
        answer = await client.post("/slack/events", data=raw.encode(), headers=signed(raw, content_type=content_type))

        assert (raw, content_type, answer.status) == (raw, content_type, 200 if raw == EVENT else 400)


async def test_a18_two_content_types_are_one_too_many(bot):
    client, door = bot
    headers = CIMultiDict(signed(EVENT))
    headers.add("Content-Type", FORM)

    assert (await client.post("/slack/events", data=EVENT, headers=headers)).status == 400
    assert door.rig.mail.entries == {}


async def test_a18_what_can_be_read_is_taken_by_the_same_way(bot):
    client, door = bot
    for body in (json.dumps(mention()), urlencode(command()), as_form(click())):
        content_type = "application/json" if body.startswith("{") else FORM
        answer = await client.post("/slack/events", data=body, headers=signed(body, content_type=content_type))
        assert answer.status == 200

    assert len(door.rig.mail.entries) == 3


async def test_a18_while_the_database_is_away_slack_is_asked_to_come_again(bot):
    client, door = bot
    door.break_the_database()
    body = json.dumps(mention())

    assert (await client.post("/slack/events", data=body, headers=signed(body))).status == 503


async def test_what_is_stored_stays_so_where_slack_does_not_say_who_the_bot_is():
    door = Door()
    async with bolt_behind(door, status=503) as app, client_of(app) as client:
        body = json.dumps(mention())
        await client.post("/slack/events", data=body, headers=signed(body))

    assert len(door.rig.mail.entries) == 1


# -- what is no request of Slack's at all


async def test_other_methods_and_paths_are_refused(web):
    client, _ = web

    assert (await client.get("/slack/events")).status == 405
    assert (await client.post("/", data=EVENT, headers=signed(EVENT))).status == 404


async def test_a15_a_body_that_does_not_come_in_time_is_refused():
    async def authorize() -> AuthorizeResult:
        raise AssertionError("there is nothing to authorize")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize)

    async def half():
        yield b"{"
        await asyncio.sleep(30)

    async with client_of(app, HttpLimits(body_s=0.05)) as client:
        assert (await client.post("/slack/events", data=half(), headers=signed(EVENT))).status == 408


async def test_a_body_larger_than_slacks_is_refused(web):
    client, _ = web
    body = "x" * (MAX_BODY + 1)

    assert (await client.post("/slack/events", data=body, headers=signed(body))).status == 413


async def test_every_connection_carries_one_request(web):
    client, _ = web

    for answer in (await client.get("/healthz"), await client.get("/nowhere"), await client.post("/slack/events")):
        assert answer.headers["Connection"] == "close"


async def test_healthz_says_that_the_loop_is_alive(web):
    client, _ = web

    assert (await (await client.get("/healthz")).json()) == {"ok": True}


async def test_f28_slacks_check_of_the_certificate_is_answered(web):
    client, _ = web
    body = "ssl_check=1&token=x"

    answer = await client.post(
        "/slack/events",
        data=body,
        headers=signed(body) | {"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert answer.status == 200
