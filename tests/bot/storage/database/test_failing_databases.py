"""A bot and a local Slack in processes of their own, while the database fails: nothing lost, nothing said twice.

Rows F38, F39 and F43 of the list of faults; F40 to F42 fail at start, see tests/bot/cli/test_doctor.py.
"""

import asyncio
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage.database.address import DatabaseAddress
from bot.storage.schema import inbox, outbox
from tests.drills.accounts import balance
from tests.drills.rig import Bot, environment, open_slack
from tests.postgres import Cluster

pytestmark = pytest.mark.slow


async def ask(slack, channel):
    """A mention with a link; returns it as `balance` wants it."""
    story = (await slack.gazette())[1]
    return channel, str((await slack.press("say", channel=channel, text=f"@nutgraf {story}"))["ts"])


def rows(database, query):
    with database.connect() as connection:
        return list(connection.execute(query))


async def settle(database, count, *, seconds=150.0):
    """Wait until so many inbox entries were taken and none waits any more."""
    for _ in range(int(seconds)):
        try:
            states = [row.state for row in rows(database, sa.select(inbox.c.state))]
        except sa.exc.OperationalError:
            states = []
        if len(states) >= count and "waiting" not in states:
            return
        await asyncio.sleep(1)
    raise AssertionError(f"not settled: {states}")


async def test_f38_a_database_that_another_process_holds_for_ten_seconds(tmp_path):
    async with open_slack(tmp_path) as slack:
        bot = Bot("bot", tmp_path, slack.url)
        await bot.start()
        address = DatabaseAddress("", tmp_path / "bot" / "data")
        assert address.path is not None
        channels = await slack.make_channels(3)
        database = address.open_sync()
        before = len(rows(database, sa.select(inbox.c.id)))
        with closing(sqlite3.connect(address.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            asked = [await ask(slack, channel) for channel in channels]
            await asyncio.sleep(10)
            other.execute("COMMIT")
        await settle(database, before + len(asked))
        account = await balance(asked, slack, database)
        database.dispose()
        assert await bot.stop() == 0
    assert account.is_balanced, account.lines()


async def test_f39_a_disk_that_is_full_when_somebody_asks(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: ASYNC221  (done in no time)
        pytest.skip("needs the right to mount a small disk")
    try:
        account = await _ask_while_full(tmp_path, disk)
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)  # noqa: S607, ASYNC221  (done in no time)
    assert account.is_balanced, account.lines()


async def _ask_while_full(folder: Path, disk: Path):
    async with open_slack(folder) as slack:
        bot = Bot("bot", folder, slack.url, NUTGRAF_DATA_DIR=str(disk))
        await bot.start()
        channels = await slack.make_channels(3)
        database = DatabaseAddress("", disk).open_sync()
        before = len(rows(database, sa.select(inbox.c.id)))
        under_way = await ask(slack, channels[0])
        _fill(disk)
        asked = [under_way, *[await ask(slack, channel) for channel in channels[1:]]]
        await asyncio.sleep(6)
        keys = {row.key for row in rows(database, sa.select(outbox.c.key))}
        for channel, _ in asked:  # no post that was not written down
            for message in (await slack.look("messages", channel=channel))["messages"]:
                is_post = message["bot"] and not message["ephemeral"]  # whispers say that nothing could be saved
                assert not is_post or message["metadata"]["event_payload"]["key"] in keys
        assert "disk is full" in bot.log
        (disk / "filler").unlink()
        await settle(database, before + len(asked))
        account = await balance(asked, slack, database)
        database.dispose()
        assert await bot.stop() == 0
    return account


def _fill(disk: Path) -> None:
    """Leave not a byte."""
    with (disk / "filler").open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(4096))
        except OSError:
            pass


async def test_f43_a_postgresql_that_is_away_for_half_a_minute(tmp_path):
    cluster = Cluster()
    cluster.start()
    try:
        account = await _ask_while_away(tmp_path, cluster)
    finally:
        cluster.remove()
    assert account.is_balanced, account.lines()


async def _ask_while_away(folder: Path, cluster: Cluster):
    url = cluster.make_database()
    async with open_slack(folder) as slack:
        bot = Bot("bot", folder, slack.url, NUTGRAF_DATABASE_URL=url, NUTGRAF_REPLICA="one")
        await bot.start()
        channels = await slack.make_channels(4)
        database = DatabaseAddress(url, folder).open_sync()
        before = len(rows(database, sa.select(inbox.c.id)))
        asked = [await ask(slack, channel) for channel in channels[:2]]  # one of them is under way
        cluster.stop()
        asked += [await ask(slack, channel) for channel in channels[2:]]
        await asyncio.sleep(30)
        cluster.start()
        await settle(database, before + len(asked))
        account = await balance(asked, slack, database)
        database.dispose()
        assert await bot.stop() == 0
    return account


async def test_a10_of_a_postgresql_that_restarts_the_log_has_a_few_lines_and_each_is_json(tmp_path):
    cluster = Cluster()
    cluster.start()
    try:
        url = cluster.make_database()
        async with open_slack(tmp_path) as slack:
            bot = Bot("bot", tmp_path, slack.url, NUTGRAF_DATABASE_URL=url, NUTGRAF_REPLICA="one")
            await bot.start()
            channels = await slack.make_channels(6)
            for channel in channels:
                await ask(slack, channel)
            cluster.stop()
            await asyncio.sleep(30)
            cluster.start()
            for _ in range(60):
                if "is reached again" in bot.log:
                    break
                await asyncio.sleep(1)
            assert await bot.stop() == 0
    finally:
        cluster.remove()

    lines = [json.loads(line) for line in bot.log.splitlines()]  # each, those of the job engine too
    (back,) = [line for line in lines if line["event"] == "the database is reached again"]
    assert 25 < back["away_s"] < 60
    assert back["lines_left_out"] > 100
    said = [line for line in lines if "left_out" not in line]
    assert {"dbos", "bot.engine.jobs.replicas"} <= {line["logger"] for line in said}
    assert len(said) < 50  # there were 3,000
    assert sum(line.get("left_out", 0) for line in lines) >= back["lines_left_out"]


async def test_a_failed_job_that_the_operator_lets_wait_again_is_answered_by_the_running_bot(tmp_path):
    async with open_slack(tmp_path) as slack:
        bot = Bot("bot", tmp_path, slack.url)
        await bot.start()
        (channel,) = await slack.make_channels(1)
        database = DatabaseAddress("", tmp_path / "bot" / "data").open_sync()
        before = len(rows(database, sa.select(inbox.c.id)))
        await slack.press("faults", method="chat.postMessage", kind="error", error="restricted_action", times=9)
        _, ts = await ask(slack, channel)
        await settle(database, before + 1)
        entry = f"message:{channel}:{ts}"
        assert rows(database, sa.select(inbox.c.state).where(inbox.c.id == entry)) == [("failed",)]

        await slack.press("faults", clear=True)
        command = [sys.executable, "-m", "bot", "jobs", "retry", entry]
        done = await asyncio.create_subprocess_exec(*command, cwd=tmp_path / "bot", env=environment())
        assert await done.wait() == 0
        await settle(database, before + 1, seconds=125)  # a look a minute takes up what has waited for one

        assert rows(database, sa.select(inbox.c.state, inbox.c.tries).where(inbox.c.id == entry)) == [("done", 1)]
        messages = (await slack.look("messages", channel=channel))["messages"]
        assert len([message for message in messages if message["bot"] and not message.get("ephemeral")]) == 1
        database.dispose()
        await bot.stop()
