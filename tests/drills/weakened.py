"""`nutgraf` with one guard taken out, to show that the drill notices: python weakened.py GUARD run.

lookup      what was attempted before a crash is sent again without looking whether it stands
inbox       an event that came before is taken for a new one
attempt     that a message is about to be sent is not written down before the call
recovery    what was begun before a crash is not taken up
lease       what a dead replica has begun is not taken up by the others
archive     past editions are forgotten
edition     the same, and an edition's job has another id at every tick
"""

import itertools
import os
import sys

from bot import edition_room
from bot.cli import main
from bot.engine.jobs import JobEngine
from bot.engine.replicas import Replicas
from bot.newsroom.mail import Job, LetterState
from bot.newsroom.news import EditionKey
from bot.slack.edition_desk import edition_job
from bot.slack.posting import Poster
from bot.storage.editions import EditionTable
from bot.storage.inbox import InboxTable
from bot.storage.outbox import OutboxTable
from tests.drills import own_clock

_ticks = itertools.count()


async def look_up_nothing(*_: object) -> None:
    return


async def take_everything(self: JobEngine, job: Job) -> bool:
    """Each delivery is a job of its own."""
    self.deliveries = getattr(self, "deliveries", 0) + 1
    fresh = Job(f"{job.id}:{self.deliveries}:{id(job)}", job.kind, job.payload, job.fingerprint)
    await self._inbox.take(fresh)
    await self.enqueue(fresh.id)
    return True


async def write_nothing_down(*_: object) -> None:
    return


async def remember_nothing(*_: object) -> tuple[()]:
    return ()


def look_away(_: Replicas) -> tuple[()]:
    return ()


def make_another_job(key: EditionKey) -> Job:
    job = edition_job(key)
    return Job(f"{job.id}:{os.getpid()}:{next(_ticks)}", job.kind, job.payload)


def take_out(guard: str) -> None:
    """Replace what the guard consists of."""
    match guard:
        case "lookup":
            Poster._look_up = look_up_nothing
        case "inbox":
            JobEngine.submit = take_everything
        case "attempt":
            OutboxTable.attempt = write_nothing_down
        case "recovery":
            forget_what_was_begun()
        case "lease":
            Replicas.look_around = look_away
        case "edition":  # either guard alone would do, most of the time
            EditionTable.of_channel = remember_nothing
            edition_room.edition_job = make_another_job
        case "archive":
            EditionTable.of_channel = remember_nothing
        case _:
            raise SystemExit(f"there is no guard {guard}")


def forget_what_was_begun() -> None:
    """Workflows of earlier processes and waiting letters stay where they are."""
    from dbos import _dbos

    _dbos.startup_recovery_thread = lambda *_: None
    listed = InboxTable.list

    async def list_others(self: InboxTable, state: LetterState, **more: object) -> object:
        return () if state is LetterState.WAITING else await listed(self, state, **more)

    InboxTable.list = list_others


if __name__ == "__main__":
    own_clock.install()
    take_out(sys.argv.pop(1))
    main()
