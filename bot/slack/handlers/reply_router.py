"""Where answers go: to the response_url of a command or click, into a message's thread, into the App Home.

By then what was asked for is done, so where Slack refuses the answer, the answer itself goes into a direct message.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import structlog

from bot.errors import BotError, SlackError, UnknownOutcomeError
from bot.newsroom.command_names import CommandNames
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.jobs.keys import KeyPrefix, outbox_key, short_id
from bot.newsroom.requester import Requester
from bot.slack.api.directory import find_dm
from bot.slack.api.web_api import SlackApi
from bot.slack.handlers.app_home import AppHomeHandler
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.block_kit.renamed_commands import rename_in_message
from bot.slack.rendering.error_messages import answered_directly_message, error_message

_log = structlog.get_logger(__name__)


class ReplyRouter:
    """Answers the requester about a channel's subscription.

    Args:
        private: answers that only the requester sees.
        sender: posts to channels.
        home: answers what was pressed there.
        api: calls Slack's Web API.
        commands: names of the slash commands.
    """

    def __init__(
        self,
        *,
        private: ResponseUrlSender,
        sender: OutboxSender,
        home: AppHomeHandler,
        api: SlackApi,
        commands: CommandNames,
    ) -> None:
        self._private = private
        self._sender = sender
        self._home = home
        self._api = api
        self._commands = commands

    async def send(self, job: AnyJob, messages: Sequence[Message]) -> None:
        """Answer a job, once; where Slack refuses that, by a direct message.

        Raises:
            SlackError: Slack refused both.
        """
        requester = job.payload.requester
        if requester is None or not messages:
            return
        if not _is_asked_outside(job):
            await self._home.show(job.payload.team_id, requester.user, said=messages)
            return
        messages = [rename_in_message(message, self._commands) for message in messages]
        url = job.payload.response_url
        if url:
            await self._send_privately(job, requester, messages)
            return
        await self._sender.enqueue(job.id, requester.channel, messages, thread_ts=requester.reply_ts)
        try:
            await self._sender.send_all(job.id)
        except UnknownOutcomeError:
            raise  # it may have been read: another way would say it twice
        except SlackError as error:
            _log.warning("answer refused; sent as a direct message", cause=str(error))
            await self._send_directly(job, requester, messages)

    async def _send_privately(self, job: AnyJob, requester: Requester, messages: Sequence[Message]) -> None:
        """Answer by the response_url; from the message on that Slack refuses, by direct messages.

        Raises:
            SlackError: Slack refused both, or it is not known whether it took one.
        """
        url, recipient = job.payload.response_url, (requester.channel, requester.user)
        for part, message in enumerate(messages):
            key = outbox_key(job.id, KeyPrefix.ANSWER, part)
            try:
                await self._private.send_once(key, url, message, recipient=recipient)
            except UnknownOutcomeError:
                raise  # it may have been read: another way would say it twice
            except SlackError as error:
                _log.warning("answer refused; sent as a direct message", cause=str(error))
                await self._send_directly(job, requester, messages[part:])
                return

    async def _send_directly(self, job: AnyJob, requester: Requester, messages: Sequence[Message]) -> None:
        said, prefix = (answered_directly_message(), *messages), KeyPrefix.DIRECT_ANSWER
        channel = await find_dm(self._api, requester.user)
        await self._sender.enqueue(job.id, channel, said, thread_ts=None, prefix=prefix)
        await self._sender.send_all(job.id, prefix=prefix)

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
