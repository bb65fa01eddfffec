"""Tells the requester of another job that it is given up, with that job's own reference."""

from dataclasses import replace

import structlog

from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.keys import short_id
from bot.newsroom.jobs.payloads import ReportAbandonedJob
from bot.slack.outbound.failure_notifier import JobAbandonedError
from bot.slack.outbound.job_reporter import JobReporter
from bot.slack.outbound.outbox_sender import OutboxSender

_log = structlog.get_logger(__name__)


class AbandonedJobHandler:
    """Handles reports of abandoned jobs.

    Args:
        sender: knows whether the answer is posted after all.
        reporter: tells the requester.
    """

    def __init__(self, sender: OutboxSender, reporter: JobReporter) -> None:
        self._sender = sender
        self._reporter = reporter

    async def handle(self, job: Job[ReportAbandonedJob]) -> None:
        """Tell the requester, unless all of the answer is posted."""
        given_up = replace(job, id=job.payload.of)
        if not await self._sender.is_posted(given_up.id):
            _log.error("the requester is notified that a job is given up", of=given_up.id, of_ref=short_id(given_up.id))
            await self._reporter.report(given_up, JobAbandonedError(given_up.id))
        await self._reporter.remove_notice(given_up.id)
