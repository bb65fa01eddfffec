"""The drill: people ask, editions come due, bots are killed at random moments; then the accounts are checked.

    python -m tests.drills.kills [--kills 100] [--requests 500] [--editions 60] [--seed 1] [--replicas 3]

One bot uses SQLite; several share a PostgreSQL that is started for them. Editions come over three days of the drill's
own clock, to a third as many channels.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import sqlalchemy as sa

from bot.storage.database.address import DatabaseAddress
from bot.storage.schema import inbox, outbox
from tests.drills.accounts import Account, balance
from tests.drills.asking import Ask, make_asks
from tests.drills.edition_accounts import EditionAccount, balance_editions
from tests.drills.own_clock import COMMAND, VARIABLE, DrillClock
from tests.drills.paper import Paper, open_paper
from tests.drills.paper_round import HOURS, PaperRound
from tests.drills.rig import Bot, LocalSlack, open_slack
from tests.drills.takeovers import Takeovers
from tests.postgres import Cluster

CHANNELS = 50
ABSENCE_S = 15.0
"""Longest time that a killed replica stays away: a lease ends after ten seconds."""

AGAIN = 0.1
"""The share of requests that Slack delivers twice."""

ANSWER_LOST = 0.3
"""The share of bot runs in which Slack takes a message and its response is lost."""

IN_BOOT = 0.15
"""The share of kills that come while the bot is starting."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The size of a drill. `editions` is a multiple of `days`."""

    kills: int = 5
    requests: int = 50
    editions: int = 0
    days: int = 3
    seed: int = 1
    replicas: int = 1
    database_url: str = ""
    longest_absence_s: float = 0.0
    patience_s: float = 600.0
    command: tuple[str, ...] = COMMAND
    workers: int = 1
    hours: int = HOURS


@dataclass(slots=True)
class Report:
    """The result of a drill."""

    plan: Plan
    account: Account = field(default_factory=Account)
    editions: EditionAccount = field(default_factory=EditionAccount)
    kills_of_editions: int = 0
    diary: list[str] = field(default_factory=list)
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
        """Returns the report, to print."""
        starts = self.start_times_s or [0.0]
        plan = self.plan
        return [
            f"seed {plan.seed}, {plan.replicas} bot(s), {plan.kills} rounds, {self.kills} kills -9, {self.took_s:.0f} s",
            f"{self.again} events delivered twice, {self.answers_lost} answers of chat.postMessage lost",
            *self.account.lines(),
            *self._edition_lines(),
            f"start to connected: median {statistics.median(starts):.1f} s, longest {max(starts):.1f} s",
            f"all answered {self.settled_s:.1f} s after the last kill; exits {self.exits}",
            *self._takeover_lines(),
        ]

    def explain(self) -> str:
        """Returns what is wrong in one line, for a log that keeps only the summary of the tests; then the report."""
        wrong = [*self.account.lines()[1:], *self.editions.lines()[1:], f"exits {self.exits}"]
        return "\n".join(["; ".join(line.strip() for line in wrong), *self.lines()])

    @property
    def is_balanced(self) -> bool:
        """Whether nothing was lost and nothing posted twice."""
        return self.account.is_balanced and self.editions.is_balanced

    def _edition_lines(self) -> list[str]:
        if not self.editions.expected:
            return []
        first, *details = self.editions.lines()
        kills = f"{self.kills_of_editions} kills fell while editions were under way"
        return [first, kills, *details, *(self.diary if details else [])]

    def _takeover_lines(self) -> list[str]:
        if not self.takeovers_s:
            return []
        middle, longest = statistics.median(self.takeovers_s), max(self.takeovers_s)
        deaths = len(self.takeovers_s)
        return [f"{self.taken_up} jobs of {deaths} deaths taken up: median {middle:.1f} s, longest {longest:.1f} s"]


