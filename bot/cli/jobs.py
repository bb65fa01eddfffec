"""`nutgraf jobs`: what waits, what failed, what nobody can tell; and how it is tried again.

It looks into the database of a bot that may be running. It starts nothing itself: a job that waits again is taken up by
the bot within two minutes.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass

from bot.clock import SystemClock
from bot.config import Settings
from bot.errors import BotError
from bot.newsroom.jobs.inbox import Letter, LetterState, Parcel, ParcelState
from bot.slack.parsing.payloads import short_id
from bot.slack.rendering.escaping import printable
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.preflight import require_current
from bot.storage.tables.inbox import InboxTable
from bot.storage.tables.outbox import OutboxTable

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


class JobError(BotError):
    """A job cannot be tried again.

    Args:
        message: what the matter is.
        advice: what to do.
    """

    code = "job"

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list.

    Attributes:
        id: of the job; of the message where nobody knows whether it stands.
        ref: the reference that the asker and the log were given.
        state: waiting, failed or unknown.
        age_s: seconds since it was asked for, or tried.
        cause: what went wrong.
    """

    id: str
    ref: str
    state: str
    age_s: int
    cause: str | None


@dataclass(frozen=True, slots=True)
class Mail:
    """Inbox and outbox, open."""

    inbox: InboxTable
    outbox: OutboxTable


async def list_jobs(settings: Settings) -> tuple[Line, ...]:
    """Waiting, failed and unknown, in this order, the oldest first.

    Raises:
        StorageError: the database cannot be used.
    """
    now = SystemClock().now().timestamp()
    async with _open(settings) as mail:
        letters = [*await mail.inbox.list(LetterState.WAITING), *await mail.inbox.list(LetterState.FAILED)]
        parcels = await mail.outbox.list(ParcelState.UNKNOWN)
    return (*(_letter_line(letter, now) for letter in letters), *(_parcel_line(parcel, now) for parcel in parcels))


async def retry(settings: Settings, name: str, *, post_again: bool) -> str:
    """Let a failed job wait again. Returns a sentence that says so.

    Args:
        settings: where the database is.
        name: the job's id or reference, or the id of one of its messages.
        post_again: also post what may stand in Slack already.

    Raises:
        JobError: it cannot be tried again.
        StorageError: the database cannot be used.
    """
    async with _open(settings) as mail:
        letter = await _find(mail, name)
        if letter.state is LetterState.WAITING:
            raise JobError(f"{letter.id} waits already.", "The running bot does it; `nutgraf run` starts one.")
        if letter.state is LetterState.DONE or letter.payload is None:
            raise JobError(f"{letter.id} is done, and what was asked is forgotten.", "Ask the bot once more in Slack.")
        unknown = await mail.outbox.unknown_of_job(letter.id)
        if unknown and not post_again:
            raise JobError(_explain(unknown), "If it does not stand there, add --post-again.")
        await mail.outbox.reopen(letter.id, with_unknown=post_again)
        await mail.inbox.reopen(letter.id)
    return f"{letter.id} waits again. The running bot takes it up within two minutes."


def print_lines(lines: tuple[Line, ...], *, as_json: bool) -> None:
    """The list, for a person or for a program."""
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
async def _open(settings: Settings) -> AsyncIterator[Mail]:
    address, clock = DatabaseAddress(settings.database_url, settings.data_dir), SystemClock()
    require_current(address)
    engine = address.open()
    try:
        yield Mail(InboxTable(engine, clock), OutboxTable(engine, clock))
    finally:
        await engine.dispose()


async def _find(mail: Mail, name: str) -> Letter:
    """The letter of an id, of a reference, or of a message's id.

    Raises:
        JobError: there is none.
    """
    letter = await mail.inbox.find(name)
    parcel = await mail.outbox.find(name) if letter is None else None
    if parcel is not None:
        letter = await mail.inbox.find(_job_of(parcel))
        if letter is None:
            raise JobError(f"What {name} answered is forgotten.", "Ask the bot once more in Slack.")
    if letter is None:
        waiting_or_failed = [*await mail.inbox.list(LetterState.FAILED), *await mail.inbox.list(LetterState.WAITING)]
        letter = next((one for one in waiting_or_failed if short_id(one.id) == name), None)
    if letter is None:
        raise JobError(f"There is no job {name}.", "`nutgraf jobs` lists them.")
    return letter


def _job_of(parcel: Parcel) -> str:
    """The job a message answers; private answers are jobs of their own to the outbox, their keys say whose they are."""
    return parcel.job_id if parcel.job_id != parcel.key else parcel.key.rpartition(":")[0]


def _explain(unknown: tuple[Parcel, ...]) -> str:
    places = ", ".join(sorted({_place(parcel) for parcel in unknown}))
    return f"Nobody can tell whether its answer stands in Slack already: look in {places}."


def _place(parcel: Parcel) -> str:
    thread = f", thread {parcel.thread_ts}" if parcel.thread_ts else ""
    return f"channel {parcel.channel}{thread}"


def _letter_line(letter: Letter, now: float) -> Line:
    return Line(letter.id, short_id(letter.id), letter.state.value, _age(letter.received_at, now), letter.error)


def _parcel_line(parcel: Parcel, now: float) -> Line:
    age_s = _age(parcel.attempted_at or now, now)
    return Line(parcel.key, short_id(_job_of(parcel)), parcel.state.value, age_s, parcel.error)


def _age(then: float, now: float) -> int:
    return max(0, int(now - then))


def _in_words(seconds: int) -> str:
    size, unit = next((pair for pair in _UNITS if seconds >= pair[0]), _UNITS[-1])
    return f"{seconds // size} {unit}"
