"""Tells requesters how their job goes: it waits for its turn, it failed, it is withdrawn.

An answer is sent by the handler of the job; this is for everything else.
"""

from bot.errors import BotError
from bot.newsroom.jobs.inbox import Inbox, InboxState
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.jobs.keys import private_key
from bot.newsroom.jobs.payloads import AnswerMention
from bot.slack.api.web_api import SlackApi
from bot.slack.outbound.deleted_requests import WORKING, DeletedRequests
from bot.slack.outbound.failure_notifier import FailureNotifier
from bot.slack.outbound.progress_notice import ProgressNotifier, queued_note, set_reaction
from bot.slack.outbound.response_url import ResponseUrlSender
from summarizer.errors import SummarizerError


class JobReporter:
    """Tells requesters about their jobs.

    Args:
        failures: tells them what went wrong.
        deleted_requests: takes answers back.
        notes: says that something takes long.
        private: answers that only one person sees.
        api: changes reactions.
    """

    def __init__(
        self,
        *,
        failures: FailureNotifier,
        deleted_requests: DeletedRequests,
        notes: ProgressNotifier,
        private: ResponseUrlSender,
        api: SlackApi,
    ) -> None:
        self._failures = failures
        self._deleted_requests = deleted_requests
        self._notes = notes
        self._private = private
        self._api = api

    async def report(self, job: AnyJob, error: BotError | SummarizerError) -> str | None:
        """Tell the requester that a job failed; they no longer wait. Returns why that failed."""
        failure = await self._failures.notify(job, error)
        if job.payload.requester is not None:
            await set_reaction(self._api, job.payload.requester, remove=WORKING)
        return failure

    async def finish_report(self, job: AnyJob) -> bool:
        """Finish what an earlier process began to tell about the failure of a job. Returns whether it had begun.

        Raises:
            SlackError: Slack does not take it.
        """
        is_told = await self._failures.finish(job.id)
        if is_told and job.payload.requester is not None:
            await set_reaction(self._api, job.payload.requester, remove=WORKING)
        return is_told

    async def has_answer(self, job_id: str) -> bool:
        """Whether the answer to a job is written, and perhaps posted in part."""
        return await self._failures.has_answer(job_id)

    async def is_still_there(self, job: AnyJob) -> bool:
        """Whether the message that asked is still in Slack; where no message asked, False."""
        requester = job.payload.requester
        if requester is None or requester.ts is None:
            return False
        return await self._api.set_reaction(requester.channel, requester.ts, add=WORKING)

    async def withdraw(self, job_id: str) -> None:
        """Delete what was posted of an answer: what asked for it is gone."""
        await self._deleted_requests.delete_replies(job_id)

    async def remove_notice(self, job_id: str) -> None:
        """Delete the notice that a job takes long, or waits."""
        await self._notes.remove(job_id)


class QueueNotifier:
    """Tells the requesters of waiting jobs how many come before theirs.

    Args:
        inbox: the stored jobs.
        notes: says so in threads.
        private: says so to one person.
        api: changes reactions.
    """

    def __init__(self, *, inbox: Inbox, notes: ProgressNotifier, private: ResponseUrlSender, api: SlackApi) -> None:
        self._inbox = inbox
        self._notes = notes
        self._private = private
        self._api = api

    async def notify_queued(self, job_id: str, count_before: int, is_first: bool) -> bool:  # noqa: FBT001  (a callback)
        """Tell the requester of a waiting job: a reaction on their message, then a notice.

        Returns False where the channel was too busy for a notice; it is worth another try.
        """
        entry = await self._inbox.get(job_id)
        if entry is None or entry.payload is None or entry.state is not InboxState.WAITING:
            return True
        payload, requester = entry.payload, entry.payload.requester
        if requester is None:
            return True
        if is_first:
            await set_reaction(self._api, requester, add=WORKING)
        if isinstance(payload, AnswerMention):
            return await self._notes.notify_queued(job_id, requester.channel, requester.reply_ts, count_before)
        if payload.response_url:
            recipient, said = (requester.channel, requester.user), queued_note(count_before)
            key = private_key(job_id, "note")
            await self._private.send_best_effort(key, payload.response_url, said, recipient=recipient)
        return True