class Drill:
    """One drill, from its first request to its account.

    Attributes:
        slack: where people ask.
        bots: the processes that answer.
        round: the days on which editions come.
        database: the database of the bots.
    """

    def __init__(self, plan: Plan, slack: LocalSlack, paper: Paper, clock: DrillClock, folder: Path) -> None:
        self.plan = plan
        self.slack = slack
        self._chance = random.Random(plan.seed)  # noqa: S311  (a drill that can be repeated)
        address = DatabaseAddress(plan.database_url, folder / "data")
        self.database = address.open_sync()
        self.bots = [
            Bot(
                f"replica-{number}",
                folder,
                slack.url,
                command=plan.command,
                NUTGRAF_DATA_DIR=str(folder / "data"),
                NUTGRAF_WORKERS=str(plan.workers),
                NUTGRAF_DATABASE_URL=plan.database_url,
                NUTGRAF_REPLICA=f"replica-{number}",
                NUTGRAF_FETCH_ALLOW_ORIGINS=paper.origin,
                **{VARIABLE: str(clock.file)},
            )
            for number in range(plan.replicas)
        ]
        self.round = PaperRound(
            slack,
            clock,
            paper,
            self.database,
            count=plan.editions,
            days=plan.days,
            hours=plan.hours,
            patience_s=plan.patience_s,
        )
        self._asked: list[tuple[str, str]] = []
        self._takeovers = Takeovers(self.database)
        self._again = 0
        self._answers_lost = 0
        self.rounds_over = 0
        self._killed = asyncio.Condition()
        self._kills_of_editions = 0

    async def run(self) -> Report:
        """Ask, kill, wait, check the accounts."""
        began = time.monotonic()
        report = Report(self.plan)
        asks = await self._prepare()
        for bot in self.bots:
            await bot.start()
        if self.plan.editions:
            await self.round.subscribe()
        days = [self.round.run(self._until)] if self.plan.editions else []
        await asyncio.gather(*(self._torment(number, asks) for number in range(len(self.bots))), *days)
        last_kill = time.monotonic()
        await self._settle()
        report.settled_s = time.monotonic() - last_kill
        await self._takeovers.finish()
        report.takeovers_s, report.taken_up = self._takeovers.seconds, self._takeovers.jobs
        await self._balance(report)
        report.again, report.answers_lost = self._again, self._answers_lost
        report.kills = sum(bot.kills for bot in self.bots)
        report.exits = [await bot.stop() for bot in self.bots]
        report.start_times_s = [seconds for bot in self.bots for seconds in bot.start_times_s]
        report.took_s = time.monotonic() - began
        self.database.dispose()
        return report

    async def close(self) -> None:
        """End the processes that still run."""
        for bot in self.bots:
            await bot.kill()
        self.database.dispose()

    async def _prepare(self) -> list[Ask]:
        channels = await self.slack.make_channels(CHANNELS)
        return make_asks(self.plan.requests, channels, await self.slack.gazette(), self.plan.seed)

    async def _balance(self, report: Report) -> None:
        """Check the accounts."""
        report.account = await balance(self._asked, self.slack, self.database)
        if self.plan.editions:
            channels, issues = self.round.channels, self.round.issues
            report.editions = await balance_editions(channels, issues, self.slack, self.database)
            report.diary = self.round.diary
        report.kills_of_editions = self._kills_of_editions

    async def _until(self, share: float) -> None:
        """Wait until that share of the kills is done."""
        async with self._killed:
            await self._killed.wait_for(lambda: self.rounds_over >= int(share * self.plan.kills))

    async def _ask(self, asks: Sequence[Ask]) -> None:
        """Send a few requests, some at once, some after a while."""
        for ask in asks:
            said = await self.slack.press("say", channel=ask.channel, text=ask.text)
            self._asked.append((str(said["channel"]), str(said["ts"])))
            if self._chance.random() < AGAIN:
                await self._deliver_again(str(said["ts"]))
            await asyncio.sleep(self._chance.choice((0.0, 0.0, 0.3)))

    async def _deliver_again(self, ts: str) -> None:
        events = (await self.slack.look("log", method="none"))["events"]
        event_id = next(event["event_id"] for event in reversed(events) if event["ts"] == ts)
        await self.slack.press("redeliver", event_id=event_id)
        self._again += 1

    async def _torment(self, number: int, asks: Sequence[Ask]) -> None:
        """Kill one bot its share of times, while its share of the requests arrives."""
        mine = asks[number :: len(self.bots)]
        kills = len(range(number, self.plan.kills, len(self.bots)))
        for kill in range(kills):
            if self.plan.editions:  # each day has its share of the kills, however long its editions take
                await self.round.dawns[kill * self.plan.days // kills].wait()
            await asyncio.gather(self._ask(mine[kill::kills]), self._kill(self.bots[number]))
        if not kills:
            await self._ask(mine)

    async def _kill(self, bot: Bot) -> None:
        """Let a bot run a little, kill it, start it again; some are killed again while they start."""
        usual_start_s = statistics.median(bot.start_times_s)
        if self._chance.random() < ANSWER_LOST:
            await self.slack.press("faults", method="chat.postMessage", kind="drop_after")
            self._answers_lost += 1
        await asyncio.sleep(self._chance.uniform(0, 1.5 * usual_start_s))  # on a slow machine work is slow as well
        self._kills_of_editions += bool(self.round.under_way())
        await bot.kill()
        async with self._killed:
            self.rounds_over += 1
            self._killed.notify_all()
        if self.plan.replicas > 1:
            self._takeovers.killed(bot.name)
        await asyncio.sleep(self._chance.uniform(0, self.plan.longest_absence_s))
        if self._chance.random() < IN_BOOT:
            await bot.spawn()
            await asyncio.sleep(self._chance.uniform(0, usual_start_s))
            await bot.kill()
        await bot.start()

    async def _settle(self) -> None:
        """Wait until every request has arrived and no job is running."""
        until = time.monotonic() + self.plan.patience_s
        while time.monotonic() < until:
            if self._is_settled():
                return
            await asyncio.sleep(0.5)

    def _is_settled(self) -> bool:
        """Whether every request has arrived; the inbox has commands and editions too, which do not count."""
        with self.database.connect() as connection:
            arrived = {tuple(name.split(":")[1:3]) for name in connection.scalars(sa.select(inbox.c.id))}
        waiting = self.count(inbox, inbox.c.state == "waiting")
        under_way = self.count(outbox, outbox.c.state.in_(("pending", "attempting")))
        return arrived >= set(self._asked) and not waiting and not under_way

    def count(self, table: sa.Table, *wanted: sa.ColumnElement[bool]) -> int:
        """Returns the number of rows in a table of the bots' database."""
        with self.database.connect() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(table).where(*wanted)) or 0


