"""Results of work that several ask for at about the same time: it is done once."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

KEPT_S = 300.0
"""How long a result is handed out: editions of one time are made within minutes, and news goes on."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Result(Generic[Value]):
    value: Value
    weight: int
    until: float


class SharedResults(Generic[Value]):
    """Does work once for all who ask for it within a few minutes.

    Who asks while it is being done waits for its end, and may give up without ending it for the others. A failure goes
    to those who wait, and is not kept: the next one who asks tries again.

    Args:
        monotonic: seconds, by a clock that never goes back.
        most: how much is kept, in the unit of `weigh`; the oldest results go first.
        weigh: how much a result counts; one each where it is not given.
        may_be_kept: whether a result may be handed out to those who ask later.
    """

    def __init__(
        self,
        monotonic: Callable[[], float],
        *,
        most: int,
        weigh: Callable[[Value], int] = lambda _: 1,
        may_be_kept: Callable[[Value], bool] = lambda _: True,
    ) -> None:
        self._monotonic = monotonic
        self._most = most
        self._weigh = weigh
        self._may_be_kept = may_be_kept
        self._kept: OrderedDict[Hashable, _Result[Value]] = OrderedDict()
        self._weight = 0
        self._running: dict[Hashable, asyncio.Task[Value]] = {}

    async def get(self, key: Hashable, work: Callable[[], Awaitable[Value]]) -> Value:
        """Return the result of some work, or raise what it raises.

        Args:
            key: of all that the result depends on.
            work: called where there is no result, and nobody is at it.
        """
        self._drop_old()
        kept = self._kept.get(key)
        if kept is not None:
            return kept.value
        if key not in self._running:
            self._running[key] = asyncio.create_task(self._do(key, work))
            self._running[key].add_done_callback(_retrieve_error)
        return await asyncio.shield(self._running[key])

    async def _do(self, key: Hashable, work: Callable[[], Awaitable[Value]]) -> Value:
        try:
            value = await work()
        finally:
            del self._running[key]
        if self._may_be_kept(value):
            self._keep(key, value)
        return value

    def _keep(self, key: Hashable, value: Value) -> None:
        weight = self._weigh(value)
        self._kept[key] = _Result(value, weight, self._monotonic() + KEPT_S)
        self._weight += weight
        while self._weight > self._most:
            self._drop_oldest()

    def _drop_old(self) -> None:
        now = self._monotonic()
        while self._kept and next(iter(self._kept.values())).until <= now:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        self._weight -= self._kept.popitem(last=False)[1].weight


def _retrieve_error(task: asyncio.Task[Value]) -> None:
    """Take note of an error that nobody waits for any more; asyncio would log it as forgotten."""
    if not task.cancelled():
        task.exception()
