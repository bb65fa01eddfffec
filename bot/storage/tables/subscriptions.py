"""What channels want, and who changed it."""

from datetime import UTC, datetime

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.clock import Clock
from bot.newsroom.subscriptions.model import Change, Subscription
from bot.storage.schema import subscription, subscription_change
from bot.storage.tables.payload_codec import pack, unpack
from bot.storage.tables.upsert import insert_into

CHANGES_KEPT_S = 365 * 86_400
"""Who changed what is kept a year."""

_SUBSCRIPTION = TypeAdapter(Subscription)


class SubscriptionTable:
    """Subscriptions by workspace and channel.

    Args:
        engine: of an upgraded database.
        clock: says when.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def find(self, team_id: str, channel: str) -> Subscription | None:
        """The subscription of a channel."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(sa.select(subscription).where(_is_of(team_id, channel)))).first()
        return _SUBSCRIPTION.validate_python(unpack(row.payload)) if row is not None else None

    async def save(self, wanted: Subscription, *, by: str, change: str) -> None:
        """Keep a subscription as it is now, and record who changed what; both or neither."""
        row = {
            "team_id": wanted.team_id,
            "channel": wanted.channel,
            "payload": pack(_SUBSCRIPTION.dump_python(wanted, mode="json")),
        }
        async with self._engine.begin() as connection:
            statement = insert_into(connection, subscription).values(**row)
            fresh = {"payload": statement.excluded.payload}
            await connection.execute(statement.on_conflict_do_update(index_elements=["team_id", "channel"], set_=fresh))
            await self._record(connection, wanted.team_id, wanted.channel, by, change)

    async def remove(self, team_id: str, channel: str, *, by: str) -> None:
        """Forget a channel's subscription, and record who did."""
        async with self._engine.begin() as connection:
            gone = await connection.execute(sa.delete(subscription).where(_is_of(team_id, channel)))
            if gone.rowcount:
                await self._record(connection, team_id, channel, by, "removed the digest")

    async def all(self) -> tuple[Subscription, ...]:
        """Every subscription."""
        query = sa.select(subscription).order_by(subscription.c.team_id, subscription.c.channel)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(_SUBSCRIPTION.validate_python(unpack(row.payload)) for row in rows)

    async def changes(self, team_id: str, channel: str, limit: int = 10) -> tuple[Change, ...]:
        """The latest changes of a channel's subscription, newest first."""
        of_channel = (subscription_change.c.team_id == team_id) & (subscription_change.c.channel == channel)
        query = sa.select(subscription_change).where(of_channel).order_by(subscription_change.c.id.desc()).limit(limit)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(Change(row.by, datetime.fromtimestamp(row.at, UTC), row.change) for row in rows)

    async def forget(self, team_id: str, channel: str | None = None) -> int:
        """Delete all of a workspace, or of one of its channels: what is wanted and who changed it. Returns how many."""
        count = 0
        async with self._engine.begin() as connection:
            for table in (subscription, subscription_change):
                is_theirs = table.c.team_id == team_id
                if channel is not None:
                    is_theirs &= table.c.channel == channel
                count += int((await connection.execute(sa.delete(table).where(is_theirs))).rowcount)
        return count

    async def forget_old(self) -> int:
        """Delete changes of more than a year ago. Returns how many."""
        until = self._clock.now().timestamp() - CHANGES_KEPT_S
        async with self._engine.begin() as connection:
            statement = sa.delete(subscription_change).where(subscription_change.c.at < until)
            return int((await connection.execute(statement)).rowcount)

    async def _record(self, connection: AsyncConnection, team_id: str, channel: str, by: str, change: str) -> None:
        row = {"team_id": team_id, "channel": channel, "by": by, "at": self._clock.now().timestamp(), "change": change}
        await connection.execute(sa.insert(subscription_change).values(**row))


def _is_of(team_id: str, channel: str) -> sa.ColumnElement[bool]:
    return (subscription.c.team_id == team_id) & (subscription.c.channel == channel)
