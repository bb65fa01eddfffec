"""Two Socket Mode connections against a playground whose sockets fail. Faults: ../shared/security/faults.tsv."""

import asyncio
from typing import Any

import aiohttp
import pytest
import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SystemClock
from bot.playground.connection.socket_mode import SocketMode
from bot.playground.server import PlaygroundServer
from bot.slack.connection.socket_mode import SocketModeConnection, SocketModePool
from tests.bot.slack.connection.socket_client import AcknowledgingClient

NEWS = "C0NEWS0001"


class Town:
    """A playground, a bot that counts what it hears, and a person who speaks."""

    def __init__(self, server: PlaygroundServer, session: aiohttp.ClientSession) -> None:
        self.server = server
        self.session = session
        self.heard: list[str] = []
        client = AsyncWebClient(token="xoxb-playground", base_url=server.api_url, session=session, retry_handlers=[])
        self.app = AsyncApp(client=client)

        async def on_mention(event: dict[str, Any]) -> None:
            self.heard.append(event["text"].split()[-1])

        self.app.event("app_mention")(on_mention)

    def sockets(self, **more: Any) -> SocketModePool:
        quick: dict[str, Any] = {"ping_s": 0.3, "grace_s": 0.2, "pause": lambda _tries: 0.1, "slow_pause_s": 0.5}
        return SocketModePool(self.app, "xapp-playground", **(quick | more))

    async def press(self, button: str, **body: Any) -> None:
        async with self.session.post(f"{self.server.url}playground/{button}", json=body) as answer:
            await answer.read()

    async def say(self, word: str) -> None:
        await self.press("say", channel=NEWS, text=f"@nutgraf {word}")

    def opened(self) -> int:
        return sum(call["method"] == "apps.connections.open" for call in self.server.slack.log.calls)

    @property
    def at_slack(self) -> int:
        delivery = self.server.slack.delivery
        assert isinstance(delivery, SocketMode)
        return len(delivery._connections)


@pytest.fixture(autouse=True)
def log_lines():
    with structlog.testing.capture_logs() as lines:
        yield lines


@pytest.fixture
async def town(monkeypatch):
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    server = PlaygroundServer(port=0, clock=SystemClock(), greet=False, retry_delays_s=(1.0, 2.0, 3.0))
    await server.start()
    async with aiohttp.ClientSession() as session:
        yield Town(server, session)
    await server.stop()


async def until(is_so, *, seconds: float = 8.0) -> None:
    for _ in range(int(seconds / 0.02)):
        if is_so():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


async def speak(town: Town, count: int, *, every_s: float = 0.02) -> list[str]:
    words = [f"word{number}" for number in range(count)]
    for word in words:
        await town.say(word)
        await asyncio.sleep(every_s)
    return words


async def test_two_connections_are_kept_open(town):
    sockets = town.sockets()
    await sockets.open()
    await until(lambda: town.at_slack == 2)

    assert sockets.connected == 2
    await sockets.close()
    await until(lambda: town.at_slack == 0)


async def test_f31_after_a_warning_the_next_connection_opens_before_the_old_one_ends(town):
    sockets = town.sockets()
    await sockets.open()
    await until(lambda: town.at_slack == 2)
    await town.press("faults", socket="disconnect_warning")

    fewest = 2
    words = []
    for number in range(60):
        word = f"word{number}"
        words.append(word)
        await town.say(word)
        fewest = min(fewest, town.at_slack)
        await asyncio.sleep(0.02)

    await until(lambda: set(town.heard) == set(words))
    assert fewest == 2
    assert len(town.heard) == len(words)
    assert town.opened() == 4
    await sockets.close()


@pytest.mark.parametrize("how", ["disconnect_refresh", "close"])
async def test_f32_no_event_is_lost_when_every_connection_is_closed_at_once(town, how):
    sockets = town.sockets()
    await sockets.open()
    await until(lambda: town.at_slack == 2)

    speaking = asyncio.create_task(speak(town, 40))
    await asyncio.sleep(0.2)
    await town.press("faults", socket=how)
    words = await speaking

    await until(lambda: set(town.heard) >= set(words))
    await until(lambda: town.at_slack == 2)
    await sockets.close()


async def test_f33_a_disabled_link_is_tried_again_slowly_and_logged_as_an_error(town, log_lines):
    sockets = town.sockets()
    await sockets.open()
    await until(lambda: town.at_slack == 2)
    before = town.opened()

    await town.press("faults", socket="disconnect_link_disabled")
    await asyncio.sleep(0.4)

    assert town.opened() == before  # no hot loop
    errors = [line for line in log_lines if line["log_level"] == "error"]
    assert {line["reason"] for line in errors} == {"link_disabled"}
    await until(lambda: town.at_slack == 2)  # somebody switched it on again
    await sockets.close()


async def test_f34_a_connection_that_died_in_silence_is_replaced_and_its_events_come(town):
    sockets = town.sockets()
    await sockets.open()
    await until(lambda: town.at_slack == 2)
    await town.press("faults", socket="silent")

    words = await speak(town, 10)

    await until(lambda: set(town.heard) == set(words), seconds=20)
    await sockets.close()


