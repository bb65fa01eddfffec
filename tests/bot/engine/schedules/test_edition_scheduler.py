import asyncio
from datetime import date, timedelta

import pytest

from bot.engine.schedules.edition_scheduler import EditionScheduler
from bot.engine.schedules.periodic_task import PeriodicTask
from bot.newsroom.editions.model import EditionRecord, EditionState
from bot.newsroom.subscriptions.model import EditionKey
from tests.bot.fakes import FakeClock, MemoryBoxes
from tests.bot.jobs import edition_job_of
from tests.bot.newsroom.fakes import MemoryEditions, MemorySubscriptions
from tests.bot.newsroom.sample_items import NOON, subscribe

KEY = EditionKey("T1", "C1", date(2026, 11, 24))


class Tower:
    """A clock, what channels want, and what was submitted."""

    def __init__(self, *wanted) -> None:
        self.clock = FakeClock()
        self.clock.seconds = NOON.timestamp() - 4 * 3600  # nine in Berlin
        self.mail = MemoryBoxes(self.clock)
        self.records = MemoryEditions()
        self.subscriptions = MemorySubscriptions(*wanted)
        self.slept: list[float] = []
        self.ticking = EditionScheduler(
            subscriptions=self.subscriptions,
            records=self.records,
            submit=self.mail.submit,
            make_job=edition_job_of,
            clock=self.clock,
            late=timedelta(hours=2),
        )

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.seconds += seconds
        await asyncio.sleep(0)


@pytest.fixture
def tower() -> Tower:
    return Tower(subscribe(), subscribe(channel="C2", zone="Asia/Tokyo"))


async def test_what_is_due_is_submitted_once(tower):
    assert await tower.ticking.schedule_due() == 1
    assert await tower.ticking.schedule_due() == 0
    assert list(tower.mail.entries) == [KEY.job_id]


async def test_f44_two_replicas_make_one_edition(tower):
    other = Tower(subscribe())
    other.ticking._submit = tower.mail.submit

    assert await tower.ticking.schedule_due() + await other.ticking.schedule_due() == 1


async def test_a_settled_edition_is_not_submitted_even_when_its_letter_is_forgotten(tower):
    await tower.records.save(EditionRecord(KEY.job_id, KEY, EditionState.EMPTY, tower.clock.now()))

    assert await tower.ticking.schedule_due() == 0


async def test_after_a_long_downtime_the_edition_is_left_out(tower):
    tower.clock.seconds += 3 * 3600

    assert await tower.ticking.schedule_due() == 0


async def test_ticks_fall_on_the_beginning_of_each_minute(tower):
    tower.clock.seconds += 17.5
    async with PeriodicTask("ticking", tower.ticking.run_once, sleep=tower.sleep):
        for _ in range(50):
            await asyncio.sleep(0)

    assert tower.slept[:3] == [42.5, 60.0, 60.0]


async def test_a_database_that_is_away_is_asked_again(tower, monkeypatch):
    async def fail() -> None:
        raise OSError("away")

    monkeypatch.setattr(tower.subscriptions, "list_all", fail)
    async with PeriodicTask("ticking", tower.ticking.run_once, sleep=tower.sleep):
        for _ in range(5):
            await asyncio.sleep(0)
        assert tower.mail.entries == {}
        monkeypatch.undo()
        for _ in range(20):
            await asyncio.sleep(0)
    assert list(tower.mail.entries) == [KEY.job_id]
    assert tower.slept[0] == 60.0
