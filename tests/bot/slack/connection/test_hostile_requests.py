"""The endpoint of HTTP mode and the envelopes of Socket Mode under whatever can be sent: no error of ours, no traceback.

A few examples, always the same, in the default suite; thousands of others in the drills.
"""

import asyncio
import gc
import json
import logging
from contextlib import AsyncExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.slack.connection.connection_limiter import HttpLimits
from bot.slack.connection.socket_mode import SocketModePool
from tests.bot.slack.connection.http import FORM, JSON, as_form, bolt_behind, client_of, signed
from tests.bot.slack.connection.payloads import bent
from tests.bot.slack.connection.socket_client import AcknowledgingClient
from tests.bot.slack.connection.test_inbox_middleware import Door

ANSWERS = {200, 400, 401, 404, 405, 408, 413, 417}
QUICK = HttpLimits(headers_s=0.3, body_s=0.3, connection_s=1.0)

_how: dict[str, Any] = {
    "deadline": None,
    "database": None,
    "phases": [Phase.generate],
    "suppress_health_check": list(HealthCheck),
}
few = settings(max_examples=8, derandomize=True, **_how)
many = settings(max_examples=3_000, **_how)


class Harness:
    """A bot in HTTP mode that outlives many examples, and what it logged with a traceback."""

    def __init__(self, runner: asyncio.Runner, records: list[logging.LogRecord]) -> None:
        self._runner, self._records = runner, records
        self._stack = AsyncExitStack()
        self.door = Door()
        self._runner.run(self._start())

    async def _start(self) -> None:
        self.app = await self._stack.enter_async_context(bolt_behind(self.door))
        self.client = await self._stack.enter_async_context(client_of(self.app))
        self.quick = await self._stack.enter_async_context(client_of(self.app, QUICK))

    def post(self, body: bytes, headers: dict[str, str]) -> int:
        # Nobody runs the loop between two examples: a connection that is kept may be closed by then.
        once = headers | {"Connection": "close"}
        return self._runner.run(self.client.post("/slack/events", data=body, headers=once)).status

    def send(self, request: bytes) -> int | None:
        """The status that bytes are answered with; None where the connection is closed without a word."""
        return self._runner.run(self._send(request))

    async def _send(self, request: bytes) -> int | None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.quick.server.port)
        writer.write(request)
        try:
            async with asyncio.timeout(5):
                answer = await reader.read()
        except ConnectionError:
            answer = b""
        finally:
            writer.transport.abort()
        return int(answer.split()[1]) if answer else None

    def deliver(self, payload: dict[str, Any]) -> list[str]:
        """The acknowledgements that an envelope of Socket Mode gets."""
        client = AcknowledgingClient()
        request = SocketModeRequest(type="interactive", envelope_id="e", payload=payload)
        self._runner.run(SocketModePool(self.app, "xapp-1")._handle(client, request))
        return client.acknowledged

    def tracebacks(self) -> list[str]:
        said = [record.getMessage() for record in self._records if record.exc_info]
        self._records.clear()
        return said

    def stop(self) -> None:
        self._runner.run(self._stack.aclose())


@pytest.fixture
def harness(caplog):
    gc.collect()  # asyncio logs what an earlier test left behind when it is collected: not here
    caplog.set_level(logging.INFO)
    with asyncio.Runner() as runner:
        made = Harness(runner, caplog.records)
        try:
            yield made
        finally:
            made.stop()


def as_sent(payload: Any, content_type: str) -> bytes:
    text = as_form(payload) if content_type == FORM else json.dumps(payload)
    return text.encode("utf-8", "surrogatepass")


def check_payload(harness: Harness, payload: Any, content_type: str) -> None:
    body = as_sent(payload, content_type)

    assert harness.post(body, signed(body, content_type=content_type)) in {200, 400, 404}
    assert harness.tracebacks() == []


@few
@given(bent(), st.sampled_from([JSON, FORM]))
def test_a18_no_signed_payload_is_an_error_of_the_server(harness, payload, content_type):
    check_payload(harness, payload, content_type)


@pytest.mark.slow
@many
@given(bent(), st.sampled_from([JSON, FORM]))
def test_a18_no_signed_payload_of_thousands_is_an_error_of_the_server(harness, payload, content_type):
    check_payload(harness, payload, content_type)


def check_envelope(harness: Harness, payload: dict[str, Any]) -> None:
    assert harness.deliver(payload) == ["e"]
    assert harness.tracebacks() == []


@few
@given(bent().filter(lambda payload: isinstance(payload, dict)))
def test_a18_every_envelope_is_acknowledged_once(harness, payload):
    check_envelope(harness, payload)


@pytest.mark.slow
@many
@given(bent().filter(lambda payload: isinstance(payload, dict)))
def test_a18_every_envelope_of_thousands_is_acknowledged_once(harness, payload):
    check_envelope(harness, payload)


# -- requests byte by byte

_words = st.sampled_from(
    [
        b"1",
        b"v0=0",
        b"",
        b"\xff\xfe",
        "é".encode(),
        b" ",
        b"\t",
        b"9" * 400,
        b"chunked",
        b"gzip",
        b"close",
        b"keep-alive",
        b"100-continue",
        b"websocket",
        b"application/json",
        b"utf-16",
        b"0",
        b"-1",
        b"x" * 9_000,
    ]
)
_names = st.sampled_from(
    [
        b"X-Slack-Request-Timestamp",
        b"x-slack-signature",
        b"X-Slack-Signature ",
        b"Content-Type",
        b"Content-Length",
        b"Transfer-Encoding",
        b"Content-Encoding",
        b"Expect",
        b"Upgrade",
        b"Connection",
        b"Host",
        b"X-Slack-Bolt-Lazy-Only",
        b"",
        b":",
        b"\0",
        "é".encode(),
    ]
)
_headers = st.lists(st.tuples(_names, _words), max_size=6)
_methods = st.sampled_from([b"POST", b"GET", b"PUT", b"HEAD", b"OPTIONS", b"CONNECT", b"TRACE", b"post", b"PRI", b"\0"])
_paths = st.sampled_from(
    [
        b"/slack/events",
        b"/slack/events?a=1&a=2",
        b"/",
        b"/healthz",
        b"//x",
        b"*",
        b"http://x/slack/events",
        b"/" + b"a" * 9_000,
        b"/%ff",
        b"/slack/../slack/events",
        b"\xff",
    ]
)


@st.composite
def requests(draw: st.DrawFn) -> bytes:
    """A request that is almost HTTP; often rightly signed."""
    body = draw(st.binary(max_size=40) | st.sampled_from([b"{}", b"payload=%7B%7D", b"x" * 70_000]))
    line = b" ".join([draw(_methods), draw(_paths), draw(st.sampled_from([b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2", b""]))])
    headers = draw(_headers)
    if draw(st.booleans()):
        headers += [(name.encode(), value.encode()) for name, value in signed(body).items()]
    if draw(st.booleans()):
        headers.append((b"Content-Length", b"%d" % len(body)))
    ends = draw(st.sampled_from([b"\r\n", b"\n"]))
    return ends.join([line, b"Host: x", *(b": ".join(header) for header in headers), b"", b""]) + body


def check_request(harness: Harness, request: bytes) -> None:
    status = harness.send(request)

    assert status is None or status in ANSWERS
    assert harness.tracebacks() == []


@few
@given(requests())
def test_a06_no_request_is_an_error_of_the_server(harness, request):
    check_request(harness, request)


@pytest.mark.slow
@many
@given(requests())
def test_a06_no_request_of_thousands_is_an_error_of_the_server(harness, request):
    check_request(harness, request)
