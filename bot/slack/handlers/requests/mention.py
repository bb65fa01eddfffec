"""Answers a mention, or a direct message, in the thread of the message.

Read top to bottom: `MentionHandler.handle` -> `AnswerRequest` -> rendering -> `OutboxSender`. It may be done again from
its beginning after a crash: what is in the outbox is not made again.
"""

from dataclasses import replace

import structlog

from bot.errors import NothingToReadError, SlackError
from bot.newsroom.command_names import CommandNames
from bot.newsroom.jobs.job import AnyJob, Job
from bot.newsroom.jobs.keys import short_id
from bot.newsroom.jobs.payloads import AnswerMention, ExplainEdit, PressButton
from bot.newsroom.requester import Requester
from bot.newsroom.requests.answer_request import Answer, AnswerRequest, Request
from bot.newsroom.requests.posted_digests import PostedDigest, PostedDigestRepository
from bot.slack.api.web_api import SlackApi
from bot.slack.outbound.deleted_requests import WORKING, DeletedRequests
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.progress_notice import ProgressNotifier, set_reaction
from bot.slack.parsing.message_text import ParsedMessage, read_message
from bot.slack.rendering.digest_messages import reply_messages
from bot.slack.rendering.error_messages import text_message
from bot.slack.rendering.help_message import help_message

DONE = "white_check_mark"
_EDITED = (
    "I have already answered that message, and edits do not start a new digest. Mention me again with the new link."
)

_log = structlog.get_logger(__name__)


class MentionHandler:
    """Answers requests where everybody in the channel sees it.

    Args:
        answering: reads links and texts.
        api: calls Slack's Web API.
        sender: posts to channels.
        posted_digests: what the buttons need.
        notes: say that something takes long.
        deleted_requests: knows which messages were deleted before they were answered.
        commands: names of the slash commands.

    Seven arguments: reading, posting, what is said or taken back meanwhile, and the names that the help shows.
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
        commands: CommandNames,
    ) -> None:
        self._answering = answering
        self._api = api
        self._sender = sender
        self._posted_digests = posted_digests
        self._notes = notes
        self._deleted_requests = deleted_requests
        self._commands = commands

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
            if job.payload.wants_help:
                await self._sender.enqueue(
                    job.id, requester.channel, (help_message(self._commands),), thread_ts=requester.reply_ts
                )
            else:
                await self._deleted_requests.require_there(job.id, requester)
                request = await self._resolve_request(requester, job.payload.request)
                await self._digest_into_thread(job, requester, request)
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

    async def _resolve_request(self, requester: Requester, request: Request) -> Request:
        """The request; a bare mention in a thread means the links, else the text, of the thread's first message."""
        if not request.is_empty or not requester.thread_ts:
            return request
        first = await self._api.get_thread_parent(requester.channel, requester.thread_ts)
        asked = read_message((first or {}).get("text") or "") if first else ParsedMessage(Request())
        return replace(asked.request, options=request.options)


class EditedMentionHandler:
    """Tells people who edited an answered mention that it changes nothing.

    Args:
        api: calls Slack's Web API.
    """

    def __init__(self, api: SlackApi) -> None:
        self._api = api

    async def handle(self, job: Job[ExplainEdit]) -> None:
        """Tell the requester, if Slack shows them ephemeral messages."""
        requester, said = job.payload.requester, text_message(_EDITED)
        try:
            await self._api.post_ephemeral(
                requester.channel, requester.user, said.text, list(said.blocks), thread_ts=requester.reply_ts
            )
        except SlackError as error:  # they have left, or get no ephemeral messages: not worth a public message
            _log.info("an edit could not be explained", cause=str(error))


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
