"""Answers a mention, or a direct message, in the thread of the message.

Read top to bottom: `MentionHandler.handle` -> `AnswerRequest` -> rendering -> `OutboxSender`. It may be done again from
its beginning after a crash: what is in the outbox is not made again.
"""

from dataclasses import replace

from bot.errors import NothingToReadError
from bot.newsroom.jobs.job import AnyJob, Job
from bot.newsroom.jobs.keys import short_id
from bot.newsroom.jobs.payloads import AnswerMention, PressButton
from bot.newsroom.requester import Requester
from bot.newsroom.requests.answer_request import Answer, AnswerRequest
from bot.newsroom.requests.posted_digests import PostedDigest, PostedDigestRepository
from bot.newsroom.requests.request import Request
from bot.slack.api.web_api import SlackApi
from bot.slack.handlers.requests.request_source import RequestSource
from bot.slack.outbound.deleted_requests import WORKING, DeletedRequests
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.progress_notice import ProgressNotifier, set_reaction
from bot.slack.rendering.digest_messages import reply_messages

DONE = "white_check_mark"


class MentionHandler:
    """Answers requests where everybody in the channel sees it.

    Args:
        answering: reads links and texts.
        api: calls Slack's Web API.
        sender: posts to channels.
        posted_digests: what the buttons need.
        notes: say that something takes long.
        deleted_requests: knows which messages were deleted before they were answered.
        source: finds what a request is about.

    Seven parts: finding, reading, posting, and what is said or taken back meanwhile.
    """

    def __init__(
        self,
        *,
        answering: AnswerRequest,
        api: SlackApi,
        sender: OutboxSender,
        posted_digests: PostedDigestRepository,
        notes: ProgressNotifier,
        deleted_requests: DeletedRequests,
        source: RequestSource,
    ) -> None:
        self._answering = answering
        self._api = api
        self._sender = sender
        self._posted_digests = posted_digests
        self._notes = notes
        self._deleted_requests = deleted_requests
        self._source = source

    async def handle(self, job: Job[AnswerMention]) -> None:
        """Answer in the thread of the message.

        Raises:
            BotError: with a sentence for the requester.
            SummarizerError: the same.
            SlackError: Slack refused the answer.
            RequestDeletedError: the message was deleted meanwhile.
        """
        requester = job.payload.requester
        if await self._sender.recognise(job.id, requester.channel, requester.reply_ts):
            await set_reaction(self._api, requester, remove=WORKING)
            return  # answered between a backup and its restore, with a digest or an error
        if not await self._sender.is_enqueued(job.id):
            await self._deleted_requests.require_there(job.id, requester)
            await self._digest_into_thread(job, requester, await self._find_request(job.payload))
        posted = await self._posted_digests.get(short_id(job.id))
        if posted is not None:
            await self._deleted_requests.require_there(job.id, requester)
        await self._sender.send_all(job.id)
        await self._deleted_requests.require_not_deleted(job.id)
        if posted is not None:
            await set_reaction(self._api, requester, add=DONE if posted.digests else None, remove=WORKING)

    async def read_again(self, job: Job[PressButton], request: Request) -> None:
        """Read again what could not be read before, and answer in the thread of the button.

        Raises:
            BotError, SummarizerError, SlackError: as for `handle`.
        """
        click = job.payload
        requester = Requester(click.channel, click.user, None, click.thread_ts or click.message_ts)
        if not await self._sender.is_enqueued(job.id):
            await self._digest_into_thread(job, requester, request)
        await self._sender.send_all(job.id)

    async def _digest_into_thread(self, job: AnyJob, requester: Requester, request: Request) -> None:
        """Read what was requested and write the replies to the outbox."""
        if request.is_empty:
            raise NothingToReadError
        async with self._notes.watch(job.id, requester.channel, requester.reply_ts):
            answers = await self._answering.answer(request)
        await save_posted_digest(self._posted_digests, job, requester, request, answers)
        messages = reply_messages(
            answers,
            digest_id=short_id(job.id),
            left_out=self._answering.count_left_out(request),
            limit=self._answering.max_links,
        )
        await self._sender.enqueue(job.id, requester.channel, messages, thread_ts=requester.reply_ts)

    async def _find_request(self, mention: AnswerMention) -> Request:
        """What is to be read: what the message holds, else the nearest link or text above it in its thread.

        Raises:
            BotError: with a sentence for the requester.
            SlackError: Slack does not answer.
        """
        request = mention.request
        if request.is_empty:
            above = await self._source.look_above(mention.requester)
            found = above.require() if mention.requester.thread_ts else above.request
            request = replace(found, options=request.options)
        return await self._source.complete(mention.requester, request)


async def save_posted_digest(
    posted_digests: PostedDigestRepository,
    job: AnyJob,
    requester: Requester,
    request: Request,
    answers: tuple[Answer, ...],
) -> None:
    """Save what the buttons under an answer need.

    Args:
        posted_digests: where it is saved.
        job: the job that is answered.
        requester: who asked.
        request: what was requested.
        answers: what was answered.
    """
    digests = tuple(answer.digest for answer in answers if answer.digest is not None)
    job_ids = (job.id,) if requester.reply_ts else ()  # whose messages show it; the requester may delete them
    posted = PostedDigest(
        request, digests, requester.channel, requester.user, requester.reply_ts, request.options.length, job_ids
    )
    await posted_digests.save(short_id(job.id), posted)
