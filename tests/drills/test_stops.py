"""SIGTERM while jobs run: the bot ends within 20 seconds, and everything is still answered once."""

import asyncio
import random
import time

import pytest

from bot.storage.schema import inbox, outbox
from tests.drills.accounts import balance
from tests.drills.asking import make_story
from tests.drills.kills import Plan, open_drill

pytestmark = pytest.mark.slow

JOBS = 5
LONGEST_S = 20.0
PLAN = Plan(kills=0, requests=JOBS, seed=3)


@pytest.mark.parametrize(
    ("slow_post", "kind"),
    [(3, "what ends in time is finished"), (40, "what does not is parked, and done by the next start")],
)
def test_f48_a_stop_with_five_jobs_under_way_loses_none_and_says_nothing_twice(
    slow_post, kind, record_property, tmp_path
):
    took_s, finished, account = asyncio.run(stop_in_the_middle(slow_post, tmp_path))

    record_property("report", f"{kind}: stopped within {took_s:.1f} s, {finished} of {JOBS} finished by then")
    assert took_s < LONGEST_S
    assert account.is_balanced, account.lines()
    assert finished == (JOBS if slow_post < LONGEST_S else 0)


async def stop_in_the_middle(slow_post, folder):
    """SIGTERM during every post, then a restart; returns how long the stop took, jobs done, the account."""
    async with open_drill(PLAN, folder) as one:
        (bot,) = one.bots
        await bot.start()
        await wait_until(lambda: one.count(inbox, inbox.c.state == "done") == 1)  # the playground's greeting
        channels = await one.slack.make_channels(JOBS)
        await one.slack.press("faults", method="chat.postMessage", kind="delay", seconds=slow_post, times=JOBS)
        asked = [await ask(one.slack, channel, number) for number, channel in enumerate(channels)]
        await wait_until(lambda: one.count(outbox, outbox.c.state == "attempting") == JOBS)
        began = time.monotonic()
        assert await bot.stop() == 0, bot.log
        took_s, finished = time.monotonic() - began, one.count(inbox, inbox.c.state == "done") - 1
        await bot.start()
        await wait_until(lambda: one.count(inbox, inbox.c.state == "done") == 1 + JOBS)
        return took_s, finished, await balance(asked, one.slack, one.database)


async def ask(slack, channel, number):
    text = make_story(number, random.Random(number))  # noqa: S311  (a unique text)
    said = await slack.press("say", channel=channel, text=f"@nutgraf {text}")
    return said["channel"], said["ts"]


async def wait_until(is_so, seconds=120.0):
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not come to that"
        await asyncio.sleep(0.1)
