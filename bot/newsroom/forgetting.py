"""Deletes everything stored for a channel or a workspace, from the tables and from the files."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

WAIT_S, WAITS = 2.0, 75
"""Running requests end within two minutes; a job left by a crash is restarted within two."""


class TenantStore(Protocol):
    """A table from which a tenant's rows can be deleted."""

    async def delete_all(self, team_id: str, channel: str | None = None) -> int:
        """Delete all rows of a workspace, or of one of its channels. Returns how many."""
        ...


@dataclass(frozen=True, slots=True)
class Deletion:
    """The result of a deletion.

    Attributes:
        rows: number of rows deleted or emptied.
        is_erased: whether the database's files no longer contain them; otherwise this takes a few minutes more.
        under_way: requests still being answered, which may store their text once more.
    """

    rows: int
    is_erased: bool
    under_way: int = 0


class DeletionService:
    """Deletes the data of channels and workspaces.

    Args:
        tables: tables to delete from.
        stop: deletes feeds that no channel subscribes to any longer, at once. Returns how many.
        erase: erases deleted data from the files. Returns whether that is done.
        count_under_way: requests being answered, in every replica; the one that this is done for is included.
        sleep: waits; tests pass their own.
    """

    def __init__(
        self,
        *,
        tables: tuple[TenantStore, ...],
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

    async def delete_channel(self, team_id: str, channel: str) -> Deletion:
        """Delete a channel's data. Idempotent."""
        rows = await self._delete(team_id, channel)
        return Deletion(rows, await self._erase())

    async def delete_workspace(self, team_id: str) -> Deletion:
        """Delete a workspace's data, from within a job: at once, and again when all other writers have ended.

        Idempotent.
        """
        rows = await self._delete(team_id, None)
        under_way = await self._wait_for_others()
        rows += await self._delete(team_id, None)
        return Deletion(rows, await self._erase(), under_way)

    async def _delete(self, team_id: str, channel: str | None) -> int:
        rows = sum([await table.delete_all(team_id, channel) for table in self._tables])
        return rows + await self._stop()

    async def _wait_for_others(self) -> int:
        """Wait until no other request is running. Returns how many still are."""
        for _ in range(WAITS):
            if await self._count_under_way() <= 1:
                return 0
            await self._sleep(WAIT_S)
        return max(0, await self._count_under_way() - 1)
