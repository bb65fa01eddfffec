import asyncio

import pytest
import sqlalchemy as sa

from bot.errors import StorageError
from bot.newsroom.jobs.inbox import Inbox, InboxState
from bot.storage.tables.inbox import KEPT_S, InboxTable
from tests.bot.jobs import mention_job

JOB = mention_job("message:C1:5.0", text="<https://gazette.example/pier> “Löwe”", fingerprint="f1")


@pytest.fixture
def inbox(database, clock) -> Inbox:
    return InboxTable(database, clock)


async def test_a_letter_is_taken_once_however_often_it_comes(inbox):
    taken = await asyncio.gather(*(inbox.add_job(JOB) for _ in range(5)))

    assert sorted(taken) == [False, False, False, False, True]


async def test_a_letter_comes_back_as_it_was_put_in(inbox, clock):
    await inbox.add_job(JOB)

    entry = await inbox.get(JOB.id)
    assert (entry.id, entry.kind, entry.payload, entry.fingerprint) == (JOB.id, "message", JOB.payload, "f1")
    assert (entry.state, entry.received_at, entry.tries) == (InboxState.WAITING, clock.seconds, 0)
    assert await inbox.get("message:C1:6.0") is None


async def test_a_redelivery_does_not_wake_a_finished_letter(inbox):
    await inbox.add_job(JOB)
    await inbox.mark_finished(JOB.id)

    assert not await inbox.add_job(JOB)
    entry = await inbox.get(JOB.id)
    assert (entry.state, entry.payload) == (InboxState.DONE, None)


async def test_a_failed_letter_keeps_what_was_asked_and_why_it_failed(inbox):
    await inbox.add_job(JOB)
    await inbox.mark_finished(JOB.id, error="not_in_channel")

    entry = await inbox.get(JOB.id)
    assert (entry.state, entry.error, entry.payload) == (InboxState.FAILED, "not_in_channel", JOB.payload)


async def test_only_a_failed_letter_can_be_reopened_and_each_time_counts(inbox):
    await inbox.add_job(JOB)
    assert not await inbox.reopen(JOB.id)
    await inbox.mark_finished(JOB.id, error="not_in_channel")

    assert await inbox.reopen(JOB.id)
    assert not await inbox.reopen(JOB.id)
    entry = await inbox.get(JOB.id)
    assert (entry.state, entry.error, entry.tries) == (InboxState.WAITING, None, 1)
    await inbox.mark_finished(JOB.id)
    assert not await inbox.reopen(JOB.id)


async def test_of_two_that_try_a_letter_again_one_wins(inbox):
    await inbox.add_job(JOB)
    entry = await inbox.get(JOB.id)

    assert sorted(await asyncio.gather(inbox.count_retry(entry), inbox.count_retry(entry))) == [False, True]
    assert (await inbox.get(JOB.id)).tries == 1


async def test_a_letter_that_was_finished_meanwhile_is_not_tried_again(inbox):
    await inbox.add_job(JOB)
    entry = await inbox.get(JOB.id)
    await inbox.mark_finished(JOB.id)

    assert not await inbox.count_retry(entry)


async def test_lists_are_oldest_first_and_may_leave_out_the_young(inbox, clock):
    for number in range(3):
        await inbox.add_job(mention_job(f"message:C1:{number}"))
        await clock.sleep(40)

    assert [entry.id[-1] for entry in await inbox.list(InboxState.WAITING)] == ["0", "1", "2"]
    assert [entry.id[-1] for entry in await inbox.list(InboxState.WAITING, older_than_s=60)] == ["0", "1"]
    assert [entry.id[-1] for entry in await inbox.list(InboxState.WAITING, limit=1)] == ["0"]
    assert await inbox.list(InboxState.FAILED) == ()


async def test_finished_letters_are_forgotten_after_a_week_and_waiting_ones_never(inbox, clock):
    for name in ("done", "failed", "reopened", "waiting"):
        await inbox.add_job(mention_job(name))
    await inbox.mark_finished("done")
    await inbox.mark_finished("failed", error="x")
    await inbox.mark_finished("reopened", error="x")
    await inbox.reopen("reopened")
    await clock.sleep(KEPT_S - 1)
    assert await inbox.delete_expired() == 0
    await clock.sleep(2)
    await inbox.mark_finished("waiting")

    assert await inbox.delete_expired() == 2
    assert await inbox.get("reopened")
    assert await inbox.get("waiting")


async def test_what_people_wrote_is_gone_from_the_table_once_it_is_answered(inbox, database):
    await inbox.add_job(JOB)
    await inbox.mark_finished(JOB.id)

    async with database.connect() as connection:
        (row,) = await connection.execute(sa.text("SELECT * FROM inbox"))
    assert not [value for value in row if isinstance(value, bytes)]


async def test_f27_many_are_stored_at_once_in_their_order_each_once(inbox, clock):
    jobs = [mention_job(f"message:C1:{number}") for number in (3, 1, 2, 1)]
    await inbox.add_job(jobs[2])
    clock.seconds += 1

    assert await inbox.add_jobs(jobs) == (True, True, False, False)
    assert await inbox.add_jobs([]) == ()
    clock.seconds += 1
    waiting = await inbox.list(InboxState.WAITING)
    assert [entry.id for entry in waiting] == ["message:C1:2", "message:C1:3", "message:C1:1"]
    assert await inbox.count_waiting() == 3


async def test_f39_a_database_that_takes_nothing_says_so_in_an_error_of_ours(database, clock):
    await database.dispose()
    async with database.begin() as connection:
        await connection.execute(sa.text("DROP TABLE inbox"))

    with pytest.raises(StorageError):
        await InboxTable(database, clock).add_job(mention_job("message:C1:1"))
