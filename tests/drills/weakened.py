"""`nutgraf` with one guard removed, to show that the drill finds it: python weakened.py GUARD run.

lookup      posts attempted before a crash are sent again without a look-up
paging      only the first page of a channel is read
clock       our own clock is used for Slack's
settle      a post that is not found at once is sent again at once
inbox       a redelivered event is treated as new
attempt     an attempt is not stored before the call
recovery    jobs begun before a crash are not recovered
lease       jobs of a dead replica are not taken over by the others
archive     past editions are forgotten
restore     posts since the backup are not looked up in Slack
edition     the same, and an edition's job has another id at every tick
"""

import itertools
import os
import sys
from dataclasses import replace
from typing import Any

from bot.app import container
from bot.cli import main
from bot.engine.jobs.job_engine import JobEngine
from bot.engine.jobs.replicas import Replicas
from bot.newsroom.jobs.inbox import InboxEntry, InboxState
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.subscriptions.model import EditionKey
from bot.slack.api.slack_clock import MARGIN_S, SlackTime
from bot.slack.handlers.edition import edition_job
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.recovery import lost_posts
from bot.slack.outbound.recovery.lost_posts import LostPostFinder
from bot.slack.outbound.recovery.since_backup import PostsSinceBackup
from bot.storage.tables.editions import EditionTable
from bot.storage.tables.inbox import InboxTable
from bot.storage.tables.outbox import OutboxTable
from tests.drills import own_clock

_ticks = itertools.count()
_deliveries = itertools.count(1)


def put(owner: object, name: str, instead: object) -> None:
    """Replaces what must be there: a guard that has another name now would not be removed.

    Raises:
        AttributeError: there is nothing of that name.
    """
    getattr(owner, name)
    setattr(owner, name, instead)


async def look_up_nothing(*_: object, **__: object) -> None:
    return


_ask_for_a_page = LostPostFinder._ask


async def take_a_page_for_all(
    self: LostPostFinder, method: str, arguments: dict[str, Any], until: float
) -> dict[str, Any]:
    """Returns the first page, as if it were the only one."""
    return {**await _ask_for_a_page(self, method, arguments, until), "has_more": False, "response_metadata": {}}


async def trust_our_clock(self: OutboxSender) -> SlackTime:
    return SlackTime(self._clock.now().timestamp(), MARGIN_S)


def be_quick() -> None:
    """Resends missing posts soon, so that the drill need not wait."""
    lost_posts.GONE_BY_S, lost_posts.SETTLE_S = 4.0, 0.0


async def take_everything(self: JobEngine, job: AnyJob) -> bool:
    """Makes each delivery a job of its own."""
    fresh = replace(job, id=f"{job.id}:{next(_deliveries)}:{id(job)}")
    await self._inbox.add_jobs([fresh])
    await self._start(fresh.id, "")
    return True


async def write_nothing_down(*_: object, **__: object) -> None:
    return


async def find_nothing(*_: object) -> tuple[()]:
    return ()


async def remember_nothing(*_: object) -> tuple[()]:
    return ()


def look_away(_: Replicas) -> tuple[()]:
    return ()


def make_another_job(key: EditionKey) -> AnyJob:
    job = edition_job(key)
    return replace(job, id=f"{job.id}:{os.getpid()}:{next(_ticks)}")


def take_one_page() -> None:
    be_quick()
    put(LostPostFinder, "_ask", take_a_page_for_all)


def use_our_clock() -> None:
    be_quick()
    put(OutboxSender, "_slack_time", trust_our_clock)


def settle_at_once() -> None:
    lost_posts.GONE_BY_S, lost_posts.SETTLE_S = 0.0, 0.0


def forget_editions() -> None:
    put(EditionTable, "list_of_channel", remember_nothing)


def make_editions_at_every_tick() -> None:
    """Removes two guards: either alone is enough most of the time."""
    forget_editions()
    put(container, "edition_job", make_another_job)


def forget_what_was_begun() -> None:
    """Leaves workflows of earlier processes and waiting inbox entries untouched."""
    from dbos import _dbos

    put(_dbos, "startup_recovery_thread", lambda *_: None)
    listed = InboxTable.list

    async def list_others(self: InboxTable, state: InboxState, **more: Any) -> tuple[InboxEntry, ...]:
        return () if state is InboxState.WAITING else await listed(self, state, **more)

    put(InboxTable, "list", list_others)


GUARDS = {
    "restore": lambda: put(PostsSinceBackup, "find", find_nothing),
    "lookup": lambda: put(OutboxSender, "_find_posted", look_up_nothing),
    "paging": take_one_page,
    "clock": use_our_clock,
    "settle": settle_at_once,
    "inbox": lambda: put(JobEngine, "submit", take_everything),
    "attempt": lambda: put(OutboxTable, "mark_sending", write_nothing_down),
    "recovery": forget_what_was_begun,
    "lease": lambda: put(Replicas, "recover_dead", look_away),
    "edition": make_editions_at_every_tick,
    "archive": forget_editions,
}
"""Name of a guard -> the function that removes it."""


if __name__ == "__main__":
    own_clock.install()
    GUARDS[sys.argv.pop(1)]()
    main()
