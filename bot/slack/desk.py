"""The desk: takes what people ask in Slack and sees that every request ends in a digest or in a sentence.

One mention, read top to bottom: `take_message` -> (acknowledged) -> `_answer_message` -> `Answering` -> rendering ->
`Poster`.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bot.errors import BotError, NothingToReadError, SlackError
from bot.newsroom.answering import Answer, Answering, Request
from bot.newsroom.ports import JobRunner
from bot.slack.asking import Asked, read_message
from bot.slack.buttons import Click
from bot.slack.posting import Poster
from bot.slack.private_replies import PrivateReplies
from bot.slack.recent import Recent, RecentDigests
from bot.slack.rendering.blocks import Message
from bot.slack.rendering.digests import private_messages, reply_messages
from bot.slack.rendering.errors import error_message, note
from bot.slack.rendering.help import help_message
from summarizer.errors import SummarizerError

WORKING, DONE = "eyes", "white_check_mark"
_EDITED = (
    "I have already answered that message, and edits do not start a new digest. Mention me again with the new link."
)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked, and where the answer goes.

    Attributes:
        channel: the channel or DM.
        user: who asked.
        ts: the message that asked; None for a slash command.
        thread_ts: the thread that message stands in, if any.
    """

    channel: str
    user: str
    ts: str | None = None
    thread_ts: str | None = None

    @property
    def reply_ts(self) -> str | None:
        """The thread to answer in."""
        return self.thread_ts or self.ts


