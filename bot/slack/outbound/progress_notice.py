"""The word that something is being read, said where it takes longer than a few seconds, and taken away afterwards.

In a channel it goes through the outbox like every message, so that a process that dies leaves none behind: whoever does
the job again finds it. It is said only while its thread has no answer, and the answer waits until it is said. Whoever
gave a command sees it alone, and it stays above the answer until Slack forgets both.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import structlog

from bot.errors import SlackError
from bot.newsroom.jobs.inbox import Parcel
from bot.slack.outbound.outbox_sender import Poster
from bot.slack.rendering.block_kit import Message
from bot.slack.rendering.error_messages import note

PATIENCE_S = 3.0
"""So long nobody wonders whether they were heard: the eyes on their message say so."""

READING = "Reading… this takes a moment."

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Progress:
    """Whether a note is on its way; from then on it is waited for."""

    is_begun: bool = False


class ReadingNotes:
    """Says that something is being read.

    Args:
        poster: posts to channels.
        sleep: waits; tests hand in their own.
    """

    def __init__(self, poster: Poster, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._poster = poster
        self._sleep = sleep

    @asynccontextmanager
    async def watch(self, job_id: str, channel: str, thread_ts: str | None) -> AsyncIterator[None]:
        """Say it in a thread if the block takes long; once the block is over nothing more is said."""

        async def say(said: Message) -> None:
            payload = {"text": said.text, "blocks": list(said.blocks)}
            await self._poster.say_in_passing(Parcel(_key(job_id), job_id, 0, channel, thread_ts, payload))

        async with self.watch_privately(say):
            yield

    @asynccontextmanager
    async def watch_privately(self, say: Callable[[Message], Awaitable[None]]) -> AsyncIterator[None]:
        """Say it by `say` if the block takes long. What only the asker sees cannot be taken away; Slack forgets it."""
        progress = _Progress()
        task = asyncio.create_task(self._say_later(say, progress))
        try:
            yield
        finally:
            if not progress.is_begun:
                task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def say_queued(self, job_id: str, channel: str, thread_ts: str | None, count_before: int) -> bool:
        """Say in a thread that a request waits for its turn. The reading note is left out then; both have one key.

        Returns False where the channel was not free.
        """
        said = queued_note(count_before)
        payload = {"text": said.text, "blocks": list(said.blocks)}
        return await self._poster.say_in_passing(Parcel(_key(job_id), job_id, 0, channel, thread_ts, payload))

    async def take_away(self, job_id: str) -> None:
        """Take the note of a job away, if there is one. What Slack does not allow is logged: the answer stands."""
        try:
            await self._poster.take_back(_key(job_id))
        except SlackError as error:
            _log.warning("the reading note could not be taken away", cause=str(error))

    async def _say_later(self, say: Callable[[Message], Awaitable[None]], progress: _Progress) -> None:
        await self._sleep(PATIENCE_S)
        progress.is_begun = True
        try:
            await say(note(READING))
        except Exception as error:  # noqa: BLE001  (a note is no reason to lose the answer)
            _log.warning("no reading note", cause=repr(error)[:300])


def queued_note(count_before: int) -> Message:
    """What the requester of a job that waits for its turn reads."""
    if count_before == 0:
        return note("Your request is next in line.")
    others = "1 request comes" if count_before == 1 else f"{count_before:,} requests come"
    return note(f"You are in line: {others} before yours. I will answer here.")


def _key(job_id: str) -> str:
    return f"{job_id}:note:0"
