"""Child processes: what happens to one happens to one job."""

import asyncio
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.engine.workers.output import MOST_LINES
from bot.engine.workers.pool import WorkerPool
from bot.errors import BusyError, TooLargeError, WorkerDiedError, WorkerTimedOutError
from summarizer.errors import TooShortError
from tests.bot.engine.workers import jobs


@pytest.fixture
async def workers() -> AsyncIterator[WorkerPool]:
    async with WorkerPool(count=2, timeout_s=5, cpu_s=1, memory_mb=256) as started:
        yield started


async def test_result_comes_back(workers: WorkerPool) -> None:
    assert await workers.run(jobs.double, 21) == 42


async def test_jobs_that_come_before_the_children_are_up_wait_for_them() -> None:
    early = WorkerPool(count=1)
    early.begin()
    try:
        assert await early.run(jobs.double, 21) == 42
    finally:
        await early.close()


async def test_children_that_are_not_up_yet_are_gone_after_closing() -> None:
    early = WorkerPool(count=2)
    early.begin()
    await asyncio.sleep(0.01)

    await early.close()

    assert not early._children


async def test_many_jobs_come_back_to_whoever_asked(workers: WorkerPool) -> None:
    results = await asyncio.gather(*(workers.run(jobs.double, number) for number in range(60)))
    assert results == [number * 2 for number in range(60)]


async def test_errors_of_ours_come_back_as_themselves() -> None:
    async with WorkerPool(count=1, timeout_s=5, cpu_s=1, memory_mb=256, warm_up=("summarizer",)) as workers:
        with pytest.raises(TooLargeError, match="a cause"):
            await workers.run(jobs.read_too_much)
        with pytest.raises(TooShortError) as caught:
            await workers.run(jobs.read_too_little)
        assert caught.value.words == 3
        assert await workers.run(jobs.double, 1) == 2


async def test_error_that_cannot_travel_comes_back_described(workers: WorkerPool) -> None:
    with pytest.raises(RuntimeError, match="OddError: 1 and 2"):
        await workers.run(jobs.raise_odd)


async def test_result_that_cannot_travel_is_an_error(workers: WorkerPool) -> None:
    with pytest.raises((AttributeError, pickle.PicklingError)):
        await workers.run(jobs.return_function)
    assert await workers.run(jobs.double, 1) == 2


async def test_job_over_its_time_is_killed_and_the_next_one_runs(workers: WorkerPool) -> None:
    async with asyncio.timeout(60):
        with pytest.raises(WorkerTimedOutError):
            await workers.run(jobs.sleep, 300, timeout_s=0.3)
    assert await asyncio.gather(*(workers.run(jobs.double, number) for number in range(4))) == [0, 2, 4, 6]


async def test_job_over_its_cpu_time_is_killed() -> None:
    async with WorkerPool(count=1, timeout_s=60, cpu_s=1) as workers:
        with pytest.raises(WorkerTimedOutError, match="CPU"):
            await workers.run(jobs.burn, 30)


async def test_cpu_limit_is_for_a_job_not_for_a_child() -> None:
    async with WorkerPool(count=1, cpu_s=1) as workers:
        first = await workers.run(jobs.process_id)
        for _ in range(3):
            await workers.run(jobs.burn, 0.6)
        assert await workers.run(jobs.process_id) == first


async def test_job_over_its_memory_dies_alone(workers: WorkerPool) -> None:
    assert await workers.run(jobs.eat, 100) == 100 * 1_048_576
    with pytest.raises(WorkerDiedError, match="memory"):
        await workers.run(jobs.eat, 2_000)
    assert await workers.run(jobs.double, 1) == 2


async def test_endless_recursion_is_an_error_not_a_crash(workers: WorkerPool) -> None:
    with pytest.raises(RecursionError):
        await workers.run(jobs.eat_stack, 0)


@pytest.mark.parametrize(("job", "argument"), [(jobs.end, 3), (jobs.die, signal.SIGKILL), (jobs.die, signal.SIGSEGV)])
async def test_child_that_dies_is_replaced(workers: WorkerPool, job: Callable[[int], object], argument: int) -> None:
    with pytest.raises(WorkerDiedError):
        await workers.run(job, argument)
    assert await asyncio.gather(*(workers.run(jobs.double, number) for number in range(4))) == [0, 2, 4, 6]


async def test_idle_child_that_dies_costs_at_most_one_job(workers: WorkerPool) -> None:
    os.kill(await workers.run(jobs.process_id), signal.SIGKILL)
    outcomes = await asyncio.gather(*(workers.run(jobs.double, 1) for _ in range(6)), return_exceptions=True)
    assert sum(isinstance(outcome, WorkerDiedError) for outcome in outcomes) <= 1
    assert outcomes.count(2) >= 5


