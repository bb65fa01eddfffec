"""Single pages of the database are overwritten, while the bot is down and while it runs."""

import asyncio
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.errors import DatabaseLostError, StorageError
from bot.exits import Exit
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.file_watch import watch_file
from bot.storage.database.preflight import check
from bot.storage.schema import inbox, metadata
from tests.drills.accounts import balance
from tests.drills.kills import Plan, open_drill
from tests.drills.test_stops import ask, wait_until

pytestmark = pytest.mark.slow

JOBS = 6
LONG_ENOUGH_S = 40.0


@dataclass(frozen=True)
class Tree:
    """A table or an index of the file, and the pages it takes."""

    name: str
    table: str
    pages: tuple[int, ...]


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns the file of a bot that has answered and posted, and was stopped normally."""
    folder = tmp_path_factory.mktemp("lived-in")
    asyncio.run(live(folder))
    return folder / "data" / "nutgraf.sqlite3"


async def live(folder: Path) -> None:
    async with open_drill(Plan(kills=0, requests=JOBS, seed=5), folder) as one:
        (bot,) = one.bots
        await bot.start()
        channels = await one.slack.make_channels(JOBS)
        for number, channel in enumerate(channels):
            await ask(one.slack, channel, number)
        await wait_until(lambda: one.count(inbox) > JOBS and not one.count(inbox, inbox.c.state == "waiting"))
        assert await bot.stop() == 0


def trees(file: Path) -> list[Tree]:
    """Returns every table and index that has a page of its own, ours and the job engine's."""
    with closing(sqlite3.connect(file)) as database:
        rows = database.execute("SELECT name, tbl_name, rootpage FROM sqlite_master WHERE rootpage > 0").fetchall()
    data, size = file.read_bytes(), page_size(file)
    return [Tree(name, table, tuple(walk(data, size, root))) for name, table, root in rows]


def walk(data: bytes, size: int, root: int) -> Iterator[int]:
    """Yields the pages of a b-tree, without overflow pages. Source: sqlite.org/fileformat2.html, 1.6."""
    yield root
    page = data[(root - 1) * size : root * size]
    if page[0] in {2, 5}:  # interior
        cells = int.from_bytes(page[3:5], "big")
        places = [int.from_bytes(page[12 + 2 * cell : 14 + 2 * cell], "big") for cell in range(cells)]
        children = [int.from_bytes(page[place : place + 4], "big") for place in places]
        for child in [*children, int.from_bytes(page[8:12], "big")]:
            yield from walk(data, size, child)


def page_size(file: Path) -> int:
    return int.from_bytes(file.read_bytes()[16:18], "big") or 65536


def overwrite(file: Path, page: int, with_: bytes) -> None:
    size = page_size(file)
    with file.open("r+b") as opened:
        opened.seek((page - 1) * size)
        opened.write((with_ * size)[:size])


DAMAGES = [b"\x00", b"\xa5", b"\xff", b"minutes of the harbour board "]


def test_f40_a_page_of_any_table_or_index_that_was_overwritten_is_found_at_start(lived_in, tmp_path, record_property):
    found = trees(lived_in)
    assert {tree.table for tree in found} >= {table.name for table in metadata.sorted_tables} | {"workflow_status"}
    address = DatabaseAddress("", tmp_path)
    assert address.path is not None

    for damage in DAMAGES:
        for tree in found:
            for page in tree.pages:
                shutil.copy(lived_in, address.path)
                overwrite(address.path, page, damage)
                with pytest.raises(StorageError, match=r"is damaged .* Put a backup in its place"):
                    check(address)

    count = sum(len(tree.pages) for tree in found)
    record_property(
        "report", f"{count} pages of {len(found)} tables and indexes, each overwritten in 4 ways: all found"
    )


async def test_f40_a_page_of_any_table_that_was_overwritten_under_way_is_an_error_of_ours_and_ends_the_bot(
    lived_in, tmp_path
):
    for tree in trees(lived_in):
        if tree.name != tree.table:
            continue
        address = DatabaseAddress("", tmp_path / tree.name)
        assert address.path is not None
        address.path.parent.mkdir()
        shutil.copy(lived_in, address.path)
        with watch_file(address) as watch:
            engine = address.open()
            watch.guard(engine.sync_engine)
            for page in tree.pages:
                overwrite(address.path, page, b"\xa5")

            with pytest.raises(StorageError, match="malformed"):
                await read_all(engine, tree.table)
            assert "is damaged" in (watch.trouble() or "")
            with pytest.raises(DatabaseLostError):
                await read_all(engine, "inbox")
            await engine.dispose()


async def read_all(engine, table):
    async with engine.connect() as connection:
        (await connection.execute(sa.text(f'SELECT * FROM "{table}"'))).all()  # noqa: S608  (a name of the schema)


@pytest.mark.parametrize("table", ["inbox", "workflow_status"])
def test_f40_under_a_running_bot_it_ends_with_a_sentence_and_after_the_restore_everything_is_answered_once(
    table, tmp_path, record_property
):
    account, log = asyncio.run(damage_and_restore(table, tmp_path))

    record_property("report", f"{table}: {account.lines()[0]}")
    assert account.is_balanced, account.lines()
    assert len(re.findall('"level": "critical"', log)) == 1


async def damage_and_restore(table, folder):
    """Damage a table while people ask; then restore the backup, and let Slack deliver what was not acknowledged."""
    async with open_drill(Plan(kills=0, requests=JOBS, seed=6), folder) as one:
        (bot,) = one.bots
        await bot.start()
        channels = await one.slack.make_channels(JOBS)
        await wait_until(lambda: one.count(inbox, inbox.c.state == "done") == 1)  # the playground's greeting
        path = folder / "data" / "nutgraf.sqlite3"
        assert await bot.command("backup", str(folder / "copy")) == 0
        for tree in checkpointed(path):
            for page in tree.pages if tree.table == table else ():
                overwrite(path, page, b"\xa5")
        asked = [await ask(one.slack, channel, number) for number, channel in enumerate(channels)]
        assert await bot.ended(LONG_ENOUGH_S) == Exit.DATABASE_LOST, bot.log
        log = bot.log
        assert "is damaged (" in log
        assert await told(one.slack, channels[0]), log  # refused, or stored with a notice that it may fail
        assert await bot.refuses_to_start() == Exit.CANNOT_START
        assert "Put a backup in its place" in bot.log
        restore(folder / "copy", path)
        one.database.dispose()
        await bot.start()
        for _, ts in asked:
            await one._deliver_again(ts)  # requests acknowledged before the damage was found may be delivered again too
        await wait_until(lambda: one.count(inbox, inbox.c.state == "done") == 1 + JOBS)
        account = await balance(asked, one.slack, one.database)
        assert await bot.stop() == 0
        return account, log


def checkpointed(path: Path) -> list[Tree]:
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return trees(path)


def restore(copy: Path, path: Path) -> None:
    """Restore as README says under 'Run it for real'."""
    path.rename(f"{path}.damaged")
    for end in ("-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    shutil.copy(copy, path)


async def told(slack, channel):
    """Returns the bot's ephemeral messages in a channel."""
    messages = (await slack.look("messages", channel=channel))["messages"]
    return [message["text"] for message in messages if message.get("bot") and message.get("ephemeral")]
