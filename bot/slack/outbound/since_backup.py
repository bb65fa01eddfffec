"""Finds in Slack what was posted between a backup and its restore: the restored database knows nothing of it.

Every message of ours carries its key. So before a job that may have been done then posts anything, its channel or
thread is searched for its keys, and what is found goes into the outbox as posted. The time searched is past and fixed:
each channel and thread is read once a process.
"""

import asyncio
from collections import OrderedDict
from typing import Any

import structlog

from bot.clock import Clock
from bot.newsroom.jobs.inbox import Outbox, Parcel
from bot.newsroom.restoring import Restore
from bot.slack.api.message_history import Posted, Stretch, key_of, read_messages
from bot.slack.api.web_api import Caller

MOST_PAGES = 100
"""Twenty thousand messages in one channel between a backup and its restore; more cannot be searched in time."""

_NOTE = "note:"
"""That something takes long is no answer; see bot/slack/outbound/progress_notice.py."""

_KEPT_PLACES = 1_000

_log = structlog.get_logger(__name__)


class SinceBackup:
    """Searches Slack for what this bot posted between backup and restore.

    Args:
        caller: calls Slack's Web API.
        outbox: where what is found is written down.
        clock: says when.
        restore: when the backup was made and put back; None: there was no restore, nothing is searched.
    """

    def __init__(self, caller: Caller, outbox: Outbox, clock: Clock, restore: Restore | None) -> None:
        self._caller = caller
        self._outbox = outbox
        self._clock = clock
        self._restore = restore
        self._places: OrderedDict[tuple[str, str | None], tuple[Posted, ...]] = OrderedDict()
        self._lock = asyncio.Lock()

    async def recognise(self, job_id: str, channel: str, thread_ts: str | None) -> bool:
        """Write down as posted those of a job's messages that are in Slack.

        Returns whether the job was done, and the database lost that: an answer is in Slack, and the outbox had nothing.

        Args:
            job_id: the job's; its messages' keys begin with it.
            channel: where it posts.
            thread_ts: the thread it posts into.

        Raises:
            SlackError: nobody can tell; it must not be posted again.
        """
        restore = self._restore
        if restore is None or not restore.may_have_done(job_id, self._clock.now()):
            return False
        messages = await self.find(channel, thread_ts)
        found = {key: message for message in messages if (key := key_of(message)).startswith(f"{job_id}:")}
        was_known = bool(await self._outbox.of_job(job_id))
        for key, message in found.items():
            await self._write_down(job_id, key, channel, thread_ts, str(message["ts"]))
        return not was_known and any(not key.startswith(f"{job_id}:{_NOTE}") for key in found)

    async def find(self, channel: str, thread_ts: str | None = None) -> tuple[Posted, ...]:
        """What was posted in a channel, or in a thread, between backup and restore.

        Raises:
            SlackError: it cannot be searched.
        """
        if self._restore is None:
            return ()
        async with self._lock:
            place = (channel, thread_ts)
            if place not in self._places:
                self._places[place] = await self._read(self._restore, channel, thread_ts)
                if len(self._places) > _KEPT_PLACES:
                    self._places.popitem(last=False)
            return self._places[place]

    async def _read(self, restore: Restore, channel: str, thread_ts: str | None) -> tuple[Posted, ...]:
        """Those messages of it that carry a key."""
        stretch = Stretch(channel, thread_ts, restore.since.timestamp(), restore.until.timestamp())
        messages = read_messages(self._ask, stretch, most_pages=MOST_PAGES)
        return tuple([message async for message in messages if key_of(message)])

    async def _ask(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        return dict(await self._caller.call(method, **arguments))

    async def _write_down(self, job_id: str, key: str, channel: str, thread_ts: str | None, ts: str) -> None:
        part = key.rpartition(":")[2]
        number = int(part) if part.isdecimal() else 0
        await self._outbox.plan([Parcel(key, job_id, number, channel, thread_ts, {})])
        await self._outbox.posted(key, ts)
        _log.info("posted between backup and restore, recognised in Slack", key=key)
