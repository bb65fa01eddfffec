"""Answers through response_urls: a real client, a server that answers as Slack does."""

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.errors import SlackError
from bot.newsroom.mail import Parcel, ParcelState
from bot.slack.calling import Caller
from bot.slack.private_replies import PrivateReplies
from bot.slack.rendering.errors import note
from tests.bot.fakes import FakeClock, FakeSlack, MemoryMail
from tests.bot.slack.test_posting import refused

HELLO, ASKER = note("hello"), ("C1", "U1")


class Line:
    """Private replies, what came through the response_url, and what Slack's Web API was asked."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.status, self.said = 200, []
        self.slack, self.clock = FakeSlack(), FakeClock()
        self.mail = MemoryMail(self.clock)
        self.private = PrivateReplies(session, Caller(self.slack, sleep=self.clock.sleep), self.mail)
        self.url = ""

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
            made.url = str(server.make_url("/r"))
            yield made


async def test_an_answer_goes_through_the_response_url_once(line):
    for _ in range(2):
        await line.private.send_once("k", line.url, HELLO, asker=ASKER)

    assert [said["text"] for said in line.said] == ["hello"]
    assert line.slack.transcript == []


async def test_a_word_in_passing_is_said_at_most_once_whatever_became_of_it(line):
    await line.mail.plan([Parcel("k:note", "k:note", 0, "private:C1", None, {})])
    await line.mail.attempt("k:note")

    await line.private.say_in_passing("k:note", line.url, HELLO, asker=ASKER)
    await line.private.say_in_passing("l:note", line.url, HELLO, asker=ASKER)
    await line.private.say_in_passing("l:note", line.url, HELLO, asker=ASKER)

    assert [said["text"] for said in line.said] == ["hello"]


@pytest.mark.parametrize("status", [404, 410, 500])
async def test_f30_an_expired_response_url_gives_way_to_an_ephemeral_message(line, status):
    line.status = status

    await line.private.send_once("k", line.url, HELLO, asker=ASKER)

    (whisper,) = line.slack.said("chat.postEphemeral")
    assert (whisper["channel"], whisper["user"], whisper["text"]) == ("C1", "U1", "hello")
    assert line.mail.parcels["k"].state is ParcelState.POSTED


@pytest.mark.parametrize("code", ["user_not_in_channel", "channel_not_found", "user_not_found"])
async def test_f16_where_neither_way_is_open_it_is_kept_for_the_operator_and_not_tried_again(line, code):
    line.status = 404
    line.slack.answers["chat.postEphemeral"] = refused(code)

    with pytest.raises(SlackError, match=code):
        await line.private.send_once("k", line.url, HELLO, asker=ASKER)
    await line.private.send_once("k", line.url, HELLO, asker=ASKER)

    assert line.mail.parcels["k"].state is ParcelState.SKIPPED
    assert len(line.slack.said("chat.postEphemeral")) == 1


async def test_f45_a_process_that_died_while_it_sent_says_so_instead_of_answering_twice(line):
    await line.private.send_once("k", line.url, HELLO, asker=ASKER)
    await line.mail.attempt("k")

    await line.private.send_once("k", line.url, HELLO, asker=ASKER)

    assert [said["text"] for said in line.said][1].startswith("I was restarted while I answered you.")
