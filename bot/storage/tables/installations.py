"""Where the bot is installed, one row per workspace."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from bot.newsroom.installations import Installation
from bot.storage.schema import installation
from bot.storage.upsert import insert_into


class InstallationTable:
    """Installations by workspace.

    Args:
        engine: an engine of an upgraded database.
        clock: the current time.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def mark_seen(self, value: Installation) -> None:
        """Store what Slack says of the bot; a dead installation becomes live again. The first sighting stays."""
        told = {
            "enterprise_id": value.enterprise_id,
            "bot_id": value.bot_id,
            "bot_user_id": value.bot_user_id,
            "dead_since": None,
            "dead_why": None,
        }
        row = {"team_id": value.team_id, "installed_at": self._clock.now().timestamp(), **told}
        async with self._engine.begin() as connection:
            statement = insert_into(connection, installation).values(**row)
            await connection.execute(statement.on_conflict_do_update(index_elements=["team_id"], set_=told))

    async def mark_dead(self, team_id: str | None, why: str) -> None:
        """Store that Slack rejects our token; None: everywhere, as there is one token. The first rejection counts."""
        wanted: sa.ColumnElement[bool] = installation.c.dead_since.is_(None)
        if team_id is not None:
            wanted &= installation.c.team_id == team_id
        values = {"dead_since": self._clock.now().timestamp(), "dead_why": why}
        async with self._engine.begin() as connection:
            await connection.execute(sa.update(installation).where(wanted).values(**values))

    async def list_all(self) -> tuple[Installation, ...]:
        """Return every installation."""
        async with self._engine.connect() as connection:
            rows = (await connection.execute(sa.select(installation).order_by(installation.c.team_id))).all()
        return tuple(
            Installation(
                team_id=row.team_id,
                bot_id=row.bot_id,
                bot_user_id=row.bot_user_id,
                enterprise_id=row.enterprise_id,
                installed_at=row.installed_at,
                dead_since=row.dead_since,
                dead_why=row.dead_why,
            )
            for row in rows
        )
