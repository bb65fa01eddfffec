"""People's texts and what was made of them: deleted after a week in every table, and at once on request.

Texts are in four tables: failed requests, messages that were not posted, posted digests with buttons, cached digests.
Rows of inbox and outbox stay without their texts, because they keep jobs from being done twice.

Requests and messages do not contain a workspace: one bot has one token, so all of them belong to the workspace that it
is installed in.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.clock import Clock
from bot.newsroom.jobs.inbox import InboxState
from bot.newsroom.jobs.outbox import OutboxState
from bot.newsroom.jobs.payloads import IMMEDIATE, JobPayload
from bot.storage.schema import answer, inbox, installation, outbox, requester, shown
from bot.storage.stored_payloads import PayloadReader

KEPT_S = 7 * 86_400
"""A text of a failed request, or of one that waits while the workspace is closed to us, is kept for a week at most:
time for the operator to fix the cause."""

FORGOTTEN = "what was asked is forgotten, as somebody wished"
WAITED_TOO_LONG = "what was asked is forgotten: it waited for a week"

_log = structlog.get_logger(__name__)


class TextTable:
    """Texts, in all tables.

    Args:
        engine: an engine of an upgraded database.
        clock: the current time.
        payloads: reads stored payloads.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock, payloads: PayloadReader | None = None) -> None:
        self._engine = engine
        self._clock = clock
        self._payloads = payloads or PayloadReader()
        self._has_none = inbox.c.kind.in_(IMMEDIATE)

    async def delete_all(self, team_id: str, channel: str | None = None) -> int:
        """Delete the texts of a workspace, or of one of its channels. Returns the number of rows.

        For a workspace everything is deleted: waiting or running requests end as failed, since Slack would accept no
        answer. Workspaces other than the bot's own have no texts. In a channel, running requests keep their text, and
        cached digests stay for their hour: they are pages by address, and do not say who requested them.
        """
        async with self._engine.begin() as connection:
            if channel is not None:
                return await _forget_channel(connection, channel, self._payloads)
            if not await _is_ours(connection, team_id):
                return 0
            return await self._end_waiting(connection) + await _forget_all(connection, ~self._has_none)

    async def delete_expired(self) -> int:
        """Delete the texts of what failed, was skipped or became unknown a week ago, or has waited for a week.

        What has waited ends as failed. Returns the number of rows.
        """
        until = self._clock.now().timestamp() - KEPT_S
        async with self._engine.begin() as connection:
            entries = (inbox.c.state == InboxState.FAILED.value) & (inbox.c.finished_at <= until)
            count = await _empty(connection, inbox, entries)
            ended = await self._end_waiting(connection, inbox.c.received_at <= until, error=WAITED_TOO_LONG)
            if ended:
                _log.error("requests that waited for a week are forgotten", count=ended)
            return count + ended + await _empty_messages(connection, outbox.c.created_at <= until)

    async def _end_waiting(
        self, connection: AsyncConnection, wanted: sa.ColumnElement[bool] | None = None, *, error: str = FORGOTTEN
    ) -> int:
        """End waiting requests, without their texts; a handler that is running one finds out. Returns how many."""
        is_waiting = (inbox.c.state == InboxState.WAITING.value) & ~self._has_none
        values = {"state": InboxState.FAILED.value, "finished_at": self._clock.now().timestamp(), "error": error}
        statement = sa.update(inbox).where(is_waiting if wanted is None else is_waiting & wanted)
        return int((await connection.execute(statement.values(payload=None, **values))).rowcount)


async def _forget_all(connection: AsyncConnection, wanted: sa.ColumnElement[bool]) -> int:
    """Delete every text, and the requesters.

    Args:
        connection: within a transaction.
        wanted: selects the requests.
    """
    of_entries = {
        "fingerprint": "",
        "error": sa.case((inbox.c.state == InboxState.FAILED.value, FORGOTTEN), else_=inbox.c.error),
    }
    count = await _empty(connection, inbox, wanted, **of_entries)
    count += await _empty_messages(connection, sa.true())
    count += int((await connection.execute(sa.delete(outbox).where(~_is_waited_for()))).rowcount)
    for table in (shown, answer, requester):
        count += int((await connection.execute(sa.delete(table))).rowcount)
    return count


async def _forget_channel(connection: AsyncConnection, channel: str, payloads: PayloadReader) -> int:
    failed = sa.select(inbox.c.id, inbox.c.kind, inbox.c.payload).where(
        (inbox.c.state != InboxState.WAITING.value) & inbox.c.payload.is_not(None)
    )
    entries = [
        row.id for row in await connection.execute(failed) if _is_about(payloads.read(row.kind, row.payload), channel)
    ]
    is_there = outbox.c.channel.in_((channel, f"private:{channel}"))
    is_of = outbox.c.job_id.contains(f":{channel}:", autoescape=True) | outbox.c.job_id.endswith(
        f":{channel}", autoescape=True
    )
    is_shown_there = (shown.c.channel == channel) | shown.c.channel.is_(None)
    count = int((await connection.execute(sa.delete(shown).where(is_shown_there))).rowcount)
    for some in _batches(entries):
        count += await _empty(connection, inbox, inbox.c.id.in_(some), error=FORGOTTEN)
    return count + await _empty_messages(connection, is_there | is_of)


async def _is_ours(connection: AsyncConnection, team_id: str) -> bool:
    """Return whether the bot was seen in a workspace; an app may name others that it is installed in."""
    rows = (await connection.execute(sa.select(installation.c.team_id, installation.c.enterprise_id))).all()
    return not rows or any(team_id in {row.team_id, row.enterprise_id} for row in rows)


def _is_waited_for() -> sa.ColumnElement[bool]:
    """Select messages whose request is running. Ephemeral answers have its id as the beginning of their own."""
    is_its = (inbox.c.id == outbox.c.job_id) | outbox.c.job_id.like(inbox.c.id + ":%")
    return sa.exists().where(is_its & (inbox.c.state == InboxState.WAITING.value))


async def _empty_messages(connection: AsyncConnection, wanted: sa.ColumnElement[bool]) -> int:
    """Remove the texts of messages that are not about to be posted; a message without text is never posted."""
    becomes = {
        OutboxState.PENDING.value: OutboxState.SKIPPED.value,
        OutboxState.ATTEMPTING.value: OutboxState.UNKNOWN.value,
    }
    is_over = outbox.c.state.not_in(tuple(becomes))
    state = sa.case(becomes, value=outbox.c.state, else_=outbox.c.state)
    error = sa.case((is_over, outbox.c.error), else_=FORGOTTEN)
    return await _empty(connection, outbox, wanted & (is_over | ~_is_waited_for()), state=state, error=error)


async def _empty(connection: AsyncConnection, table: sa.Table, wanted: sa.ColumnElement[bool], **values: Any) -> int:
    """Remove the texts of rows that have one, or the fingerprint where that is removed too."""
    has_one = table.c.payload.is_not(None)
    if "fingerprint" in values:
        has_one |= table.c.fingerprint != values["fingerprint"]
    statement = sa.update(table).where(wanted & has_one).values(payload=None, **values)
    return int((await connection.execute(statement)).rowcount)


def _is_about(payload: JobPayload, channel: str) -> bool:
    return channel in {payload.channel, payload.origin.channel}


def _batches(ids: list[str], size: int = 500) -> Iterable[list[str]]:
    """Split ids into batches that fit into one statement."""
    return (ids[start : start + size] for start in range(0, len(ids), size))
