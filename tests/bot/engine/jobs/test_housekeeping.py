import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.engine.jobs.housekeeping import (
    MAX_TRIES,
    TICK_S,
    WORKFLOWS_KEPT,
    Housekeeping,
    StuckEntries,
    WorkflowStore,
)
from bot.engine.schedules.periodic_task import PeriodicTask
from bot.newsroom.jobs.inbox import InboxEntry, InboxState
from bot.newsroom.ports import ExpiringStore
from tests.bot.fakes import FakeClock
from tests.bot.jobs import mention_job


class FakeInbox(StuckEntries):
    """Letters that are all old enough; says no to whoever comes second."""

    def __init__(self) -> None:
        self.entries: dict[str, InboxEntry] = {}
        self.failures: list[Exception] = []

    def put(self, name: str, **more: Any) -> None:
        self.entries[name] = InboxEntry(name, "message", mention_job(name).payload, "", InboxState.WAITING, 0.0, **more)

    async def list(self, state: InboxState, *, older_than_s: float = 0, limit: int = 1000) -> tuple[InboxEntry, ...]:
        assert older_than_s == 60
        if self.failures:
            raise self.failures.pop()
        return tuple(entry for entry in self.entries.values() if entry.state is state)[:limit]

    async def count_retry(self, entry: InboxEntry) -> bool:
        if self.entries[entry.id] != entry:
            return False
        self.entries[entry.id] = replace(entry, tries=entry.tries + 1)
        return True

    async def mark_finished(self, entry_id: str, *, error: str | None = None) -> None:
        self.entries[entry_id] = replace(self.entries[entry_id], state=InboxState.FAILED, error=error)


