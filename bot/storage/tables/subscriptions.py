"""The channels' subscriptions, and who changed them."""

from dataclasses import replace
from datetime import UTC, datetime
from types import EllipsisType
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.clock import Clock
from bot.newsroom.subscriptions.errors import ChangedMeanwhileError
from bot.newsroom.subscriptions.model import Change, Subscription
from bot.storage.payload_codec import pack, unpack
from bot.storage.schema import edition, shown, subscription, subscription_change
from bot.storage.upsert import insert_into

CHANGES_KEPT_S = 365 * 86_400
"""The history of changes is kept for a year."""

_SUBSCRIPTION = TypeAdapter(Subscription)


class SubscriptionTable:
    """Subscriptions by workspace and channel.

    Args:
        engine: an engine of an upgraded database.
        clock: the current time.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def get(self, team_id: str, channel: str) -> Subscription | None:
        """Return the subscription of a channel."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(sa.select(subscription).where(_is_of(team_id, channel)))).first()
        return _SUBSCRIPTION.validate_python(unpack(row.payload)) if row is not None else None

    async def save(
        self, wanted: Subscription, *, by: str, change: str, before: Subscription | EllipsisType | None = ...
    ) -> None:
        """Store a subscription, and record who changed what; both or neither.

        Raises:
            ChangedMeanwhileError: another one is stored by now than `before`.
        """
        row = _row(wanted)
        async with self._engine.begin() as connection:
            if isinstance(before, EllipsisType):
                statement = insert_into(connection, subscription).values(**row)
                fresh = {"payload": statement.excluded.payload}
                keys = ["team_id", "channel"]
                await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh))
            elif not await _replace(connection, before, row):
                raise ChangedMeanwhileError
            await self._record(connection, wanted.team_id, wanted.channel, by, change)

    async def delete(self, team_id: str, channel: str, *, by: str) -> None:
        """Delete a channel's subscription, and record who did."""
        async with self._engine.begin() as connection:
            gone = await connection.execute(sa.delete(subscription).where(_is_of(team_id, channel)))
            if gone.rowcount:
                await self._record(connection, team_id, channel, by, "removed the digest")

    async def move(self, team_id: str, channel: str, new_channel: str, *, by: str, change: str) -> bool:
        """Store a subscription, its history and its editions under its channel's new id. Returns whether there was one.

        The editions keep the ids of the jobs that made them: a job is known by the id that the channel had.
        """
        async with self._engine.begin() as connection:
            gone = sa.delete(subscription).where(_is_of(team_id, channel)).returning(subscription.c.payload)
            payload = (await connection.execute(gone)).scalar_one_or_none()
            if payload is None:
                return False
            moved = replace(_SUBSCRIPTION.validate_python(unpack(payload)), channel=new_channel)
            added = insert_into(connection, subscription).values(**_row(moved)).on_conflict_do_nothing()
            await connection.execute(added)
            for table in (subscription_change, edition):
                of_channel = (table.c.team_id == team_id) & (table.c.channel == channel)
                await connection.execute(sa.update(table).where(of_channel).values(channel=new_channel))
            await connection.execute(sa.update(shown).where(shown.c.channel == channel).values(channel=new_channel))
            await self._record(connection, team_id, new_channel, by, change)
        return True

    async def list_all(self) -> tuple[Subscription, ...]:
        """Return every subscription."""
        query = sa.select(subscription).order_by(subscription.c.team_id, subscription.c.channel)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(_SUBSCRIPTION.validate_python(unpack(row.payload)) for row in rows)

    async def list_changes(self, team_id: str, channel: str, limit: int = 10) -> tuple[Change, ...]:
        """Return the latest changes of a channel's subscription, newest first."""
        of_channel = (subscription_change.c.team_id == team_id) & (subscription_change.c.channel == channel)
        query = sa.select(subscription_change).where(of_channel).order_by(subscription_change.c.id.desc()).limit(limit)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(Change(row.by, datetime.fromtimestamp(row.at, UTC), row.change) for row in rows)

    async def delete_all(self, team_id: str, channel: str | None = None) -> int:
        """Delete the subscriptions of a workspace, or of one of its channels, with their history. Returns how many."""
        count = 0
        async with self._engine.begin() as connection:
            for table in (subscription, subscription_change):
                is_theirs = table.c.team_id == team_id
                if channel is not None:
                    is_theirs &= table.c.channel == channel
                count += int((await connection.execute(sa.delete(table).where(is_theirs))).rowcount)
        return count

    async def delete_expired(self) -> int:
        """Delete changes older than a year. Returns how many."""
        until = self._clock.now().timestamp() - CHANGES_KEPT_S
        async with self._engine.begin() as connection:
            statement = sa.delete(subscription_change).where(subscription_change.c.at < until)
            return int((await connection.execute(statement)).rowcount)

    async def _record(self, connection: AsyncConnection, team_id: str, channel: str, by: str, change: str) -> None:
        row = {"team_id": team_id, "channel": channel, "by": by, "at": self._clock.now().timestamp(), "change": change}
        await connection.execute(sa.insert(subscription_change).values(**row))


def _row(wanted: Subscription) -> dict[str, Any]:
    payload = pack(_SUBSCRIPTION.dump_python(wanted, mode="json"))
    return {"team_id": wanted.team_id, "channel": wanted.channel, "payload": payload}


async def _replace(connection: AsyncConnection, before: Subscription | None, row: dict[str, Any]) -> bool:
    """Store a row in the place of what it was made from. Returns False where something else is stored by now."""
    is_there = _is_of(row["team_id"], row["channel"])
    stored = (await connection.execute(sa.select(subscription.c.payload).where(is_there))).scalar_one_or_none()
    if stored is None:
        if before is not None:
            return False
        insert = insert_into(connection, subscription).values(**row).on_conflict_do_nothing()
        return (await connection.execute(insert.returning(subscription.c.channel))).first() is not None
    if before is None or _SUBSCRIPTION.validate_python(unpack(stored)) != before:
        return False
    update = sa.update(subscription).where(is_there & (subscription.c.payload == stored))
    return bool((await connection.execute(update.values(payload=row["payload"]))).rowcount == 1)


def _is_of(team_id: str, channel: str) -> sa.ColumnElement[bool]:
    return (subscription.c.team_id == team_id) & (subscription.c.channel == channel)
