import pytest

from bot.newsroom.jobs.outbox import Outbox, OutboxMessage, OutboxState
from bot.storage.tables.outbox import KEPT_S, SKIPPED_KEPT_S, OutboxTable

JOB = "message:C1:5.0"


def outgoing(part=0, *, job=JOB, key=None):
    return OutboxMessage(key or f"{job}:{part}", job, part, "C1", "5.0", {"text": f"part {part}", "blocks": []})


@pytest.fixture
def outbox(database, clock) -> Outbox:
    return OutboxTable(database, clock)


async def test_parcels_come_back_in_order_as_they_were_planned(outbox):
    planned = [outgoing(part) for part in range(12)]
    await outbox.add_messages(planned)
    await outbox.add_messages([])

    assert await outbox.list_of_job(JOB) == tuple(planned)
    assert await outbox.list_of_job("message:C1:6.0") == ()
    assert await outbox.get("message:C1:5.0:99") is None


async def test_messages_of_a_job_come_back_by_their_part_and_all_others_by_their_age(outbox, clock):
    await outbox.add_messages([outgoing(part) for part in (2, 0, 1)])
    clock.seconds -= 60
    await outbox.add_messages([outgoing(job="message:C1:4.0")])
    for part in (2, 0, 1):
        await outbox.mark_unknown(outgoing(part).key, "could not be looked up")

    assert [message.part for message in await outbox.list_of_job(JOB)] == [0, 1, 2]
    assert [message.part for message in await outbox.list_unknown_of_job(JOB)] == [0, 1, 2]
    everything = await outbox.list(OutboxState.PENDING, OutboxState.UNKNOWN)
    assert [message.job_id for message in everything] == ["message:C1:4.0", JOB, JOB, JOB]
    assert len(await outbox.list(OutboxState.UNKNOWN, limit=2)) == 2


async def test_planning_again_leaves_what_is_there_alone(outbox):
    await outbox.add_messages([outgoing(0), outgoing(1)])
    await outbox.mark_posted(outgoing(0).key, "7.0")
    await outbox.add_messages(
        [OutboxMessage(outgoing(0).key, JOB, 0, "C1", "5.0", {"text": "something else"}), outgoing(2)]
    )

    assert [(p.state.value, p.ts) for p in await outbox.list_of_job(JOB)] == [
        ("posted", "7.0"),
        ("pending", None),
        ("pending", None),
    ]


async def test_of_parcels_that_cannot_all_be_written_none_is(outbox):
    no_place = {"text": "no place among the parts"}
    broken = OutboxMessage("message:C1:5.0:1", JOB, None, "C1", "5.0", no_place)  # type: ignore[arg-type]  # on purpose

    with pytest.raises(Exception, match=r"(?i)null"):
        await outbox.add_messages([outgoing(0), broken])
    assert await outbox.list_of_job(JOB) == ()


async def test_a_parcel_goes_its_way_and_its_text_is_forgotten_once_it_stands(outbox, clock):
    await outbox.add_messages([outgoing()])
    key = outgoing().key

    await outbox.mark_sending(key)
    assert (await outbox.get(key)).attempted_at == clock.seconds
    await outbox.mark_retry(key, wait_s=30)
    back = await outbox.get(key)
    assert (back.state, back.not_before) == (OutboxState.PENDING, clock.seconds + 30)
    await outbox.mark_sending(key)
    assert (await outbox.get(key)).state is OutboxState.ATTEMPTING
    await outbox.mark_posted(key, "7.0")
    posted = await outbox.get(key)
    assert (posted.state, posted.ts, posted.payload) == (OutboxState.POSTED, "7.0", None)


async def test_a03_an_attempt_is_kept_by_slacks_clock_and_with_how_sure_that_is(outbox, clock):
    await outbox.add_messages([outgoing()])

    await outbox.mark_sending(outgoing().key, at=77.5, margin_s=15.0)
    by_slack = await outbox.get(outgoing().key)
    await outbox.mark_sending(outgoing().key)
    by_us = await outbox.get(outgoing().key)

    assert (by_slack.attempted_at, by_slack.attempt_margin_s) == (77.5, 15.0)
    assert (by_us.attempted_at, by_us.attempt_margin_s) == (clock.seconds, None)


