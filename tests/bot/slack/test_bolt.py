"""HTTP mode: a real Bolt app behind a real HTTP server, with real signatures."""

import hashlib
import hmac
import json
import time

import pytest
from aiohttp.test_utils import TestClient, TestServer
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.slack.bolt import build_web

SECRET = "shh"


@pytest.fixture
async def web():
    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="UBOT")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize)
    heard: list[str] = []

    async def on_mention(event: dict) -> None:
        heard.append(event["text"])

    app.event("app_mention")(on_mention)
    async with TestClient(TestServer(build_web(app, secret=SECRET))) as client:
        yield client, heard


def signed(body: str, *, age_s: int = 0, secret: str = SECRET) -> dict[str, str]:
    timestamp = str(int(time.time()) - age_s)  # noqa: TID251  (the signature of now)
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest}",
        "Content-Type": "application/json",
    }


EVENT = json.dumps(
    {
        "type": "event_callback",
        "event_id": "Ev1",
        "team_id": "T1",
        "event": {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.0", "text": "hello"},
    }
)


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


@pytest.mark.parametrize(
    "headers",
    [
        signed(EVENT, secret="other"),
        signed(EVENT, age_s=301),
        signed(EVENT) | {"X-Slack-Request-Timestamp": "abc"},
        signed(EVENT) | {"X-Slack-Request-Timestamp": "1.0"},
        signed(EVENT) | {"X-Slack-Request-Timestamp": "9" * 5000},
        signed(EVENT) | {"X-Slack-Signature": ""},
        {"Content-Type": "application/json"},
    ],
)
async def test_f26_a_bad_signature_is_refused_and_never_a_server_error(web, headers):
    client, heard = web

    answer = await client.post("/slack/events", data=EVENT, headers=headers)

    assert answer.status == 401
    assert heard == []


async def test_f26_a_body_that_is_not_utf8_is_refused(web):
    client, _ = web

    answer = await client.post("/slack/events", data=b"\xff\xfe{", headers=signed(EVENT))

    assert answer.status == 401


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


@pytest.mark.parametrize("off_s", [360, -360])
async def test_f50_a_clock_that_is_six_minutes_off_is_named_in_the_log(web, log_lines, off_s):
    client, heard = web

    answer = await client.post("/slack/events", data=EVENT, headers=signed(EVENT, age_s=off_s))

    assert answer.status == 401
    assert heard == []
    (line,) = [line for line in log_lines if "clock is off" in line["event"]]
    assert line["off_s"] == pytest.approx(off_s, abs=5)


@pytest.mark.parametrize("headers", [signed(EVENT), signed(EVENT, age_s=360, secret="other")])
async def test_f50_neither_a_good_request_nor_a_forged_one_says_anything_about_the_clock(web, log_lines, headers):
    client, _ = web

    await client.post("/slack/events", data=EVENT, headers=headers)

    assert not [line for line in log_lines if "clock" in line["event"]]
