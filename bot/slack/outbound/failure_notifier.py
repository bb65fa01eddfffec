"""Tells the requester that something went wrong, in a way that still works: thread, ephemeral or direct message.

Where Slack refuses the thread, it would refuse the same words there too. Nothing is tried twice.
"""

import structlog

from bot.errors import BotError, SlackError
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.payloads import requester_of, short_id
from bot.slack.api.directory import code_of, find_dm
from bot.slack.api.web_api import SlackApi
from bot.slack.outbound.ephemeral import post_ephemeral
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.error_messages import error_message
from summarizer.errors import SummarizerError

GONE = frozenset({"thread_not_found", "message_not_found"})
"""What was asked, or its thread, was deleted: no one waits for an answer."""

_HERE = "Ask me in another channel, or here."
_PLACES: dict[str, tuple[str, str]] = {
    "is_archived": ("The channel you asked me in is archived, so I could not answer there.", _HERE),
    "channel_not_found": ("I am no longer in the channel you asked me in.", "Invite me there, or ask me here."),
    "ekm_access_denied": (
        "Your organisation's encryption keys do not let me post in the channel you asked me in.",
        "Ask me in another channel, or ask an administrator about the keys.",
    ),
    "not_in_channel": (
        "I am no longer in the channel you asked me in.",
        "Invite me with /invite and my name, or ask me here.",
    ),
}
"""Slack's error code for a channel that no longer accepts our posts -> what a direct message says about it."""

_LIMITS: dict[str, tuple[str, str]] = {
    "restricted_action": ("Posting in this channel is limited to some people.", "Ask me in another channel."),
    "restricted_action_read_only_channel": ("This channel is read-only.", "Ask me in another channel."),
    "restricted_action_thread_only_channel": ("Only threads are allowed here.", "Mention me in a thread."),
    "restricted_action_non_threadable_channel": ("No threads are allowed here.", "Ask me in another channel."),
}
"""Slack's error code for a channel that limits who posts -> what an ephemeral message says there."""

_SCOPES = frozenset({"missing_scope", "not_allowed_token_type", "no_permission"})

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
    """

    def __init__(self, sender: OutboxSender, private: ResponseUrlSender, api: SlackApi) -> None:
        self._sender = sender
        self._private = private
        self._api = api

    async def notify(self, job: Job, error: BotError | SummarizerError) -> str | None:
        """Tell the requester one error. Returns why that failed, or the error itself where the job has no requester."""
        requester = requester_of(job.payload)
        if requester is None:
            return str(error)
        message = error_message(_explained(error), reference=short_id(job.id))
        try:
            response_url = job.payload.get("response_url")
            if response_url:
                recipient = (requester.channel, requester.user)
                await self._private.send_once(f"{job.id}:error", response_url, message, recipient=recipient)
                return None
            await self._notify_elsewhere(job, error, message)
        except SlackError as failure:
            _log.error("the requester could not be notified", cause=str(failure))
            return f"{error}; the requester could not be notified: {failure}"
        return None

    async def _notify_elsewhere(self, job: Job, error: BotError | SummarizerError, message: Message) -> None:
        """In the thread; where Slack has just refused that, to the requester alone."""
        requester, code = requester_of(job.payload), code_of(error) if isinstance(error, SlackError) else ""
        if requester is None:
            return
        if code in _LIMITS:
            recipient = (requester.channel, requester.user)
            await post_ephemeral(self._api, recipient, message, thread_ts=requester.thread_ts)
        elif code in _PLACES or requester.reply_ts is None:  # asked in the App Home: no message to answer
            await self._post(job, await find_dm(self._api, requester.user), message, None)
        else:
            await self._post(job, requester.channel, message, requester.reply_ts)

    async def _post(self, job: Job, channel: str, message: Message, thread_ts: str | None) -> None:
        await self._sender.enqueue(job.id, channel, (message,), thread_ts=thread_ts, prefix="error:")
        await self._sender.send_all(job.id, prefix="error:")


def _explained(error: BotError | SummarizerError) -> BotError | SummarizerError:
    """The error, with what Slack's error code means to the requester."""
    if type(error) is not SlackError:  # its subclasses have words of their own
        return error
    code = code_of(error)
    if code in _SCOPES:
        advice = "Ask an admin of this workspace to reinstall me. Until then, send me the link itself."
        return RefusedByChannelError(str(error), "I miss a permission in this workspace for that.", advice)
    said = _PLACES.get(code) or _LIMITS.get(code)
    return RefusedByChannelError(str(error), *said) if said else error
