"""The drill: people ask, bots are killed at random moments and start again; then the books are balanced.

    python -m tests.drills.kills [--kills 100] [--requests 500] [--seed 1] [--replicas 3]

One bot has SQLite; several share a PostgreSQL that is started for them.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import sqlalchemy as sa

from bot.storage.database import DatabaseAddress
from bot.storage.schema import inbox, outbox
from tests.drills.accounts import Account, balance
from tests.drills.asking import Ask, make_asks
from tests.drills.rig import Bot, LocalSlack, open_slack
from tests.drills.takeovers import Takeovers
from tests.postgres import Cluster

CHANNELS = 50
ABSENCE_S = 15.0
"""A killed replica stays away up to so long: a lease ends after ten seconds."""

AGAIN = 0.1
"""The share of requests that Slack delivers twice."""

ANSWER_LOST = 0.3
"""The share of lives in which Slack takes a message and the answer to it is lost."""

IN_BOOT = 0.15
"""The share of kills that fall while the bot is starting."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How hard a drill is."""

    kills: int = 5
    requests: int = 50
    seed: int = 1
    replicas: int = 1
    database_url: str = ""
    longest_absence_s: float = 0.0
    patience_s: float = 180.0
    command: tuple[str, ...] = ("-m", "bot")


@dataclass(slots=True)
class Report:
    """What came of it."""

    plan: Plan
    account: Account = field(default_factory=Account)
    took_s: float = 0.0
    start_times_s: list[float] = field(default_factory=list)
    settled_s: float = 0.0
    exits: list[int] = field(default_factory=list)
    kills: int = 0
    again: int = 0
    answers_lost: int = 0
    takeovers_s: list[float] = field(default_factory=list)
    taken_up: int = 0

    def lines(self) -> list[str]:
        """The report, to print."""
        starts = self.start_times_s or [0.0]
        plan = self.plan
        return [
            f"seed {plan.seed}, {plan.replicas} bot(s), {plan.kills} rounds, {self.kills} kills -9, {self.took_s:.0f} s",
            f"{self.again} events delivered twice, {self.answers_lost} answers of chat.postMessage lost",
            *self.account.lines(),
            f"start to connected: median {statistics.median(starts):.1f} s, longest {max(starts):.1f} s",
            f"all answered {self.settled_s:.1f} s after the last kill; exits {self.exits}",
            *self._takeover_lines(),
        ]

    def _takeover_lines(self) -> list[str]:
        if not self.takeovers_s:
            return []
        middle, longest = statistics.median(self.takeovers_s), max(self.takeovers_s)
        deaths = len(self.takeovers_s)
        return [f"{self.taken_up} jobs of {deaths} deaths taken up: median {middle:.1f} s, longest {longest:.1f} s"]


