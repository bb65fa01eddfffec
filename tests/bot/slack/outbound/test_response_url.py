"""Answers through response_urls: a real client, a server that answers as Slack does."""

import asyncio
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.errors import SlackApiError

from bot.errors import SlackError
from bot.newsroom.jobs.outbox import OutboxMessage, OutboxState
from bot.slack.api.addresses import ANSWER_HOSTS, is_slack_address
from bot.slack.api.retries import GIVE_UP_AFTER_S
from bot.slack.api.web_api import SlackApi
from bot.slack.outbound import outbox_sender
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.rendering.error_messages import text_message
from tests.bot.fakes import FakeClock, FakeResponse, FakeSlack, MemoryBoxes, not_reached
from tests.bot.slack.outbound.test_outbox_sender import refused

HELLO, RECIPIENT = text_message("hello"), ("C1", "U1")


class Line:
    """Private replies, what came through the response_url, and what Slack's Web API was asked."""

    def __init__(self, session: aiohttp.ClientSession, url: str = "http://127.0.0.1/r") -> None:
        self.status = 200
        self.said: list[dict[str, Any]] = []
        self.slack, self.clock = FakeSlack(), FakeClock()
        self.mail = MemoryBoxes(self.clock)
        self.session = session
        self.work_at(url)

    def work_at(self, url: str) -> None:
        """Take the server of an address for Slack's."""
        self.url, self.api = url, SlackApi(self.slack, sleep=self.clock.sleep)
        self.private = ResponseUrlSender(self.session, self.api, self.mail, api_url=url)

    def state(self) -> OutboxState:
        """How far the answer has come."""
        return self.mail.all_outgoing["k"].state

    async def take(self, request: web.Request) -> web.Response:
        self.said.append(await request.json())
        return web.Response(status=self.status, text="used_url" if self.status != 200 else "ok")


@pytest.fixture
async def line():
    async with aiohttp.ClientSession() as session:
        made = Line(session)
        application = web.Application()
        application.router.add_post("/r", made.take)
        async with TestServer(application) as server:
            made.work_at(str(server.make_url("/r")))
            yield made


async def test_an_answer_goes_through_the_response_url_once(line):
    for _ in range(2):
        await line.private.send_once("k", line.url, HELLO, recipient=RECIPIENT)

    assert [said["text"] for said in line.said] == ["hello"]
    assert line.slack.transcript == []


async def test_a_word_in_passing_is_said_at_most_once_whatever_became_of_it(line):
    await line.mail.add_messages([OutboxMessage("k:note", "k:note", 0, "private:C1", None, {})])
    await line.mail.mark_sending("k:note")

    await line.private.send_best_effort("k:note", line.url, HELLO, recipient=RECIPIENT)
    await line.private.send_best_effort("l:note", line.url, HELLO, recipient=RECIPIENT)
    await line.private.send_best_effort("l:note", line.url, HELLO, recipient=RECIPIENT)

    assert [said["text"] for said in line.said] == ["hello"]


@pytest.mark.parametrize("status", [404, 410, 500])
async def test_f30_an_expired_response_url_gives_way_to_an_ephemeral_message(line, status):
    line.status = status

    await line.private.send_once("k", line.url, HELLO, recipient=RECIPIENT)

    (whisper,) = line.slack.said("chat.postEphemeral")
    assert (whisper["channel"], whisper["user"], whisper["text"]) == ("C1", "U1", "hello")
    assert line.state() is OutboxState.POSTED


@pytest.mark.parametrize("code", ["user_not_in_channel", "channel_not_found", "user_not_found"])
async def test_f16_where_neither_way_is_open_it_is_kept_for_the_operator_and_not_tried_again(line, code):
    line.status = 404
    line.slack.answers["chat.postEphemeral"] = refused(code)

    for _ in range(2):  # the second one is another process, which has to tell the person in another way too
        with pytest.raises(SlackError, match=code) as refusal:
            await line.private.send_once("k", line.url, HELLO, recipient=RECIPIENT)
        assert refusal.value.slack_code == code

    assert line.state() is OutboxState.SKIPPED
    assert len(line.slack.said("chat.postEphemeral")) == 1


async def test_f45_a_process_that_died_while_it_sent_says_so_instead_of_answering_twice(line):
    await line.private.send_once("k", line.url, HELLO, recipient=RECIPIENT)
    await line.mail.mark_sending("k")

    await line.private.send_once("k", line.url, HELLO, recipient=RECIPIENT)

    assert [said["text"] for said in line.said][1].startswith("I was restarted while I answered you.")


# -- A14: response_urls that are not Slack's


FOREIGN = [
    "http://hooks.slack.com/commands/T1/1/a",
    "https://hooks.slack.com:8443/commands/T1/1/a",
    "https://hooks.slack.com.evil.example/commands/T1/1/a",
    "https://hooks.slack.com@evil.example/commands/T1/1/a",
    "https://hooks.slack.com\\@evil.example/",
    "https://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "//hooks.slack.com/commands",
    "https://[x",
    "",
]


@pytest.mark.parametrize("foreign", FOREIGN)
async def test_a14_an_answer_is_not_posted_elsewhere_but_reaches_the_asker(foreign, log_lines):
    async with aiohttp.ClientSession() as session:
        line = Line(session, "https://slack.com/api/")

        await line.private.send_once("k", foreign, HELLO, recipient=RECIPIENT)

    (whisper,) = line.slack.said("chat.postEphemeral")
    assert (whisper["channel"], whisper["user"], whisper["text"]) == ("C1", "U1", "hello")
    assert line.state() is OutboxState.POSTED
    (logged,) = log_lines
    assert not foreign or foreign not in str(logged)


