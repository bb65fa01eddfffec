"""HTTP mode under slow senders: real sockets, a real server, limits of a fraction of a second."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.slack.connection import connection_limiter
from bot.slack.connection.connection_limiter import HttpLimits
from tests.bot.slack.connection.http import SECRET, Client, client_of, signed
from tests.bot.slack.connection.test_inbox_middleware import mention

QUICK = HttpLimits(headers_s=0.05, body_s=0.05, connection_s=0.12)
HEAD = b"POST /slack/events HTTP/1.1\r\nHost: x\r\n"
BODY = json.dumps(mention())

Sender = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Site:
    """A server, senders that are slow, and one that is honest."""

    def __init__(self, client: Client, heard: list[str]) -> None:
        self.client, self.heard = client, heard
        self.limiter = client.server.limiter
        self.senders: list[Sender] = []

    async def send(self, *parts: bytes, count: int = 1) -> list[Sender]:
        """Open connections that send something and then nothing more."""
        fresh = [await asyncio.open_connection("127.0.0.1", self.client.server.port) for _ in range(count)]
        for _, writer in fresh:
            writer.writelines(parts)
        self.senders += fresh
        await asyncio.sleep(0.01)
        return fresh

    async def speak(self) -> int:
        """An honest request; its status."""
        return (await self.client.post("/slack/events", data=BODY, headers=signed(BODY))).status

    async def close(self) -> None:
        for _, writer in self.senders:
            writer.transport.abort()
        await asyncio.sleep(0)


@asynccontextmanager
async def site(limits: HttpLimits, hear: Callable[[], Awaitable[object]] | None = None) -> AsyncIterator[Site]:
    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="UBOT")

    heard: list[str] = []

    async def take_in(body: dict[str, Any], next) -> None:  # noqa: A002  (Bolt's name)
        heard.append(body["type"])
        if hear is not None:
            await hear()
        await next()

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, before_authorize=take_in)

    async def on_mention() -> None:
        return

    app.event("app_mention")(on_mention)
    async with client_of(app, limits) as client:
        made = Site(client, heard)
        try:
            yield made
        finally:
            await made.close()


async def ended(sender: Sender) -> bytes:
    """What a sender is told before its connection ends."""
    try:
        async with asyncio.timeout(3):
            return await sender[0].read()
    except ConnectionError:
        return b""


async def until(is_so: Callable[[], object]) -> None:
    for _ in range(300):
        if is_so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


UNFINISHED = {
    "nothing": [],
    "half a line": [b"POST /sla"],
    "half the headers": [HEAD, b"X-Slack-Sig"],
    "no end of the headers": [HEAD],
    "half a body": [HEAD, b"Content-Length: 1000\r\n\r\n{"],
    "no body": [HEAD, b"Content-Length: 1000\r\n\r\n"],
    "half a chunk": [HEAD, b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"],
    "no last chunk": [HEAD, b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"],
    "half a body for another path": [b"POST /elsewhere HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"],
    "a question before the body": [HEAD, b"Content-Length: 9\r\nExpect: 100-continue\r\n\r\n"],
}


async def test_a15_a_sender_that_never_finishes_is_closed():
    async with site(QUICK) as there:
        for parts in UNFINISHED.values():
            await there.send(*parts, count=3)
        for sender in there.senders:
            await ended(sender)

        assert there.limiter.count == 0
        assert there.heard == []


async def test_a15_who_is_slow_with_the_body_reads_why_it_is_refused():
    async with site(HttpLimits(body_s=0.05)) as there:
        for name in ("half a body", "no body", "half a chunk", "no last chunk"):
            await there.send(*UNFINISHED[name])

        for reader, _ in there.senders:
            assert (await reader.readline()).startswith(b"HTTP/1.1 408")


async def test_a15_a_sender_that_sends_a_byte_now_and_then_is_closed_too():
    async with site(QUICK) as there:
        ((_, writer),) = await there.send(HEAD)

        def is_closed() -> bool:
            writer.write(b"A: 1\r\n")
            return there.limiter.count == 0

        await until(is_closed)


async def test_a15_an_honest_sender_is_answered_beside_more_slow_ones_than_there_is_room_for(log_lines):
    async with site(HttpLimits(connections=20)) as there:
        for _ in range(3):
            await there.send(HEAD, b"Content-Length: 1000\r\n\r\n{", count=30)
            assert there.limiter.count == 20
            assert await there.speak() == 200

    assert len(there.heard) == 3
    (line,) = [line for line in log_lines if "closed early" in line["event"]]  # 70 of them
    assert line["open"] == 20


async def test_a15_the_oldest_of_the_slow_ones_makes_room():
    async with site(HttpLimits(connections=3)) as there:
        first, second, third, _ = [(await there.send(HEAD))[0] for _ in range(4)]

        assert await ended(first) == b""
        assert not second[0].at_eof()
        assert not third[0].at_eof()


async def test_a15_bodies_that_wait_may_not_fill_the_memory():
    limits = HttpLimits(waiting_bytes=1_000_000)
    async with site(limits) as there:
        await there.send(HEAD, b"Content-Length: 900000\r\n\r\n", b"x" * 400_000, count=10)
        await until(lambda: there.limiter.count <= 2)

        assert there.limiter.count > 0
        assert await there.speak() == 200


async def test_a15_while_all_are_being_answered_the_newest_comes_again():
    release = asyncio.Event()
    async with site(HttpLimits(connections=2), release.wait) as there:
        answered = [asyncio.create_task(there.speak()) for _ in range(2)]
        await until(lambda: len(there.heard) == 2)
        (third,) = await there.send(HEAD)

        assert await ended(third) == b""
        release.set()
        assert await asyncio.gather(*answered) == [200, 200]


async def test_a15_what_cannot_be_answered_in_time_is_closed_too():
    never = asyncio.Event()
    async with site(QUICK, never.wait) as there:
        asking = asyncio.create_task(there.speak())
        await until(lambda: there.heard)

        with pytest.raises(Exception, match=r"disconnected|reset"):
            await asking
        assert there.limiter.count == 0
        never.set()


async def test_a15_a_second_request_in_the_same_connection_is_not_heard():
    head = "".join(f"{name}: {value}\r\n" for name, value in signed(BODY).items())
    one = HEAD + f"{head}Content-Length: {len(BODY)}\r\n\r\n{BODY}".encode()
    async with site(HttpLimits()) as there:
        (sender,) = await there.send(one * 5)

        told = await ended(sender)

    assert told.count(b"HTTP/1.1 200") == 1
    assert len(there.heard) == 1


async def test_a15_who_hangs_up_in_the_middle_leaves_nothing_behind(caplog):
    async with site(HttpLimits()) as there:
        for parts in UNFINISHED.values():
            for _, writer in await there.send(*parts):
                writer.transport.abort()
        await until(lambda: there.limiter.count == 0)

        assert await there.speak() == 200
    assert [record for record in caplog.records if record.exc_info] == []


NO_HTTP = {
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00",
    "no path": b"GET\r\n\r\n",
    "zero bytes": b"\0" * 5000,
    "a header of 9,000 letters": HEAD + b"A" * 9000,
    "500 headers": HEAD + b"A: b\r\n" * 500 + b"\r\n",
    "a length below zero": HEAD + b"Content-Length: -1\r\n\r\n",
    "two lengths": HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
    "two content types": HEAD + b"Content-Type: a/b\r\nContent-Type: a/b\r\n\r\n",
    "a chunk of zz bytes": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "an expectation that is no text": HEAD + b"Expect: \xff\r\n\r\n",
    "a path that is no text": b"POST /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    "a body that is said to be packed": HEAD + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
}


async def test_a06_what_slack_would_never_send_is_refused_and_no_traceback(caplog):
    caplog.set_level("INFO")
    async with site(HttpLimits()) as there:
        for name, garbage in NO_HTTP.items():
            (sender,) = await there.send(garbage)
            answer = await ended(sender)

            assert re.match(rb"HTTP/1.[01] 4", answer), name
    assert [record for record in caplog.records if record.exc_info] == []


def test_the_limits_are_those_that_are_promised():
    limits = HttpLimits()

    assert limits.headers_s <= 10
    assert limits.body_s <= 10
    assert limits.connection_s < 30
    assert connection_limiter.LOG_EVERY_S >= 10
