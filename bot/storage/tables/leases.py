"""The leases of replicas: which ones are alive, by the database's clock, which all of them share.

Synchronous, with its own engine: a renewal never waits for a connection or for the event loop.
"""

import sqlalchemy as sa

from bot.storage.schema import replica


class LeaseTable:
    """Leases by the id of their executor.

    Args:
        engine: an engine of an upgraded database; `close` disposes of it.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def acquire(self, executor_id: str, *, instead_of: str) -> None:
        """Acquire a lease, and end those whose ids have that prefix."""
        with self._engine.begin() as connection:
            for found in connection.scalars(sa.select(replica.c.executor_id)).all():
                if found.startswith(instead_of):
                    connection.execute(sa.delete(replica).where(replica.c.executor_id == found))
            connection.execute(sa.insert(replica).values(executor_id=executor_id, beat_at=_now(connection)))

    def renew(self, executor_id: str) -> bool:
        """Renew a lease. Returns False where it is gone."""
        with self._engine.begin() as connection:
            mine = sa.update(replica).where(replica.c.executor_id == executor_id)
            return bool(connection.execute(mine.values(beat_at=_now(connection))).rowcount)

    def end(self, executor_id: str) -> None:
        """End a lease."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(replica).where(replica.c.executor_id == executor_id))

    def end_older_than(self, seconds: float) -> None:
        """End leases that were not renewed for this long."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(replica).where(replica.c.beat_at < _now(connection) - seconds))

    def list_alive(self) -> frozenset[str]:
        """Return the executors with a lease."""
        with self._engine.begin() as connection:
            return frozenset(connection.scalars(sa.select(replica.c.executor_id)).all())

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()


def _now(connection: sa.Connection) -> sa.ColumnElement[float]:
    """Return the database's time, in seconds since 1970."""
    if connection.dialect.name == "postgresql":
        return sa.cast(sa.extract("epoch", sa.func.clock_timestamp()), sa.Float)
    return sa.func.unixepoch("subsec", type_=sa.Float)
