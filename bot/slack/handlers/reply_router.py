"""Where answers go: to the response_url of a command or click, into a message's thread, into the App Home."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.errors import BotError
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.jobs.keys import outbox_key, short_id
from bot.slack.handlers.app_home import AppHomeHandler
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.error_messages import error_message


class ReplyRouter:
    """Answers the requester about a channel's subscription.

    Args:
        private: answers that only the requester sees.
        sender: posts to channels.
        home: answers what was pressed there.
    """

    def __init__(self, *, private: ResponseUrlSender, sender: OutboxSender, home: AppHomeHandler) -> None:
        self._private = private
        self._sender = sender
        self._home = home

    async def send(self, job: AnyJob, messages: Sequence[Message], *, prefix: str = "") -> None:
        """Answer a job, once.

        Raises:
            SlackError: Slack refused it.
        """
        requester, url = job.payload.requester, job.payload.response_url
        if requester is None:
            return
        if url:
            for part, message in enumerate(messages):
                recipient = (requester.channel, requester.user)
                await self._private.send_once(outbox_key(job.id, prefix, part), url, message, recipient=recipient)
        elif requester.ts:
            await self._sender.enqueue(job.id, requester.channel, messages, thread_ts=requester.reply_ts, prefix=prefix)
            await self._sender.send_all(job.id, prefix=prefix)
        elif messages:
            await self._home.show(job.payload.team_id, requester.user, said=messages)

    @asynccontextmanager
    async def show_errors(self, job: AnyJob) -> AsyncIterator[None]:
        """Answer with the error that ends a block, where nothing else would show it: in the App Home.

        Raises:
            BotError: the dispatcher reports it where the requester asked.
        """
        try:
            yield
        except BotError as error:
            if _is_asked_outside(job):
                raise
            await self.send(job, (error_message(error, reference=short_id(job.id)),))

    async def refresh_home(self, job: AnyJob, *, is_answered: bool = False) -> None:
        """Draw the App Home of somebody who has changed something, unless the answer was drawn there.

        Args:
            job: what they asked for.
            is_answered: they have seen the outcome in another place.
        """
        if job.payload.requester is not None and (is_answered or _is_asked_outside(job)):
            await self._home.refresh(job.payload.team_id, job.payload.requester.user)


def _is_asked_outside(job: AnyJob) -> bool:
    """Whether somebody asked by a command or in a message, not in the App Home."""
    requester = job.payload.requester
    return bool(job.payload.response_url or (requester is not None and requester.ts))
