"""How many requests may wait at once, and who was told that there are too many."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable

from bot.clock import Clock
from bot.newsroom.job_origin import JobOrigin

MOST_WAITING = 2_000
"""Requests that wait or are being done. At one message a second per channel, a later one would wait for ages."""

SHARE_OF_ONE = 0.5
"""The part of these that one person may have waiting: no one can fill it for everybody."""

TOLD_FOR_S = 600.0
"""Somebody who was told so is not told again for this long."""

_COUNT_FOR_S = 1.0
_KEPT_PEOPLE = 10_000


class AdmissionControl:
    """Counts waiting requests.

    Args:
        count: of requests that wait, in all replicas.
        clock: says how old a count is.
        limit: how many may wait.
        count_of: how many requests of one person wait.
    """

    def __init__(
        self,
        count: Callable[[], Awaitable[int]],
        clock: Clock,
        *,
        limit: int = MOST_WAITING,
        count_of: Callable[[JobOrigin], int] = lambda _requester: 0,
    ) -> None:
        self._count = count
        self._count_of = count_of
        self._clock = clock
        self._limit = limit
        self._waiting = 0
        self._counted_at = float("-inf")
        self._told: OrderedDict[tuple[str, str], float] = OrderedDict()

    async def is_over_limit(self, requester: JobOrigin) -> bool:
        """Whether one more is too many. An admitted request counts at once; the total is counted every second."""
        if self._count_of(requester) >= SHARE_OF_ONE * self._limit:
            return True
        now = self._clock.monotonic()
        if now - self._counted_at >= _COUNT_FOR_S:
            self._counted_at = now
            self._waiting = await self._count()
        if self._waiting >= self._limit:
            return True
        self._waiting += 1
        return False

    def should_notify(self, channel: str, user: str) -> bool:
        """Whether somebody was not told recently, in that channel; from then on they count as told."""
        now = self._clock.monotonic()
        if now - self._told.get((channel, user), float("-inf")) < TOLD_FOR_S:
            return False
        self._told[channel, user] = now
        self._told.move_to_end((channel, user))
        if len(self._told) > _KEPT_PEOPLE:
            self._told.popitem(last=False)
        return True
