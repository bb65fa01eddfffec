import asyncio
from collections.abc import Sequence

import pytest

from bot.engine.jobs.inbox_batcher import InboxBatcher
from bot.errors import StorageError
from bot.newsroom.jobs.job import AnyJob
from tests.bot.fakes import FakeClock, MemoryBoxes
from tests.bot.jobs import mention_job


class SlowInbox(MemoryBoxes):
    """Stores in batches, and takes its time."""

    def __init__(self) -> None:
        super().__init__(FakeClock())
        self.batches: list[list[str]] = []
        self.fails = 0

    async def add_jobs(self, jobs: Sequence[AnyJob]) -> tuple[bool, ...]:
        ids = [job.id for job in jobs]
        known = {name for batch in self.batches for name in batch}
        self.batches.append(ids)
        await asyncio.sleep(0)
        if self.fails:
            self.fails -= 1
            raise StorageError("full")
        return tuple(name not in known for name in ids)


def job(number: int) -> AnyJob:
    return mention_job(f"message:C1:{number}")


async def test_f27_a_thousand_at_once_are_stored_in_a_few_goes_in_the_order_they_came():
    inbox = SlowInbox()
    intake = InboxBatcher(inbox)

    assert all(await asyncio.gather(*(intake.add(job(number)) for number in range(1000))))

    assert [name for batch in inbox.batches for name in batch] == [job(number).id for number in range(1000)]
    assert len(inbox.batches) <= 6
    assert intake.is_busy  # more may come right after


async def test_one_at_a_time_is_no_burst():
    intake = InboxBatcher(SlowInbox())
    for number in range(10):
        await intake.add(job(number))

    assert not intake.is_busy


async def test_one_alone_does_not_wait_for_others():
    inbox = SlowInbox()

    assert await InboxBatcher(inbox).add(job(1))
    assert inbox.batches == [[job(1).id]]


async def test_each_learns_whether_it_was_new():
    intake = InboxBatcher(SlowInbox())

    assert [await intake.add(job(1)), await intake.add(job(1))] == [True, False]


async def test_f39_a_batch_that_cannot_be_stored_fails_for_each_of_them_and_the_next_is_tried():
    inbox = SlowInbox()
    inbox.fails = 1
    intake = InboxBatcher(inbox)

    results = await asyncio.gather(*(intake.add(job(number)) for number in range(3)), return_exceptions=True)

    assert [type(result) for result in results] == [StorageError] * 3
    assert await intake.add(job(9))


async def test_somebody_who_stops_waiting_does_not_stop_the_others():
    intake = InboxBatcher(SlowInbox())
    first = asyncio.create_task(intake.add(job(1)))
    second = asyncio.create_task(intake.add(job(2)))
    await asyncio.sleep(0)
    first.cancel()

    assert await second
    with pytest.raises(asyncio.CancelledError):
        await first
