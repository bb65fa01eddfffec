"""Takes jobs in: stored before they are acknowledged, each once, however often Slack sends it."""

from bot.newsroom.jobs.inbox import Inbox
from bot.newsroom.jobs.job import AnyJob, Job, JobQueue
from bot.newsroom.jobs.keys import edit_id
from bot.newsroom.jobs.payloads import AnswerMention, ExplainEdit, MessageDeleted
from bot.slack.outbound.deleted_requests import DeletedRequests
from bot.slack.outbound.sharing import share_again


class JobIntake:
    """Takes jobs in.

    Args:
        queue: stores jobs, and ensures that they are done.
        inbox: the stored jobs.
        deleted_requests: knows which deletions matter.
    """

    def __init__(self, queue: JobQueue, inbox: Inbox, deleted_requests: DeletedRequests) -> None:
        self._queue = queue
        self._inbox = inbox
        self._deleted_requests = deleted_requests

    async def accept(self, job: AnyJob) -> None:
        """Store a job, or what follows from seeing it again: a second press of Share, an edit of an answered message.

        Raises:
            StorageError: it could not be stored.
        """
        if isinstance(job.payload, MessageDeleted) and not await self._deleted_requests.concerns_work(job.payload):
            return
        if await self._queue.submit(job):
            return
        again = await share_again(self._inbox, job)
        if again is not None:
            await self._queue.submit(again)
        if isinstance(job.payload, AnswerMention) and job.payload.edited_ts:
            await self._accept_edit(job, job.payload, job.payload.edited_ts)

    async def _accept_edit(self, job: AnyJob, mention: AnswerMention, edited_ts: str) -> None:
        """Have an edit looked at that changes what a message asks for: a new try where its answer failed."""
        answered = await self._inbox.get(job.id)
        if answered is not None and answered.fingerprint != job.fingerprint:
            explain = ExplainEdit(team_id=mention.team_id, requester=mention.requester, of=job.id, mention=mention)
            await self._queue.submit(Job(edit_id(job.id, edited_ts), explain))
