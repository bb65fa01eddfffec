"""Finds in Slack what was posted between a backup and its restore, which the restored database does not know.

Every message of ours carries its key. Before a job that may have been done in that time posts anything, its channel or
thread is searched for its keys, and what is found goes into the outbox as posted. The searched time is past and fixed:
each channel and thread is read once per process.
"""

import asyncio
from collections import OrderedDict
from typing import Any

import structlog

from bot.clock import Clock
from bot.newsroom.jobs.keys import KeyPrefix
from bot.newsroom.jobs.outbox import Outbox, OutboxMessage
from bot.newsroom.restoring import Restore
from bot.slack.api.message_history import Posted, TimeRange, key_of, read_messages
from bot.slack.api.web_api import SlackApi

MOST_PAGES = 100
"""Twenty thousand messages in one channel between a backup and its restore; more cannot be searched in time."""

_MOST_KEPT = 1_000

_log = structlog.get_logger(__name__)


class PostsSinceBackup:
    """Searches Slack for what this bot posted between backup and restore.

    Args:
        api: calls Slack's Web API.
        outbox: where what is found is recorded.
        clock: says when.
        restore: the times of backup and restore; None: there was no restore, nothing is searched.
    """

    def __init__(self, api: SlackApi, outbox: Outbox, clock: Clock, restore: Restore | None) -> None:
        self._api = api
        self._outbox = outbox
        self._clock = clock
        self._restore = restore
        self._found: OrderedDict[tuple[str, str | None], tuple[Posted, ...]] = OrderedDict()
        self._lock = asyncio.Lock()

    async def recognise(self, job_id: str, channel: str, thread_ts: str | None) -> bool:
        """Record as posted those of a job's messages that are in Slack.

        Returns whether the job was done and the database lost that: an answer is in Slack, and the outbox had nothing.

        Args:
            job_id: the job's; its messages' keys begin with it.
            channel: where it posts.
            thread_ts: the thread it posts into.

        Raises:
            SlackError: it cannot be found out; nothing must be posted again.
        """
        restore = self._restore
        if restore is None or not restore.may_have_done(job_id, self._clock.now()):
            return False
        messages = await self.find(channel, thread_ts)
        found = {key: message for message in messages if (key := key_of(message)).startswith(f"{job_id}:")}
        was_known = bool(await self._outbox.list_of_job(job_id))
        for key, message in found.items():
            await self._mark_posted(job_id, key, channel, thread_ts, str(message["ts"]))
        return not was_known and any(not key.startswith(f"{job_id}:{KeyPrefix.NOTE}") for key in found)

    async def find(self, channel: str, thread_ts: str | None = None) -> tuple[Posted, ...]:
        """What was posted in a channel, or in a thread, between backup and restore.

        Raises:
            SlackError: it cannot be searched.
        """
        if self._restore is None:
            return ()
        async with self._lock:
            key = (channel, thread_ts)
            if key not in self._found:
                self._found[key] = await self._read(self._restore, channel, thread_ts)
                if len(self._found) > _MOST_KEPT:
                    self._found.popitem(last=False)
            return self._found[key]

    async def _read(self, restore: Restore, channel: str, thread_ts: str | None) -> tuple[Posted, ...]:
        """Those of its messages that carry a key."""
        time_range = TimeRange(channel, thread_ts, restore.since.timestamp(), restore.until.timestamp())
        messages = read_messages(self._ask, time_range, most_pages=MOST_PAGES)
        return tuple([message async for message in messages if key_of(message)])

    async def _ask(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        return dict(await self._api.call(method, **arguments))

    async def _mark_posted(self, job_id: str, key: str, channel: str, thread_ts: str | None, ts: str) -> None:
        part = key.rpartition(":")[2]
        number = int(part) if part.isdecimal() else 0
        await self._outbox.add_messages([OutboxMessage(key, job_id, number, channel, thread_ts, {})])
        await self._outbox.mark_posted(key, ts)
        _log.info("posted between backup and restore, recognised in Slack", key=key)
