"""A backup under load, a power cut, a restore: nothing is posted twice, and what is lost is counted.

The database is lost, and the backup lacks its last hours: docs/decisions/0071-backup-and-restore.md.
"""

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage.database.backup import UNDER_WAY
from bot.storage.schema import inbox, item
from tests.drills.accounts import Account, balance
from tests.drills.edition_accounts import EditionAccount, balance_editions
from tests.drills.kills import Plan, open_drill
from tests.drills.paper import STORIES_A_DAY
from tests.drills.paper_round import _date, _hour
from tests.drills.test_damage import restore
from tests.drills.test_stops import ask, wait_until

pytestmark = pytest.mark.slow

REQUESTS = 6
"""Requests before the backup, during it, after it, and right before the power cut."""

PLAN = Plan(kills=0, requests=4 * REQUESTS, editions=6, days=3, seed=8)


@dataclass
class Outcome:
    """The result."""

    account: Account = field(default_factory=Account)
    editions: EditionAccount = field(default_factory=EditionAccount)
    answered_by_then: set[str] = field(default_factory=set)
    again: set[str] = field(default_factory=set)
    tried_again: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)

    @property
    def gone(self) -> set[str]:
        """Returns what was asked after the backup, not answered before the power cut, and not delivered again."""
        return self.asked - self.answered_by_then - self.again - self.tried_again

    def lines(self) -> str:
        """Returns the report, to print."""
        first = (
            f"{len(self.asked)} requests, {len(self.answered_by_then)} answered before the power cut; "
            f"{len(self.again)} delivered again, {len(self.tried_again)} tried again by the operator, "
            f"{len(self.gone)} lost with the books"
        )
        return "\n".join([first, *self.account.lines(), *self.editions.lines()])


def test_without_the_look_into_slack_the_drill_notices(tmp_path):
    command = (str(Path(__file__).with_name("weakened.py")), "restore")

    outcome = asyncio.run(back_up_and_restore(tmp_path, replace(PLAN, command=command), days=2))

    assert outcome.account.posted_twice, outcome.lines()


def test_w5_after_a_restore_nothing_is_answered_twice_and_no_edition_and_no_story_comes_twice(
    tmp_path, record_property
):
    outcome = asyncio.run(back_up_and_restore(tmp_path))

    record_property("report", outcome.lines())
    account, editions = outcome.account, outcome.editions
    assert account.posted_twice == account.out_of_order == account.waiting == [], outcome.lines()
    failed = {said.partition(": ")[0] for said in account.failed}  # those that the operator did not retry stay failed
    assert {said.rpartition(" is ")[0].rpartition(":")[0] for said in account.unknown} <= failed, outcome.lines()
    assert set(account.lost) == outcome.gone, outcome.lines()
    assert len(outcome.gone) == REQUESTS // 2, outcome.lines()
    assert outcome.again & outcome.answered_by_then, "nothing was delivered again that had been answered"
    assert outcome.tried_again & outcome.answered_by_then, "nothing was tried again that had been answered"
    assert editions.posted == editions.expected, editions.lines()
    wrong = (editions.lost, editions.posted_twice, editions.out_of_order, editions.repeated, editions.missing)
    assert not any(wrong), editions.lines()


async def back_up_and_restore(folder, plan=PLAN, *, days=3):
    """Three days: the backup in the first, the power cut and the restore in the second, after its editions."""
    outcome = Outcome()
    async with open_drill(plan, folder) as one:
        (bot,) = one.bots
        await bot.start()
        await one.round.subscribe()
        channels = await one.slack.make_channels(4 * REQUESTS)
        parts = [range(start, start + REQUESTS) for start in range(0, 4 * REQUESTS, REQUESTS)]

        async def ask_all(numbers):
            return [await ask(one.slack, channels[number], number) for number in numbers]

        asked = await ask_all(parts[0])
        await pass_day(one, 0)
        await hold_posts(one)
        during = await ask_all(parts[1])  # running until the backup is made
        assert await bot.command("backup", str(folder / "copy")) == 0
        await one.slack.press("faults", clear=True)
        after = await ask_all(parts[2])
        await pass_day(one, 1)
        await wait_until(lambda: not one.count(inbox, inbox.c.state == "waiting"))
        await hold_posts(one)
        last = await ask_all(parts[3])  # running at the power cut
        await wait_until(lambda: one.count(inbox, inbox.c.state == "waiting") == REQUESTS)
        await bot.kill()
        await one.slack.press("faults", clear=True)
        asked += during + after + last
        outcome.asked = {job_of(each) for each in asked}
        outcome.answered_by_then = await answered(one, asked)

        path = folder / "data" / "nutgraf.sqlite3"
        restore(folder / "copy", path)
        one.database.dispose()
        failed = failed_in_the_copy(one)
        outcome.tried_again = set(failed[:2])
        for job in outcome.tried_again:
            assert await bot.command("jobs", "retry", job) == 0
        await bot.start()
        again = [*during[::2], *after[::2], *last[::2]]
        for _, ts in again:
            await one._deliver_again(ts)
        outcome.again = {job_of(each) for each in again} - set(failed)  # the operator has to retry those
        wanted = outcome.again | outcome.tried_again
        await wait_until(lambda: is_done(one, wanted) and one.round._settled(_date(1)) >= len(one.round.channels))
        if days > 2:
            await pass_day(one, 2)
        await wait_until(lambda: not one.count(inbox, inbox.c.state == "waiting"))
        outcome.account = await balance(asked, one.slack, one.database)
        outcome.editions = await balance_editions(one.round.channels, one.round.issues, one.slack, one.database)
        assert await bot.stop() == 0
    return outcome


async def hold_posts(one):
    """Slack rate-limits every message until the faults are cleared."""
    await one.slack.press("faults", method="chat.postMessage", kind="ratelimit", times=10_000)


async def pass_day(one, day):
    """The paper is published, and each channel gets its edition at its hour."""
    if day:
        one.round._open(day)
    assert await one.round._wait(lambda: one.round._count(item) >= STORIES_A_DAY * len(one.round.issues))
    for hour in range(one.round._hours):
        one.round._set(_hour(day, hour))
    assert await one.round._wait(lambda: one.round._settled(_date(day)) >= len(one.round.channels))


def job_of(asked):
    return f"message:{asked[0]}:{asked[1]}"


async def answered(one, asked):
    """Returns the requests that have an answer in their threads."""
    account = await balance(asked, one.slack, one.database)
    return {job_of(each) for each in asked} - set(account.lost)


def failed_in_the_copy(one):
    with one.database.connect() as connection:
        return list(connection.scalars(sa.select(inbox.c.id).where(inbox.c.error == UNDER_WAY)))


def is_done(one, jobs):
    return one.count(inbox, inbox.c.id.in_(jobs), inbox.c.state == "done") == len(jobs)
