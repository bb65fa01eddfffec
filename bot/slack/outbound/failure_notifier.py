"""Tells whoever asked that something went wrong, in the way that is still open: thread, whisper, direct message.

Where Slack refuses the thread itself, the same words would be refused there too. Nothing is tried twice.
"""

import structlog

from bot.errors import BotError, SlackError
from bot.newsroom.jobs.inbox import Job
from bot.slack.api.directory import code_of, find_dm
from bot.slack.api.retries import post_ephemeral
from bot.slack.api.web_api import Caller
from bot.slack.outbound.outbox_sender import Poster
from bot.slack.outbound.response_url import PrivateReplies
from bot.slack.parsing.payloads import asker_of, short_id
from bot.slack.rendering.block_kit import Message
from bot.slack.rendering.error_messages import error_message
from summarizer.errors import SummarizerError

GONE = frozenset({"thread_not_found", "message_not_found"})
"""What was asked, or its thread, was deleted: nobody waits for an answer."""

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
"""Slack's word for a channel that takes nothing from us any more -> what a direct message says of it."""

_LIMITS: dict[str, tuple[str, str]] = {
    "restricted_action": ("Posting in this channel is limited to some people.", "Ask me in another channel."),
    "restricted_action_read_only_channel": ("This channel is read-only.", "Ask me in another channel."),
    "restricted_action_thread_only_channel": ("Only threads are allowed here.", "Mention me in a thread."),
    "restricted_action_non_threadable_channel": ("No threads are allowed here.", "Ask me in another channel."),
}
"""Slack's word for a channel that limits who posts -> what only the asker is told there."""

_SCOPES = frozenset({"missing_scope", "not_allowed_token_type", "no_permission"})

_log = structlog.get_logger(__name__)


class RefusedByChannelError(SlackError):
    """Slack does not take the answer, and why.

    Args:
        cause: for the log.
        message: what happened.
        advice: what to do.
    """

    def __init__(self, cause: str, message: str, advice: str) -> None:
        super().__init__(cause)
        self.message, self.advice = message, advice


class GivenUpError(BotError):
    """A job was begun again and again and never came to its end."""

    code = "given_up"
    message = "I tried several times and could not finish this."
    advice = "Try another link, or paste the text. Whoever runs me finds the reason by the reference below."


class ExpiredError(BotError):
    """A request could not be begun for so long that its answer would come too late."""

    code = "expired"
    emoji = "hourglass"
    message = "I could not get to this for a day, so I left it."
    advice = "Ask me again if you still want it."


class Apologies:
    """Tells people what went wrong.

    Args:
        poster: posts to channels.
        private: answers that only one person sees.
        caller: calls Slack's Web API.
    """

    def __init__(self, poster: Poster, private: PrivateReplies, caller: Caller) -> None:
        self._poster = poster
        self._private = private
        self._caller = caller

    async def tell(self, job: Job, error: BotError | SummarizerError) -> str | None:
        """Say one error to whoever asked. Returns what went wrong with that; where nobody asked, what went wrong."""
        asker = asker_of(job.payload)
        if asker is None:
            return str(error)
        message = error_message(_explained(error), reference=short_id(job.id))
        try:
            response_url = job.payload.get("response_url")
            if response_url:
                place = (asker.channel, asker.user)
                await self._private.send_once(f"{job.id}:error", response_url, message, asker=place)
                return None
            await self._say_where_it_is_heard(job, error, message)
        except SlackError as failure:
            _log.error("asker could not be told", cause=str(failure))
            return f"{error}; asker could not be told: {failure}"
        return None

    async def _say_where_it_is_heard(self, job: Job, error: BotError | SummarizerError, message: Message) -> None:
        """In the thread; where Slack has just refused that, to the asker alone."""
        asker, code = asker_of(job.payload), code_of(error) if isinstance(error, SlackError) else ""
        if asker is None:
            return
        if code in _LIMITS:
            place = (asker.channel, asker.user)
            await post_ephemeral(self._caller, place, message, thread_ts=asker.thread_ts)
        elif code in _PLACES or asker.reply_ts is None:  # asked in the app's home: no message to answer
            await self._post(job, await find_dm(self._caller, asker.user), message, None)
        else:
            await self._post(job, asker.channel, message, asker.reply_ts)

    async def _post(self, job: Job, channel: str, message: Message, thread_ts: str | None) -> None:
        await self._poster.plan(job.id, channel, (message,), thread_ts=thread_ts, prefix="error:")
        await self._poster.post_all(job.id, prefix="error:")


def _explained(error: BotError | SummarizerError) -> BotError | SummarizerError:
    """The error with what Slack's word for it means to the asker."""
    if type(error) is not SlackError:  # its kinds have words of their own
        return error
    code = code_of(error)
    if code in _SCOPES:
        advice = "Ask an admin of this workspace to reinstall me. Until then, send me the link itself."
        return RefusedByChannelError(str(error), "I miss a permission in this workspace for that.", advice)
    said = _PLACES.get(code) or _LIMITS.get(code)
    return RefusedByChannelError(str(error), *said) if said else error
