"""The whole product as somebody starts it: `nutgraf run` in a process of its own, driven through the playground."""

import asyncio
import http.server
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.slack.outbound.progress_notice import READING
from tests.payload_recorder import PayloadRecorder
from tests.serving import serving

NEWS = "C0NEWS0001"


class Playground:
    """The control API of a running playground, and where its bot says how it is."""

    def __init__(self, url: str, health_url: str) -> None:
        self.url = url.rstrip("/")
        self.health_url = health_url

    async def say(self, text: str, *, channel: str = NEWS, **more: str) -> str:
        """Post as a person; returns the message's ts."""
        return str((await self.post("say", channel=channel, text=text, **more))["ts"])

    async def post(self, verb: str, **payload: Any) -> dict[str, Any]:
        body = io.BytesIO(json.dumps(payload).encode())
        headers = {"Content-Type": "application/json"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}/playground/{verb}", data=body, headers=headers) as answer,
        ):
            return dict(await answer.json())

    async def get(self, verb: str, **query: str) -> dict[str, Any]:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{self.url}/playground/{verb}", params=query) as answer,
        ):
            return dict(await answer.json())

    async def messages(self, channel: str = NEWS) -> list[dict[str, Any]]:
        return list((await self.get("messages", channel=channel))["messages"])

    async def replies(self, ts: str, *, channel: str = NEWS) -> list[dict[str, Any]]:
        """What the bot said in the thread of a message, for everybody to see; that it is reading is no answer."""
        messages = await self.messages(channel)
        said = [message for message in messages if message.get("thread_ts") == ts and message.get("bot")]
        return [message for message in said if not message.get("ephemeral") and message["text"] != READING]

    async def reply(self, ts: str, *, channel: str = NEWS) -> dict[str, Any]:
        """The first thing the bot says in a thread."""
        (first, *_) = await self.wait_for(lambda: self.replies(ts, channel=channel))
        return dict(first)

    async def wait_for(self, look: Callable[[], Any], *, seconds: float = 40) -> Any:
        """What `look` finds, once it finds something."""
        for _ in range(int(seconds / 0.1)):
            found = await look()
            if found:
                return found
            await asyncio.sleep(0.1)
        raise AssertionError(f"nothing within {seconds} s")


@pytest.fixture(scope="session")
def saved_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A folder served on loopback: its origin and where to put pages; one called "slow" takes five seconds."""
    folder = tmp_path_factory.mktemp("pages")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

        def do_GET(self) -> None:
            if "slow" in self.path:
                time.sleep(5)
            super().do_GET()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    with serving(server) as origin:
        yield origin, folder


@pytest.fixture(scope="session")
def bot_process(
    saved_pages: tuple[str, Path], tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[Playground]:
    """`nutgraf run` without tokens, on a free port."""
    folder = tmp_path_factory.mktemp("run")
    inherited = os.environ.items()  # noqa: TID251  (a child's environment is made from ours)
    environment = {name: value for name, value in inherited if not name.startswith(("SLACK_", "NUTGRAF_"))}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        health_port = str(probe.getsockname()[1])
    environment |= {
        "NUTGRAF_PLAYGROUND_PORT": "0",
        "NUTGRAF_HEALTH_PORT": health_port,
        "NUTGRAF_FETCH_ALLOW_ORIGINS": saved_pages[0],
    }
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            playground = Playground(_read_address(process), f"http://127.0.0.1:{health_port}")
            yield playground
            if file := pytestconfig.getoption("--messages"):
                origins = (playground.url, saved_pages[0])
                Path(file).write_text("\n".join(asyncio.run(describe_messages(playground, origins))) + "\n", "utf-8")
            if folder_of_payloads := pytestconfig.getoption("--record-payloads"):
                recorder = PayloadRecorder(Path(folder_of_payloads))
                for call in asyncio.run(playground.get("log"))["calls"]:
                    recorder.add_call(call["method"], call["args"], by="the bot's process of the end-to-end tests")
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait(timeout=30)
            assert process.stdout is not None
            process.stdout.close()
    assert code == 0, (folder / "log").read_text()
    assert "Traceback" not in (folder / "log").read_text()


async def describe_messages(playground: Playground, origins: tuple[str, ...]) -> list[str]:
    """All that the bot has said, one line a message, without times, ids and ports, which differ from run to run."""
    lines = []
    for channel in (await playground.get("state"))["channels"]:
        for said in await playground.messages(channel["id"]):
            if said.get("bot") and said["text"] != READING:
                kinds = [name for name in ("thread_ts", "ephemeral") if said.get(name)]
                text = json.dumps([channel["name"], kinds, said["text"], said["blocks"]], ensure_ascii=False)
                for origin in origins:
                    text = text.replace(origin.removeprefix("http://"), "origin")
                lines.append(_OF_THIS_RUN.sub("*", text))
    return sorted(lines)


_OF_THIS_RUN = re.compile(
    r'\d{10}\.\d{6}|(?<="value": ")[^"]+|(?<="block_id": ")[^"]+|(?<= ref )\w{10}|[A-Z][a-z]+day \d+ [A-Z][a-z]+'
    r"|\d\d:\d\d (?=GMT|UTC)|\d\d? [A-Z][a-z]{2} 20\d\d"
)


@pytest.fixture
async def playground(bot_process: Playground) -> Playground:
    """The playground once the bot is connected to it."""

    async def is_connected() -> bool:
        return bool((await bot_process.get("state"))["bot_connected"])

    await bot_process.wait_for(is_connected)
    return bot_process


def _read_address(process: subprocess.Popen[str]) -> str:
    """The playground's address, as `nutgraf run` says it."""
    assert process.stdout is not None
    until = time.monotonic() + 60
    while time.monotonic() < until:
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        if found:
            return found.group()
        if not line and process.poll() is not None:
            break
    raise AssertionError("nutgraf run said no address")
