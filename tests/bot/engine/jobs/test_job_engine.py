"""The job engine on a SQLite file: jobs are done once, and what a process left is done by the next."""

import asyncio

import pytest
import sqlalchemy as sa
from dbos import DBOS

from bot.engine.jobs.job_engine import JobEngine
from bot.engine.jobs.replicas import owners, recover
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.upgrade import upgrade
from tests.bot.fakes import FakeClock, MemoryBoxes
from tests.bot.jobs import mention_job

JOB = mention_job()


class Office:
    """Engines one after the other over one database, as processes would be."""

    def __init__(self, folder) -> None:
        self.address = DatabaseAddress("", folder)
        upgrade(self.address)
        self.mail = MemoryBoxes(FakeClock())
        self.begun: list[str] = []
        self.done: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def do(self, job_id: str) -> None:
        self.begun.append(job_id)
        await self.gate.wait()
        await asyncio.sleep(0.01)
        self.done.append(job_id)
        await self.mail.mark_finished(job_id)

    async def open(self) -> JobEngine:
        engine = JobEngine(inbox=self.mail, database=self.address.open_sync(), database_url=self.address.sync_url)
        await engine.start(self.do)
        return engine

    async def until_done(self, count: int) -> None:
        for _ in range(500):
            if len(self.done) >= count:
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"done: {self.done}")

    async def until_begun(self) -> None:
        for _ in range(500):
            if self.begun:
                return
            await asyncio.sleep(0.02)
        raise AssertionError("nothing was begun")


@pytest.fixture
async def office(tmp_path):
    yield Office(tmp_path)
    DBOS.destroy()  # where a test failed half-way: the next one starts its own


async def test_a_job_that_is_submitted_is_done(office):
    engine = await office.open()

    assert await engine.submit(JOB)
    await office.until_done(1)

    await engine.stop(0)
    assert office.done == [JOB.id]


async def test_f20_a_job_that_arrives_twenty_times_at_once_is_done_once(office):
    engine = await office.open()

    taken = await asyncio.gather(*(engine.submit(JOB) for _ in range(20)))
    await office.until_done(1)
    await engine._start(JOB.id, "")
    await asyncio.sleep(0.6)

    await engine.stop(0)
    assert sorted(taken) == [False] * 19 + [True]
    assert office.done == [JOB.id]


async def test_a_job_that_was_stored_but_not_started_is_started_by_the_next_process(office):
    await office.mail.add_job(JOB)

    engine = await office.open()
    await office.until_done(1)

    await engine.stop(0)
    assert office.done == [JOB.id]


async def test_f48_a_stop_waits_for_the_jobs_that_run(office):
    engine = await office.open()
    office.gate.clear()
    await engine.submit(JOB)
    await office.until_begun()

    stopping = asyncio.create_task(engine.stop(10))
    await asyncio.sleep(0.2)
    office.gate.set()
    await stopping

    assert office.done == [JOB.id]


async def test_f48_what_does_not_end_in_time_is_done_by_the_next_process(office):
    engine = await office.open()
    office.gate.clear()
    await engine.submit(JOB)
    await office.until_begun()

    await engine.stop(1)
    assert office.done == []
    office.gate.set()
    after = await office.open()
    await office.until_done(1)

    await after.stop(0)
    assert office.done == [JOB.id]


async def test_the_private_recovery_call_of_dbos_takes_up_a_dead_executors_jobs_once(office):
    """A contract with dbos >=3.4,<3.5: `take_up` relies on what this shows."""
    engine = await office.open()
    office.gate.clear()
    await engine.submit(JOB)
    await office.until_begun()
    assert await asyncio.to_thread(owners) == {"local"}
    _give_to(office.address, "dead.1")

    first = await asyncio.to_thread(recover, ("dead.1",))
    second = await asyncio.to_thread(recover, ("dead.1",))
    office.gate.set()
    await office.until_done(2)  # this process is not dead: its own run ends as well
    await asyncio.sleep(0.5)

    (workflow,) = await DBOS.list_workflows_async(workflow_ids=[JOB.id])
    await engine.stop(0)
    assert (first, second) == (1, 0)
    assert workflow.status == "SUCCESS"


def _give_to(address: DatabaseAddress, executor: str) -> None:
    database = address.open_sync()
    with database.begin() as connection:
        connection.execute(sa.text("UPDATE workflow_status SET executor_id = :executor"), {"executor": executor})
    database.dispose()


async def test_a_job_may_submit_another(office):
    engine = await office.open()
    second = mention_job("message:C1:2.0")

    async def do(job_id: str) -> None:
        if job_id == JOB.id:
            await engine.submit(second)
        await office.do(job_id)

    engine._do = do
    await engine.submit(JOB)

    await office.until_done(2)
    assert sorted(office.done) == sorted([JOB.id, second.id])
    await engine.stop(1)
