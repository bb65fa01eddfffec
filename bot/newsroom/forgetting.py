"""Forgets all that is kept of a channel or a workspace, in the tables and in the files, as values and Protocols."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

WAIT_S, WAITS = 2.0, 75
"""Requests that are under way end within two minutes; a job that is left over from a crash is begun within two."""


class Forgetful(Protocol):
    """A table that forgets."""

    async def forget(self, team_id: str, channel: str | None = None) -> int:
        """Delete all of a workspace, or of one of its channels. Returns how many rows."""
        ...


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done.

    Attributes:
        rows: that were deleted, or emptied.
        is_erased: whether the database's files hold nothing of them any more; else they will in a few minutes.
        under_way: requests that are still being answered, and may write down once more what was asked.
    """

    rows: int
    is_erased: bool
    under_way: int = 0


class Forgetting:
    """Forgets.

    Args:
        tables: what is kept.
        stop: forgets the feeds that no channel wants any more, at once. Returns how many.
        erase: takes what was deleted out of the files. Returns whether that is done.
        count_under_way: requests that are being answered, in every replica; the one this is done for is one of them.
        sleep: waits; tests hand in their own.
    """

    def __init__(
        self,
        *,
        tables: tuple[Forgetful, ...],
        stop: Callable[[], Awaitable[int]],
        erase: Callable[[], Awaitable[bool]],
        count_under_way: Callable[[], Awaitable[int]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._tables = tables
        self._stop = stop
        self._erase = erase
        self._count_under_way = count_under_way
        self._sleep = sleep

    async def forget_channel(self, team_id: str, channel: str) -> Forgotten:
        """Forget a channel. Done again it finds nothing."""
        rows = await self._forget(team_id, channel)
        return Forgotten(rows, await self._erase())

    async def forget_workspace(self, team_id: str) -> Forgotten:
        """Forget a workspace, by a job: at once, and again when everything else has ended that still writes texts down.

        Done again it finds nothing.
        """
        rows = await self._forget(team_id, None)
        under_way = await self._wait_for_others()
        rows += await self._forget(team_id, None)
        return Forgotten(rows, await self._erase(), under_way)

    async def _forget(self, team_id: str, channel: str | None) -> int:
        rows = sum([await table.forget(team_id, channel) for table in self._tables])
        return rows + await self._stop()

    async def _wait_for_others(self) -> int:
        """Wait until no request but the one that this is done for is under way. Returns how many still are."""
        for _ in range(WAITS):
            if await self._count_under_way() <= 1:
                return 0
            await self._sleep(WAIT_S)
        return max(0, await self._count_under_way() - 1)