class Drill:
    """One drill, from its first request to its account."""

    def __init__(self, plan: Plan, slack: LocalSlack, folder: Path) -> None:
        self._plan = plan
        self._slack = slack
        self._chance = random.Random(plan.seed)  # noqa: S311  (a drill that can be repeated)
        address = DatabaseAddress(plan.database_url, folder / "data")
        self._database = address.open_sync()
        self._bots = [
            Bot(
                f"replica-{number}",
                folder,
                slack.url,
                command=plan.command,
                NUTGRAF_DATA_DIR=str(folder / "data"),
                NUTGRAF_WORKERS="1",
                NUTGRAF_DATABASE_URL=plan.database_url,
                NUTGRAF_REPLICA=f"replica-{number}",
            )
            for number in range(plan.replicas)
        ]
        self._asked: list[tuple[str, str]] = []
        self._takeovers = Takeovers(self._database)
        self._again = 0
        self._answers_lost = 0

    async def run(self) -> Report:
        """Ask, kill, wait, account."""
        began = time.monotonic()
        report = Report(self._plan)
        asks = await self._prepare()
        for bot in self._bots:
            await bot.start()
        await asyncio.gather(*(self._torment(number, asks) for number in range(len(self._bots))))
        last_kill = time.monotonic()
        await self._settle()
        report.settled_s = time.monotonic() - last_kill
        await self._takeovers.finish()
        report.takeovers_s, report.taken_up = self._takeovers.seconds, self._takeovers.jobs
        report.account = await balance(self._asked, self._slack, self._database)
        report.again, report.answers_lost = self._again, self._answers_lost
        report.kills = sum(bot.kills for bot in self._bots)
        report.exits = [await bot.stop() for bot in self._bots]
        report.start_times_s = [seconds for bot in self._bots for seconds in bot.start_times_s]
        report.took_s = time.monotonic() - began
        self._database.dispose()
        return report

    async def close(self) -> None:
        """End what still runs."""
        for bot in self._bots:
            await bot.kill()
        self._database.dispose()

    async def _prepare(self) -> list[Ask]:
        channels = await self._slack.make_channels(CHANNELS)
        return make_asks(self._plan.requests, channels, await self._slack.gazette(), self._plan.seed)

    async def _ask(self, asks: Sequence[Ask]) -> None:
        """Send a few requests, some at once, some after a while."""
        for ask in asks:
            said = await self._slack.press("say", channel=ask.channel, text=ask.text)
            self._asked.append((str(said["channel"]), str(said["ts"])))
            if self._chance.random() < AGAIN:
                await self._deliver_again(str(said["ts"]))
            await asyncio.sleep(self._chance.choice((0.0, 0.0, 0.3)))

    async def _deliver_again(self, ts: str) -> None:
        events = (await self._slack.look("log", method="none"))["events"]
        event_id = next(event["event_id"] for event in reversed(events) if event["ts"] == ts)
        await self._slack.press("redeliver", event_id=event_id)
        self._again += 1

    async def _torment(self, number: int, asks: Sequence[Ask]) -> None:
        """Kill one bot its share of times, while its share of the requests comes in."""
        mine = asks[number :: len(self._bots)]
        kills = len(range(number, self._plan.kills, len(self._bots)))
        for kill in range(kills):
            await asyncio.gather(self._ask(mine[kill::kills]), self._kill(self._bots[number]))
        if not kills:
            await self._ask(mine)

    async def _kill(self, bot: Bot) -> None:
        """Let a bot live a little, kill it, start it again; some are killed once more while they start."""
        usual_start_s = statistics.median(bot.start_times_s)
        if self._chance.random() < ANSWER_LOST:
            await self._slack.press("faults", method="chat.postMessage", kind="drop_after")
            self._answers_lost += 1
        await asyncio.sleep(self._chance.uniform(0, 1.5 * usual_start_s))  # on a slow machine work is slow as well
        await bot.kill()
        if self._plan.replicas > 1:
            self._takeovers.killed(bot.name)
        await asyncio.sleep(self._chance.uniform(0, self._plan.longest_absence_s))
        if self._chance.random() < IN_BOOT:
            await bot.spawn()
            await asyncio.sleep(self._chance.uniform(0, usual_start_s))
            await bot.kill()
        await bot.start()

    async def _settle(self) -> None:
        """Wait until every request has come in and nothing is under way any more."""
        until = time.monotonic() + self._plan.patience_s
        while time.monotonic() < until:
            if self._is_settled():
                return
            await asyncio.sleep(0.5)

    def _is_settled(self) -> bool:
        with self._database.connect() as connection:
            taken = connection.scalar(sa.select(sa.func.count()).select_from(inbox)) or 0
            waiting = connection.scalar(sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state == "waiting"))
            under_way = connection.scalar(
                sa.select(sa.func.count()).select_from(outbox).where(outbox.c.state.in_(("pending", "attempting")))
            )
        return taken >= len(self._asked) and not waiting and not under_way


async def drill(plan: Plan, folder: Path) -> Report:
    """The report of a drill in that folder."""
    async with open_slack(folder) as slack:
        one = Drill(plan, slack, folder)
        try:
            return await one.run()
        finally:
            await one.close()


def main() -> None:
    """Run a drill and print what came of it."""
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reader.add_argument("--kills", type=int, default=5)
    reader.add_argument("--requests", type=int, default=50)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--replicas", type=int, default=1)
    wanted = vars(reader.parse_args())
    folder = Path(tempfile.mkdtemp(prefix="drill-"))
    print(f"in {folder}")
    if wanted["replicas"] > 1:
        report = drill_replicas(Plan(**wanted), folder)
    else:
        report = asyncio.run(drill(Plan(**wanted), folder))
    print("\n".join(report.lines()))
    raise SystemExit(0 if report.account.is_balanced else 1)


def drill_replicas(plan: Plan, folder: Path) -> Report:
    """The report of a drill of several bots on a PostgreSQL of its own."""
    cluster = Cluster()
    try:
        cluster.start()
        return asyncio.run(drill(shared(plan, cluster.make_database()), folder))
    finally:
        cluster.remove()


def shared(plan: Plan, database_url: str) -> Plan:
    """The plan for several bots over one PostgreSQL; they stay away long enough for others to take up their jobs."""
    return replace(plan, database_url=database_url, longest_absence_s=ABSENCE_S)


if __name__ == "__main__":
    main()
