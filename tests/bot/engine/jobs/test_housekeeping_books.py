"""Housekeeping on the real job engine's books."""

import asyncio
import multiprocessing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.engine.jobs.housekeeping import DurableWorkflows, Housekeeping
from bot.engine.jobs.job_engine import JobEngine
from bot.newsroom.jobs.inbox import InboxState
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.upgrade import upgrade
from bot.storage.tables.inbox import InboxTable
from tests.bot.jobs import mention_job


async def leave_alone(_letter):
    return


class LaterClock(SystemClock):
    """Two minutes ahead, so that what was just taken has waited too long."""

    def now(self) -> datetime:
        return super().now() + timedelta(minutes=2)


async def settle(look):
    for _ in range(400):
        if await look():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not happen")


async def live(address: DatabaseAddress) -> None:
    """One day of a bot, in a process of its own: DBOS is one a process."""
    upgrade(address)
    database = address.open()
    inbox = InboxTable(database, SystemClock())
    engine = JobEngine(inbox=inbox, database=address.open_sync(), database_url=address.sync_url)
    done: list[str] = []
    is_down = True

    async def do(job_id: str) -> None:
        if is_down and job_id == "unlucky":
            raise OSError("the database is away")
        done.append(job_id)
        await inbox.mark_finished(job_id, error="not_in_channel" if done.count("refused") == 1 else None)

    await engine.start(do)
    later = InboxTable(database, LaterClock())
    service = Housekeeping(inbox=later, resume=engine.resume, tables=(), clock=LaterClock(), submit=leave_alone)
    books = DurableWorkflows()

    async def states():
        return await books.states(["unlucky", "refused", "unlucky#2", "refused#2", "nobody"])

    async def is_over():
        return set((await states()).values()) == {"SUCCESS", "ERROR"}

    await engine.submit(mention_job("unlucky"))
    await engine.submit(mention_job("refused"))
    await settle(is_over)
    assert await states() == {"unlucky": "ERROR", "refused": "SUCCESS"}
    is_down = False
    assert await inbox.reopen("refused")  # as `nutgraf jobs retry` does in another process
    assert await service.restart_stuck() == 2

    async def none_waits():
        return not await inbox.list(InboxState.WAITING) and not {"PENDING", "ENQUEUED"} & set((await states()).values())

    await settle(none_waits)
    assert sorted(done) == ["refused", "refused", "unlucky"]
    assert len(await states()) == 4

    assert await books.delete(created_before=(datetime.now(UTC) - timedelta(days=14)).isoformat()) == 0  # noqa: TID251
    assert await books.delete(created_before=LaterClock().now().isoformat()) == 4
    assert await states() == {}
    await engine.stop(5)
    await database.dispose()


def _live(url: str, folder: Path) -> None:
    asyncio.run(live(DatabaseAddress(url, folder)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_fails_or_is_reopened_is_done_again_and_old_workflows_are_forgotten(kind, tmp_path, request):
    url = "" if kind == "sqlite" else request.getfixturevalue("postgres").make_database()
    process = multiprocessing.get_context("spawn").Process(target=_live, args=(url, tmp_path))
    process.start()
    process.join(60)

    assert process.exitcode == 0
