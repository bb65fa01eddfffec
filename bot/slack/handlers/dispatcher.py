"""The dispatcher: gives each stored job to the handler of its kind. Every request ends in an answer or an explanation.

A job is dispatched when its turn comes. After a crash it may be done again from its beginning.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import structlog

from bot.clock import Clock
from bot.errors import BotError, SlackError, StorageError, UnreadableJobError
from bot.newsroom.job_origin import working_for
from bot.newsroom.jobs.inbox import Inbox, InboxEntry, InboxState
from bot.newsroom.jobs.job import AnyJob, Handler
from bot.newsroom.jobs.keys import short_id
from bot.newsroom.jobs.payloads import IMMEDIATE, JobKind, ReportAbandonedJob, UnreadablePayload
from bot.slack.api.web_api import SlackApi, WorkspaceClosedError
from bot.slack.outbound.deleted_requests import RequestDeletedError
from bot.slack.outbound.failure_notifier import ExpiredError
from bot.slack.outbound.job_reporter import JobReporter
from bot.slack.rendering.refusals import refusal_for
from summarizer.errors import SummarizerError

EXPIRES_S = 24 * 3_600.0
"""A request that could not be started for a day is no longer answered; its requester gets an error."""

STILL_WANTED_S = 5.0
"""While a job waits for Slack to open the workspace to us, it checks this often whether it is still wanted."""

_log = structlog.get_logger(__name__)

Handlers = Mapping[JobKind, Handler[Any]]
"""Each kind of job and its one handler."""


class _JobDeletedError(Exception):
    """A job must no longer be done, and no one needs to be told."""


class JobDispatcher:
    """Does jobs.

    Args:
        inbox: the stored jobs.
        handlers: for every kind.
        reporter: tells requesters how a job ended.
        api: knows whether the workspace is open to us.
        clock: says how old a request is.

    Raises:
        LookupError: a kind has no handler.
    """

    def __init__(self, *, inbox: Inbox, handlers: Handlers, reporter: JobReporter, api: SlackApi, clock: Clock) -> None:
        missing = set(JobKind) - set(handlers)
        if missing:
            raise LookupError(f"no handler for jobs of the kinds {sorted(missing)}")
        self._inbox = inbox
        self._handlers = handlers
        self._reporter = reporter
        self._api = api
        self._clock = clock

    async def dispatch(self, job_id: str) -> None:
        """Do a stored job. A failure is reported to the requester, and recorded for the operator.

        Raises:
            StorageError: the database failed in the middle; the job must be done again.
        """
        entry = await self._inbox.get(job_id)
        job = entry.job if entry is not None and entry.state is InboxState.WAITING else None
        if entry is None or job is None:
            return
        with (
            structlog.contextvars.bound_contextvars(ref=short_id(job_id), job=job_id),
            working_for(job.payload.origin),
        ):
            try:
                failure = await self._do_once_open(job, entry)
            except _JobDeletedError:
                _log.warning("a job was forgotten while it waited for Slack to let us in")
                return
            await self._inbox.mark_finished(job_id, error=failure)

    async def _do_once_open(self, job: AnyJob, entry: InboxEntry) -> str | None:
        """Do a job once the workspace is open to us. Returns what the operator should know.

        Raises:
            _JobDeletedError: nothing is left to do.
        """
        while True:
            if job.payload.kind not in IMMEDIATE:
                await self._wait_until_open(job.id)
            try:
                failure = await self._run_guarded(job, entry)
                await self._reporter.remove_notice(job.id)
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

    async def _is_expired(self, entry: InboxEntry) -> bool:
        """Whether a request is too old for its requester to wait; one that was begun anew or answered never expires."""
        payload = entry.payload
        if entry.tries or payload is None or isinstance(payload, ReportAbandonedJob) or payload.requester is None:
            return False
        is_old = self._clock.now().timestamp() - entry.received_at > EXPIRES_S
        return is_old and not await self._reporter.has_answer(entry.id)

    async def _run_guarded(self, job: AnyJob, entry: InboxEntry) -> str | None:
        """Do a job; every failure becomes one message to the requester. Returns what the operator should know.

        Raises:
            WorkspaceClosedError: the workspace is closed to us; the job must be done again from its beginning.
            StorageError: the database failed; the same.
        """
        try:
            await self._run(job, entry)
        except RequestDeletedError:
            await self._reporter.withdraw(job.id)
        except SlackError as error:
            if not refusal_for(error.slack_code).ways and not await self._reporter.is_still_there(job):
                await self._reporter.withdraw(job.id)  # what was asked, or its thread, was deleted: no one waits
                return None
            _log.warning("Slack did not take the answer", cause=str(error))
            return await self._reporter.report(job, error) or str(error)
        except WorkspaceClosedError:
            raise
        except UnreadableJobError as error:  # kept for the operator, and for the version that can read it
            _log.error("a stored job cannot be read", kind=str(job.payload.kind), cause=str(error))
            return await self._reporter.report(job, error) or f"it cannot be read: {error}"
        except StorageError as error:  # it is done again: no failure is reported
            _log.warning("the database failed in the middle of a job", cause=str(error))
            raise
        except (BotError, SummarizerError) as error:
            _log.info("request not answered", code=error.code, cause=str(error))
            return await self._reporter.report(job, error)
        except Exception as error:  # noqa: BLE001  (the one place: a bug must not leave somebody waiting)
            _log.exception("request failed")
            await self._reporter.report(job, BotError(type(error).__name__))
            return repr(error)[:500]
        return None

    async def _run(self, job: AnyJob, entry: InboxEntry) -> None:
        """Give a job to its handler, unless a process that died had begun to tell its requester that it failed.

        Raises:
            SlackError: Slack does not take what was to be told.
            UnreadableJobError: it has none, because it is of a later version, or broken.
            ExpiredError: it waited for too long.
        """
        if isinstance(job.payload, UnreadablePayload):
            raise UnreadableJobError(job.payload.cause)
        if not entry.tries and await self._reporter.finish_report(job):
            _log.info("a job that had failed before a crash is not done again")
            return
        if await self._is_expired(entry):
            raise ExpiredError(f"{job.payload.kind} was asked more than {EXPIRES_S / 3_600:g} hours ago")
        await self._handlers[job.payload.kind].handle(job)
