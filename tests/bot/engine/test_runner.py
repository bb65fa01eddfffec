"""Jobs run once, a few at a time, and never fail in silence."""

import asyncio
from typing import Any

from bot.engine.runner import InProcessRunner


async def test_job_of_the_same_id_is_taken_once() -> None:
    runner, ran = InProcessRunner(), []

    async def work() -> None:
        ran.append(1)

    assert [runner.submit("event-1", work), runner.submit("event-1", work), runner.submit("event-2", work)] == [
        True,
        False,
        True,
    ]
    await runner.drain(1)
    assert ran == [1, 1]


async def test_ids_are_remembered_after_the_job_and_forgotten_in_order() -> None:
    runner = InProcessRunner(remembered=2)

    async def work() -> None:
        return

    assert runner.submit("a", work)
    await asyncio.sleep(0)
    assert not runner.submit("a", work)
    assert runner.submit("b", work)
    assert runner.submit("c", work)  # "a" is the oldest now
    assert runner.submit("a", work)
    await runner.drain(1)


async def test_failing_job_is_logged_with_its_id_and_the_rest_goes_on(log_lines: list[dict[str, Any]]) -> None:
    runner, ran = InProcessRunner(), []

    async def fail() -> None:
        raise ValueError("broken")

    async def work() -> None:
        ran.append(1)

    runner.submit("event-1", fail)
    runner.submit("event-2", work)
    await runner.drain(1)
    assert ran == [1]
    (line,) = log_lines
    assert (line["event"], line["job_id"], line["log_level"]) == ("job failed", "event-1", "error")
    assert line["exc_info"]


async def test_a_few_run_at_a_time_in_order() -> None:
    runner, running, most, order = InProcessRunner(concurrency=2), 0, 0, []

    def job(number: int) -> Any:
        async def work() -> None:
            nonlocal running, most
            running += 1
            most = max(most, running)
            order.append(number)
            await asyncio.sleep(0.01)
            running -= 1

        return work

    for number in range(6):
        runner.submit(str(number), job(number))
    await runner.drain(5)
    assert most == 2
    assert order == [0, 1, 2, 3, 4, 5]


async def test_drain_waits_then_cancels_and_says_so(log_lines: list[dict[str, Any]]) -> None:
    runner, ended = InProcessRunner(), []

    async def quick() -> None:
        await asyncio.sleep(0.05)
        ended.append("quick")

    async def endless() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("endless")

    runner.submit("quick", quick)
    runner.submit("endless", endless)
    await runner.drain(0.2)
    assert ended == ["quick", "endless"]
    assert [line["job_id"] for line in log_lines] == ["endless"]
    assert not runner.submit("late", quick)
