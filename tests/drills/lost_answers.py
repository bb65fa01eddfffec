"""Days on which Slack takes messages and its responses are lost: with another clock, late, in a busy channel."""

import asyncio
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.storage.schema import inbox
from tests.drills.accounts import Account, balance
from tests.drills.asking import make_story
from tests.drills.edition_accounts import EditionAccount, balance_editions
from tests.drills.kills import Drill, Plan, open_drill
from tests.drills.own_clock import COMMAND

ASKS = 3
PATIENCE_S = 120.0
LOST: Mapping[str, Any] = {"kind": "drop_after"}
LATE: Mapping[str, Any] = {"kind": "accept_late", "seconds": 8}


@dataclass(frozen=True, slots=True)
class Day:
    """The conditions of a day.

    Attributes:
        ahead_s: how far Slack's clock is ahead of ours.
        fault: what happens to the posts.
        killed: the bot is killed once Slack has or will have the posts, and started again.
        others: number of other people's messages after a post when it is looked up.
        limits: how much of a channel Slack returns.
        command: what to run as a bot.
    """

    ahead_s: float = 0.0
    fault: Mapping[str, Any] = field(default_factory=lambda: LOST)
    killed: bool = False
    others: int = 0
    limits: Mapping[str, int] = field(default_factory=dict)
    command: tuple[str, ...] = COMMAND


async def ask_on(day: Day, folder: Path) -> Account:
    """People ask in a few channels, and every answer's first post fails; returns the account."""
    async with open_drill(Plan(kills=0, requests=0, command=day.command), folder) as one:
        await _begin(one, day)
        channels = await one.slack.make_channels(ASKS)
        await one.slack.press("faults", method="chat.postMessage", times=ASKS, **day.fault)
        asked = [await _ask(one, channel, number) for number, channel in enumerate(channels)]
        await _wait_until_all_are_struck(one)
        await _interrupt(one, day, ())
        await _wait_for(lambda: one.count(inbox, inbox.c.state == "done") == 1 + ASKS)
        await _let_the_last_come(day)
        account = await balance(asked, one.slack, one.database)
        await one.bots[0].stop()
        return account


async def make_an_edition_on(day: Day, folder: Path) -> EditionAccount:
    """An edition comes due, and the post of its parent fails; returns the account."""
    plan = Plan(kills=0, requests=0, editions=1, days=1, command=day.command)
    async with open_drill(plan, folder) as one:
        await _begin(one, day)
        await one.round.subscribe()
        await one.slack.press("faults", method="chat.postMessage", **day.fault)
        edition = asyncio.create_task(one.round.run(_at_once))
        await _wait_until_all_are_struck(one)
        await _interrupt(one, day, one.round.channels)
        await edition
        await _let_the_last_come(day)
        account = await balance_editions(one.round.channels, one.round.issues, one.slack, one.database)
        await one.bots[0].stop()
        return account


async def _begin(one: Drill, day: Day) -> None:
    await one.slack.press("clock", ahead_s=day.ahead_s)
    await one.slack.press("limits", **day.limits)
    await one.bots[0].start()
    await _wait_for(lambda: one.count(inbox, inbox.c.state == "done") == 1)  # the playground's greeting


async def _interrupt(one: Drill, day: Day, busy: tuple[str, ...]) -> None:
    """Does what must happen before the bot looks up its posts."""
    if day.killed:
        await one.bots[0].kill()
    for channel in busy:
        for number in range(day.others):
            await one.slack.press("say", channel=channel, text=f"so they say, {number}")
    if day.killed:
        await one.bots[0].start()


async def _let_the_last_come(day: Day) -> None:
    """Waits for late posts, which may arrive after all jobs are done."""
    await asyncio.sleep(float(day.fault.get("seconds", 0)))


async def _ask(one: Drill, channel: str, number: int) -> tuple[str, str]:
    text = make_story(number, random.Random(number))  # noqa: S311  (a unique text)
    said = await one.slack.press("say", channel=channel, text=f"@nutgraf {text}")
    return str(said["channel"]), str(said["ts"])


async def _at_once(_share: float) -> None:
    return


async def _wait_until_all_are_struck(one: Drill) -> None:
    """Wait until every fault has happened: Slack has or will have the posts, and the bot has no response."""
    until = time.monotonic() + PATIENCE_S
    while (await one.slack.look("state"))["faults"]:
        assert time.monotonic() < until, "nothing was posted"
        await asyncio.sleep(0.05)


async def _wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < until, "it did not come to that"
        await asyncio.sleep(0.05)
