"""The desk: takes what people ask in Slack and sees that every request ends in a digest or in a sentence.

One mention, read top to bottom: `take` (stored, then acknowledged) -> `do` -> `_answer_message` -> `Answering` ->
rendering -> `Poster`. A job may be done again from its beginning after a crash: what was written into the outbox is not
made anew.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace

import structlog

from bot.clock import Clock
from bot.errors import BotError, NothingToReadError, SlackError, StorageError
from bot.newsroom.job_origin import working_for
from bot.newsroom.jobs.inbox import Inbox, Job, JobRunner, Letter, LetterState, Payload, Shown, ShownDigests
from bot.newsroom.requests.answer_request import Answer, Answering, Request
from bot.slack.api.directory import code_of
from bot.slack.api.web_api import Caller, WorkspaceClosedError
from bot.slack.handlers.digest_buttons import Buttons
from bot.slack.outbound.deleted_requests import WORKING, Withdrawals, WithdrawnError
from bot.slack.outbound.failure_notifier import GONE, Apologies, ExpiredError, GivenUpError
from bot.slack.outbound.outbox_sender import Poster
from bot.slack.outbound.progress_notice import ReadingNotes, queued_note
from bot.slack.outbound.response_url import PrivateReplies
from bot.slack.outbound.sharing import share_again
from bot.slack.parsing.job_origin import IMMEDIATE, requester_of
from bot.slack.parsing.message_text import Asked, read_message
from bot.slack.parsing.payloads import GIVEN_UP, Asker, Click, asker_of, giving_up, short_id
from bot.slack.rendering.block_kit import Message
from bot.slack.rendering.digest_messages import private_messages, reply_messages
from bot.slack.rendering.error_messages import note
from bot.slack.rendering.help_message import help_message
from summarizer.errors import SummarizerError

DONE = "white_check_mark"
_EDITED = (
    "I have already answered that message, and edits do not start a new digest. Mention me again with the new link."
)

_NOT_HERE = "I cannot do that here: this part of me is not running."

EXPIRES_S = 24 * 3_600.0
"""A request that could not be begun for a day is not answered any more; its requester is told."""

STILL_WANTED_S = 5.0
"""So often a job that waits for Slack to let us in looks whether it is still wanted."""

_log = structlog.get_logger(__name__)


class _ForgottenError(Exception):
    """A job is not to be done any more, and nobody is to be told."""


class Desk:
    """Takes jobs and does them.

    Args:
        runner: sees to it that what was taken is done, after a crash too.
        inbox: what was taken.
        answering: reads links and texts.
        caller: calls Slack's Web API.
        poster: posts to channels.
        private: answers that only one person sees.
        shown: what the buttons work with.
        buttons: what they do.
        clock: says how old a request is.
        others: more kinds of jobs and who does them.
        notes: say that something takes long; tests hand in their own.
    """

    def __init__(
        self,
        *,
        runner: JobRunner,
        inbox: Inbox,
        answering: Answering,
        caller: Caller,
        poster: Poster,
        private: PrivateReplies,
        shown: ShownDigests,
        buttons: Buttons,
        clock: Clock,
        others: Mapping[str, Callable[[Job], Awaitable[None]]] | None = None,
        notes: ReadingNotes | None = None,
    ) -> None:
        self._runner = runner
        self._inbox = inbox
        self._answering = answering
        self._caller = caller
        self._poster = poster
        self._private = private
        self._shown = shown
        self._buttons = buttons
        self._clock = clock
        self._notes = notes or ReadingNotes(poster)
        self._apologies = Apologies(poster, private, caller)
        self._withdrawals = Withdrawals(inbox, caller, poster)
        self._kinds: dict[str, Callable[[Job], Awaitable[None]]] = {
            "message": self._answer_message,
            "command": self._answer_command,
            "edit": self._explain_edits,
            "click": self._press,
            "deletion": self._let_be,
            GIVEN_UP: self._say_given_up,
            **(others or {}),
        }

    async def take(self, job: Job) -> None:
        """Store a job before it is acknowledged. The same thing is answered once, however often Slack tells of it."""
        if job.kind == "deletion" and not await self._withdrawals.concerns_work(job):
            return
        if await self._runner.submit(job):
            return
        again = await share_again(self._inbox, job)
        if again is not None:
            await self._runner.submit(again)
        if not job.payload.get("edited_ts"):
            return
        answered = await self._inbox.find(job.id)
        if answered is not None and answered.fingerprint != job.fingerprint:
            await self._runner.submit(Job(f"edit:{job.id}:{job.payload['edited_ts']}", "edit", job.payload))

    async def do(self, job_id: str) -> None:
        """Do a job that was taken. A failure is told to the asker, and kept for the operator.

        Raises:
            StorageError: the database failed in the middle; the job is to be done again.
        """
        letter = await self._inbox.find(job_id)
        if letter is None or letter.state is not LetterState.WAITING or letter.payload is None:
            return
        job = Job(letter.id, letter.kind, letter.payload, letter.fingerprint)
        requester, _ = requester_of(letter.kind, letter.payload)
        with structlog.contextvars.bound_contextvars(ref=short_id(job_id), job=job_id), working_for(requester):
            try:
                failure = await self._do_once_open(job, is_expired=self._is_expired(letter))
            except _ForgottenError:
                _log.warning("a job was forgotten while it waited for Slack to let us in")
                return
            await self._inbox.finish(job_id, error=failure)

    async def say_queued(self, job_id: str, count_before: int, is_first: bool) -> bool:  # noqa: FBT001  (a callback)
        """Tell the requester of a job that waits how many come before theirs: eyes on their message, then a note.

        Returns False where the channel was not free for a note; it is worth another try.
        """
        letter = await self._inbox.find(job_id)
        if letter is None or letter.payload is None or letter.state is not LetterState.WAITING:
            return True
        asker = asker_of(letter.payload)
        if asker is None:
            return True
        if is_first:
            await self._mark(asker, add=WORKING)
        if letter.kind == "message":
            return await self._notes.say_queued(job_id, asker.channel, asker.reply_ts, count_before)
        if letter.payload.get("response_url"):
            response_url, place = letter.payload["response_url"], (asker.channel, asker.user)
            said = queued_note(count_before)
            await self._private.say_in_passing(f"{job_id}:note", response_url, said, asker=place)
        return True

    async def _do_once_open(self, job: Job, *, is_expired: bool) -> str | None:
        """Do a job as soon as Slack lets us into the workspace. Returns what the operator should know.

        Raises:
            _ForgottenError: nothing is left to do.
        """
        while True:
            if job.kind not in IMMEDIATE:
                await self._wait_until_open(job.id)
            try:
                failure = await self._see_through(job, is_expired=is_expired)
                await self._notes.take_away(job.id)
            except WorkspaceClosedError as error:
                _log.info("a job waits until Slack lets us in", code=error.code)
            else:
                return failure

    async def _wait_until_open(self, job_id: str) -> None:
        """Wait until Slack lets us in, for as long as the job is wanted.

        Raises:
            _ForgottenError: its letter was ended meanwhile, as when the app is uninstalled.
        """
        while self._caller.refusal is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(STILL_WANTED_S):
                    await self._caller.wait_until_open()
            letter = await self._inbox.find(job_id)
            if letter is None or letter.state is not LetterState.WAITING:
                raise _ForgottenError

    def _is_expired(self, letter: Letter) -> bool:
        """Whether a person asked so long ago that they do not wait for the answer; what is tried again is done."""
        if letter.tries or letter.kind == GIVEN_UP or asker_of(letter.payload or {}) is None:
            return False
        return self._clock.now().timestamp() - letter.received_at > EXPIRES_S

    async def give_up(self, letter: Letter) -> None:
        """See that whoever asked is told that nothing comes of a letter any more, once."""
        job = giving_up(letter)
        if job is not None:
            await self._runner.submit(job)

    async def _see_through(self, job: Job, *, is_expired: bool) -> str | None:
        """Do a job; whatever fails becomes one sentence to the asker. Returns what the operator should know.

        Raises:
            WorkspaceClosedError: Slack lets us do nothing; the job is to be done again from its beginning.
            StorageError: the same of the database.
        """
        work = self._expire if is_expired else self._kinds.get(job.kind, self._decline)
        try:
            await work(job)
        except WithdrawnError:
            await self._withdrawals.take_back(job.id)
        except SlackError as error:
            if code_of(error) in GONE:  # what was asked, or its thread, was deleted: nobody waits
                await self._withdrawals.take_back(job.id)
                return None
            _log.warning("Slack did not take the answer", cause=str(error))
            await self._apologize(job, error)
            return str(error)
        except WorkspaceClosedError:
            raise
        except StorageError as error:  # it is done again: nobody is told that nothing comes of it
            _log.warning("the database failed in the middle of a job", cause=str(error))
            raise
        except (BotError, SummarizerError) as error:
            _log.info("request not answered", code=error.code, cause=str(error))
            return await self._apologize(job, error)
        except Exception as error:  # noqa: BLE001  (the one place: a bug must not leave somebody waiting)
            _log.exception("request failed")
            await self._apologize(job, BotError(type(error).__name__))
            return repr(error)[:500]
        return None

    # -- kinds of jobs ------------------------------------------------------------------------------------------------

    async def _answer_message(self, job: Job) -> None:
        """Answer in the thread of the message."""
        asker = _asker(job.payload)
        if await self._poster.recognise(job.id, asker.channel, asker.reply_ts):
            await self._mark(asker, remove=WORKING)
            return  # answered between a backup and its restore, with a digest or with a sentence
        if not await self._poster.has_planned(job.id):
            asked = read_message(job.payload["text"])
            if asked.wants_help:
                await self._poster.plan(job.id, asker.channel, (help_message(),), thread_ts=asker.reply_ts)
            else:
                await self._withdrawals.require_there(job.id, asker)
                await self._digest_into_thread(job, asker, await self._what_to_read(asker, asked.request))
        shown = await self._shown.find(short_id(job.id))
        if shown is not None:
            await self._withdrawals.require_there(job.id, asker)
        await self._poster.post_all(job.id)
        await self._withdrawals.require_not_deleted(job.id)
        if shown is not None:
            await self._mark(asker, add=DONE if shown.digests else None, remove=WORKING)

    async def _digest_into_thread(self, job: Job, asker: Asker, request: Request) -> None:
        """Read what was asked for and write the replies down."""
        if request.is_empty:
            raise NothingToReadError
        async with self._notes.watch(job.id, asker.channel, asker.reply_ts):
            answers = await self._answering.answer(request)
        await self._keep(job, asker, request, answers)
        messages = reply_messages(
            answers,
            digest_id=short_id(job.id),
            left_out=self._answering.count_left_out(request),
            limit=self._answering.max_links,
        )
        await self._poster.plan(job.id, asker.channel, messages, thread_ts=asker.reply_ts)

    async def _answer_command(self, job: Job) -> None:
        """Answer a slash command so that only the asker sees it."""
        asker, response_url = _asker(job.payload), job.payload["response_url"]
        place = (asker.channel, asker.user)
        asked = read_message(job.payload["text"])
        if asked.wants_help or asked.request.is_empty:
            await self._private.send_once(f"{job.id}:0", response_url, help_message(), asker=place)
            return

        async def say(said: Message) -> None:
            await self._private.say_in_passing(f"{job.id}:note", response_url, said, asker=place)

        async with self._notes.watch_privately(say):
            answers = await self._answering.answer(asked.request)
        await self._keep(job, asker, asked.request, answers)
        messages = private_messages(
            answers,
            digest_id=short_id(job.id),
            left_out=self._answering.count_left_out(asked.request),
            limit=self._answering.max_links,
        )
        for part, message in enumerate(messages):
            await self._private.send_once(f"{job.id}:{part}", response_url, message, asker=place)

    async def _explain_edits(self, job: Job) -> None:
        """Tell somebody who edited an answered mention that it changes nothing."""
        asker = _asker(job.payload)
        said, place = note(_EDITED), asker.thread_ts or asker.ts
        try:
            await self._caller.whisper(asker.channel, asker.user, said.text, list(said.blocks), thread_ts=place)
        except SlackError as error:  # they have left, or may not be whispered to: it is not worth a message to all
            _log.info("an edit could not be explained", cause=str(error))

    async def _press(self, job: Job) -> None:
        """Do what a button is for."""
        click = Click(**job.payload)
        if click.action == "retry":
            await self._retry(job, click)
        else:
            await self._buttons.press(job.id, click)

    async def _retry(self, job: Job, click: Click) -> None:
        """Read once more what could not be read before."""
        shown = await self._shown.find(click.digest_id)
        if shown is None:
            await self._buttons.say_forgotten(click)
            return
        asker = Asker(click.channel, click.user, None, click.thread_ts or click.message_ts)
        if not await self._poster.has_planned(job.id):
            await self._digest_into_thread(job, asker, shown.request)
        await self._poster.post_all(job.id)

    async def _let_be(self, job: Job) -> None:
        """Nothing: that a message was deleted is looked up by whoever answers it."""

    async def _say_given_up(self, job: Job) -> None:
        """Tell whoever asked for another job that nothing comes of it, under that job's own reference."""
        given_up = Job(str(job.payload["of"]), job.kind, job.payload)
        if not await self._poster.stands(given_up.id):
            _log.error("asker is told that a job is given up", of=given_up.id, of_ref=short_id(given_up.id))
            await self._apologize(given_up, GivenUpError(given_up.id))
        await self._notes.take_away(given_up.id)

    async def _expire(self, job: Job) -> None:
        """Refuse a request that waited for too long.

        Raises:
            ExpiredError: always.
        """
        raise ExpiredError(f"{job.kind} was asked more than {EXPIRES_S / 3_600:g} hours ago")

    async def _decline(self, job: Job) -> None:
        """Say that this process was built without what is asked for, or is of an earlier version."""
        if "response_url" in job.payload:
            place = _place(job.payload)
            await self._private.send_once(f"{job.id}:0", job.payload["response_url"], note(_NOT_HERE), asker=place)

    # -- small things -------------------------------------------------------------------------------------------------

    async def _what_to_read(self, asker: Asker, request: Request) -> Request:
        """The request; a bare mention in a thread means the links, else the text, of the thread's first message."""
        if not request.is_empty or not asker.thread_ts:
            return request
        first = await self._caller.first_of_thread(asker.channel, asker.thread_ts)
        asked = read_message((first or {}).get("text") or "") if first else Asked(Request())
        return replace(asked.request, options=request.options)

    async def _apologize(self, job: Job, error: BotError | SummarizerError) -> str | None:
        """Tell whoever asked, who waits no longer. Returns what went wrong with that."""
        failure = await self._apologies.tell(job, error)
        asker = asker_of(job.payload)
        if asker is not None:
            await self._mark(asker, remove=WORKING)
        return failure

    async def _mark(self, asker: Asker, *, add: str | None = None, remove: str | None = None) -> None:
        if asker.ts:
            await self._caller.mark(asker.channel, asker.ts, add=add, remove=remove)

    async def _keep(self, job: Job, asker: Asker, request: Request, answers: tuple[Answer, ...]) -> None:
        digests = tuple(answer.digest for answer in answers if answer.digest is not None)
        job_ids = (job.id,) if asker.reply_ts else ()  # whose messages show it; who asked may delete them
        shown = Shown(request, digests, asker.channel, asker.user, asker.reply_ts, request.options.length, job_ids)
        await self._shown.keep(short_id(job.id), shown)


def _asker(payload: Payload) -> Asker:
    """Who asked; jobs that are done for somebody always say so."""
    asker = asker_of(payload)
    if asker is None:
        raise KeyError("asker")
    return asker


def _place(payload: Payload) -> tuple[str, str]:
    asker = _asker(payload)
    return asker.channel, asker.user
