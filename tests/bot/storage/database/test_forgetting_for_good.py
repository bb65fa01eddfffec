"""A running bot forgets a channel, then its workspace: nothing of what people wrote is in its database's files."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage.database.address import DatabaseAddress
from bot.storage.schema import answer, edition, feed, inbox, item, outbox, requester, shown, subscription
from tests.bot.storage.leftovers import left_in_files
from tests.drills.rig import Bot, LocalSlack, open_slack
from tests.postgres import Cluster

pytestmark = pytest.mark.slow

FILTER, LATER, PASTED = "quinquereme", "brigantine", "Saltmouthvlet"
TEXT = f"""The pier at {PASTED} reopened on Monday after two years of repairs that cost the town four million crowns.

Hundreds of people came to walk to the end of it, and the band of the fire brigade played until the rain began.

“We were told it would take six months,” said Ada Brandt, who runs the kiosk, “and I sold no ice cream for two summers.”
"""


async def until(look, *, seconds=60.0):
    for _ in range(int(seconds * 5)):
        if found := await look():
            return found
        await asyncio.sleep(0.2)
    raise AssertionError("it did not happen")


async def say(slack: LocalSlack, channel: str, text: str, answer: str) -> None:
    """A /digest command, until it is answered."""

    async def answered():
        messages = (await slack.look("messages", channel=channel))["messages"]
        return [said for said in messages if said.get("ephemeral") and answer in said["text"]]

    await slack.press("command", channel=channel, command="/digest", text=text)
    await until(answered)


async def live_a_little(slack: LocalSlack, channel: str) -> None:
    """A digest with filters and a feed, a pasted text that was answered, one that cannot be."""
    await say(slack, channel, f"add {slack.url}gazette/", "Following now")
    await say(slack, channel, f"filter +{FILTER} -{LATER}", "Filters")
    asked = await slack.press("say", channel=channel, text=f"@nutgraf {TEXT}")

    async def answered():
        messages = (await slack.look("messages", channel=channel))["messages"]
        return [said for said in messages if said["bot"] and said.get("thread_ts") == asked["ts"]]

    await until(answered)
    await slack.press("faults", method="chat.postMessage", kind="error", error="restricted_action", times=2)
    await slack.press("say", channel=channel, text=f"@nutgraf {TEXT} It failed.")
    await asyncio.sleep(3)
    await slack.press("faults", clear=True)


def addresses(address: DatabaseAddress) -> list[str]:
    """Of the feeds that are polled."""
    database = address.open_sync()
    with database.connect() as connection:
        urls = [url.partition("://")[2] for url in connection.scalars(sa.select(feed.c.url))]
    database.dispose()
    return urls


def texts(database: sa.Engine, table: sa.Table) -> int:
    """How many rows of a table hold one."""
    with database.connect() as connection:
        return len(list(connection.execute(sa.select(table).where(table.c.payload.is_not(None)))))


def count(database: sa.Engine, *tables: sa.Table) -> list[int]:
    with database.connect() as connection:
        return [connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() for table in tables]


async def uninstall(slack: LocalSlack, bot: Bot) -> None:
    await slack.press("event", event={"type": "app_uninstalled"})

    async def is_done():
        return "the app was uninstalled" in bot.log

    await until(is_done)


async def test_a08_after_forgetting_a_channel_and_after_uninstalling_no_file_holds_what_people_wrote(tmp_path: Path):
    async with open_slack(tmp_path) as slack:
        bot = Bot("bot", tmp_path, slack.url)
        await bot.start()
        (channel,) = await slack.make_channels(1)
        address = DatabaseAddress("", tmp_path / "bot" / "data")
        assert address.path is not None
        await live_a_little(slack, channel)
        words = [FILTER, LATER, PASTED, *addresses(address)]
        assert len(words) == 4
        assert left_in_files(address.path, words) == set(words)

        await say(slack, channel, "forget everything", "Forgotten")
        assert left_in_files(address.path, words) == set()  # the bot goes on running, its engine polls

        await live_a_little(slack, channel)
        assert left_in_files(address.path, words) == set(words)
        await uninstall(slack, bot)
        assert left_in_files(address.path, words) == set()
        assert await bot.stop() == 0
        assert left_in_files(address.path, words) == set()


async def test_a08_on_postgresql_the_rows_are_gone_and_the_texts_out_of_those_that_stay(tmp_path: Path):
    cluster = Cluster()
    cluster.start()
    try:
        url = cluster.make_database()
        async with open_slack(tmp_path) as slack:
            bot = Bot("bot", tmp_path, slack.url, NUTGRAF_DATABASE_URL=url, NUTGRAF_REPLICA="one")
            await bot.start()
            (channel,) = await slack.make_channels(1)
            database = DatabaseAddress(url, tmp_path).open_sync()
            await live_a_little(slack, channel)
            assert 0 not in count(database, subscription, feed, item, shown, requester, inbox, outbox)

            await uninstall(slack, bot)
            assert count(database, subscription, feed, item, edition, shown, answer, requester) == [0] * 7
            assert [texts(database, table) for table in (inbox, outbox)] == [0, 0]
            database.dispose()
            assert await bot.stop() == 0
    finally:
        cluster.remove()


async def test_a08_a_request_that_waits_for_a_closed_workspace_ends_when_the_app_is_removed(tmp_path: Path):
    async with open_slack(tmp_path) as slack:
        bot = Bot("bot", tmp_path, slack.url)
        await bot.start()
        (channel,) = await slack.make_channels(1)
        path = DatabaseAddress("", tmp_path / "bot" / "data").path
        assert path is not None
        await slack.press("faults", method="*", kind="error", error="account_inactive", times=100_000)
        await slack.press("say", channel=channel, text=f"@nutgraf {TEXT}")

        async def is_waiting():
            return left_in_files(path, [PASTED]) and "Slack has closed the workspace to us" in bot.log

        await until(is_waiting)
        await uninstall(slack, bot)
        assert left_in_files(path, [PASTED]) == set()

        async def has_given_up():
            return "a job was forgotten while it waited" in bot.log

        await until(has_given_up)
        await slack.press("faults", clear=True)
        messages = (await slack.look("messages", channel=channel))["messages"]
        assert [said for said in messages if said["bot"]] == []
        assert await bot.stop() == 0
        assert left_in_files(path, [PASTED]) == set()