class FakeWorkflows(WorkflowStore):
    """States by id; remembers until when it was told to forget."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.forgotten: list[str] = []

    async def states(self, ids: Iterable[str]) -> dict[str, str]:
        return {name: self.known[name] for name in ids if name in self.known}

    async def delete(self, *, created_before: str) -> int:
        self.forgotten.append(created_before)
        return 3


class FakeTable(ExpiringStore):
    def __init__(self) -> None:
        self.times = 0

    async def delete_expired(self) -> int:
        self.times += 1
        return 2


class House:
    def __init__(self) -> None:
        self.inbox, self.workflows, self.table = FakeInbox(), FakeWorkflows(), FakeTable()
        self.clock = FakeClock()
        self.begun: list[str] = []
        self.queued: set[str] = set()
        self.told: list[tuple[str, InboxState]] = []
        self.ticks = asyncio.Event()
        self.service = Housekeeping(
            inbox=self.inbox,
            resume=self.resume,
            tables=(self.table,),
            clock=self.clock,
            workflows=self.workflows,
            submit=self.submit,
        )

    def resume(self, entry: InboxEntry) -> bool:
        if entry.id in self.queued:
            return False
        self.begun.append(f"{entry.id}{entry.try_suffix}")
        self.workflows.known[f"{entry.id}{entry.try_suffix}"] = "ENQUEUED"
        return True

    async def submit(self, job):
        self.told.append((job.payload.of, self.inbox.entries[job.payload.of].state))
        return True

    def periodic_tasks(self) -> PeriodicTask:
        return PeriodicTask("housekeeping", self.service.run_once, first_after_s=TICK_S, sleep=self.sleep)

    async def sleep(self, seconds):
        assert seconds == TICK_S
        if len(self.clock.slept) == 3:
            self.ticks.set()
            await asyncio.Event().wait()
        await self.clock.sleep(seconds)


@pytest.fixture
def house() -> House:
    return House()


async def test_a_letter_without_a_workflow_is_begun(house):
    house.inbox.put("a")

    assert await house.service.restart_stuck() == 1
    assert house.begun == ["a"]


async def test_a_letter_that_waits_for_its_turn_is_left_alone(house):
    house.inbox.put("a")
    house.queued.add("a")

    assert await house.service.restart_stuck() == 0
    assert house.begun == []
    assert house.inbox.entries["a"].tries == 0


async def test_a_letter_that_the_operator_reopened_is_begun_under_a_new_id(house):
    house.inbox.put("a", tries=1)
    house.workflows.known["a"] = "SUCCESS"

    await house.service.restart_stuck()
    await house.service.restart_stuck()
    assert house.begun == ["a#2"]
    assert house.inbox.entries["a"].tries == 1


@pytest.mark.parametrize("state", ["PENDING", "ENQUEUED", "DELAYED"])
async def test_a_letter_whose_workflow_is_under_way_is_left_alone(house, state):
    house.inbox.put("a")
    house.workflows.known["a"] = state

    assert await house.service.restart_stuck() == 0
    assert house.begun == []


@pytest.mark.parametrize("state", ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"])
async def test_a_letter_whose_workflow_ended_without_it_is_begun_once_more(house, state):
    house.inbox.put("a")
    house.workflows.known["a"] = state

    assert await house.service.restart_stuck() == 1
    assert house.begun == ["a#2"]
    assert house.inbox.entries["a"].tries == 1


async def test_a_letter_that_somebody_else_took_up_meanwhile_is_left_to_them(house):
    house.inbox.put("a")
    house.workflows.known["a"] = "ERROR"
    (seen,) = await house.inbox.list(InboxState.WAITING, older_than_s=60)
    await house.inbox.count_retry(seen)

    assert not await house.service._restart_if_stuck(seen, "ERROR")
    assert house.begun == []


async def test_f47_a_letter_that_always_ends_badly_is_given_up_and_asker_and_operator_are_told(house):
    house.inbox.put("poison")
    house.inbox.put("fine", tries=2)
    house.workflows.known["fine#3"] = "PENDING"
    for _ in range(MAX_TRIES + 3):
        house.workflows.known = {
            name: "ERROR" if "poison" in name else state for name, state in house.workflows.known.items()
        }
        await house.service.restart_stuck()

    assert house.begun == ["poison", *(f"poison#{number}" for number in range(2, MAX_TRIES + 2))]
    given_up = house.inbox.entries["poison"]
    assert (given_up.state, given_up.error) == (InboxState.FAILED, "given up after 5 tries (error)")
    assert house.inbox.entries["fine"].state is InboxState.WAITING
    assert house.told == [("poison", InboxState.WAITING)]  # before the inbox entry is closed


async def test_many_letters_are_looked_up_in_batches(house):
    for number in range(1200):
        house.inbox.put(f"letter{number}")

    assert await house.service.restart_stuck() == 1000
    assert len(set(house.begun)) == 1000


async def test_the_old_is_forgotten_once_a_night(house):
    house.clock.seconds = datetime(2026, 11, 24, 2, 58, tzinfo=UTC).timestamp()
    for _ in range(5):
        await house.service.run_once()
        house.clock.seconds += 60
    assert house.table.times == 1
    house.clock.seconds += 86_400
    await house.service.run_once()

    assert house.table.times == 2
    first = datetime.fromisoformat(house.workflows.forgotten[0])
    assert first == datetime(2026, 11, 24, 3, 0, tzinfo=UTC) - WORKFLOWS_KEPT
    assert timedelta(days=13) < WORKFLOWS_KEPT


async def test_a_round_that_fails_does_not_stop_the_next(house):
    house.inbox.put("a")
    house.inbox.failures = [OSError("the database is away")]
    async with house.periodic_tasks():
        await asyncio.wait_for(house.ticks.wait(), 5)

    assert house.begun == ["a"]
    assert house.clock.slept == [TICK_S] * 3


async def test_it_stops_at_once_when_its_block_ends(house):
    async with house.periodic_tasks() as periodic_tasks:
        await asyncio.sleep(0)
        task = periodic_tasks._task
    assert task.cancelled()
