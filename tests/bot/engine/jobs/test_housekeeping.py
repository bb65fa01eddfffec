import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.engine.jobs.housekeeping import MAX_TRIES, TICK_S, WORKFLOWS_KEPT, Housekeeping
from bot.engine.schedules.periodic_task import Rounds
from bot.newsroom.jobs.inbox import Letter, LetterState
from tests.bot.fakes import FakeClock


class FakeInbox:
    """Letters that are all old enough; says no to whoever comes second."""

    def __init__(self) -> None:
        self.letters: dict[str, Letter] = {}
        self.failures: list[Exception] = []

    def put(self, name: str, **more: object) -> None:
        self.letters[name] = Letter(name, "message", {}, "", LetterState.WAITING, 0.0, **more)

    async def list(self, state, *, older_than_s=0, limit=1000):
        assert older_than_s == 60
        if self.failures:
            raise self.failures.pop()
        return tuple(letter for letter in self.letters.values() if letter.state is state)[:limit]

    async def try_again(self, letter):
        if self.letters[letter.id] != letter:
            return False
        self.letters[letter.id] = replace(letter, tries=letter.tries + 1)
        return True

    async def finish(self, letter_id, *, error=None):
        self.letters[letter_id] = replace(self.letters[letter_id], state=LetterState.FAILED, error=error)


class FakeWorkflows:
    """States by id; remembers until when it was told to forget."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.forgotten: list[str] = []

    async def states(self, ids):
        return {name: self.known[name] for name in ids if name in self.known}

    async def forget(self, *, created_before):
        self.forgotten.append(created_before)
        return 3


class FakeTable:
    def __init__(self) -> None:
        self.times = 0

    async def forget_old(self):
        self.times += 1
        return 2


class House:
    def __init__(self) -> None:
        self.inbox, self.workflows, self.table = FakeInbox(), FakeWorkflows(), FakeTable()
        self.clock = FakeClock()
        self.begun: list[str] = []
        self.queued: set[str] = set()
        self.told: list[tuple[str, LetterState]] = []
        self.ticks = asyncio.Event()
        self.keeping = Housekeeping(
            inbox=self.inbox,
            resume=self.resume,
            tables=(self.table,),
            clock=self.clock,
            workflows=self.workflows,
            give_up=self.give_up,
        )

    def resume(self, letter):
        if letter.id in self.queued:
            return False
        self.begun.append(f"{letter.id}{letter.again}")
        self.workflows.known[f"{letter.id}{letter.again}"] = "ENQUEUED"
        return True

    async def give_up(self, letter):
        self.told.append((letter.id, self.inbox.letters[letter.id].state))

    def rounds(self) -> Rounds:
        return Rounds("housekeeping", self.keeping.go_round, first_after_s=TICK_S, sleep=self.sleep)

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

    assert await house.keeping.sweep() == 1
    assert house.begun == ["a"]


async def test_a_letter_that_waits_for_its_turn_is_left_alone(house):
    house.inbox.put("a")
    house.queued.add("a")

    assert await house.keeping.sweep() == 0
    assert house.begun == []
    assert house.inbox.letters["a"].tries == 0


async def test_a_letter_that_the_operator_reopened_is_begun_under_a_new_id(house):
    house.inbox.put("a", tries=1)
    house.workflows.known["a"] = "SUCCESS"

    await house.keeping.sweep()
    await house.keeping.sweep()
    assert house.begun == ["a#2"]
    assert house.inbox.letters["a"].tries == 1


@pytest.mark.parametrize("state", ["PENDING", "ENQUEUED", "DELAYED"])
async def test_a_letter_whose_workflow_is_under_way_is_left_alone(house, state):
    house.inbox.put("a")
    house.workflows.known["a"] = state

    assert await house.keeping.sweep() == 0
    assert house.begun == []


@pytest.mark.parametrize("state", ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"])
async def test_a_letter_whose_workflow_ended_without_it_is_begun_once_more(house, state):
    house.inbox.put("a")
    house.workflows.known["a"] = state

    assert await house.keeping.sweep() == 1
    assert house.begun == ["a#2"]
    assert house.inbox.letters["a"].tries == 1


async def test_a_letter_that_somebody_else_took_up_meanwhile_is_left_to_them(house):
    house.inbox.put("a")
    house.workflows.known["a"] = "ERROR"
    (seen,) = await house.inbox.list(LetterState.WAITING, older_than_s=60)
    await house.inbox.try_again(seen)

    assert not await house.keeping._look_after(seen, "ERROR")
    assert house.begun == []


async def test_f47_a_letter_that_always_ends_badly_is_given_up_and_asker_and_operator_are_told(house):
    house.inbox.put("poison")
    house.inbox.put("fine", tries=2)
    house.workflows.known["fine#3"] = "PENDING"
    for _ in range(MAX_TRIES + 3):
        house.workflows.known = {
            name: "ERROR" if "poison" in name else state for name, state in house.workflows.known.items()
        }
        await house.keeping.sweep()

    assert house.begun == ["poison", *(f"poison#{number}" for number in range(2, MAX_TRIES + 2))]
    given_up = house.inbox.letters["poison"]
    assert (given_up.state, given_up.error) == (LetterState.FAILED, "given up after 5 tries (error)")
    assert house.inbox.letters["fine"].state is LetterState.WAITING
    assert house.told == [("poison", LetterState.WAITING)]  # before the letter is closed


async def test_many_letters_are_looked_up_in_batches(house):
    for number in range(1200):
        house.inbox.put(f"letter{number}")

    assert await house.keeping.sweep() == 1000
    assert len(set(house.begun)) == 1000


async def test_the_old_is_forgotten_once_a_night(house):
    house.clock.seconds = datetime(2026, 11, 24, 2, 58, tzinfo=UTC).timestamp()
    for _ in range(5):
        await house.keeping.go_round()
        house.clock.seconds += 60
    assert house.table.times == 1
    house.clock.seconds += 86_400
    await house.keeping.go_round()

    assert house.table.times == 2
    first = datetime.fromisoformat(house.workflows.forgotten[0])
    assert first == datetime(2026, 11, 24, 3, 0, tzinfo=UTC) - WORKFLOWS_KEPT
    assert timedelta(days=13) < WORKFLOWS_KEPT


async def test_a_round_that_fails_does_not_stop_the_next(house):
    house.inbox.put("a")
    house.inbox.failures = [OSError("the database is away")]
    async with house.rounds():
        await asyncio.wait_for(house.ticks.wait(), 5)

    assert house.begun == ["a"]
    assert house.clock.slept == [TICK_S] * 3


async def test_it_stops_at_once_when_its_block_ends(house):
    async with house.rounds() as rounds:
        await asyncio.sleep(0)
        task = rounds._task
    assert task.cancelled()
