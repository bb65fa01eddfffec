"""The notice that something is being read: posted where it takes more than a few seconds, deleted afterwards.

In a channel it goes through the outbox like every message, so a process that dies leaves none behind: the process that
does the job again finds it. It is posted only while its thread has no answer, and the answer waits until it is posted.
After a command only the requester sees it; it stays above the answer until Slack drops both.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import structlog

from bot.errors import SlackError
from bot.newsroom.jobs.keys import KeyPrefix, outbox_key
from bot.newsroom.jobs.outbox import OutboxMessage
from bot.newsroom.requester import Requester
from bot.slack.api.web_api import SlackApi
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.error_messages import text_message

PATIENCE_S = 3.0
"""Up to here the reaction on their message is enough to show people that they were heard."""

READING = "Reading… this takes a moment."

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Progress:
    """Whether a notice is being posted; from then on it is waited for."""

    is_begun: bool = False


class ProgressNotifier:
    """Says that something is being read.

    Args:
        sender: posts to channels.
        sleep: waits; tests pass their own.
    """

    def __init__(self, sender: OutboxSender, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sender = sender
        self._sleep = sleep

    @asynccontextmanager
    async def watch(self, job_id: str, channel: str, thread_ts: str | None) -> AsyncIterator[None]:
        """Post it in a thread if the block takes long; nothing is posted once the block has ended."""

        async def say(said: Message) -> None:
            payload = {"text": said.text, "blocks": list(said.blocks)}
            await self._sender.send_if_idle(
                OutboxMessage(outbox_key(job_id, KeyPrefix.NOTE, 0), job_id, 0, channel, thread_ts, payload)
            )

        async with self.watch_privately(say):
            yield

    @asynccontextmanager
    async def watch_privately(self, say: Callable[[Message], Awaitable[None]]) -> AsyncIterator[None]:
        """Send it by `say` if the block takes long. It cannot be deleted; only the requester sees it."""
        progress = _Progress()
        task = asyncio.create_task(self._notify_later(say, progress))
        try:
            yield
        finally:
            if not progress.is_begun:
                task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def notify_queued(self, job_id: str, channel: str, thread_ts: str | None, count_before: int) -> bool:
        """Say in a thread that a request waits for its turn. It replaces the reading notice; both have one key.

        Returns False where the channel was busy.
        """
        said = queued_note(count_before)
        payload = {"text": said.text, "blocks": list(said.blocks)}
        return await self._sender.send_if_idle(
            OutboxMessage(outbox_key(job_id, KeyPrefix.NOTE, 0), job_id, 0, channel, thread_ts, payload)
        )

    async def remove(self, job_id: str) -> None:
        """Delete the notice of a job, if there is one. Failures are logged: the answer is posted anyway."""
        try:
            await self._sender.delete(outbox_key(job_id, KeyPrefix.NOTE, 0))
        except SlackError as error:
            _log.warning("the reading note could not be taken away", cause=str(error))

    async def _notify_later(self, say: Callable[[Message], Awaitable[None]], progress: _Progress) -> None:
        await self._sleep(PATIENCE_S)
        progress.is_begun = True
        try:
            await say(text_message(READING))
        except Exception as error:  # noqa: BLE001  (a notice is no reason to lose the answer)
            _log.warning("no reading note", cause=repr(error)[:300])


def queued_note(count_before: int) -> Message:
    """What the requester of a waiting job reads."""
    if count_before == 0:
        return text_message("Your request is next in line.")
    others = "1 request comes" if count_before == 1 else f"{count_before:,} requests come"
    return text_message(f"You are in line: {others} before yours. I will answer here.")


async def set_reaction(
    api: SlackApi, requester: Requester, *, add: str | None = None, remove: str | None = None
) -> None:
    """Change the reaction on the message that asked; a command has no message."""
    if requester.ts:
        await api.set_reaction(requester.channel, requester.ts, add=add, remove=remove)
