"""Stores every payload before it is acknowledged.

Bolt runs it before everything but its signature check: before the acknowledgement, which listeners of events do not
control, and before it asks Slack who the bot is, which may fail. An event that cannot be stored is not acknowledged,
and Slack sends it again. Commands and clicks are sent once and must be acknowledged within three seconds: the person
who waits for the answer reads the outcome. A payload that cannot be read is refused for good.
Source: docs.slack.dev/apis/events-api, "Retries"; slack_bolt acknowledges events before their listener runs.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck
from slack_bolt.response import BoltResponse

from bot.errors import BotError, BusyError, SlackError, StorageError, UnreadableDeliveryError
from bot.newsroom.command_names import DEFAULT_NAMES, CommandNames
from bot.newsroom.job_origin import JobOrigin
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.jobs.payloads import JobPayload
from bot.newsroom.requester import Requester
from bot.slack.api.web_api import SlackApi, WorkspaceClosedError
from bot.slack.connection.admission import AdmissionControl
from bot.slack.connection.job_intake import JobIntake
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.parsing.payloads import parse_payload, parse_revocation
from bot.slack.rendering.error_messages import text_message

ACK_WITHIN_S = 2.0
"""Slack waits three seconds for the answer to a command; this is how long we try to store it first."""

CANNOT_BE_READ, COMES_AGAIN = 400, 503
"""HTTP statuses: a payload that can never be read, and one that is not stored for now."""

RETRY_REFUSALS_S = 60.0
"""How long we try to say why something was not accepted; later that would be useless."""

TELL_WITHIN_S = 10.0
"""How long a process that must end waits for its last messages."""

HAD_TO_STOP = "I had to stop while I was on this. If you hear nothing from me in a few minutes, ask again."

STILL_SAVING = "I am slow at the moment, but I am on it."

CLOSED = "Slack does not let me into this workspace at the moment. I keep your request and answer once it does."

Next = Callable[[], Awaitable[None]]

_log = structlog.get_logger(__name__)


class InboxMiddleware:
    """Stores payloads in the inbox.

    Args:
        intake: stores jobs.
        admission: says whether too many wait.
        api: posts ephemeral messages.
        private: answers to commands and clicks.
        commands: names of the slash commands.
        ack_within_s: how long a command may wait while it is stored.

    Six arguments: the four parts that a payload needs, the names that it is read by, and a limit.
    """

    def __init__(
        self,
        *,
        intake: JobIntake,
        admission: AdmissionControl,
        api: SlackApi,
        private: ResponseUrlSender,
        commands: CommandNames = DEFAULT_NAMES,
        ack_within_s: float = ACK_WITHIN_S,
    ) -> None:
        self.commands = commands
        self._intake = intake
        self._api = api
        self._private = private
        self._admission = admission
        self._ack_within_s = ack_within_s
        self._tasks: set[asyncio.Task[None]] = set()

    async def process(self, body: dict[str, Any], ack: AsyncAck, next: Next) -> BoltResponse | None:  # noqa: A002  (Bolt passes arguments by these names)
        """The middleware: `handle`, with its errors as answers to Slack. 503: Slack must send it again."""
        try:
            return await self.handle(body, ack, next)
        except UnreadableDeliveryError as error:
            _log.warning("a delivery cannot be read", kind=str(body.get("type"))[:50], cause=str(error))
            self._notify_requester(body, error)
            return BoltResponse(status=CANNOT_BE_READ, body="")
        except StorageError:  # `handle` has logged it
            return BoltResponse(status=COMES_AGAIN, body="")

    async def handle(self, body: dict[str, Any], ack: AsyncAck, go_on: Next) -> BoltResponse | None:
        """Store a payload, then call the listeners, which acknowledge it; or acknowledge it here and say why not.

        Raises:
            StorageError: an event that could not be stored; Slack sends it again.
            UnreadableDeliveryError: it is not as Slack documents it.
        """
        job = parse_payload(body, self.commands)
        revocation = parse_revocation(body)
        if revocation is not None:
            self._in_background(self._api.verify(revocation))
        if job is not None:
            try:
                is_stored = await self._store(job, comes_again=body.get("type") == "event_callback")
            except (BusyError, StorageError) as error:
                _log.warning("delivery not taken", job=job.id, code=error.code, cause=str(error))
                return await self._refuse(body, job, error, ack)
            if "command" in body and (said := self._notify_slow(is_stored=is_stored)):
                return await ack(text=said)
        await go_on()
        return None

    def _notify_slow(self, *, is_stored: bool) -> str:
        """What the sender of a command reads at once; "" where the answer comes soon enough."""
        if not is_stored:
            return STILL_SAVING
        return CLOSED if self._api.refusal is not None else ""

    async def notify_waiting(self, payloads: Sequence[JobPayload], origins: Iterable[JobOrigin] = ()) -> None:
        """Tell all waiting requesters, once per channel, that no answer may come: the bot lost its database.

        Args:
            payloads: their requests, as far as they can be read.
            origins: for whom jobs wait; those of unreadable requests are told in the channel.
        """
        recipients = {
            replace(payload.requester, ts=None): payload.response_url
            for payload in payloads
            if payload.requester is not None
        }
        known = {(requester.channel, requester.user) for requester in recipients}
        for origin in origins:
            if origin.channel and origin.user and (origin.channel, origin.user) not in known:
                recipients[Requester(origin.channel, origin.user)] = ""
        told = [self._notify(requester, HAD_TO_STOP, url) for requester, url in recipients.items()]
        with suppress(TimeoutError):
            async with asyncio.timeout(TELL_WITHIN_S):
                await asyncio.gather(*told, *self._tasks)

    async def _store(self, job: AnyJob, *, comes_again: bool) -> bool:
        """Store a job. Returns False where it is still being stored; a failure is then reported later.

        Raises:
            BusyError: too many wait.
            StorageError: it could not be stored.
        """
        is_asked = job.payload.requester is not None  # others are few
        if is_asked and await self._admission.is_over_limit(job.payload.origin):
            raise BusyError
        if comes_again:
            await self._intake.accept(job)
            return True
        storing = asyncio.create_task(self._intake.accept(job))
        done, _ = await asyncio.wait({storing}, timeout=self._ack_within_s)
        if done:
            storing.result()
            return True
        self._in_background(self._notify_if_it_fails(job, storing))
        return False

    async def _refuse(
        self, body: dict[str, Any], job: AnyJob, error: BusyError | StorageError, ack: AsyncAck
    ) -> BoltResponse | None:
        """Say why a payload is not accepted, in a way that reaches its sender.

        Raises:
            StorageError: an event, which Slack sends again.
        """
        sentence = f"{error.message} {error.advice}"
        if "command" in body:
            return await ack(text=sentence)
        requester = job.payload.requester
        if requester is not None and self._admission.should_notify(requester.channel, requester.user):
            self._in_background(self._notify(requester, sentence, job.payload.response_url))
        if isinstance(error, StorageError) and body.get("type") == "event_callback":
            raise error
        return await ack()

    async def _notify_if_it_fails(self, job: AnyJob, storing: "asyncio.Task[None]") -> None:
        try:
            await storing
        except StorageError as error:
            _log.error("delivery not taken", job=job.id, code=error.code, cause=str(error))
            if job.payload.requester is not None:
                sentence = f"{error.message} {error.advice}"
                await self._notify(job.payload.requester, sentence, job.payload.response_url)

    def _notify_requester(self, body: dict[str, Any], error: UnreadableDeliveryError) -> None:
        """Tell the sender of a command or click, where enough of the payload can be read to reach them."""
        url, names = body.get("response_url"), (body.get("channel_id"), body.get("user_id"))
        if isinstance(url, str) and url:
            channel, user = (name if isinstance(name, str) else "" for name in names)
            self._in_background(self._notify(Requester(channel, user), f"{error.message} {error.advice}", url))

    async def _notify(self, requester: Requester, sentence: str, response_url: str) -> None:
        """Tell one person something. It is not stored first: there is no space for it, or too many of them."""
        said = text_message(sentence)
        try:
            if response_url:
                recipient = (requester.channel, requester.user)
                await self._private.send(response_url, said, recipient=recipient, give_up_after_s=RETRY_REFUSALS_S)
            else:
                blocks = list(said.blocks)
                await self._api.post_ephemeral(
                    requester.channel, requester.user, said.text, blocks, thread_ts=requester.thread_ts
                )
        except SlackError as error:
            _log.info("the requester could not be notified", cause=str(error))

    def _in_background(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _logged(work: Awaitable[None]) -> None:
    try:
        await work
    except (BotError, WorkspaceClosedError) as error:
        _log.warning("a chore failed", cause=str(error))
