"""When stored jobs are started, and who is told to wait."""

import asyncio

import pytest

from bot.engine.jobs import job_starter
from bot.engine.jobs.fair_queue import QueuedJob
from bot.engine.jobs.job_starter import JobStarter
from bot.newsroom.job_origin import JobOrigin, Urgency


class World:
    """A starter, and what it did."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.told: list[tuple[str, int, bool]] = []
        self.is_open = True
        self.foreign: frozenset[str] = frozenset()
        self.telling = asyncio.Event()
        self.telling.set()
        self.is_free = True
        self.failing: set[str] = set()
        self.starter = JobStarter(
            start=self.start,
            find_foreign=self.find_foreign,
            let_others_in=self.let_others_in,
            is_open=lambda: self.is_open,
            places=2,
        )

    async def start(self, job_id, again):
        if job_id in self.failing:
            raise OSError("the database is away")
        self.started.append(f"{job_id}{again}")

    async def find_foreign(self, ids):
        return self.foreign & frozenset(ids)

    async def let_others_in(self):
        return

    async def notify(self, job_id, count_before, is_first):
        self.told.append((job_id, count_before, is_first))
        await self.telling.wait()
        return self.is_free

    def add(self, *names, urgency=Urgency.INTERACTIVE):
        now = asyncio.get_running_loop().time()
        for name in names:
            self.starter.add(QueuedJob(name, JobOrigin("T1", f"C{name}", f"U{name}"), urgency, queued_at=now))


@pytest.fixture
async def world(monkeypatch):
    monkeypatch.setattr(job_starter, "_LOOK_S", 0.01)
    monkeypatch.setattr(job_starter, "TOLD_AFTER_S", 0.02)
    monkeypatch.setattr(job_starter, "_TOLD_AGAIN_S", 0.02)
    monkeypatch.setattr(job_starter, "_FOREIGN_AFTER_S", 0.0)
    world = World()
    world.starter.begin(world.notify)
    yield world
    world.telling.set()
    await world.starter.stop()


async def until(is_so):
    async with asyncio.timeout(5):
        while not is_so():  # noqa: ASYNC110  (what is waited for is a list that grows)
            await asyncio.sleep(0.005)


async def test_jobs_are_started_while_places_are_free_and_the_next_when_one_ends(world):
    world.add("a", "b", "c")
    await until(lambda: len(world.started) == 2)
    await asyncio.sleep(0.01)
    assert world.started == ["a", "b"]

    world.starter.note_finished("a")
    await until(lambda: world.started == ["a", "b", "c"])


async def test_a_job_that_waits_for_long_is_told_once_how_many_come_before(world):
    world.add("a", "b", "c", "d")
    await until(lambda: len(world.told) == 2)
    await asyncio.sleep(0.05)

    assert world.told == [("c", 0, True), ("d", 1, True)]


async def test_a_job_that_could_not_be_told_is_told_again(world):
    world.is_free = False
    world.add("a", "b", "c")
    await until(lambda: len(world.told) == 2)
    world.is_free = True
    await until(lambda: len(world.told) == 3)
    await asyncio.sleep(0.05)

    assert world.told == [("c", 0, True), ("c", 0, False), ("c", 0, False)]


async def test_nobody_waits_for_an_edition_so_nobody_is_told(world):
    world.add("a", "b")
    world.add("edition", urgency=Urgency.SCHEDULED)
    await asyncio.sleep(0.08)

    assert world.told == []


async def test_a_job_begins_only_when_its_requester_has_been_told(world):
    world.telling.clear()
    world.add("a", "b", "c")
    await until(lambda: world.told)
    world.starter.note_finished("a")
    await asyncio.sleep(0.03)
    assert world.started == ["a", "b"]

    world.telling.set()
    await until(lambda: world.started == ["a", "b", "c"])


async def test_while_the_workspace_is_closed_only_what_needs_no_slack_is_started(world):
    world.is_open = False
    world.add("a")
    world.add("uninstalled", urgency=Urgency.IMMEDIATE)
    await until(lambda: world.started)
    await asyncio.sleep(0.03)
    assert world.started == ["uninstalled"]
    assert world.told == []

    world.is_open = True
    await until(lambda: world.started == ["uninstalled", "a"])


async def test_a_job_that_another_replica_took_gives_its_place_up(world):
    world.add("a", "b", "c")
    await until(lambda: len(world.started) == 2)
    world.starter.note_begun(QueuedJob("a", JobOrigin(), Urgency.INTERACTIVE))
    world.foreign = frozenset({"a", "b"})

    await until(lambda: "c" in world.started)
    assert world.starter.queue.is_holding("a")  # it runs here after all
    assert not world.starter.queue.is_holding("b")


async def test_a_job_that_could_not_be_started_gives_its_place_up(world):
    world.failing.add("a")
    world.add("a", "b", "c")

    await until(lambda: world.started == ["b", "c"])


async def test_a_job_that_was_recovered_holds_a_place(world):
    world.starter.note_begun(QueuedJob("before", JobOrigin(), Urgency.INTERACTIVE))
    world.add("a", "b")
    await until(lambda: world.started)
    await asyncio.sleep(0.02)

    assert world.started == ["a"]
