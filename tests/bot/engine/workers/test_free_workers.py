"""Which job a free child takes: what a person waits for goes first, and one child stays free of background work."""

import asyncio

import pytest

from bot.engine.workers.free_workers import FreeWorkers
from bot.errors import BusyError


async def ask(children: FreeWorkers[str], taken: list[str], name: str, *, is_urgent: bool) -> str:
    child = await children.take(is_urgent=is_urgent)
    taken.append(name)
    return child


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def begin(
    children: FreeWorkers[str], names: str, *, is_urgent: bool
) -> tuple[list[str], list[asyncio.Task[str]]]:
    """Jobs that ask for a child, in that order; the names of those that got one, as they get it."""
    taken: list[str] = []
    tasks = [asyncio.create_task(ask(children, taken, name, is_urgent=is_urgent)) for name in names]
    await settle()
    return taken, tasks


async def test_what_a_person_waits_for_goes_before_background_work_that_came_first():
    children: FreeWorkers[str] = FreeWorkers(count=1, limit=10)
    background, _ = await begin(children, "ab", is_urgent=False)
    urgent, _ = await begin(children, "c", is_urgent=True)

    children.put("child")
    await settle()
    assert (background, urgent) == ([], ["c"])

    children.put("child")
    await settle()
    assert background == ["a"]


async def test_background_work_leaves_one_of_several_children_free():
    children: FreeWorkers[str] = FreeWorkers(count=2, limit=10)
    children.put("first")
    children.put("second")
    background, tasks = await begin(children, "ab", is_urgent=False)
    assert background == ["a"]

    urgent, _ = await begin(children, "c", is_urgent=True)
    assert urgent == ["c"]

    children.put(await tasks[0])
    await settle()
    assert background == ["a", "b"]


async def test_a_child_for_a_job_that_was_cancelled_goes_to_the_next():
    children: FreeWorkers[str] = FreeWorkers(count=1, limit=10)
    _, (first, second) = await begin(children, "ab", is_urgent=True)
    children.put("child")
    first.cancel()

    assert await second == "child"


async def test_a_child_that_is_gone_is_given_to_nobody_and_blocks_no_background_work():
    children: FreeWorkers[str] = FreeWorkers(count=2, limit=10)
    children.put("first")
    children.put("second")
    background, tasks = await begin(children, "ab", is_urgent=False)
    children.drop(await tasks[0])
    await settle()

    assert background == ["a", "b"]
    assert await tasks[1] == "second"


async def test_too_many_are_refused_and_those_that_wait_are_told_at_the_end():
    children: FreeWorkers[str] = FreeWorkers(count=1, limit=1)
    _, (waiting,) = await begin(children, "a", is_urgent=True)
    with pytest.raises(BusyError):
        await children.take(is_urgent=True)

    children.close()
    with pytest.raises(BusyError):
        await waiting
    with pytest.raises(BusyError):
        await children.take(is_urgent=False)
