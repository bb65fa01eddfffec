"""An unmodified bolt-js app in the playground: it gets what it expects of Slack, and Slack's answers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.clock import SystemClock
from bot.playground.server import PlaygroundServer
from tests.bot.playground.conftest import NEWS, Driver, wait_for
from tests.independent.bolt_js import GIVE_UP_AFTER_S, SECRET, BoltJsApp, start_bolt_js
from tests.serving import free_port


class Desk(Driver):
    """What a person does and sees, and the app."""

    def __init__(self, server: PlaygroundServer, session: aiohttp.ClientSession, app: BoltJsApp) -> None:
        super().__init__(server, session)
        self.app = app

    async def replies(self, ts: str) -> list[dict[str, Any]]:
        return [message for message in await self.messages() if message.get("thread_ts") == ts and message["bot"]]

    async def reply(self, ts: str) -> dict[str, Any]:
        (reply,) = await wait_for(lambda: self.replies(ts))
        return dict(reply)

    async def texts(self, channel: str = NEWS) -> list[str]:
        return [message["text"] for message in await self.messages(channel)]

    async def wait_for_text(self, text: str, channel: str = NEWS) -> dict[str, Any]:
        """The message of that text."""

        async def look() -> list[dict[str, Any]]:
            return [message for message in await self.messages(channel) if message["text"] == text]

        (message,) = await wait_for(look)
        return dict(message)

    async def modal(self) -> dict[str, Any]:
        """The one open modal."""

        async def look() -> list[dict[str, Any]]:
            return list((await self.look("views"))["views"])

        (view,) = await wait_for(look)
        return dict(view)


@asynccontextmanager
async def open_desk(proofs: Path, mode: str, *, secret: str = SECRET, warning: str = "") -> AsyncIterator[Desk]:
    """The playground with the app, in a mode; `secret` signs what the playground sends over HTTP."""
    port = free_port()
    events_url = f"http://127.0.0.1:{port}/slack/events" if mode == "http" else ""
    server = PlaygroundServer(port=0, clock=SystemClock(), greet=False, events_url=events_url, signing_secret=secret)
    await server.start()
    try:
        async with (
            start_bolt_js(proofs, mode, api_url=server.api_url, port=port, warning=warning) as app,
            aiohttp.ClientSession() as session,
        ):
            yield Desk(server, session, app)
    finally:
        await server.stop()


@pytest.fixture(params=["socket", "http"])
async def desk(request: pytest.FixtureRequest, proofs: Path) -> AsyncIterator[Desk]:
    """The playground with the app, in Socket Mode and over HTTP."""
    async with open_desk(proofs, request.param) as opened:
        yield opened


async def test_a_mention_is_answered_in_its_thread_and_a_button_changes_the_answer(desk: Desk):
    ts = await desk.say("@nutgraf https://example.org/a?b=1&c=2")
    text = "<@U0NUTGRAF1> <https://example.org/a?b=1&amp;c=2>"
    assert await desk.app.seen() == {"kind": "mention", "text": text, "botUserId": "U0NUTGRAF1", "teamId": "T0HARBOUR1"}
    reply = await desk.reply(ts)
    assert reply["text"] == f"You said {text}"

    pressed = await desk.press("click", channel=NEWS, ts=reply["ts"], action_id="longer")
    assert pressed["ok"]
    assert await desk.app.seen() == {"kind": "button", "value": "d1", "container": "message"}
    told = await desk.wait_for_text("It is longer.")
    assert told["ephemeral"]
    (changed,) = [message for message in await desk.replies(ts) if message["ts"] == reply["ts"]]
    assert (changed["text"], changed["blocks"]) == ("Longer now", [])


async def test_a_direct_message_is_answered(desk: Desk):
    await desk.say("hello there", channel="U0MARLOWE1")

    assert await desk.app.seen() == {"kind": "message", "channel_type": "im", "text": "hello there"}
    assert (await desk.wait_for_text("Hello to you", channel="U0MARLOWE1"))["bot"]


async def test_a_command_is_answered_by_its_response_url(desk: Desk):
    pressed = await desk.press("command", channel=NEWS, command="/summarize", text="a b", user="tobi")

    assert pressed["ok"]
    assert await desk.app.seen() == {"kind": "command", "text": "a b", "user": "U0OKAFOR01"}
    told = await desk.wait_for_text("Only you see a b")
    assert (told["ephemeral"], told["ephemeral_to"]) == (True, "U0OKAFOR01")


async def test_a_message_shortcut_opens_a_modal_that_is_submitted(desk: Desk):
    ts = await desk.say("The pier reopens")
    await desk.press("install", shortcuts=["digest_this"])
    assert (await desk.press("shortcut", channel=NEWS, ts=ts, callback_id="digest_this"))["ok"]
    assert await desk.app.seen() == {"kind": "shortcut", "type": "message_action", "text": "The pier reopens"}
    view = await desk.modal()

    wrong = await desk.press("submit", view_id=view["id"], values={"feeds": "nowhere"})
    assert await desk.app.seen() == {"kind": "submission", "entered": "nowhere", "private_metadata": "kept"}
    assert (wrong["ok"], wrong["errors"]) == (False, {"feeds": "That is no address."})
    assert (await desk.modal())["id"] == view["id"]

    assert (await desk.press("submit", view_id=view["id"], values={"feeds": "gazette.example"}))["ok"]
    assert await desk.app.seen() == {"kind": "submission", "entered": "gazette.example", "private_metadata": "kept"}
    assert (await desk.wait_for_text("Saved gazette.example", channel="U0MARLOWE1"))["bot"]
    assert (await desk.look("views"))["views"] == []


async def test_the_app_home_is_published_when_it_is_opened(desk: Desk):
    assert (await desk.press("home"))["ok"]

    assert await desk.app.seen() == {"kind": "home", "tab": "home"}

    async def home() -> dict[str, Any]:
        return dict((await desk.look("views"))["homes"])

    homes = await wait_for(home)
    assert homes["U0MARLOWE1"]["blocks"][0]["text"]["text"] == "What I do"


async def test_a_command_that_the_app_does_not_know_fails_visibly(desk: Desk):
    answer = await desk.press("command", channel=NEWS, command="/unknown", text="x")

    assert not answer["ok"]
    assert "/unknown is not a valid command" in " ".join(await desk.texts())


async def test_a_socket_that_is_refreshed_is_opened_anew(proofs: Path):
    async with open_desk(proofs, "socket") as desk:

        async def opened() -> bool:
            calls = (await desk.look("log", method="apps.connections.open"))["calls"]
            return len(calls) == 2 and bool((await desk.look("state"))["bot_connected"])

        await desk.press("faults", socket="disconnect_refresh")
        await wait_for(opened, seconds=GIVE_UP_AFTER_S)
        ts = await desk.say("@nutgraf after the refresh")

        assert (await desk.reply(ts))["text"] == "You said <@U0NUTGRAF1> after the refresh"


async def test_a_post_that_is_limited_is_sent_again_when_slack_says(proofs: Path):
    async with open_desk(proofs, "http", warning="A rate limit was exceeded") as desk:
        await desk.press("faults", method="chat.postMessage", kind="ratelimit", retry_after=1)
        ts = await desk.say("@nutgraf twice")

        assert (await desk.reply(ts))["text"] == "You said <@U0NUTGRAF1> twice"
        calls = (await desk.look("log", method="chat.postMessage"))["calls"]
        assert [call["status"] for call in calls] == [429, 200]


async def test_an_app_with_another_signing_secret_takes_nothing(proofs: Path):
    async with open_desk(proofs, "http", secret="another", warning="signature mismatch") as desk:
        answer = await desk.press("command", channel=NEWS, command="/summarize", text="x")

        assert (answer["ok"], answer["error"]) == (False, "dispatch_failed")