async def test_a14_nothing_is_posted_to_another_port_of_the_machine_that_slack_is_on(line):
    line.private = ResponseUrlSender(line.session, line.api, line.mail, api_url="http://127.0.0.1:9/api/")

    await line.private.send_once("k", line.url, HELLO, recipient=RECIPIENT)
    await line.private.dismiss(line.url)

    assert line.said == []
    assert len(line.slack.said("chat.postEphemeral")) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.slack.com/commands/T1/1/a",
        "https://hooks.slack.com/actions/T1/1/a",
        "https://hooks.slack-gov.com/app/T1/1/a",
        "HTTPS://Hooks.Slack.com/commands/T1/1/a",
    ],
)
def test_a14_slacks_own_addresses_are_known(url):
    assert is_slack_address(url, ANSWER_HOSTS, api_url="https://slack.com/api/")


# -- A16: private answers wait as posts do


def limited(wait_s: int = 1) -> SlackApiError:
    return refused("ratelimited", status=429, headers={"Retry-After": str(wait_s)})


class MoodySlack(FakeSlack):
    """Answers chat.postEphemeral with what it is handed, one after the other, then well."""

    def __init__(self, *moods: BaseException) -> None:
        super().__init__()
        self.moods = list(moods)

    async def api_call(self, method: str, **how: Any) -> FakeResponse:
        if method == "chat.postEphemeral" and self.moods:
            self.transcript.append((method, how["json"]))
            raise self.moods.pop(0)
        return await super().api_call(method, **how)


def moody(line: Line, *moods: BaseException) -> Line:
    line.status, line.slack = 500, MoodySlack(*moods)
    line.work_at(line.url)
    return line


async def test_a16_an_answer_outlasts_rate_limits_on_both_ways(line):
    moody(line, *[limited(30)] * 8)

    await line.private.send_once("k", line.url, HELLO, recipient=RECIPIENT)

    assert line.clock.slept == [30] * 8
    assert line.state() is OutboxState.POSTED


@pytest.mark.parametrize("trouble", [not_reached(), refused("internal_error", status=503)])
async def test_a16_an_answer_outlasts_minutes_of_outage(line, trouble):
    moody(line, *[trouble] * 10)

    await line.private.send_once("k", line.url, HELLO, recipient=RECIPIENT)

    assert 60 < sum(line.clock.slept) < GIVE_UP_AFTER_S
    assert line.state() is OutboxState.POSTED


async def test_a16_it_is_given_up_after_a_quarter_of_an_hour_and_kept_for_the_operator(line):
    moody(line, *[limited(60)] * 100)

    with pytest.raises(SlackError, match="ratelimited"):
        await line.private.send_once("k", line.url, HELLO, recipient=RECIPIENT)

    assert sum(line.clock.slept) == GIVE_UP_AFTER_S == outbox_sender.PATIENCE_S
    assert line.state() is OutboxState.SKIPPED


async def test_a16_a_process_that_ends_while_it_waits_answers_after_the_restart_once(line):
    moody(line, limited(30), limited(30))

    async def die(_seconds: float) -> None:
        raise asyncio.CancelledError

    line.api._sleep = die
    with pytest.raises(asyncio.CancelledError):
        await line.private.send_once("k", line.url, HELLO, recipient=RECIPIENT)
    assert line.state() is OutboxState.PENDING  # certainly not sent
    line.work_at(line.url)

    for _ in range(2):
        await line.private.send_once("k", line.url, HELLO, recipient=RECIPIENT)

    assert [said["text"] for said in line.slack.said("chat.postEphemeral")] == ["hello"] * 3  # refused twice
    assert line.state() is OutboxState.POSTED


async def test_a16_a_process_that_ends_in_the_middle_of_a_later_try_does_not_answer_twice(line):
    moody(line, limited(30), asyncio.CancelledError())
    with pytest.raises(asyncio.CancelledError):
        await line.private.send_once("k", line.url, HELLO, recipient=RECIPIENT)
    line.status = 200

    await line.private.send_once("k", line.url, HELLO, recipient=RECIPIENT)

    assert line.said[-1]["text"].startswith("I was restarted while I answered you.")
    assert line.state() is OutboxState.UNKNOWN


async def test_a16_an_answer_whose_outcome_is_not_known_is_not_sent_again(line):
    moody(line, TimeoutError())

    with pytest.raises(SlackError) as raised:
        await line.private.send_once("k", line.url, HELLO, recipient=RECIPIENT)
    await line.private.send_once("k", line.url, HELLO, recipient=RECIPIENT)

    assert "look for it before you ask me again" in raised.value.advice
    assert len(line.slack.said("chat.postEphemeral")) == 1
    assert line.state() is OutboxState.UNKNOWN


async def test_a16_a_response_url_that_is_not_reached_gives_way_too(line):
    line.work_at("http://127.0.0.1:9/r")

    await line.private.send_once("k", line.url, HELLO, recipient=RECIPIENT)

    assert len(line.slack.said("chat.postEphemeral")) == 1


async def test_a16_a_word_in_passing_waits_for_nothing(line):
    moody(line, limited(30), limited(30))

    with pytest.raises(SlackError):
        await line.private.send_best_effort("k:note", line.url, HELLO, recipient=RECIPIENT)

    assert line.clock.slept == []
