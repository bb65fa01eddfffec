"""A running playground, a clock to set, and an unmodified slack-bolt app that connects to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.installation import KNOWN_SCOPES, KNOWN_SUBSCRIPTIONS
from bot.playground.server import PlaygroundServer

NEWS = "C0NEWS0001"
TOKEN = {"Authorization": "Bearer xoxb-playground"}


class SetClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.passed_s = 0.0

    def now(self) -> datetime:
        return datetime(2026, 3, 2, 9, 30, tzinfo=UTC) + timedelta(seconds=self.passed_s)

    def monotonic(self) -> float:
        return 1000.0 + self.passed_s

    def move(self, seconds: float) -> None:
        self.passed_s += seconds


class Driver:
    """What a person does and sees, through the control API; and raw calls of the Web API."""

    def __init__(self, server: PlaygroundServer, session: aiohttp.ClientSession) -> None:
        self.server = server
        self.session = session

    async def press(self, button: str, **body: Any) -> dict[str, Any]:
        async with self.session.post(f"{self.server.url}playground/{button}", json=body) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def look(self, what: str, **query: str) -> dict[str, Any]:
        async with self.session.get(f"{self.server.url}playground/{what}", params=query) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def say(self, text: str, channel: str = NEWS, **more: Any) -> str:
        answer = await self.press("say", channel=channel, text=text, **more)
        return str(answer["ts"])

    async def messages(self, channel: str = NEWS) -> list[dict[str, Any]]:
        return list((await self.look("messages", channel=channel))["messages"])

    async def api(self, method: str, **arguments: Any) -> dict[str, Any]:
        async with self.session.post(f"{self.server.api_url}{method}", json=arguments, headers=TOKEN) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def install_everything(self) -> None:
        """Give the app every scope and subscription that the playground knows."""
        await self.press("install", scopes=sorted(KNOWN_SCOPES), subscriptions=sorted(KNOWN_SUBSCRIPTIONS))

    async def events(self) -> list[dict[str, Any]]:
        return list((await self.look("log"))["events"])


async def wait_for(look: Callable[[], Awaitable[Any]], *, seconds: float = 4.0) -> Any:
    """The first thing `look` returns that is true."""
    for _ in range(int(seconds / 0.02)):
        if found := await look():
            return found
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


@pytest.fixture
def wait() -> Callable[..., Awaitable[Any]]:
    return wait_for


@pytest.fixture
def desk_of() -> type[Driver]:
    return Driver


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
async def server(clock: SetClock) -> AsyncIterator[PlaygroundServer]:
    playground = PlaygroundServer(port=0, clock=clock, greet=False)
    await playground.start()
    yield playground
    await playground.stop()


@pytest.fixture
async def driver(server: PlaygroundServer) -> AsyncIterator[Driver]:
    async with aiohttp.ClientSession() as session:
        yield Driver(server, session)


@pytest.fixture
def app(server: PlaygroundServer, monkeypatch: pytest.MonkeyPatch) -> AsyncApp:
    """An unmodified app: only its client's `base_url` says where Slack is."""
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return AsyncApp(client=AsyncWebClient(token="xoxb-playground", base_url=server.api_url))


@pytest.fixture
async def connect(app: AsyncApp) -> AsyncIterator[Callable[[], Awaitable[AsyncSocketModeHandler]]]:
    """Connects the app over Socket Mode, after a test has added its listeners."""
    handlers: list[AsyncSocketModeHandler] = []

    async def start() -> AsyncSocketModeHandler:
        handler = AsyncSocketModeHandler(app, "xapp-playground")
        handlers.append(handler)
        await handler.connect_async()
        return handler

    yield start
    for handler in handlers:
        await handler.close_async()
