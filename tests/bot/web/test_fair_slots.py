"""Turns: one requester never has all of them, at a host or at the resolver."""

import asyncio

import pytest

from bot.errors import BusyError
from bot.newsroom.job_origin import JobOrigin, working_for
from bot.web.fair_slots import FairSlots
from bot.web.http import host_limiter
from bot.web.http.host_limiter import HostLimiter

FLOODER, OTHER = JobOrigin("T1", "C1", "U1"), JobOrigin("T1", "C2", "U2")


async def settle():
    for _ in range(5):
        await asyncio.sleep(0)


async def ask(slots, requester, count):
    tasks = [asyncio.create_task(slots.acquire(requester)) for _ in range(count)]
    await settle()
    return tasks


def count_done(tasks):
    return sum(task.done() for task in tasks)


async def test_one_requester_has_their_share_and_the_next_one_waits_for_nothing():
    slots = FairSlots(total=4, each=3)
    flood = await ask(slots, FLOODER, 10)
    (other,) = await ask(slots, OTHER, 1)

    assert (count_done(flood), other.done()) == (3, True)


async def test_turns_that_come_free_go_to_those_who_wait_in_their_order():
    slots = FairSlots(total=2, each=1)
    flood = await ask(slots, FLOODER, 2)
    others = await ask(slots, OTHER, 2)

    slots.release(FLOODER)
    await settle()
    assert (count_done(flood), count_done(others)) == (2, 1)


async def test_work_for_nobody_in_particular_may_have_all():
    slots = FairSlots(total=3, each=1)

    assert count_done(await ask(slots, None, 5)) == 3


async def test_who_gives_up_waiting_leaves_nothing_behind():
    slots = FairSlots(total=1, each=1)
    first, second = await ask(slots, FLOODER, 2)
    second.cancel()
    await settle()
    slots.release(FLOODER)

    assert first.done()
    assert slots.is_idle


async def test_who_gives_up_at_the_moment_of_their_turn_gives_it_back():
    slots = FairSlots(total=1, each=1)
    _, second = await ask(slots, FLOODER, 2)
    slots.release(FLOODER)
    second.cancel()
    await settle()

    assert slots.is_idle


async def test_a05_pages_that_never_answer_leave_a_turn_at_their_host_to_others():
    slots, never = HostLimiter(2), asyncio.Event()

    async def fetch():
        async with slots.turn("news.example"):
            await never.wait()

    with working_for(FLOODER):
        flood = [asyncio.create_task(fetch()) for _ in range(20)]
    await settle()

    with working_for(OTHER):
        async with asyncio.timeout(1), slots.turn("news.example"):
            pass
    never.set()
    await asyncio.gather(*flood)
    assert slots._slots == {}


async def test_no_turn_within_a_minute_is_a_sentence(monkeypatch):
    monkeypatch.setattr(host_limiter, "MAX_WAIT_S", 0.01)
    slots = HostLimiter(1)
    async with slots.turn("news.example"):
        with pytest.raises(BusyError):
            async with slots.turn("news.example"):
                pass
    assert slots._slots == {}