class Desk:
    """Takes requests from the listeners.

    Args:
        answering: reads links and texts.
        poster: posts to channels.
        private: answers that only one person sees.
        runner: runs the work after Slack's request was acknowledged.
        recent: what the buttons work with.
    """

    def __init__(
        self,
        *,
        answering: Answering,
        poster: Poster,
        private: PrivateReplies,
        runner: JobRunner,
        recent: RecentDigests,
    ) -> None:
        self._answering = answering
        self._poster = poster
        self._private = private
        self._runner = runner
        self._recent = recent

    # -- taking -------------------------------------------------------------------------------------------------------

    def take_message(self, event: dict[str, Any]) -> None:
        """Take a mention or a direct message. The same message is answered once, however often Slack tells of it."""
        if _is_from_a_bot(event):
            _log.debug("message of a bot ignored", channel=event.get("channel"))
            return
        asker = Asker(event["channel"], event["user"], event["ts"], event.get("thread_ts"))
        asked = read_message(event.get("text") or "")
        job_id = f"message:{asker.channel}:{asker.ts}"
        taken = self._submit(job_id, asker, lambda: self._answer_message(job_id, asker, asked))
        if not taken and "edited" in event:
            edit_id = f"{job_id}:edited:{event['edited'].get('ts')}"
            self._submit(edit_id, asker, lambda: self._say_edits_do_not_count(job_id, asker, asked))

    def take_command(self, command: dict[str, Any]) -> None:
        """Take a /summarize."""
        asker = Asker(command["channel_id"], command["user_id"])
        asked = read_message(command.get("text") or "")
        job_id = f"command:{command['trigger_id']}"
        response_url = command["response_url"]
        self._submit(job_id, asker, lambda: self._answer_privately(job_id, asker, asked, response_url), response_url)

    def take_retry(self, digest_id: str, asker: Asker, click_id: str) -> bool:
        """Take a click on "Try again" under an error. False: what was asked is not remembered any more."""
        recent = self._recent.find(digest_id)
        if recent is None:
            return False
        job_id = f"retry:{click_id}"
        self._submit(job_id, asker, lambda: self._answer_message(job_id, asker, Asked(recent.request)))
        return True

    def take_click(self, job_id: str, click: Click, work: Callable[[], Awaitable[None]]) -> None:
        """Take a click on a button; its failure is said to the one who clicked."""
        asker = Asker(click.channel, click.user, None, click.thread_ts)
        self._submit(job_id, asker, work, click.response_url)

    # -- answering ----------------------------------------------------------------------------------------------------

    async def _answer_message(self, job_id: str, asker: Asker, asked: Asked) -> None:
        """Answer in the thread of the message."""
        if asked.wants_help:
            await self._post(asker, (help_message(),), job_id)
            return
        request = asked.request
        if request.is_empty and asker.thread_ts:
            request = await self._request_of_thread(asker, request)
        if request.is_empty:
            raise NothingToReadError
        await self._mark(asker, add=WORKING)
        try:
            answers = await self._answering.answer(request)
            await self._post(asker, self._render_replies(job_id, asker, request, answers), job_id)
        finally:
            await self._mark(asker, remove=WORKING)
        if any(answer.digest for answer in answers):
            await self._mark(asker, add=DONE)

    async def _answer_privately(self, job_id: str, asker: Asker, asked: Asked, response_url: str) -> None:
        """Answer a slash command so that only the asker sees it."""
        if asked.wants_help or asked.request.is_empty:
            await self._private.send(response_url, help_message(), asker=(asker.channel, asker.user))
            return
        answers = await self._answering.answer(asked.request)
        self._keep(job_id, asker, asked.request, answers)
        left_out = self._answering.count_left_out(asked.request)
        messages = private_messages(
            answers, digest_id=short_id(job_id), left_out=left_out, limit=self._answering.max_links
        )
        for message in messages:
            await self._private.send(response_url, message, asker=(asker.channel, asker.user))

    async def _request_of_thread(self, asker: Asker, request: Request) -> Request:
        """What a bare mention in a thread means: the links, else the text, of the thread's first message."""
        first = await self._poster.first_of_thread(asker.channel, str(asker.thread_ts))
        if first is None:
            return request
        return replace(read_message(first.get("text") or "").request, options=request.options)

    def _render_replies(
        self, job_id: str, asker: Asker, request: Request, answers: tuple[Answer, ...]
    ) -> tuple[Message, ...]:
        self._keep(job_id, asker, request, answers)
        left_out = self._answering.count_left_out(request)
        return reply_messages(answers, digest_id=short_id(job_id), left_out=left_out, limit=self._answering.max_links)

    async def _say_edits_do_not_count(self, job_id: str, asker: Asker, asked: Asked) -> None:
        """Tell somebody who edited an answered mention, if the edit changed what they ask for."""
        recent = self._recent.find(short_id(job_id))
        if recent is None or recent.request != asked.request:
            await self._poster.whisper(asker.channel, asker.user, note(_EDITED), thread_ts=asker.thread_ts)

    # -- seeing it through --------------------------------------------------------------------------------------------

    def _submit(
        self, job_id: str, asker: Asker, work: Callable[[], Awaitable[None]], response_url: str | None = None
    ) -> bool:
        """Hand work to the runner, wrapped so that the asker hears of every failure."""
        return self._runner.submit(job_id, lambda: self._see_through(job_id, asker, work, response_url))

    async def _see_through(
        self, job_id: str, asker: Asker, work: Callable[[], Awaitable[None]], response_url: str | None
    ) -> None:
        """Run the work; whatever fails becomes one sentence to the asker and a log line with the same reference."""
        reference = short_id(job_id)
        with structlog.contextvars.bound_contextvars(ref=reference, job=job_id):
            try:
                await work()
            except (BotError, SummarizerError) as error:
                _log.warning("request failed", code=error.code, cause=str(error))
                await self._tell(asker, error, reference, response_url)
            except Exception as error:  # noqa: BLE001  (the one place: a bug must not leave somebody waiting)
                _log.exception("request failed")
                await self._tell(asker, BotError(type(error).__name__), reference, response_url)

    async def _tell(
        self, asker: Asker, error: BotError | SummarizerError, reference: str, response_url: str | None
    ) -> None:
        message = error_message(error, reference=reference)
        try:
            if response_url:
                await self._private.send(response_url, message, asker=(asker.channel, asker.user))
            else:
                await self._post(asker, (message,), f"error:{reference}")
        except SlackError as failure:
            _log.error("asker could not be told", cause=str(failure))

    # -- small things -------------------------------------------------------------------------------------------------

    async def _post(self, asker: Asker, messages: tuple[Message, ...], job_id: str) -> None:
        keyed = [replace(message, key=f"{job_id}:{part}") for part, message in enumerate(messages)]
        await self._poster.post_thread(asker.channel, keyed, thread_ts=asker.reply_ts)

    async def _mark(self, asker: Asker, *, add: str | None = None, remove: str | None = None) -> None:
        if asker.ts:
            await self._poster.mark(asker.channel, asker.ts, add=add, remove=remove)

    def _keep(self, job_id: str, asker: Asker, request: Request, answers: tuple[Answer, ...]) -> None:
        digests = tuple(answer.digest for answer in answers if answer.digest is not None)
        recent = Recent(request, digests, asker.channel, asker.user, asker.reply_ts, request.options.length)
        self._recent.keep(short_id(job_id), recent)


def short_id(job_id: str) -> str:
    """A short reference for a job: what buttons carry, what errors show, what the log can be searched for."""
    return hashlib.sha256(job_id.encode()).hexdigest()[:10]


def _is_from_a_bot(event: dict[str, Any]) -> bool:
    """Whether a program wrote it: answering programs is how two bots talk for ever."""
    return bool(event.get("bot_id") or event.get("bot_profile") or not event.get("user"))