async def test_child_is_replaced_after_its_share_of_jobs() -> None:
    async with WorkerPool(count=1, jobs_per_child=3) as workers:
        ids = [await workers.run(jobs.process_id) for _ in range(7)]
    assert ids[0] == ids[1] == ids[2]
    assert len(set(ids)) == 3


async def test_too_many_waiting_jobs_are_refused() -> None:
    async with WorkerPool(count=1, queue_limit=2) as workers:
        held = [asyncio.create_task(workers.run(jobs.sleep, 0.3)) for _ in range(3)]
        await asyncio.sleep(0.05)
        with pytest.raises(BusyError):
            await workers.run(jobs.double, 1)
        await asyncio.gather(*held)
        assert await workers.run(jobs.double, 1) == 2


async def test_cancelled_job_frees_its_child() -> None:
    async with WorkerPool(count=1) as workers:
        task = asyncio.create_task(workers.run(jobs.sleep, 30))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await workers.run(jobs.double, 1) == 2


async def test_jobs_that_wait_are_told_when_we_close() -> None:
    workers = WorkerPool(count=1)
    await workers.start()
    running = asyncio.create_task(workers.run(jobs.sleep, 30))
    waiting = asyncio.create_task(workers.run(jobs.double, 1))
    await asyncio.sleep(0.1)
    await workers.close()
    outcomes = await asyncio.gather(running, waiting, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [WorkerDiedError, BusyError]
    with pytest.raises(BusyError):
        await workers.run(jobs.double, 1)


async def test_children_get_nothing_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-made-up")
    async with WorkerPool(count=1) as workers:
        assert "SLACK_BOT_TOKEN" not in await workers.run(jobs.environment)


async def test_children_ignore_the_signals_meant_for_us(workers: WorkerPool) -> None:
    assert await workers.run(jobs.interrupt_me)


async def test_what_libraries_print_does_not_break_the_pipe(workers: WorkerPool) -> None:
    assert await workers.run(jobs.print_something) == "said"


async def test_a10_what_a_child_prints_is_logged_line_by_line_and_no_more_than_a_hundred_of_them(
    workers: WorkerPool, log_lines
) -> None:
    await workers.run(jobs.print_lines, 3)
    await workers.close()
    said = [line["said"] for line in log_lines if line["event"] == "a child process printed something"]
    assert said == [f"libraries warn {number} of https://x.example/?token=1" for number in range(3)]


async def test_a10_a_child_that_prints_without_end_is_read_to_the_end_and_left_out_of_the_log(log_lines) -> None:
    async with WorkerPool(count=1) as workers:
        await workers.run(jobs.print_lines, 5000)
        await workers.run(jobs.print_endlessly)
    said = [line["event"] for line in log_lines if "child process" in line["event"]]
    assert len(said) == MOST_LINES + 1
    assert said[-1] == "a child process goes on printing; the rest is left out"


async def test_children_open_no_connection_and_start_no_program(workers: WorkerPool) -> None:
    for job in (jobs.connect, jobs.run_command):
        with pytest.raises(PermissionError):
            await workers.run(job)


async def test_memory_limit_stands_above_what_a_child_has_mapped(workers: WorkerPool) -> None:
    address_space, _ = await workers.run(jobs.soft_limits)
    assert address_space > 256 * 1_048_576


async def test_broken_warm_up_is_said_at_start() -> None:
    with pytest.raises(WorkerDiedError):
        await WorkerPool(count=1, warm_up=("no_such_module",)).start()


async def test_event_loop_goes_on_while_children_work(tmp_path: Path) -> None:
    word, page = tmp_path / "word", b"x" * 4_000_000
    async with WorkerPool(count=2, timeout_s=60) as workers:
        working = asyncio.create_task(workers.run(jobs.wait_for_a_word, str(word)))
        assert await asyncio.gather(*(workers.run(len, page) for _ in range(20))) == [len(page)] * 20
        word.touch()  # only a loop that goes on comes here while the job still waits
        assert await working


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own way to end with a parent")
@pytest.mark.parametrize("job", ["write_pid_and_sleep", "write_pid_and_burn"])
def test_children_end_with_a_parent_that_was_killed(tmp_path: Path, job: str) -> None:
    code = (
        "import asyncio, sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import jobs\n"
        "from bot.engine.workers.pool import WorkerPool\n"
        "async def main():\n"
        "    async with WorkerPool(count=2, timeout_s=60, cpu_s=60) as workers:\n"
        f"        await workers.run(jobs.{job}, {str(tmp_path / 'pid')!r})\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", code]) as parent:
        deadline = time.monotonic() + 20
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        child = int((tmp_path / "pid").read_text())
        children = [int(pid) for pid in Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()]
        assert child in children
        parent.kill()
        parent.wait()
    deadline = time.monotonic() + 5
    while any(is_alive(pid) for pid in children):
        assert time.monotonic() < deadline
        time.sleep(0.05)