@asynccontextmanager
async def open_drill(plan: Plan, folder: Path) -> AsyncIterator[Drill]:
    """Yields a drill in that folder, with all it needs; its bots end with it."""
    clock = DrillClock(folder / "clock")
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(open_slack(folder, COMMAND, **{VARIABLE: str(clock.file)}))
        paper = await stack.enter_async_context(open_paper(f"{slack.url}gazette/"))
        one = Drill(plan, slack, paper, clock, folder)
        stack.push_async_callback(one.close)
        yield one


async def drill(plan: Plan, folder: Path) -> Report:
    """Returns the report of a drill in that folder."""
    async with open_drill(plan, folder) as one:
        return await one.run()


def main() -> None:
    """Run a drill and print its report."""
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reader.add_argument("--kills", type=int, default=5)
    reader.add_argument("--requests", type=int, default=50)
    reader.add_argument("--editions", type=int, default=0, help="a multiple of 3")
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--replicas", type=int, default=1)
    plan = Plan(**vars(reader.parse_args()))
    folder = Path(tempfile.mkdtemp(prefix="drill-"))
    print(f"in {folder}")
    report = drill_replicas(plan, folder) if plan.replicas > 1 else asyncio.run(drill(plan, folder))
    print("\n".join(report.lines()))
    raise SystemExit(0 if report.is_balanced else 1)


def drill_replicas(plan: Plan, folder: Path) -> Report:
    """Returns the report of a drill of several bots on a PostgreSQL of its own."""
    cluster = Cluster()
    try:
        cluster.start()
        return asyncio.run(drill(shared(plan, cluster.make_database()), folder))
    finally:
        cluster.remove()


def shared(plan: Plan, database_url: str) -> Plan:
    """Returns the plan for several bots on one PostgreSQL; they stay away long enough for others to take their jobs."""
    return replace(plan, database_url=database_url, longest_absence_s=ABSENCE_S)


if __name__ == "__main__":
    main()
