"""1,000 mentions in a minute from 50 channels: how fast they are acknowledged, whether all are answered, what it costs.

    python -m tests.benchmarks.bench_mentions [--mentions 1000] [--seconds 60]
    python -m tests.benchmarks.bench_mentions --mentions 3000 --seconds 180    # is memory flat?

The same mentions go to a bare Bolt app in the same run (it answers each with one message and stores nothing), to
separate the cost of the machine and Bolt from ours.
"""

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.clock import SystemClock
from bot.playground.connection.socket_mode import SocketMode
from bot.playground.connection.transport import Envelope
from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Channel, User
from bot.slack.outbound.progress_notice import READING
from tests.drills.asking import make_story
from tests.drills.rig import Bot

CHANNELS = 50
LOOK_S = 1.0
PATIENCE_S = 300.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Load:
    """The measurements of one bot.

    Attributes:
        acks_ms: from the mention to its acknowledgement, as the local Slack sees it.
        answers_s: from the mention to the first message of its answer.
        cpu_s: of the bot's own process; `children_s` of the processes it started.
        memory_mb: of the bot's own process, once a second; `children_mb` of the processes it started.
    """

    name: str
    asked: int = 0
    answered: int = 0
    acks_ms: list[float] = field(default_factory=list)
    answers_s: list[float] = field(default_factory=list)
    cpu_s: float = 0.0
    children_s: float = 0.0
    memory_mb: list[float] = field(default_factory=list)
    children_mb: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def row(self) -> str:
        """Returns the figures, to print."""
        acks, answers = self.acks_ms or [0.0], self.answers_s or [0.0]
        quarter = max(1, len(self.memory_mb) // 4)
        early, late = statistics.mean(self.memory_mb[:quarter]), statistics.mean(self.memory_mb[-quarter:])
        return (
            f"{self.name:<10} {self.answered:>5}/{self.asked:<5} {statistics.median(acks):>8.0f} {centile(acks):>8.0f}"
            f" {max(acks):>8.0f} {statistics.median(answers):>9.1f} {centile(answers):>8.1f}"
            f" {1000 * self.cpu_s / max(1, self.asked):>8.1f} {1000 * self.children_s / max(1, self.asked):>8.1f}"
            f" {early:>7.0f} {late:>7.0f} {self.seconds:>6.0f}"
        )

    def memory_row(self) -> str:
        """Returns memory at the start, after each minute and at the end, with the children's."""
        steps = [*range(0, len(self.memory_mb), int(60 / LOOK_S)), len(self.memory_mb) - 1]
        pairs = [f"{self.memory_mb[step]:.0f}+{self.children_mb[step]:.0f}" for step in steps]
        return f"{self.name:<10} MB, own+children, by the minute: {', '.join(pairs)}"


HEAD = (
    f"{'':<10} {'answered':>11} {'ack p50':>8} {'p99':>8} {'max ms':>8} {'answer p50':>9} {'p99 s':>8}"
    f" {'CPU ms':>8} {'children':>8} {'MB':>7} {'later':>7} {'s':>6}"
)


def centile(values: list[float]) -> float:
    """Returns the 99th percentile."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


class Town:
    """A local Slack in this process, where sending and acknowledging can be timed."""

    def __init__(self) -> None:
        self._server = PlaygroundServer(port=0, clock=SystemClock(), greet=False)
        self._sent: dict[str, float] = {}
        self.load = Load("")

    async def open(self) -> str:
        """Start; returns the address."""
        await self._server.start()
        slack, delivery = self._server.slack, self._server.slack.delivery
        self._channels = [
            slack.workspace.add_channel(f"load-{number}", is_private=False, with_bot=True) for number in range(CHANNELS)
        ]
        assert isinstance(delivery, SocketMode)
        send, hear = delivery.send, delivery._hear

        def timed_send(envelope: Envelope) -> None:
            if envelope.payload["event"]["type"] == "app_mention":
                self._sent.setdefault(envelope.id, time.monotonic())
            send(envelope)

        def timed_hear(text: str) -> None:
            began = self._sent.pop(json.loads(text).get("envelope_id"), None)
            if began is not None:
                self.load.acks_ms.append(1000 * (time.monotonic() - began))
            hear(text)

        delivery.send, delivery._hear = timed_send, timed_hear  # type: ignore[method-assign]  # of this one
        return self._server.url

    async def close(self) -> None:
        await self._server.stop()

    async def speak(self, mentions: int, seconds: float) -> None:
        """Send mentions with a text at even intervals, channel by channel."""
        chance, began = Random(1), time.monotonic()  # noqa: S311  (the same texts for both bots)
        reader = self._person()
        for number in range(mentions):
            await asyncio.sleep(max(0.0, began + number * seconds / mentions - time.monotonic()))
            channel: Channel = self._channels[number % CHANNELS]
            self._server.slack.person_says(channel, reader, f"@nutgraf {make_story(number, chance)}")
            self.load.asked += 1

    def _person(self) -> User:
        return next(user for user in self._server.slack.workspace.users.values() if not user.is_bot)

    def look(self) -> None:
        """Count the answers."""
        self.load.answers_s = []
        for channel in self._channels:
            first: dict[str, float] = {}
            for message in self._server.slack.workspace.timeline(channel.id):
                if message.by_bot and message.thread_ts and message.text != READING:
                    first.setdefault(message.thread_ts, float(message.ts) - float(message.thread_ts))
            self.load.answers_s += list(first.values())
        self.load.answered = len(self.load.answers_s)


async def measure(name: str, command: tuple[str, ...], folder: Path, mentions: int, seconds: float) -> Load:
    """Measure the load on one bot."""
    town = Town()
    town.load.name = name
    bot = Bot(name, folder, await town.open(), command=command, NUTGRAF_DATA_DIR=str(folder / "data"))
    await bot.start()
    try:
        await asyncio.sleep(10)  # its children are warm then
        before, began = cpu_s(bot.pid), time.monotonic()
        speaking = asyncio.create_task(town.speak(mentions, seconds))
        while time.monotonic() - began < PATIENCE_S and not (speaking.done() and town.load.answered == mentions):
            await asyncio.sleep(LOOK_S)
            town.load.memory_mb.append(memory_mb(bot.pid))
            town.load.children_mb.append(sum(memory_mb(child) for child in children_of(bot.pid)))
            town.look()
        after = cpu_s(bot.pid)
        town.load.cpu_s, town.load.children_s = (later - earlier for later, earlier in zip(after, before, strict=True))
        town.load.seconds = time.monotonic() - began
    finally:
        await bot.stop()
        await town.close()
    return town.load


def cpu_s(pid: int) -> tuple[float, float]:
    """Returns CPU seconds of a process, and of its children, including ended ones."""
    own, gone = _times(pid)
    return own, gone + sum(_times(child)[0] for child in children_of(pid))


def children_of(pid: int) -> list[int]:
    """Returns the processes started from its main thread."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _times(pid: int) -> tuple[float, float]:
    """Returns CPU seconds of a process itself and of its ended children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system, children_user, children_system = (int(ticks) / TICKS for ticks in fields[11:15])
    return user + system, children_user + children_system


def memory_mb(pid: int) -> float:
    """Returns the resident memory of a process; 0 for one that has just ended."""
    try:
        found = Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return int(found[0]) / 1024 if found else 0.0


def main() -> None:
    """Measure both and print the table."""
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reader.add_argument("--mentions", type=int, default=1000)
    reader.add_argument("--seconds", type=float, default=60.0)
    wanted = reader.parse_args()
    bare = str(Path(__file__).with_name("bare_bolt.py"))
    print(HEAD)
    for name, command in (("bare", (bare,)), ("nutgraf", ("-m", "bot"))):
        folder = Path(tempfile.mkdtemp(prefix="load-"))
        load = asyncio.run(measure(name, command, folder, wanted.mentions, wanted.seconds))
        print(load.row(), load.memory_row(), sep="\n", flush=True)


if __name__ == "__main__":
    main()
