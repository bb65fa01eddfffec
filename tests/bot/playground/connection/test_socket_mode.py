"""Socket Mode, frame by frame."""

import asyncio
import contextlib

import aiohttp
import pytest

from bot.errors import ConfigError
from bot.playground.server import PlaygroundServer
from tests.bot.playground.conftest import wait_for


async def open_url(driver):
    headers = {"Authorization": "Bearer xapp-1"}
    async with driver.session.post(f"{driver.server.api_url}apps.connections.open", headers=headers) as response:
        return (await response.json())["url"]


@contextlib.asynccontextmanager
async def socket(driver):
    async with driver.session.ws_connect(await open_url(driver), autoping=False) as opened:
        yield opened


async def test_a_ticket_opens_one_connection_soon(driver, clock):
    url = await open_url(driver)
    async with driver.session.ws_connect(url):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await driver.session.ws_connect(url)
    late = await open_url(driver)
    clock.move(31)
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await driver.session.ws_connect(late)


async def test_it_says_hello_and_answers_pings(driver):
    async with socket(driver) as opened:
        hello = await opened.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        await opened.ping(b"sdk-ping-pong:1")
        pong = await opened.receive(timeout=2)
        assert (pong.type, bytes(pong.data)) == (aiohttp.WSMsgType.PONG, b"sdk-ping-pong:1")


async def test_its_last_word_arrives_and_a_connection_ends_with_the_close_frame_of_the_other_side(driver):
    async with driver.session.ws_connect(await open_url(driver), autoclose=False) as opened:
        await opened.receive_json()
        (connection,) = driver.server.slack.delivery._connections
        await driver.press("faults", socket="disconnect_refresh")
        assert (await opened.receive_json())["reason"] == "refresh_requested"
        assert (await opened.receive()).type is aiohttp.WSMsgType.CLOSE
        assert connection.socket.close_code is None
        await opened.close(code=4000)

    async def ended():
        return connection.socket.close_code

    assert await wait_for(ended) == 4000


def hurry(driver, delay_s):
    """Let unacknowledged events come again soon."""
    driver.server.slack.delivery._retry_delays_s = (delay_s,) * 4


async def test_an_unacknowledged_event_comes_again_then_is_given_up(driver):
    hurry(driver, 0.2)
    async with socket(driver) as opened:
        await opened.receive_json()
        await driver.say("@nutgraf hello")
        attempts = [await opened.receive_json(timeout=2) for _ in range(4)]
        assert [each["retry_attempt"] for each in attempts] == [0, 1, 2, 3]
        assert [each["retry_reason"] for each in attempts] == ["", "timeout", "timeout", "timeout"]
        assert len({each["payload"]["event_id"] for each in attempts}) == 1
        await asyncio.sleep(0.4)
        assert driver.server.slack.delivery.unacknowledged == 0


async def test_an_acknowledged_event_does_not_come_again(driver):
    hurry(driver, 0.5)
    async with socket(driver) as opened:
        await opened.receive_json()
        await driver.say("@nutgraf hello")
        envelope = await opened.receive_json(timeout=2)
        await opened.send_json({"envelope_id": envelope["envelope_id"]})
        with pytest.raises(TimeoutError):
            await opened.receive_json(timeout=0.7)


async def test_an_event_lost_with_its_connection_goes_to_the_next(driver):
    async with socket(driver) as opened:
        await opened.receive_json()
        await driver.say("@nutgraf hello")
        await opened.receive_json(timeout=2)
    async with socket(driver) as opened:
        assert (await opened.receive_json())["type"] == "hello"
        again = await opened.receive_json(timeout=2)
        assert (again["retry_attempt"], again["retry_reason"]) == (1, "connection_failed")


async def test_each_payload_goes_to_one_connection_only(driver):
    async with socket(driver) as one, socket(driver) as two:
        await one.receive_json()
        await two.receive_json()
        await driver.say("@nutgraf first")
        await driver.say("@nutgraf second")
        texts = {(await each.receive_json(timeout=2))["payload"]["event"]["text"] for each in (one, two)}
        assert texts == {"<@U0NUTGRAF1> first", "<@U0NUTGRAF1> second"}


async def test_the_eleventh_connection_is_turned_away(driver):
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(10):
            await stack.enter_async_context(socket(driver))
        async with socket(driver) as eleventh:
            goodbye = await eleventh.receive_json()
            assert (goodbye["type"], goodbye["reason"]) == ("disconnect", "too_many_websockets")
            assert (await eleventh.receive(timeout=2)).type is aiohttp.WSMsgType.CLOSE


async def test_a_silent_connection_neither_sends_nor_hears(driver):
    async with socket(driver) as opened:
        await opened.receive_json()
        await driver.press("faults", socket="silent")
        await opened.ping(b"anybody?")
        await driver.say("@nutgraf hello")
        with pytest.raises(TimeoutError):
            await opened.receive(timeout=0.3)
    async with socket(driver) as opened:
        await opened.receive_json()
        assert (await opened.receive_json(timeout=2))["type"] == "events_api"


@pytest.mark.parametrize(
    ("fault", "reason"), [("disconnect_refresh", "refresh_requested"), ("disconnect_warning", "warning")]
)
async def test_it_announces_that_it_will_disconnect(driver, fault, reason):
    async with socket(driver) as opened:
        await opened.receive_json()
        await driver.press("faults", socket=fault)
        assert (await opened.receive_json())["reason"] == reason


async def test_nonsense_on_the_socket_is_ignored(driver):
    async with socket(driver) as opened:
        await opened.receive_json()
        for nonsense in ("{", "[]", '{"envelope_id": 3}', '{"envelope_id": "unknown"}'):
            await opened.send_str(nonsense)
        assert (await driver.look("state"))["bot_connected"]


async def test_a_taken_port_is_named_with_its_setting(server, clock):
    port = int(server.url.rsplit(":", 1)[1].strip("/"))
    with pytest.raises(ConfigError, match=f"NUTGRAF_PLAYGROUND_PORT: port {port} is in use; "):
        await PlaygroundServer(port=port, clock=clock).start()


async def test_it_listens_on_loopback_only(clock):
    with pytest.raises(ConfigError):
        await PlaygroundServer(port=0, clock=clock, host="0.0.0.0").start()
