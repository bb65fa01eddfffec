"""What people wrote, and what was made of it: forgotten after a week wherever it is, and at once when it is asked for.

Texts are in four tables: requests that failed, messages that were not posted, what is under the buttons, remembered
digests. Rows of inbox and outbox stay without their texts, because they keep things from being done twice.

Requests and messages do not say which workspace they are of: one bot has one token, so all of them are of the workspace
that it is installed in.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.clock import Clock
from bot.newsroom.jobs.inbox import LetterState, ParcelState
from bot.storage.schema import answer, inbox, installation, outbox, requester, shown
from bot.storage.tables.payload_codec import unpack

KEPT_S = 7 * 86_400
"""A text that came to nothing, or waits for Slack to let us in, is kept a week at most: so long the operator may mend
the cause."""

FORGOTTEN = "what was asked is forgotten, as somebody wished"
WAITED_TOO_LONG = "what was asked is forgotten: it waited for a week"

_NAMES = ("channel", "place")
"""Where a request says what channel it is about; and its `asker`."""

_log = structlog.get_logger(__name__)


class TextTable:
    """Texts, in whatever table they are.

    Args:
        engine: of an upgraded database.
        clock: says when.
        kinds_without: kinds of requests that hold no text; they are left alone, so that they can be done.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock, *, kinds_without: frozenset[str] = frozenset()) -> None:
        self._engine = engine
        self._clock = clock
        self._has_none = inbox.c.kind.in_(kinds_without)

    async def forget(self, team_id: str, channel: str | None = None) -> int:
        """Forget the texts of a workspace, or of one of its channels. Returns of how many rows.

        Of a workspace nothing is spared: requests that wait or are under way end as failed, since Slack would take no
        answer. Of another workspace than the bot's own there are no texts. In a channel what is under way keeps what it
        needs, and remembered digests stay for their hour: they are pages by address, and say nothing of who asked.
        """
        async with self._engine.begin() as connection:
            if channel is not None:
                return await _forget_channel(connection, channel)
            if not await _is_ours(connection, team_id):
                return 0
            return await self._end_waiting(connection) + await _forget_all(connection, ~self._has_none)

    async def forget_old(self) -> int:
        """Forget the texts of what failed, was skipped, got lost from sight a week ago, or has waited for a week.

        What has waited ends as failed. Returns of how many rows.
        """
        until = self._clock.now().timestamp() - KEPT_S
        async with self._engine.begin() as connection:
            letters = (inbox.c.state == LetterState.FAILED.value) & (inbox.c.finished_at <= until)
            count = await _empty(connection, inbox, letters)
            ended = await self._end_waiting(connection, inbox.c.received_at <= until, error=WAITED_TOO_LONG)
            if ended:
                _log.error("requests that waited for a week are forgotten", count=ended)
            return count + ended + await _empty_messages(connection, outbox.c.created_at <= until)

    async def _end_waiting(
        self, connection: AsyncConnection, wanted: sa.ColumnElement[bool] | None = None, *, error: str = FORGOTTEN
    ) -> int:
        """End requests that wait, without their texts; whoever does one just now finds out. Returns how many."""
        is_waiting = (inbox.c.state == LetterState.WAITING.value) & ~self._has_none
        values = {"state": LetterState.FAILED.value, "finished_at": self._clock.now().timestamp(), "error": error}
        statement = sa.update(inbox).where(is_waiting if wanted is None else is_waiting & wanted)
        return int((await connection.execute(statement.values(payload=None, **values))).rowcount)


async def _forget_all(connection: AsyncConnection, wanted: sa.ColumnElement[bool]) -> int:
    """Every text, and who asked for what.

    Args:
        connection: within a transaction.
        wanted: the requests.
    """
    of_letters = {
        "fingerprint": "",
        "error": sa.case((inbox.c.state == LetterState.FAILED.value, FORGOTTEN), else_=inbox.c.error),
    }
    count = await _empty(connection, inbox, wanted, **of_letters)
    count += await _empty_messages(connection, sa.true())
    count += int((await connection.execute(sa.delete(outbox).where(~_is_waited_for()))).rowcount)
    for table in (shown, answer, requester):
        count += int((await connection.execute(sa.delete(table))).rowcount)
    return count


async def _forget_channel(connection: AsyncConnection, channel: str) -> int:
    failed = sa.select(inbox.c.id, inbox.c.payload).where(
        (inbox.c.state != LetterState.WAITING.value) & inbox.c.payload.is_not(None)
    )
    letters = [row.id for row in await connection.execute(failed) if _is_about(unpack(row.payload), channel)]
    is_there = outbox.c.channel.in_((channel, f"private:{channel}"))
    is_of = outbox.c.job_id.contains(f":{channel}:", autoescape=True) | outbox.c.job_id.endswith(
        f":{channel}", autoescape=True
    )
    is_shown_there = (shown.c.channel == channel) | shown.c.channel.is_(None)
    count = int((await connection.execute(sa.delete(shown).where(is_shown_there))).rowcount)
    for some in _batches(letters):
        count += await _empty(connection, inbox, inbox.c.id.in_(some), error=FORGOTTEN)
    return count + await _empty_messages(connection, is_there | is_of)


async def _is_ours(connection: AsyncConnection, team_id: str) -> bool:
    """Whether a workspace is one that the bot was seen in; an app may tell of others that it is installed in."""
    rows = (await connection.execute(sa.select(installation.c.team_id, installation.c.enterprise_id))).all()
    return not rows or any(team_id in {row.team_id, row.enterprise_id} for row in rows)


def _is_waited_for() -> sa.ColumnElement[bool]:
    """Whether the request of a message is under way. Private answers name it in the beginning of their own id."""
    is_its = (inbox.c.id == outbox.c.job_id) | outbox.c.job_id.like(inbox.c.id + ":%")
    return sa.exists().where(is_its & (inbox.c.state == LetterState.WAITING.value))


async def _empty_messages(connection: AsyncConnection, wanted: sa.ColumnElement[bool]) -> int:
    """Take the texts out of messages that nobody is about to post; what is left of one is never posted."""
    becomes = {
        ParcelState.PENDING.value: ParcelState.SKIPPED.value,
        ParcelState.ATTEMPTING.value: ParcelState.UNKNOWN.value,
    }
    is_over = outbox.c.state.not_in(tuple(becomes))
    state = sa.case(becomes, value=outbox.c.state, else_=outbox.c.state)
    error = sa.case((is_over, outbox.c.error), else_=FORGOTTEN)
    return await _empty(connection, outbox, wanted & (is_over | ~_is_waited_for()), state=state, error=error)


async def _empty(connection: AsyncConnection, table: sa.Table, wanted: sa.ColumnElement[bool], **values: Any) -> int:
    """Take the texts out of rows that have one, or a fingerprint of one where that goes too."""
    has_one = table.c.payload.is_not(None)
    if "fingerprint" in values:
        has_one |= table.c.fingerprint != values["fingerprint"]
    statement = sa.update(table).where(wanted & has_one).values(payload=None, **values)
    return int((await connection.execute(statement)).rowcount)


def _is_about(payload: Any, channel: str) -> bool:
    return channel in {(payload.get("asker") or {}).get("channel"), *(payload.get(name) for name in _NAMES)}


def _batches(ids: list[str], size: int = 500) -> Iterable[list[str]]:
    """So many at a time as a statement takes."""
    return (ids[start : start + size] for start in range(0, len(ids), size))
