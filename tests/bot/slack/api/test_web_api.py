"""The real client against a server that answers as an unlucky Slack does: what is refused, not sent, not known."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SlackError
from bot.slack.api.web_api import NotDeliveredError, OutcomeUnknownError, SlackApi, SlackRefusedError
from tests.bot.fakes import FakeClock


class OddSlack:
    """A server that says what a test wants, and counts how often it was asked."""

    api: SlackApi

    def __init__(self) -> None:
        self.answer: Callable[[], web.Response] = lambda: web.json_response({"ok": True})
        self.asked = 0
        self.hangs_up = False

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        await request.read()
        if self.hangs_up:
            assert request.transport is not None
            request.transport.abort()
            await asyncio.sleep(0)
        return self.answer()


@pytest.fixture
async def odd():
    slack = OddSlack()
    application = web.Application()
    application.router.add_route("*", "/api/{method}", slack.take)
    async with TestServer(application) as server, aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            "xoxb-1", base_url=str(server.make_url("/api/")), session=session, retry_handlers=[], timeout=5
        )
        slack.api = SlackApi(client, sleep=FakeClock().sleep)
        yield slack


async def post(slack: OddSlack):
    return await slack.api.call_once("chat.postMessage", channel="C1", text="hello")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_f05_a_page_of_html_from_a_broken_server_is_an_outcome_that_is_not_known(odd, status):
    odd.answer = lambda: web.Response(status=status, text="<html><h1>Bad gateway</h1></html>", content_type="text/html")

    with pytest.raises(OutcomeUnknownError, match=f"HTTP {status}"):
        await post(odd)


async def test_f07_a_connection_that_is_reset_is_not_known_and_one_that_is_refused_was_not_sent(odd):
    odd.hangs_up = True
    with pytest.raises(OutcomeUnknownError):
        await post(odd)
    assert odd.asked == 1  # nobody sends it again behind our back

    async with aiohttp.ClientSession() as session:
        nobody = AsyncWebClient("xoxb-1", base_url="http://127.0.0.1:9/api/", session=session, retry_handlers=[])
        with pytest.raises(NotDeliveredError):
            await SlackApi(nobody).call_once("chat.postMessage", channel="C1", text="hello")


@pytest.mark.parametrize("body", ['{"ok":true,"ts":"17', "", "null", "[]", '"ok"'])
async def test_f18_json_that_is_cut_short_or_no_object_is_not_taken_for_a_success(odd, body):
    odd.answer = lambda: web.Response(text=body, content_type="application/json")

    try:
        answer = await post(odd)
    except OutcomeUnknownError:
        return
    assert "ts" not in answer  # the poster takes that for an outcome that is not known


async def test_f18_an_answer_of_ten_megabytes_is_read(odd):
    odd.answer = lambda: web.json_response({"ok": True, "ts": "1.0", "padding": "x" * 10_000_000})

    assert (await post(odd))["ts"] == "1.0"


@pytest.mark.parametrize(("header", "wait_s"), [("30", 30), ("abc", 1), ("0", 1), (None, 1)])
async def test_f01_f03_a_rate_limit_says_how_long_to_wait(odd, header, wait_s):
    body = json.dumps({"ok": False, "error": "ratelimited"})
    headers = {} if header is None else {"Retry-After": header}
    odd.answer = lambda: web.Response(status=429, text=body, content_type="application/json", headers=headers)

    with pytest.raises(SlackRefusedError) as raised:
        await post(odd)
    assert (raised.value.code, raised.value.wait_s) == ("ratelimited", wait_s)


async def test_what_may_safely_be_asked_again_is_asked_a_few_times(odd):
    odd.answer = lambda: web.Response(status=503, text="later")

    with pytest.raises(SlackError, match="HTTP 503"):
        await odd.api.call("users.info", user="U1")
    assert odd.asked == 4


@pytest.mark.parametrize(
    ("status", "body", "heard"),
    [
        (200, '{"ok": true}', True),
        (200, '{"ok": false, "error": "not_in_channel"}', True),
        (429, '{"ok": false, "error": "ratelimited"}', True),
        (502, "<html>a proxy says that nobody answers</html>", False),
    ],
)
async def test_a03_the_time_is_learnt_from_all_that_slack_itself_says(odd, status, body, heard):
    headers = {"Date": "Thu, 01 Jan 2026 00:00:00 GMT"}
    odd.answer = lambda: web.Response(status=status, text=body, content_type="application/json", headers=headers)
    listener = Listener()
    api = SlackApi(odd.api._client, slack_clock=listener)

    with suppress(SlackRefusedError, OutcomeUnknownError):
        await api.call_once("chat.postMessage", channel="C1", text="hello")

    assert listener.dates == (["Thu, 01 Jan 2026 00:00:00 GMT"] if heard else [])


class Listener:
    """Notes the dates of answers."""

    def __init__(self) -> None:
        self.dates: list[str] = []

    def learn(self, headers) -> None:
        self.dates.append(headers["Date"])
