"""The processes of a drill: a local Slack that keeps running, and bots that are killed."""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[2]
START_S = 120.0
"""Time limit for the start of a process on a busy machine."""


def environment(**more: str) -> dict[str, str]:
    """Returns our environment without any setting of the bot, plus the given variables."""
    inherited = os.environ.items()  # noqa: TID251  (a child's environment is made from ours)
    kept = {name: value for name, value in inherited if not name.startswith(("SLACK_", "NUTGRAF_"))}
    return kept | {"PYTHONPATH": str(ROOT)} | more


class LocalSlack:
    """The control API of a playground in a process of its own."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self._session = session

    async def press(self, button: str, **body: Any) -> dict[str, Any]:
        async with self._session.post(f"{self.url}playground/{button}", json=body) as answer:
            return dict(await answer.json())

    async def look(self, what: str, **query: str) -> dict[str, Any]:
        async with self._session.get(f"{self.url}playground/{what}", params=query) as answer:
            return dict(await answer.json())

    async def make_channels(self, count: int) -> tuple[str, ...]:
        return tuple([str((await self.press("channel", name=f"drill-{number}"))["id"]) for number in range(count)])

    async def gazette(self) -> tuple[str, ...]:
        return tuple((await self.look("state"))["gazette"])


@asynccontextmanager
async def open_slack(
    folder: Path, command: tuple[str, ...] = ("-m", "bot"), **settings: str
) -> AsyncIterator[LocalSlack]:
    """Runs a playground; command and settings as for `Bot`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        "playground",
        cwd=folder,
        env=environment(NUTGRAF_PLAYGROUND_PORT="0", **settings),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_S):
            found = re.search(rb"http://127\.0\.0\.1:\d+/", await process.stdout.readline())
        assert found is not None
        connector = aiohttp.TCPConnector(limit=8)
        async with aiohttp.ClientSession(connector=connector) as session:
            yield LocalSlack(found.group().decode(), session)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


class Bot:
    """Successive processes of `nutgraf run` with the same settings.

    Args:
        name: of the bot and of its folder.
        folder: where that folder is created; its log is kept there.
        slack: the playground's address.
        settings: environment variables.
        command: what to run instead of `-m bot run`.
    """

    def __init__(
        self, name: str, folder: Path, slack: str, *, command: tuple[str, ...] = ("-m", "bot"), **settings: str
    ) -> None:
        self.name = name
        self._folder = folder / name
        self._folder.mkdir(parents=True, exist_ok=True)
        self._command = command
        self._environment = environment(
            NUTGRAF_SLACK_API_URL=f"{slack}api/",
            SLACK_BOT_TOKEN="xoxb-playground",
            SLACK_APP_TOKEN="xapp-playground",
            NUTGRAF_LOG_LEVEL="warning",
            **settings,
        )
        self._process: asyncio.subprocess.Process | None = None
        self.start_times_s: list[float] = []
        self.kills = 0

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def log(self) -> str:
        return (self._folder / "log").read_text()

    async def spawn(self) -> None:
        """Start it without waiting."""
        with (self._folder / "log").open("a") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self._command,
                "run",
                cwd=self._folder,
                env=self._environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )

    async def start(self) -> None:
        """Start it and wait until it is connected to Slack."""
        began = time.monotonic()
        await self.spawn()
        assert self._process is not None
        assert self._process.stdout is not None
        async with asyncio.timeout(START_S):
            line = await self._process.stdout.readline()
        assert b"Connected" in line, f"the bot did not start: {line!r} {self.log[-2000:]}"
        self.start_times_s.append(time.monotonic() - began)

    async def kill(self) -> None:
        """End it like a power cut."""
        self.kills += 1
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """End it like an operator; returns its exit status."""
        return await self._end(signal.SIGTERM)

    async def ended(self, seconds: float) -> int:
        """Returns the exit status of a bot that ends by itself."""
        assert self._process is not None
        async with asyncio.timeout(seconds):
            await self._process.communicate()
        assert self._process.returncode is not None
        return self._process.returncode

    async def refuses_to_start(self) -> int:
        """Returns the exit status of a start that fails."""
        await self.spawn()
        return await self.ended(START_S)

    async def command(self, *arguments: str) -> int:
        """Runs another command with the same settings; returns its exit status."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, *self._command, *arguments, cwd=self._folder, env=self._environment
        )
        return await process.wait()

    async def _end(self, number: int) -> int:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(number)
        await self._process.communicate()
        assert self._process.returncode is not None
        return self._process.returncode
