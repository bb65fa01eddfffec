"""Stores what Slack delivers before it is acknowledged.

Bolt runs it before everything but its check of the signature: before the acknowledgement, which listeners of events do
not control, and before it asks Slack who the bot is, which may fail. Of an event that cannot be stored nothing is
acknowledged, and Slack delivers it again. Commands and clicks are delivered once and must be acknowledged within three
seconds: who waits for the answer reads what became of them. A delivery that cannot be read is refused for good.
Source: docs.slack.dev/apis/events-api, "Retries"; slack_bolt acknowledges events before their listener runs.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck
from slack_bolt.response import BoltResponse

from bot.clock import Clock
from bot.errors import BotError, BusyError, SlackError, StorageError, UnreadableDeliveryError
from bot.newsroom.job_origin import Requester
from bot.newsroom.jobs.inbox import Inbox, Job, Payload
from bot.slack.api.web_api import Caller, WorkspaceClosedError
from bot.slack.connection.admission import MOST_WAITING, Crowd
from bot.slack.handlers.dispatcher import Desk
from bot.slack.outbound.response_url import PrivateReplies
from bot.slack.parsing.job_origin import requester_of
from bot.slack.parsing.payloads import Asker, asker_of, read_delivery, read_farewell
from bot.slack.rendering.error_messages import note

ACK_WITHIN_S = 2.0
"""Slack waits three seconds for the answer to a command; so long we try to store it first."""

CANNOT_BE_READ, COMES_AGAIN = 400, 503
"""HTTP statuses: a delivery that never can be read, and one that is not stored for now."""

RETRY_REFUSALS_S = 60.0
"""So long it is tried to say why something was not taken; later that would be of no use."""

TELL_WITHIN_S = 10.0
"""A process that has to end waits so long for its last words."""

HAD_TO_STOP = "I had to stop while I was on this. If you hear nothing from me in a few minutes, ask again."

STILL_SAVING = "I am slow at the moment, but I am on it."

CLOSED = "Slack does not let me into this workspace at the moment. I keep your request and answer once it does."

_ASKED = frozenset({"message", "command", "click", "digest"})
"""Kinds of jobs that count towards the limits: people ask for each. Edits and deletions are few."""

Next = Callable[[], Awaitable[None]]

_log = structlog.get_logger(__name__)


class Reception:
    """Takes deliveries in.

    Args:
        desk: stores them and does them.
        inbox: counts those that wait.
        caller: whispers.
        private: answers to commands and clicks.
        clock: says when.
        limit: requests that may wait at once.
        count_of: how many requests of one person wait.
        ack_within_s: how long a command is kept waiting while it is stored.
    """

    def __init__(
        self,
        *,
        desk: Desk,
        inbox: Inbox,
        caller: Caller,
        private: PrivateReplies,
        clock: Clock,
        limit: int = MOST_WAITING,
        count_of: Callable[[Requester], int] = lambda _requester: 0,
        ack_within_s: float = ACK_WITHIN_S,
    ) -> None:
        self._desk = desk
        self._caller = caller
        self._private = private
        self._crowd = Crowd(inbox.count_waiting, clock, limit=limit, count_of=count_of)
        self._ack_within_s = ack_within_s
        self._chores: set[asyncio.Task[None]] = set()

    async def take_in(self, body: dict[str, Any], ack: AsyncAck, next: Next) -> BoltResponse | None:  # noqa: A002  (Bolt passes arguments by these names)
        """The middleware: `receive`, with its errors as answers to Slack. 503: it is to deliver again."""
        try:
            return await self.receive(body, ack, next)
        except UnreadableDeliveryError as error:
            _log.warning("a delivery cannot be read", kind=str(body.get("type"))[:50], cause=str(error))
            self._tell_who_waits(body, error)
            return BoltResponse(status=CANNOT_BE_READ, body="")
        except StorageError:  # `receive` has logged it
            return BoltResponse(status=COMES_AGAIN, body="")

    async def receive(self, body: dict[str, Any], ack: AsyncAck, go_on: Next) -> BoltResponse | None:
        """Store a delivery, then go on to the listeners, which acknowledge; or acknowledge here and say why not.

        Raises:
            StorageError: an event that could not be stored; Slack delivers it again.
            UnreadableDeliveryError: it is not as Slack documents it.
        """
        job = read_delivery(body)
        farewell = read_farewell(body)
        if farewell is not None:
            self._in_background(self._caller.verify(farewell))
        if job is not None:
            try:
                is_stored = await self._store(job, comes_again=body.get("type") == "event_callback")
            except (BusyError, StorageError) as error:
                _log.warning("delivery not taken", job=job.id, code=error.code, cause=str(error))
                return await self._excuse(body, job, error, ack)
            if "command" in body and (said := self._say_meanwhile(is_stored=is_stored)):
                return await ack(text=said)
        await go_on()
        return None

    def _say_meanwhile(self, *, is_stored: bool) -> str:
        """What somebody who gave a command reads at once; "" where the answer comes soon enough."""
        if not is_stored:
            return STILL_SAVING
        return CLOSED if self._caller.refusal is not None else ""

    async def tell_waiting(self, payloads: Sequence[Payload]) -> None:
        """Tell everybody who waits for an answer, once a place, that it may not come: the bot lost its database.

        Args:
            payloads: what they asked.
        """
        askers = [(asker, payload.get("response_url")) for payload in payloads if (asker := asker_of(payload))]
        places = {replace(asker, ts=None): url for asker, url in askers}
        told = [self._say(asker, HAD_TO_STOP, url) for asker, url in places.items()]
        with suppress(TimeoutError):
            async with asyncio.timeout(TELL_WITHIN_S):
                await asyncio.gather(*told, *self._chores)

    async def _store(self, job: Job, *, comes_again: bool) -> bool:
        """Store a job. Returns False where it is still being stored, and what becomes of it is told later.

        Raises:
            BusyError: too many wait.
            StorageError: it could not be stored.
        """
        if job.kind in _ASKED and await self._crowd.is_full(requester_of(job.kind, job.payload)[0]):
            raise BusyError
        if comes_again:
            await self._desk.take(job)
            return True
        storing = asyncio.create_task(self._desk.take(job))
        done, _ = await asyncio.wait({storing}, timeout=self._ack_within_s)
        if done:
            storing.result()
            return True
        self._in_background(self._tell_if_it_fails(job, storing))
        return False

    async def _excuse(
        self, body: dict[str, Any], job: Job, error: BusyError | StorageError, ack: AsyncAck
    ) -> BoltResponse | None:
        """Say why a delivery is not taken, in the way its sender hears it.

        Raises:
            StorageError: what Slack delivers again; of a form it says so itself, and the form stays open.
        """
        sentence = f"{error.message} {error.advice}"
        if "command" in body:
            return await ack(text=sentence)
        asker = asker_of(job.payload)
        if asker is not None and self._crowd.may_tell(asker.channel, asker.user):
            self._in_background(self._say(asker, sentence, job.payload.get("response_url")))
        if isinstance(error, StorageError) and "response_url" not in job.payload:
            raise error
        return await ack()

    async def _tell_if_it_fails(self, job: Job, storing: "asyncio.Task[None]") -> None:
        try:
            await storing
        except StorageError as error:
            _log.error("delivery not taken", job=job.id, code=error.code, cause=str(error))
            asker = asker_of(job.payload)
            if asker is not None:
                await self._say(asker, f"{error.message} {error.advice}", job.payload.get("response_url"))

    def _tell_who_waits(self, body: dict[str, Any], error: UnreadableDeliveryError) -> None:
        """Tell the person who gave a command or clicked, where enough of the delivery can be read to reach them."""
        url, names = body.get("response_url"), (body.get("channel_id"), body.get("user_id"))
        if isinstance(url, str) and url:
            channel, user = (name if isinstance(name, str) else "" for name in names)
            self._in_background(self._say(Asker(channel, user), f"{error.message} {error.advice}", url))

    async def _say(self, asker: Asker, sentence: str, response_url: str | None) -> None:
        """Say a sentence to one person. It is not written down first: there is no room, or no end of such sentences."""
        said = note(sentence)
        try:
            if response_url:
                place = (asker.channel, asker.user)
                await self._private.send(response_url, said, asker=place, give_up_after_s=RETRY_REFUSALS_S)
            else:
                blocks = list(said.blocks)
                await self._caller.whisper(asker.channel, asker.user, said.text, blocks, thread_ts=asker.thread_ts)
        except SlackError as error:
            _log.info("asker could not be told", cause=str(error))

    def _in_background(self, work: Awaitable[None]) -> None:
        chore = asyncio.ensure_future(_logged(work))
        self._chores.add(chore)
        chore.add_done_callback(self._chores.discard)


async def _logged(work: Awaitable[None]) -> None:
    try:
        await work
    except (BotError, WorkspaceClosedError) as error:
        _log.warning("a chore failed", cause=str(error))
