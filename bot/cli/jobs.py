"""`nutgraf jobs`: which jobs wait, failed or have an unknown outcome; and how to retry them.

It reads the database of a bot that may be running. It starts nothing itself: the bot starts a reset job within two
minutes.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass

from bot.clock import SystemClock
from bot.config import Settings
from bot.errors import BotError
from bot.newsroom.jobs.inbox import InboxEntry, InboxState
from bot.newsroom.jobs.keys import job_of_private, short_id
from bot.newsroom.jobs.outbox import OutboxMessage, OutboxState
from bot.slack.rendering.block_kit.escaping import printable
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.preflight import require_current
from bot.storage.tables.inbox import InboxTable
from bot.storage.tables.outbox import OutboxTable

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


class JobError(BotError):
    """A job cannot be retried.

    Args:
        message: what is wrong.
        advice: what to do.
    """

    code = "job"

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


@dataclass(frozen=True, slots=True)
class JobRow:
    """One line of the list.

    Attributes:
        id: the job's id; the message's id where its outcome is unknown.
        ref: the reference shown to the requester and in the log.
        state: waiting, failed or unknown.
        age_s: seconds since the request, or the attempt.
        cause: what went wrong.
    """

    id: str
    ref: str
    state: str
    age_s: int
    cause: str | None


@dataclass(frozen=True, slots=True)
class JobStores:
    """Open inbox and outbox."""

    inbox: InboxTable
    outbox: OutboxTable


async def list_jobs(settings: Settings) -> tuple[JobRow, ...]:
    """Return waiting, failed and unknown jobs, in this order, the oldest first.

    Raises:
        StorageError: the database cannot be used.
    """
    now = SystemClock().now().timestamp()
    async with _open(settings) as mail:
        entries = [*await mail.inbox.list(InboxState.WAITING), *await mail.inbox.list(InboxState.FAILED)]
        all_outgoing = await mail.outbox.list(OutboxState.UNKNOWN)
    return (*(_entry_row(entry, now) for entry in entries), *(_message_row(outgoing, now) for outgoing in all_outgoing))


async def retry(settings: Settings, name: str, *, post_again: bool) -> str:
    """Reset a failed job to waiting. Returns a sentence that says so.

    Args:
        settings: contain the database's address.
        name: the job's id or reference, or the id of one of its messages.
        post_again: also post what may already be posted in Slack.

    Raises:
        JobError: it cannot be retried.
        StorageError: the database cannot be used.
    """
    async with _open(settings) as mail:
        entry = await _find(mail, name)
        if entry.state is InboxState.WAITING:
            raise JobError(f"{entry.id} waits already.", "The running bot does it; `nutgraf run` starts one.")
        if entry.state is InboxState.DONE or entry.payload is None:
            raise JobError(f"{entry.id} is done, and what was asked is forgotten.", "Ask the bot once more in Slack.")
        unknown = await mail.outbox.list_unknown_of_job(entry.id)
        if unknown and not post_again:
            raise JobError(_explain(unknown), "If it does not stand there, add --post-again.")
        await mail.outbox.reopen(entry.id, with_unknown=post_again)
        await mail.inbox.reopen(entry.id)
    return f"{entry.id} waits again. The running bot takes it up within two minutes."


def print_lines(lines: tuple[JobRow, ...], *, as_json: bool) -> None:
    """Print the list, for a person or for a program."""
    if as_json:
        for line in lines:
            print(json.dumps(asdict(line), ensure_ascii=False))
        return
    if not lines:
        print("Nothing waits, nothing failed, nothing is unknown.")
    for line in lines:
        age = _in_words(line.age_s)
        print(f"{line.state:8} {age:>7}  {line.ref}  {printable(line.id)}  {printable(line.cause or '')}".rstrip())


@asynccontextmanager
async def _open(settings: Settings) -> AsyncIterator[JobStores]:
    address, clock = DatabaseAddress(settings.database_url, settings.data_dir), SystemClock()
    require_current(address)
    engine = address.open()
    try:
        yield JobStores(InboxTable(engine, clock), OutboxTable(engine, clock))
    finally:
        await engine.dispose()


async def _find(mail: JobStores, name: str) -> InboxEntry:
    """Return the inbox entry for an id, a reference, or a message's id.

    Raises:
        JobError: there is none.
    """
    entry = await mail.inbox.get(name)
    outgoing = await mail.outbox.get(name) if entry is None else None
    if outgoing is not None:
        entry = await mail.inbox.get(_job_of(outgoing))
        if entry is None:
            raise JobError(f"What {name} answered is forgotten.", "Ask the bot once more in Slack.")
    if entry is None:
        waiting_or_failed = [*await mail.inbox.list(InboxState.FAILED), *await mail.inbox.list(InboxState.WAITING)]
        entry = next((one for one in waiting_or_failed if short_id(one.id) == name), None)
    if entry is None:
        raise JobError(f"There is no job {name}.", "`nutgraf jobs` lists them.")
    return entry


def _job_of(outgoing: OutboxMessage) -> str:
    """Return a message's job; an ephemeral answer is a job of its own in the outbox; its key names it."""
    return outgoing.job_id if outgoing.job_id != outgoing.key else job_of_private(outgoing.key)


def _explain(unknown: tuple[OutboxMessage, ...]) -> str:
    channels = ", ".join(sorted({_format_channel(outgoing) for outgoing in unknown}))
    return f"Nobody can tell whether its answer stands in Slack already: look in {channels}."


def _format_channel(outgoing: OutboxMessage) -> str:
    thread = f", thread {outgoing.thread_ts}" if outgoing.thread_ts else ""
    return f"channel {outgoing.channel}{thread}"


def _entry_row(entry: InboxEntry, now: float) -> JobRow:
    return JobRow(entry.id, short_id(entry.id), entry.state.value, _age(entry.received_at, now), entry.error)


def _message_row(outgoing: OutboxMessage, now: float) -> JobRow:
    age_s = _age(outgoing.attempted_at or now, now)
    return JobRow(outgoing.key, short_id(_job_of(outgoing)), outgoing.state.value, age_s, outgoing.error)


def _age(then: float, now: float) -> int:
    return max(0, int(now - then))


def _in_words(seconds: int) -> str:
    size, unit = next((pair for pair in _UNITS if seconds >= pair[0]), _UNITS[-1])
    return f"{seconds // size} {unit}"
