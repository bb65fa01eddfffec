"""People who ask while another floods the bot: when each of their messages is answered, by the local Slack's clock."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.slack.outbound.progress_notice import READING
from tests.drills.rig import LocalSlack

PATIENCE_S = 400.0


@asynccontextmanager
async def open_tarpit() -> AsyncIterator[str]:
    """Runs a site that accepts connections and never responds; yields its origin."""

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


class Asked:
    """Messages that need an answer, and when they were answered.

    Args:
        slack: where they were posted.
    """

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self._open: dict[str, set[str]] = {}
        self.seconds: list[float] = []

    async def ask(self, channel: str, text: str, user: str) -> None:
        """Post a message."""
        said = await self._slack.press("say", channel=channel, text=text, user=user)
        self._open.setdefault(channel, set()).add(str(said["ts"]))

    @property
    def count_open(self) -> int:
        """Returns how many have no answer yet."""
        return sum(len(open_) for open_ in self._open.values())

    async def look(self) -> None:
        """Record new answers."""
        for channel, open_ in self._open.items():
            messages = (await self._slack.look("messages", channel=channel))["messages"] if open_ else []
            for message in messages:
                if message.get("bot") and message.get("thread_ts") in open_ and not _is_note(message["text"]):
                    open_.remove(message["thread_ts"])
                    self.seconds.append(float(message["ts"]) - float(message["thread_ts"]))

    async def wait(self) -> None:
        """Wait until all are answered, or a time limit."""
        until = time.monotonic() + PATIENCE_S
        while self.count_open and time.monotonic() < until:
            await self.look()
            await asyncio.sleep(0.5)

    def row(self, name: str) -> str:
        """Returns the figures, to print."""
        seconds = sorted(self.seconds) or [0.0]
        last = seconds[min(len(seconds) - 1, int(len(seconds) * 0.99))]
        return (
            f"{name:<28} {len(self.seconds)} answered, {self.count_open} not; "
            f"p50 {statistics.median(seconds):.2f} s, p99 {last:.2f} s, longest {seconds[-1]:.2f} s"
        )


def _is_note(text: str) -> bool:
    return text == READING or "in line" in text
