"""The dispatcher: takes what people ask in Slack and makes sure that every request ends in a digest or an explanation.

A job is accepted (stored, then acknowledged), and dispatched to the handler of its kind when its turn comes. After a
crash it may be done again from its beginning.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

import structlog

from bot.clock import Clock
from bot.errors import BotError, SlackError, StorageError
from bot.newsroom.job_origin import working_for
from bot.newsroom.jobs.inbox import Inbox, InboxEntry, InboxState
from bot.newsroom.jobs.job import Job, JobQueue
from bot.newsroom.jobs.payloads import (
    ABANDONED,
    ButtonClick,
    abandoned_job,
    requester_of,
    require_requester,
    short_id,
)
from bot.newsroom.requests.answer_request import AnswerRequest
from bot.newsroom.requests.posted_digests import PostedDigestRepository
from bot.slack.api.web_api import SlackApi, WorkspaceClosedError
from bot.slack.handlers.requests.digest_buttons import DigestButtonHandler
from bot.slack.handlers.requests.mention import MentionHandler
from bot.slack.handlers.requests.summarize_command import SummarizeHandler
from bot.slack.outbound.deleted_requests import WORKING, DeletedRequests, RequestDeletedError
from bot.slack.outbound.failure_notifier import ExpiredError, FailureNotifier, JobAbandonedError
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.progress_notice import ProgressNotifier, queued_note, set_reaction
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.outbound.sharing import share_again
from bot.slack.parsing.job_origin import IMMEDIATE, origin_of
from bot.slack.rendering.error_messages import text_message
from bot.slack.rendering.refusals import refusal_for
from summarizer.errors import SummarizerError

_NOT_HERE = "I cannot do that here: this part of me is not running."

EXPIRES_S = 24 * 3_600.0
"""A request that could not be started for a day is no longer answered; its requester gets an error."""

STILL_WANTED_S = 5.0
"""While a job waits for Slack to open the workspace to us, it checks this often whether it is still wanted."""

_log = structlog.get_logger(__name__)


class _JobDeletedError(Exception):
    """A job must no longer be done, and no one needs to be told."""


class JobDispatcher:
    """Accepts jobs and runs them.

    Args:
        runner: makes sure that accepted jobs are done, after a crash too.
        inbox: the accepted jobs.
        answering: reads links and texts.
        api: calls Slack's Web API.
        sender: posts to channels.
        private: answers that only one person sees.
        posted_digests: what the buttons need.
        buttons: what they do.
        clock: says how old a request is.
        others: more kinds of jobs and their handlers.
        notes: say that something takes long; tests pass their own.
    """

    def __init__(
        self,
        *,
        runner: JobQueue,
        inbox: Inbox,
        answering: AnswerRequest,
        api: SlackApi,
        sender: OutboxSender,
        private: ResponseUrlSender,
        posted_digests: PostedDigestRepository,
        buttons: DigestButtonHandler,
        clock: Clock,
        others: Mapping[str, Callable[[Job], Awaitable[None]]] | None = None,
        notes: ProgressNotifier | None = None,
    ) -> None:
        self._runner = runner
        self._inbox = inbox
        self._api = api
        self._sender = sender
        self._private = private
        self._buttons = buttons
        self._clock = clock
        self._notes = notes or ProgressNotifier(sender)
        self._failures = FailureNotifier(sender, private, api)
        self._deleted_requests = DeletedRequests(inbox, api, sender)
        self._mentions = MentionHandler(
            answering=answering,
            api=api,
            sender=sender,
            posted_digests=posted_digests,
            notes=self._notes,
            deleted_requests=self._deleted_requests,
        )
        commands = SummarizeHandler(
            answering=answering, private=private, posted_digests=posted_digests, notes=self._notes
        )
        self._kinds: dict[str, Callable[[Job], Awaitable[None]]] = {
            "message": self._mentions.handle,
            "command": commands.handle,
            "edit": self._mentions.explain_edit,
            "click": self._press,
            "deletion": self._ignore,
            ABANDONED: self._report_abandoned,
            **(others or {}),
        }

    async def accept(self, job: Job) -> None:
        """Store a job before it is acknowledged. The same thing is answered once, however often Slack sends it."""
        if job.kind == "deletion" and not await self._deleted_requests.concerns_work(job):
            return
        if await self._runner.submit(job):
            return
        again = await share_again(self._inbox, job)
        if again is not None:
            await self._runner.submit(again)
        if not job.payload.get("edited_ts"):
            return
        answered = await self._inbox.get(job.id)
        if answered is not None and answered.fingerprint != job.fingerprint:
            await self._runner.submit(Job(f"edit:{job.id}:{job.payload['edited_ts']}", "edit", job.payload))

    async def dispatch(self, job_id: str) -> None:
        """Do a stored job. A failure is reported to the requester, and recorded for the operator.

        Raises:
            StorageError: the database failed in the middle; the job must be done again.
        """
        entry = await self._inbox.get(job_id)
        if entry is None or entry.state is not InboxState.WAITING or entry.payload is None:
            return
        job = Job(entry.id, entry.kind, entry.payload, entry.fingerprint)
        origin, _ = origin_of(entry.kind, entry.payload)
        with structlog.contextvars.bound_contextvars(ref=short_id(job_id), job=job_id), working_for(origin):
            try:
                failure = await self._do_once_open(job, is_expired=self._is_expired(entry))
            except _JobDeletedError:
                _log.warning("a job was forgotten while it waited for Slack to let us in")
                return
            await self._inbox.mark_finished(job_id, error=failure)

    async def notify_queued(self, job_id: str, count_before: int, is_first: bool) -> bool:  # noqa: FBT001  (a callback)
        """Tell the requester of a waiting job how many come before theirs: a reaction on their message, then a notice.

        Returns False where the channel was too busy for a notice; it is worth another try.
        """
        entry = await self._inbox.get(job_id)
        if entry is None or entry.payload is None or entry.state is not InboxState.WAITING:
            return True
        requester = requester_of(entry.payload)
        if requester is None:
            return True
        if is_first:
            await set_reaction(self._api, requester, add=WORKING)
        if entry.kind == "message":
            return await self._notes.notify_queued(job_id, requester.channel, requester.reply_ts, count_before)
        if entry.payload.get("response_url"):
            response_url, recipient = entry.payload["response_url"], (requester.channel, requester.user)
            said = queued_note(count_before)
            await self._private.send_best_effort(f"{job_id}:note", response_url, said, recipient=recipient)
        return True

    async def _do_once_open(self, job: Job, *, is_expired: bool) -> str | None:
        """Do a job once the workspace is open to us. Returns what the operator should know.

        Raises:
            _JobDeletedError: nothing is left to do.
        """
        while True:
            if job.kind not in IMMEDIATE:
                await self._wait_until_open(job.id)
            try:
                failure = await self._run_guarded(job, is_expired=is_expired)
                await self._notes.remove(job.id)
            except WorkspaceClosedError as error:
                _log.info("a job waits until Slack lets us in", code=error.code)
            else:
                return failure

    async def _wait_until_open(self, job_id: str) -> None:
        """Wait until the workspace is open to us, for as long as the job is wanted.

        Raises:
            _JobDeletedError: its inbox entry was ended meanwhile, as when the app is uninstalled.
        """
        while self._api.refusal is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(STILL_WANTED_S):
                    await self._api.wait_until_open()
            entry = await self._inbox.get(job_id)
            if entry is None or entry.state is not InboxState.WAITING:
                raise _JobDeletedError

    def _is_expired(self, entry: InboxEntry) -> bool:
        """Whether a request is too old for its requester to wait; a job that was started before never expires."""
        if entry.tries or entry.kind == ABANDONED or requester_of(entry.payload or {}) is None:
            return False
        return self._clock.now().timestamp() - entry.received_at > EXPIRES_S

    async def abandon(self, entry: InboxEntry) -> None:
        """Make sure that the requester learns, once, that an inbox entry will not be answered."""
        job = abandoned_job(entry)
        if job is not None:
            await self._runner.submit(job)

    async def _run_guarded(self, job: Job, *, is_expired: bool) -> str | None:
        """Do a job; every failure becomes one message to the requester. Returns what the operator should know.

        Raises:
            WorkspaceClosedError: the workspace is closed to us; the job must be done again from its beginning.
            StorageError: the database failed; the same.
        """
        work = self._expire if is_expired else self._kinds.get(job.kind, self._reject_unknown_kind)
        try:
            await work(job)
        except RequestDeletedError:
            await self._deleted_requests.delete_replies(job.id)
        except SlackError as error:
            if not refusal_for(error.slack_code).ways:  # what was asked, or its thread, was deleted: no one waits
                await self._deleted_requests.delete_replies(job.id)
                return None
            _log.warning("Slack did not take the answer", cause=str(error))
            return await self._notify_failure(job, error) or str(error)
        except WorkspaceClosedError:
            raise
        except StorageError as error:  # it is done again: no failure is reported
            _log.warning("the database failed in the middle of a job", cause=str(error))
            raise
        except (BotError, SummarizerError) as error:
            _log.info("request not answered", code=error.code, cause=str(error))
            return await self._notify_failure(job, error)
        except Exception as error:  # noqa: BLE001  (the one place: a bug must not leave somebody waiting)
            _log.exception("request failed")
            await self._notify_failure(job, BotError(type(error).__name__))
            return repr(error)[:500]
        return None

    # -- kinds of jobs ------------------------------------------------------------------------------------------------

    async def _press(self, job: Job) -> None:
        """Do what a button is for."""
        click = ButtonClick(**job.payload)
        if click.action != "retry":
            await self._buttons.handle(job.id, click)
        elif not await self._mentions.retry(job, click):
            await self._buttons.say_expired(click)

    async def _ignore(self, job: Job) -> None:
        """Do nothing: the handler that answers a message looks up whether it was deleted."""

    async def _report_abandoned(self, job: Job) -> None:
        """Tell the requester of another job that it will not be answered, with that job's own reference."""
        given_up = Job(str(job.payload["of"]), job.kind, job.payload)
        if not await self._sender.is_posted(given_up.id):
            _log.error("the requester is notified that a job is given up", of=given_up.id, of_ref=short_id(given_up.id))
            await self._notify_failure(given_up, JobAbandonedError(given_up.id))
        await self._notes.remove(given_up.id)

    async def _expire(self, job: Job) -> None:
        """Refuse a request that waited for too long.

        Raises:
            ExpiredError: always.
        """
        raise ExpiredError(f"{job.kind} was asked more than {EXPIRES_S / 3_600:g} hours ago")

    async def _reject_unknown_kind(self, job: Job) -> None:
        """Say that this process was built without the requested kind of job, or is of an earlier version."""
        if "response_url" in job.payload:
            requester = require_requester(job.payload)
            recipient = (requester.channel, requester.user)
            await self._private.send_once(
                f"{job.id}:0", job.payload["response_url"], text_message(_NOT_HERE), recipient=recipient
            )

    async def _notify_failure(self, job: Job, error: BotError | SummarizerError) -> str | None:
        """Tell the requester, who no longer waits. Returns why that failed."""
        failure = await self._failures.notify(job, error)
        requester = requester_of(job.payload)
        if requester is not None:
            await set_reaction(self._api, requester, remove=WORKING)
        return failure
