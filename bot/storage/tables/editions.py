"""Past editions and drafts."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.clock import Clock
from bot.newsroom.editions.model import EditionRecord, EditionState, ListedStory, PostedStory
from bot.newsroom.subscriptions.model import EditionKey
from bot.storage.payload_codec import pack, unpack
from bot.storage.schema import edition, subscription
from bot.storage.upsert import insert_into

KEPT_S = 30 * 86_400
"""A month: as long as that no story's address is posted again."""

_STORIES = TypeAdapter(tuple[PostedStory, ...])
_LISTED = TypeAdapter(tuple[ListedStory, ...])
_MARK = "listed_as"
"""Listed stories are stored after the told ones, in one list: an earlier version takes them for told ones."""


class EditionTable:
    """Editions by the job that made them.

    Args:
        engine: an engine of an upgraded database.
        clock: the current time.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def save(self, record: EditionRecord) -> None:
        """Store an edition. An existing one is not changed."""
        async with self._engine.begin() as connection:
            await _insert(connection, record)

    async def save_if_latest(self, record: EditionRecord, known: frozenset[str]) -> bool:
        """Store an edition if its channel has none except those of the `known` jobs. Returns whether it was stored."""
        is_here = (subscription.c.team_id == record.key.team_id) & (subscription.c.channel == record.key.channel)
        async with self._engine.begin() as connection:
            # Serialises replicas on PostgreSQL; SQLite has one writer anyway.
            await connection.execute(sa.select(subscription.c.channel).where(is_here).with_for_update())
            if not await _jobs_of(connection, record.key.team_id, record.key.channel) <= known:
                return False
            await _insert(connection, record)
        return True

    async def list_jobs_of_channel(self, team_id: str, channel: str) -> frozenset[str]:
        """Return the jobs that made a channel's editions."""
        async with self._engine.connect() as connection:
            return await _jobs_of(connection, team_id, channel)

    async def get(self, job_id: str) -> EditionRecord | None:
        """Return the edition that a job made."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(sa.select(edition).where(edition.c.job_id == job_id))).first()
        return _record(row) if row is not None else None

    async def discard(self, job_id: str) -> None:
        """Delete an edition that was refused, so that its job can make it anew."""
        is_its = (edition.c.job_id == job_id) & (edition.c.state == EditionState.REFUSED.value)
        async with self._engine.begin() as connection:
            await connection.execute(sa.delete(edition).where(is_its))

    async def mark_finished(self, job_id: str, state: EditionState) -> None:
        """Set the final state of a draft and delete its messages."""
        values = {"state": state.value, "draft": None}
        async with self._engine.begin() as connection:
            await connection.execute(sa.update(edition).where(edition.c.job_id == job_id).values(**values))

    async def list_of_channel(self, team_id: str, channel: str, since: datetime) -> tuple[EditionRecord, ...]:
        """Return a channel's editions made after a moment, oldest first."""
        is_of = (edition.c.team_id == team_id) & (edition.c.channel == channel)
        wanted = is_of & (edition.c.made_at > since.timestamp())
        async with self._engine.connect() as connection:
            rows = (await connection.execute(sa.select(edition).where(wanted).order_by(edition.c.made_at))).all()
        return tuple(_record(row) for row in rows)

    async def list_scheduled_since(self, moment: datetime) -> frozenset[EditionKey]:
        """Return the keys of all channels' scheduled editions that are final: nothing more will be posted."""
        settled = (edition.c.state != EditionState.DRAFTED.value) & edition.c.is_extra.is_(False)
        query = sa.select(edition.c.team_id, edition.c.channel, edition.c.local_date)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query.where(settled & (edition.c.made_at > moment.timestamp())))).all()
        return frozenset(EditionKey(row.team_id, row.channel, date.fromisoformat(row.local_date)) for row in rows)

    async def delete_all(self, team_id: str, channel: str | None = None) -> int:
        """Delete the editions of a workspace, or of one of its channels. Returns how many."""
        is_theirs = edition.c.team_id == team_id
        if channel is not None:
            is_theirs &= edition.c.channel == channel
        async with self._engine.begin() as connection:
            return int((await connection.execute(sa.delete(edition).where(is_theirs))).rowcount)

    async def delete_expired(self) -> int:
        """Delete editions older than a month. Returns how many."""
        until = self._clock.now().timestamp() - KEPT_S
        async with self._engine.begin() as connection:
            return int((await connection.execute(sa.delete(edition).where(edition.c.made_at < until))).rowcount)


async def _jobs_of(connection: AsyncConnection, team_id: str, channel: str) -> frozenset[str]:
    is_of = (edition.c.team_id == team_id) & (edition.c.channel == channel)
    return frozenset((await connection.scalars(sa.select(edition.c.job_id).where(is_of))).all())


async def _insert(connection: AsyncConnection, record: EditionRecord) -> None:
    row = {
        "job_id": record.job_id,
        "team_id": record.key.team_id,
        "channel": record.key.channel,
        "local_date": record.key.local_date.isoformat(),
        "is_extra": record.is_extra,
        "state": record.state.value,
        "made_at": record.made_at.timestamp(),
        "stories": pack(
            [*_STORIES.dump_python(record.stories, mode="json"), *_LISTED.dump_python(record.listed, mode="json")]
        ),
        "draft": pack(record.draft) if record.draft is not None else None,
        "story_count": record.story_count,
        "article_count": record.article_count,
    }
    await connection.execute(
        insert_into(connection, edition).values(**row).on_conflict_do_nothing(index_elements=["job_id"])
    )


def _record(row: Any) -> EditionRecord:
    stories = unpack(row.stories)
    return EditionRecord(
        job_id=row.job_id,
        key=EditionKey(row.team_id, row.channel, date.fromisoformat(row.local_date)),
        state=EditionState(row.state),
        made_at=datetime.fromtimestamp(row.made_at, UTC),
        stories=_STORIES.validate_python([story for story in stories if _MARK not in story]),
        draft=unpack(row.draft) if row.draft is not None else None,
        is_extra=row.is_extra,
        story_count=row.story_count,
        article_count=row.article_count,
        listed=_LISTED.validate_python([story for story in stories if _MARK in story]),
    )
