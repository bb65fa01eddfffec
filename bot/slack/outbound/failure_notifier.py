"""Tells the requester that something went wrong, in a way that still works: thread, ephemeral or direct message.

What Slack's error codes mean, and which ways they leave, is in `bot.slack.rendering.refusals`.
"""

import structlog

from bot.errors import BotError, SlackError, UnknownOutcomeError
from bot.newsroom.command_names import DEFAULT_NAMES, CommandNames
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.jobs.keys import KeyPrefix, private_key, short_id
from bot.newsroom.requester import Requester
from bot.slack.api.directory import SlackDirectoryError, find_dm
from bot.slack.api.web_api import SlackApi
from bot.slack.outbound.ephemeral import post_ephemeral
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.block_kit.renamed_commands import rename_in_message
from bot.slack.rendering.error_messages import error_message
from bot.slack.rendering.refusals import Way, refusal_for
from summarizer.errors import SummarizerError

_UNEXPLAINED = frozenset({SlackError, SlackDirectoryError})
"""Errors that say no more than Slack's code; the other subclasses have words of their own."""

_log = structlog.get_logger(__name__)


class RefusedByChannelError(SlackError):
    """Slack refused the answer, and why.

    Args:
        cause: for the log.
        message: what happened.
        advice: what to do.
    """

    def __init__(self, cause: str, message: str, advice: str) -> None:
        super().__init__(cause)
        self.message, self.advice = message, advice


class JobAbandonedError(BotError):
    """A job was started again and again and never finished."""

    code = "given_up"
    message = "I tried several times and could not finish this."
    advice = "Try another link, or paste the text. Whoever runs me finds the reason by the reference below."


class ExpiredError(BotError):
    """A request could not be started for so long that its answer would come too late."""

    code = "expired"
    emoji = "hourglass"
    message = "I could not get to this for a day, so I left it."
    advice = "Ask me again if you still want it."


class FailureNotifier:
    """Tells people what went wrong.

    Args:
        sender: posts to channels.
        private: answers that only one person sees.
        api: calls Slack's Web API.
        commands: names of the slash commands.
    """

    def __init__(
        self, sender: OutboxSender, private: ResponseUrlSender, api: SlackApi, commands: CommandNames = DEFAULT_NAMES
    ) -> None:
        self._sender = sender
        self._private = private
        self._api = api
        self._commands = commands

    async def notify(self, job: AnyJob, error: BotError | SummarizerError) -> str | None:
        """Tell the requester one error, in the first way that works.

        Returns why none did; or the error itself where the job has no requester.
        """
        requester = job.payload.requester
        if requester is None:
            return str(error)
        message = rename_in_message(error_message(_explained(error), reference=short_id(job.id)), self._commands)
        failures = []
        ways = _ways(job, requester, error)
        for way in ways:
            try:
                await self._tell(job, requester, message, way, is_second=way is not ways[0])
            except SlackError as failure:
                failures.append(str(failure))
                if isinstance(failure, UnknownOutcomeError):
                    break  # it may have been read: another way would say it twice
            else:
                return None
        _log.error("the requester could not be notified", cause="; ".join(failures))
        return f"{error}; the requester could not be notified: {'; '.join(failures)}"

    async def finish(self, job_id: str) -> bool:
        """Post what an earlier process wrote to the outbox about the failure of a job. Returns whether it had.

        Raises:
            SlackError: Slack does not take it.
        """
        for prefix in (KeyPrefix.DIRECT_ERROR, KeyPrefix.ERROR):  # the direct one was written after the other failed
            if await self._sender.is_enqueued(job_id, prefix=prefix):
                await self._sender.send_all(job_id, prefix=prefix)
                return True
        return False

    async def has_answer(self, job_id: str) -> bool:
        """Whether the answer to a job is in the outbox; some of it may be posted."""
        return await self._sender.is_enqueued(job_id)

    async def _tell(self, job: AnyJob, requester: Requester, message: Message, way: Way, *, is_second: bool) -> None:
        """Tell the requester something in one way.

        Raises:
            SlackError: it does not work.
        """
        recipient = (requester.channel, requester.user)
        if way is Way.RESPONSE_URL:
            url = job.payload.response_url
            await self._private.send_once(private_key(job.id, "error"), url, message, recipient=recipient)
        elif way is Way.EPHEMERAL:
            await post_ephemeral(self._api, recipient, message, thread_ts=requester.thread_ts)
        elif way is Way.THREAD:
            await self._post(job, requester.channel, message, thread_ts=requester.reply_ts, prefix=KeyPrefix.ERROR)
        else:
            channel = await find_dm(self._api, requester.user)
            await self._post(
                job, channel, message, thread_ts=None, prefix=KeyPrefix.DIRECT_ERROR if is_second else KeyPrefix.ERROR
            )

    async def _post(
        self, job: AnyJob, channel: str, message: Message, *, thread_ts: str | None, prefix: KeyPrefix
    ) -> None:
        await self._sender.enqueue(job.id, channel, (message,), thread_ts=thread_ts, prefix=prefix)
        await self._sender.send_all(job.id, prefix=prefix)


def _ways(job: AnyJob, requester: Requester, error: BotError | SummarizerError) -> tuple[Way, ...]:
    """The ways to tell a requester about an error, in the order to try them."""
    if job.payload.response_url:
        return Way.RESPONSE_URL, Way.DIRECT
    if requester.reply_ts is None:  # asked in the App Home: no message to answer
        return (Way.DIRECT,)
    code = error.slack_code if isinstance(error, SlackError) else ""
    return refusal_for(code).ways or (Way.EPHEMERAL, Way.DIRECT)


def _explained(error: BotError | SummarizerError) -> BotError | SummarizerError:
    """The error, with what Slack's error code means to the requester."""
    if not isinstance(error, SlackError) or type(error) not in _UNEXPLAINED or not error.slack_code:
        return error
    refusal = refusal_for(error.slack_code)
    return RefusedByChannelError(str(error), refusal.message, refusal.advice)