@pytest.mark.parametrize(
    "fault",
    [{"kind": "status", "status": 500}, {"kind": "ratelimit", "retry_after": 1}, {"kind": "drop_before"}],
)
async def test_f35_a_connection_that_cannot_be_opened_is_tried_again(town, fault):
    sockets = town.sockets()
    await sockets.open()
    await until(lambda: town.at_slack == 2)
    await town.press("faults", method="apps.connections.open", times=4, **fault)
    await town.press("faults", socket="close")
    words = await speak(town, 5)

    await until(lambda: set(town.heard) >= set(words), seconds=15)
    await until(lambda: town.at_slack == 2)
    await sockets.close()


async def test_f35_a_refused_token_is_not_tried_again_at_once(town, log_lines):
    sockets = town.sockets(slow_pause_s=5.0)
    await sockets.open()
    await until(lambda: town.at_slack == 2)
    await town.press("faults", method="apps.connections.open", kind="error", error="invalid_auth", times=50)
    before = town.opened()
    await town.press("faults", socket="close")
    await asyncio.sleep(1.0)

    assert town.opened() - before == 2  # one try each
    assert {line.get("reason") for line in log_lines if line["log_level"] == "error"} == {"invalid_auth"}
    await sockets.close()


async def test_f35_a_refused_token_is_said_at_the_start(town):
    await town.press("faults", method="apps.connections.open", kind="error", error="invalid_auth")
    sockets = town.sockets()

    with pytest.raises(SlackApiError):
        await sockets.open()


async def test_f36_an_event_whose_acknowledgement_was_lost_comes_again(town):
    sockets = town.sockets()
    await sockets.open()
    await until(lambda: town.at_slack == 2)
    await town.say("once")
    await until(lambda: town.heard == ["once"])
    (event,) = [sent for sent in town.server.slack.sent_events.listing() if sent["type"] == "app_mention"]

    await town.press("redeliver", event_id=event["event_id"])

    await until(lambda: town.heard == ["once", "once"])  # that it is answered once is the inbox's doing
    await sockets.close()


async def test_f37_too_many_connections_are_backed_off_from(town, log_lines):
    others = [town.sockets(count=5) for _ in range(2)]
    for other in others:
        await other.open()
    await until(lambda: town.at_slack == 10)
    before = town.opened()
    eleventh = town.sockets(slow_pause_s=1.0)
    await eleventh.open()
    await asyncio.sleep(0.8)

    assert town.opened() - before <= 3
    assert "too_many_websockets" in {line.get("reason") for line in log_lines}
    await others[0].close()
    await until(lambda: eleventh.connected == 2)
    await asyncio.gather(eleventh.close(), others[1].close())


# -- A18: what cannot be read


class RecordingConnection(SocketModeConnection):
    """Notes what it acknowledges, and which requests its listener gets."""

    def __init__(self) -> None:
        super().__init__("xapp-1", AsyncWebClient("xoxb-1"), proxy=None, ping_s=60.0)
        self.acknowledged: list[str] = []
        self.requests: list[SocketModeRequest] = []
        self.socket_mode_request_listeners.append(self.listen)

    async def send_socket_mode_response(self, response: dict[str, Any] | SocketModeResponse) -> None:
        assert isinstance(response, SocketModeResponse)
        self.acknowledged.append(response.envelope_id)

    async def listen(self, _client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.requests.append(request)


@pytest.fixture
async def line():
    connection = RecordingConnection()
    yield connection
    await connection.close()


@pytest.mark.parametrize("more", [{}, {"payload": None}, {"payload": []}, {"payload": 5}, {"type": None}])
async def test_a18_an_envelope_without_a_payload_is_acknowledged_so_that_it_does_not_come_for_ever(
    line, more, log_lines, caplog
):
    await line.run_message_listeners({"type": "events_api", "envelope_id": "e1", **more}, "")

    assert (line.acknowledged, line.requests) == (["e1"], [])
    assert [entry["event"] for entry in log_lines] == ["an envelope cannot be read"]
    assert caplog.records == []


@pytest.mark.parametrize("frame", ["{", '{"a":' * 10_000, '{"type":' + "9" * 5_000 + "}"])
async def test_a18_a_frame_that_is_no_json_is_one_line_in_the_log(line, frame, log_lines, caplog):
    await line.enqueue_message(frame)
    await until(lambda: log_lines)

    assert [entry["event"] for entry in log_lines] == ["a frame of Socket Mode is no JSON"]
    assert [record for record in caplog.records if record.exc_info] == []


async def test_a18_what_says_hello_is_handed_on_as_it_is(line):
    await line.run_message_listeners({"type": "hello", "num_connections": 1}, "")
    await line.run_message_listeners({"type": "events_api", "envelope_id": "e1", "payload": {"a": 1}}, "")

    assert [request.payload for request in line.requests] == [{"a": 1}]
    assert line.acknowledged == []


async def test_a18_an_event_that_nothing_is_for_is_acknowledged(town):
    sockets = town.sockets()
    await sockets.open()
    client = AcknowledgingClient()
    event = {"type": "event_callback", "event": {"type": "user_huddle_changed"}}
    await sockets._handle(client, SocketModeRequest(type="events_api", envelope_id="e1", payload=event))

    assert client.acknowledged == ["e1"]
    await sockets.close()
