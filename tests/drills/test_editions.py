"""Editions through crashes, with real processes and the bot's own schedule."""

import asyncio
import time

import pytest
import sqlalchemy as sa

from bot.storage.database.address import DatabaseAddress
from tests.drills.edition_accounts import balance_editions, key_of
from tests.drills.kills import Plan, drill, open_drill, shared

pytestmark = pytest.mark.slow

ONE = Plan(kills=0, requests=0, editions=1, days=1)
_EXECUTOR = sa.text("SELECT executor_id FROM dbos.workflow_status WHERE workflow_uuid LIKE 'edition:%'")


def test_f44_two_schedulers_at_once_make_one_edition(say, postgres, tmp_path):
    plan = Plan(kills=0, requests=0, editions=8, days=2, replicas=2)

    report = asyncio.run(drill(shared(plan, postgres.make_database()), tmp_path))

    say(report)
    assert report.is_balanced, report.explain()


def test_f45_a_bot_killed_between_parent_and_replies_goes_on_with_the_same_thread(tmp_path):
    asyncio.run(kill_after_parent(ONE, tmp_path))


def test_f45_of_a_replica_killed_between_parent_and_replies_another_one_posts_the_rest(postgres, tmp_path):
    url = postgres.make_database()
    plan = Plan(kills=0, requests=0, editions=1, days=1, replicas=2)

    asyncio.run(kill_after_parent(shared(plan, url), tmp_path, owner=lambda: _find_owner(url, tmp_path)))


async def kill_after_parent(plan, folder, *, owner=None):
    """Kill the bot that posts an edition once its parent is posted; restart it, unless another bot is running."""
    async with open_drill(plan, folder) as one:
        for bot in one.bots:
            await bot.start()
        await one.round.subscribe()
        days = asyncio.create_task(one.round.run(at_once))
        await wait_for_parent(one)
        killed = next(bot for bot in one.bots if owner is None or owner().startswith(f"{bot.name}."))
        await killed.kill()
        standing = await keys_standing(one)
        assert any(":parent:" in key for key in standing)
        assert len(standing) < 4, "it was killed too late: the thread was finished"
        if owner is None:
            await killed.start()
        await days
        account = await balance_editions(one.round.channels, one.round.issues, one.slack, one.database)

    assert account.messages == 4
    assert account.is_balanced, account.lines()


async def at_once(_share):
    return


async def wait_for_parent(one):
    until = time.monotonic() + one.plan.patience_s
    while not await keys_standing(one):
        assert time.monotonic() < until, "no edition came"
        await asyncio.sleep(0.05)


async def keys_standing(one):
    """Returns the keys of the edition's posted messages."""
    messages = (await one.slack.look("messages", channel=one.round.channels[0]))["messages"]
    return [key_of(message) for message in messages if key_of(message).startswith("edition:")]


def _find_owner(url, folder):
    """Returns the executor that makes the edition."""
    database = DatabaseAddress(url, folder).open_sync()
    with database.connect() as connection:
        (executor,) = connection.scalars(_EXECUTOR)
    database.dispose()
    return executor
