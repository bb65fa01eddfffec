"""Answers `/summarize` so that only the requester sees it."""

from bot.newsroom.command_names import CommandNames
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.keys import KeyPrefix, outbox_key, private_key, short_id
from bot.newsroom.jobs.payloads import AnswerCommand
from bot.newsroom.requests.answer_request import AnswerRequest
from bot.newsroom.requests.posted_digests import PostedDigestRepository
from bot.newsroom.requests.request import ABOUT_DIGEST, Intent
from bot.slack.handlers.requests.mention import save_posted_digest
from bot.slack.handlers.requests.request_source import RequestSource
from bot.slack.outbound.progress_notice import ProgressNotifier
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.digest_messages import private_messages
from bot.slack.rendering.error_messages import NO_THREAD, format_remarks, remarks_message
from bot.slack.rendering.help_message import help_message


class SummarizeHandler:
    """Answers through the command's response_url.

    Args:
        answering: reads links and texts.
        private: answers that only one person sees.
        posted_digests: what the buttons need.
        notes: say that something takes long.
        source: finds what a request is about.
        commands: names of the slash commands.

    Six arguments: finding, reading, answering, what is said meanwhile, and the names that the help shows.
    """

    def __init__(
        self,
        *,
        answering: AnswerRequest,
        private: ResponseUrlSender,
        posted_digests: PostedDigestRepository,
        notes: ProgressNotifier,
        source: RequestSource,
        commands: CommandNames,
    ) -> None:
        self._answering = answering
        self._private = private
        self._posted_digests = posted_digests
        self._notes = notes
        self._source = source
        self._commands = commands

    async def handle(self, job: Job[AnswerCommand]) -> None:
        """Answer a slash command.

        Raises:
            BotError: with a sentence for the requester.
            SummarizerError: the same.
            SlackError: Slack refused the answer.
        """
        requester, response_url, request = job.payload.requester, job.payload.response_url, job.payload.request
        recipient = (requester.channel, requester.user)
        if job.payload.intent is not Intent.READ or request.is_empty:
            key = outbox_key(job.id, KeyPrefix.ANSWER, 0)
            is_for_thread = job.payload.intent in ABOUT_DIGEST | {Intent.READ}
            first = " ".join(format_remarks(job.payload.remarks)) or (NO_THREAD if is_for_thread else None)
            said = help_message(self._commands, first)
            await self._private.send_once(key, response_url, said, recipient=recipient)
            return

        async def say(said: Message) -> None:
            await self._private.send_best_effort(private_key(job.id, "note"), response_url, said, recipient=recipient)

        async with self._notes.watch_privately(say):
            request = await self._source.complete(requester, request)
            answers = await self._answering.answer(request)
        await save_posted_digest(self._posted_digests, job, requester, request, answers)
        messages = private_messages(
            answers,
            digest_id=short_id(job.id),
            left_out=self._answering.count_left_out(request),
            limit=self._answering.max_links,
        )
        for part, message in enumerate(messages):
            key = outbox_key(job.id, KeyPrefix.ANSWER, part)
            await self._private.send_once(key, response_url, message, recipient=recipient)
        if not job.payload.remarks.is_empty:
            key, said = private_key(job.id, "remark"), remarks_message(job.payload.remarks)
            await self._private.send_best_effort(key, response_url, said, recipient=recipient)
