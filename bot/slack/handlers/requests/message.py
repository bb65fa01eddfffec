"""Does what a message to the bot asks for: a digest, help, a change of a digest that is posted, or nothing.

The only file that decides between these. A message that is edited after it failed is a new try.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import structlog

from bot.errors import NothingToReadError, SlackError
from bot.newsroom.command_names import DEFAULT_NAMES, CommandNames
from bot.newsroom.jobs.inbox import Inbox, InboxState
from bot.newsroom.jobs.job import Job
from bot.newsroom.jobs.keys import KeyPrefix, short_id
from bot.newsroom.jobs.payloads import AnswerMention, ExplainEdit, PressButton
from bot.newsroom.ports import DigestOptions
from bot.newsroom.requester import Requester
from bot.newsroom.requests.errors import HistoryLimitError, MissingScopeError
from bot.newsroom.requests.posted_digests import PostedDigestRepository
from bot.newsroom.requests.request import ABOUT_DIGEST, Intent
from bot.slack.api.web_api import SlackApi
from bot.slack.handlers.requests.digest_buttons import DigestButtonHandler
from bot.slack.handlers.requests.mention import MentionHandler
from bot.slack.handlers.requests.request_source import RequestSource
from bot.slack.handlers.requests.thread_above import NOTHING_ABOVE, Above, PostedHere, PostedKind
from bot.slack.outbound.ephemeral import post_ephemeral
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.progress_notice import set_reaction
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.block_kit.renamed_commands import rename_in_message
from bot.slack.rendering.error_messages import format_remarks, remarks_message, text_message
from bot.slack.rendering.help_message import help_message

WELCOME = "heart"
"""The reaction to thanks."""

ANSWERED_WITHIN_S = 60.0
"""How long an edit waits for the answer to the message as it was."""

_EDITED = (
    "I have already answered that message, and edits do not start a new digest. Mention me again with the new link."
)
_LENGTHS = {Intent.LONGER: "long", Intent.SHORTER: "short"}
_ACTIONS: Mapping[PostedKind, Mapping[Intent, str]] = {
    PostedKind.ONE: {intent: intent.value for intent in ABOUT_DIGEST},
    PostedKind.SEVERAL: {intent: intent.value for intent in (Intent.QUOTES, Intent.WHY)},
    PostedKind.EDITION: {Intent.WHY: "reasons"},
}
"""What the buttons of something posted do, by what words ask for."""

_log = structlog.get_logger(__name__)


class RequesterNotifier:
    """Tells a requester something that is for nobody else.

    Args:
        api: calls Slack's Web API.
        sender: posts to channels.
        commands: names of the slash commands.
    """

    def __init__(self, api: SlackApi, sender: OutboxSender, commands: CommandNames) -> None:
        self._api = api
        self._sender = sender
        self._commands = commands

    async def tell(self, job_id: str, requester: Requester, message: Message) -> None:
        """Send it: ephemeral in a channel; in direct messages it is posted, and stays.

        Raises:
            SlackError: Slack refused.
        """
        message = rename_in_message(message, self._commands)
        if not requester.is_direct:
            recipient = (requester.channel, requester.user)
            await post_ephemeral(self._api, recipient, message, thread_ts=requester.thread_ts)
            return
        prefix = KeyPrefix.REMARK
        await self._sender.enqueue(job_id, requester.channel, (message,), thread_ts=requester.reply_ts, prefix=prefix)
        await self._sender.send_all(job_id, prefix=prefix)


class MessageHandler:
    """Does what messages ask for.

    Args:
        mentions: answers with digests.
        buttons: changes posted digests.
        source: finds what is above in a thread.
        notifier: tells requesters something.
        api: sets reactions.
    """

    def __init__(
        self,
        *,
        mentions: MentionHandler,
        buttons: DigestButtonHandler,
        source: RequestSource,
        notifier: RequesterNotifier,
        api: SlackApi,
    ) -> None:
        self._mentions = mentions
        self._buttons = buttons
        self._source = source
        self._notifier = notifier
        self._api = api

    async def handle(self, job: Job[AnswerMention]) -> None:
        """Do what the message asks for.

        Raises:
            BotError: with a sentence for the requester.
            SummarizerError: the same.
            SlackError: Slack refused the answer.
            RequestDeletedError: the message was deleted meanwhile.
        """
        mention = job.payload
        if mention.intent is Intent.THANK:
            await set_reaction(self._api, mention.requester, add=WELCOME)
        elif mention.intent is Intent.HELP:
            await self._notifier.tell(job.id, mention.requester, help_message(DEFAULT_NAMES))
        elif mention.intent is Intent.UNCLEAR:
            await self._follow_talk(job)
        elif mention.intent in ABOUT_DIGEST or _is_about_above(mention):
            await self._follow_up(job, await self._source.look_above(mention.requester))
        else:
            await self._mentions.handle(job)
            await self._remark(job)

    async def _follow_talk(self, job: Job[AnswerMention]) -> None:
        """Words that ask for nothing we know: they mean the story above while it has no answer, else help comes.

        Raises: as for `handle`.
        """
        requester = job.payload.requester
        try:
            above = await self._source.look_above(requester) if requester.is_in_thread else NOTHING_ABOVE
        except (MissingScopeError, HistoryLimitError):
            above = NOTHING_ABOVE
        if above.is_answered:
            await self._help(job)
        else:
            await self._digest(job, above)

    async def _follow_up(self, job: Job[AnswerMention], above: Above) -> None:
        """Words that need something above them: a change of our digest, or a story.

        Raises: as for `handle`.
        """
        mention = job.payload
        click = _as_click(mention, above.posted) if above.posted else None
        if click is not None:
            await self._buttons.handle(Job(job.id, click))
        elif above.is_answered and _only_remarks(mention):
            await self._remark(job)
        elif above.is_answered and not mention.requester.is_in_thread:
            await self._help_outside(job, above)
        else:
            await self._digest(job, above)

    async def _digest(self, job: Job[AnswerMention], above: Above) -> None:
        """Read what is above.

        Raises: as for `handle`.
        """
        mention = job.payload
        options = mention.request.options
        length = _LENGTHS.get(mention.intent, options.length)
        request = replace(above.require(), options=DigestOptions(length, options.method))
        await self._mentions.handle(Job(job.id, replace(mention, request=request, intent=Intent.READ)))
        await self._remark(job)

    async def _help_outside(self, job: Job[AnswerMention], above: Above) -> None:
        """Help outside threads, where nothing waits for an answer.

        Raises:
            NothingToReadError: a digest is asked for, and there is nothing to read.
            SlackError: Slack refused.
        """
        mention = job.payload
        if mention.intent is Intent.READ and mention.remarks.is_empty and above.request.is_empty:
            raise NothingToReadError
        await self._help(job)

    async def _help(self, job: Job[AnswerMention]) -> None:
        """Help, after a word about what of the request cannot be done.

        Raises:
            SlackError: Slack refused.
        """
        first = " ".join(format_remarks(job.payload.remarks)) or None
        await self._notifier.tell(job.id, job.payload.requester, help_message(DEFAULT_NAMES, first))

    async def _remark(self, job: Job[AnswerMention]) -> None:
        """Say what of the request was not done as asked; the answer matters more, so a failure is only logged."""
        if job.payload.remarks.is_empty:
            return
        try:
            await self._notifier.tell(job.id, job.payload.requester, remarks_message(job.payload.remarks))
        except SlackError as error:
            _log.warning("a remark could not be made", cause=str(error))


def _is_about_above(mention: AnswerMention) -> bool:
    """Whether a request holds nothing to read, and what is above decides what comes.

    So where something of it is not done as asked; and in direct messages, where people ask on outside threads.
    """
    is_after = mention.requester.is_direct and not mention.requester.is_in_thread
    return mention.request.is_empty and (is_after or not mention.remarks.is_empty)


def _only_remarks(mention: AnswerMention) -> bool:
    """Whether all that is asked is what we do not do: a question, another language."""
    return mention.intent is Intent.READ and (mention.remarks.is_question or bool(mention.remarks.language))


def _as_click(mention: AnswerMention, posted: PostedHere) -> PressButton | None:
    """What a click on a button of what is posted would be; None where it has none for what is asked.

    Answers go out as ephemeral messages: it has no response_url.
    """
    action = _ACTIONS[posted.kind].get(mention.intent)
    if action is None:
        return None
    asked_in = mention.requester.thread_ts
    thread_ts = posted.thread_ts if mention.intent in _LENGTHS else asked_in
    return PressButton(
        team_id=mention.team_id,
        requester=Requester(mention.requester.channel, mention.requester.user, None, thread_ts or asked_in),
        action=action,
        digest_id=posted.digest_id,
        message_ts=posted.message_ts,
    )


class EditedMessageHandler:
    """Answers messages that were edited: again where the answer failed; else it says that edits change nothing.

    Args:
        messages: does what a message asks for.
        inbox: knows how the message as it was ended.
        posted_digests: what was answered.
        notifier: tells requesters something.
        sleep: waits; tests pass their own.
    """

    def __init__(
        self,
        *,
        messages: MessageHandler,
        inbox: Inbox,
        posted_digests: PostedDigestRepository,
        notifier: RequesterNotifier,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._messages = messages
        self._inbox = inbox
        self._posted_digests = posted_digests
        self._notifier = notifier
        self._sleep = sleep

    async def handle(self, job: Job[ExplainEdit]) -> None:
        """Answer the message as it is now, or explain why not.

        Raises: as for `MessageHandler.handle`.
        """
        edit = job.payload
        if edit.mention is not None and not await self._is_answered(edit.of):
            await self._messages.handle(Job(job.id, edit.mention))
            await self._remember(edit.of, job.id)
            return
        try:
            await self._notifier.tell(job.id, edit.requester, text_message(_EDITED))
        except SlackError as error:  # they have left, or get no ephemeral messages: not worth a public message
            _log.info("an edit could not be explained", cause=str(error))

    async def _remember(self, message: str, edit: str) -> None:
        """Keep the answer to an edit as that to its message, so that the next edit starts nothing new."""
        posted = await self._posted_digests.get(short_id(edit))
        if posted is not None and posted.digests:
            await self._posted_digests.save(short_id(message), posted)

    async def _is_answered(self, job_id: str) -> bool:
        """Whether the message as it was has a digest, or had one once. Its answer is waited for."""
        waited_s = 0.0
        while (entry := await self._inbox.get(job_id)) is not None and entry.state is InboxState.WAITING:
            if waited_s >= ANSWERED_WITHIN_S:
                return True
            await self._sleep(1.0)
            waited_s += 1.0
        posted = await self._posted_digests.get(short_id(job_id))
        if posted is not None:
            return bool(posted.digests)
        return await self._posted_digests.get_requester(short_id(job_id)) is not None
