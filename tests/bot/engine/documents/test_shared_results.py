"""Work that several ask for is done once."""

import asyncio

import pytest

from bot.engine.documents.shared_results import KEPT_S, SharedResults
from bot.errors import TimedOutError
from tests.bot.fakes import FakeClock


class Work:
    """Counts how often it is done; ends when the test says so."""

    def __init__(self, *outcomes: str | Exception) -> None:
        self._outcomes = list(outcomes)
        self.done = 0
        self.may_end = asyncio.Event()
        self.may_end.set()

    async def __call__(self) -> str:
        self.done += 1
        await self.may_end.wait()
        outcome = self._outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def make(clock: FakeClock | None = None, most: int = 10) -> SharedResults[str]:
    return SharedResults(
        (clock or FakeClock()).monotonic, most=most, weigh=len, may_be_kept=lambda one: one != "secret"
    )


async def test_twenty_who_ask_at_once_wait_for_one_piece_of_work():
    shared, work = make(), Work("pier")

    assert await asyncio.gather(*(shared.get("link", work) for _ in range(20))) == ["pier"] * 20
    assert work.done == 1


async def test_what_depends_on_something_else_is_done_for_itself():
    shared, work = make(), Work("pier", "ferry")

    assert [await shared.get("a", work), await shared.get("b", work)] == ["pier", "ferry"]


async def test_a_result_is_handed_out_for_a_few_minutes_only():
    clock = FakeClock()
    shared, work = make(clock), Work("pier", "pier, corrected")

    await shared.get("link", work)
    await clock.sleep(KEPT_S - 1)
    assert await shared.get("link", work) == "pier"
    await clock.sleep(1)
    assert await shared.get("link", work) == "pier, corrected"


async def test_a_failure_goes_to_all_who_wait_and_the_next_one_tries_again():
    shared, work = make(), Work(TimedOutError(10), "pier")

    failed = await asyncio.gather(*(shared.get("link", work) for _ in range(2)), return_exceptions=True)

    assert [type(each) for each in failed] == [TimedOutError, TimedOutError]
    assert await shared.get("link", work) == "pier"
    assert work.done == 2


async def test_one_who_gives_up_does_not_end_it_for_the_others():
    shared, work = make(), Work("pier")
    work.may_end.clear()
    first = asyncio.create_task(shared.get("link", work))
    second = asyncio.create_task(shared.get("link", work))
    await asyncio.sleep(0)

    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    work.may_end.set()

    assert await second == "pier"
    assert work.done == 1


async def test_what_fails_when_everybody_has_given_up_is_tried_again_by_the_next_one():
    shared, work = make(), Work(TimedOutError(10), "pier")
    work.may_end.clear()
    only = asyncio.create_task(shared.get("link", work))
    await asyncio.sleep(0)
    only.cancel()
    await asyncio.wait({only})
    work.may_end.set()
    for _ in range(3):
        await asyncio.sleep(0)

    assert await shared.get("link", work) == "pier"


async def test_what_may_not_be_kept_is_shared_only_while_it_is_done():
    shared, work = make(), Work("secret", "secret")

    await asyncio.gather(shared.get("link", work), shared.get("link", work))
    assert work.done == 1
    await shared.get("link", work)
    assert work.done == 2


async def test_the_oldest_results_go_where_they_are_too_much():
    shared = make(most=10)
    old, new = Work("123456", "again"), Work("78901")

    await shared.get("old", old)
    await shared.get("new", new)

    assert await shared.get("new", new) == "78901"
    assert (await shared.get("old", old), old.done) == ("again", 2)