async def test_what_was_skipped_or_lost_from_sight_says_why(outbox):
    await outbox.add_messages([outgoing(0), outgoing(1), outgoing(2)])
    await outbox.mark_refused(outgoing(0).key, "not_in_channel")
    await outbox.mark_unknown(outgoing(1).key, "could not be looked up")

    assert [(p.key, p.error) for p in await outbox.list(OutboxState.UNKNOWN)] == [
        (outgoing(1).key, "could not be looked up")
    ]
    both = await outbox.list(OutboxState.SKIPPED, OutboxState.UNKNOWN)
    assert {p.error for p in both} == {"not_in_channel", "could not be looked up"}


async def test_what_is_found_in_slack_after_all_is_no_error_any_more(outbox):
    await outbox.add_messages([outgoing()])
    await outbox.mark_unknown(outgoing().key, "could not be looked up")

    await outbox.mark_posted(outgoing().key, "7.0")

    assert (await outbox.get(outgoing().key)).error is None


async def test_what_is_to_be_tried_again_at_once_waits_for_nothing(outbox, clock):
    await outbox.add_messages([outgoing()])
    await outbox.mark_sending(outgoing().key)

    await outbox.mark_retry(outgoing().key)

    assert (await outbox.get(outgoing().key)).not_before == clock.seconds


async def test_a_message_that_is_withdrawn_is_gone_and_no_other(outbox):
    await outbox.add_messages([outgoing(0), outgoing(1)])

    await outbox.delete(outgoing(0).key)

    assert [message.part for message in await outbox.list_of_job(JOB)] == [1]


async def test_a_job_that_is_tried_again_posts_what_was_skipped_and_nothing_else(outbox):
    private = outgoing(job=f"{JOB}:error", key=f"{JOB}:error")  # private answers are jobs of their own to the outbox
    other = outgoing(job="message:C1:5.05")
    await outbox.add_messages([outgoing(0), outgoing(1), outgoing(2), private, other])
    await outbox.mark_posted(outgoing(0).key, "7.0")
    await outbox.mark_refused(outgoing(1).key, "not_in_channel")
    await outbox.mark_unknown(outgoing(2).key, "could not be looked up")
    await outbox.mark_refused(private.key, "no_service")
    await outbox.mark_refused(other.key, "not_in_channel")

    assert await outbox.reopen(JOB) == 2
    states = [(p.state.value, p.payload) for p in await outbox.list_of_job(JOB)]
    assert states == [("posted", None), ("pending", outgoing(1).payload), ("unknown", outgoing(2).payload)]
    assert (await outbox.get(private.key)).state is OutboxState.PENDING
    assert (await outbox.get(other.key)).state is OutboxState.SKIPPED


async def test_what_may_stand_in_slack_is_posted_again_only_when_told_so(outbox):
    await outbox.add_messages([outgoing(0)])
    await outbox.mark_unknown(outgoing(0).key, "could not be looked up")
    assert [p.key for p in await outbox.list_unknown_of_job(JOB)] == [outgoing(0).key]

    assert await outbox.reopen(JOB) == 0
    assert await outbox.reopen(JOB, with_unknown=True) == 1
    assert await outbox.list_unknown_of_job(JOB) == ()


@pytest.mark.parametrize("job", ["command:1_2", "command:1%2"])
async def test_an_id_is_no_pattern(outbox, job):
    other = outgoing(job="command:1x2")
    await outbox.add_messages([other])
    await outbox.mark_refused(other.key, "not_in_channel")

    assert await outbox.reopen(job) == 0


async def test_what_was_skipped_is_forgotten_after_two_weeks_and_all_after_three_months(outbox, clock):
    await outbox.add_messages([outgoing(part) for part in range(4)])
    await outbox.mark_posted(outgoing(0).key, "7.0")
    await outbox.mark_refused(outgoing(1).key, "not_in_channel")
    await outbox.mark_unknown(outgoing(2).key, "could not be looked up")
    await clock.sleep(SKIPPED_KEPT_S - 1)
    assert await outbox.delete_expired() == 0
    await clock.sleep(2)
    assert await outbox.delete_expired() == 1
    assert [p.part for p in await outbox.list_of_job(JOB)] == [0, 2, 3]

    await clock.sleep(KEPT_S - SKIPPED_KEPT_S - 2)
    assert await outbox.delete_expired() == 0
    await clock.sleep(2)
    assert await outbox.delete_expired() == 3
