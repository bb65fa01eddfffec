"""Measures how long the jobs of a killed replica wait until another replica takes them."""

import asyncio
import time

import sqlalchemy as sa

_BEGUN = sa.text("SELECT executor_id FROM dbos.workflow_status WHERE status = 'PENDING' AND executor_id LIKE :name")
_LEFT = sa.text("SELECT count(*) FROM dbos.workflow_status WHERE status = 'PENDING' AND executor_id = :executor")
GIVE_UP_S = 120.0


class Takeovers:
    """Watches the job engine's table on PostgreSQL.

    Attributes:
        seconds: how long each take-over took.
        jobs: how many jobs were taken over in all.
    """

    def __init__(self, database: sa.Engine) -> None:
        self._database = database
        self._watches: list[asyncio.Task[None]] = []
        self.seconds: list[float] = []
        self.jobs = 0

    def killed(self, name: str) -> None:
        """Begin to watch the jobs that a replica has left."""
        with self._database.connect() as connection:
            begun = list(connection.scalars(_BEGUN, {"name": f"{name}.%"}))
        self.jobs += len(begun)
        self._watches += [asyncio.create_task(self._watch(executor)) for executor in set(begun)]

    async def finish(self) -> None:
        """Wait for the jobs that are still watched."""
        await asyncio.gather(*self._watches)

    async def _watch(self, executor: str) -> None:
        began = time.monotonic()
        while time.monotonic() - began < GIVE_UP_S:
            with self._database.connect() as connection:
                if not connection.scalar(_LEFT, {"executor": executor}):
                    break
            await asyncio.sleep(0.2)
        self.seconds.append(time.monotonic() - began)
