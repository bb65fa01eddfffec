"""Shares private digests with the channel: never twice, and none of several is lost.

Each digest has its own keys in the outbox, the same however often Share is pressed, so that pressing again posts only
what is not posted yet. Where the bot is not a member, the click's response_url posts for it: five posts at most, so
several digests go into one message. What is not shared stays with the clicker, who reads the outcome.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

import structlog

from bot.errors import SlackError, UnknownOutcomeError
from bot.newsroom.jobs.inbox import Inbox, InboxState
from bot.newsroom.jobs.job import AnyJob
from bot.newsroom.jobs.keys import guest_key, share_id, shared_prefix
from bot.newsroom.jobs.outbox import OutboxState
from bot.newsroom.jobs.payloads import PressButton
from bot.newsroom.subscriptions.model import PauseReason
from bot.slack.outbound.outbox_sender import OutboxSender
from bot.slack.outbound.response_url import ResponseUrlSender
from bot.slack.rendering.block_kit.escaping import count
from bot.slack.rendering.digest_messages import shared_digest
from bot.slack.rendering.flat_messages import Piece, pieces_of, together
from bot.slack.rendering.refusals import refusal_for
from summarizer import Digest

MAX_GUEST_POSTS = 4
"""A response_url takes five posts; the fifth deletes the private copy, or says what is not shared."""

_BEGUN = frozenset({OutboxState.POSTED, OutboxState.UNKNOWN})
_UNKNOWN = "It may already be posted, so look in the channel before you share again."
_ANEW = "If it is not there, ask for it anew with /summarize."
_log = structlog.get_logger(__name__)


class NotSharedError(SlackError):
    """Not everything is shared, or it is unknown whether it is.

    Args:
        cause: for the log.
        message: what happened.
        advice: what to do.
    """

    code = "not_shared"

    def __init__(self, cause: str, message: str, advice: str) -> None:
        super().__init__(cause)
        self.message, self.advice = message, advice


@dataclass(slots=True)
class _Outcome:
    """The outcome of the digests, by number; the rest are not shared.

    Attributes:
        refusal: why Slack stopped it.
        is_cut: the digest that it stopped at has its first message in the channel already.
    """

    total: int
    shared: set[int] = field(default_factory=set)
    unknown: set[int] = field(default_factory=set)
    refusal: SlackError | None = None
    is_cut: bool = False

    def require_all(self) -> None:
        """Check that all are shared.

        Raises:
            NotSharedError: some are not, or their outcome is unknown.
        """
        if len(self.shared) < self.total:
            cause = f"{len(self.shared)} of {self.total} shared, {len(self.unknown)} not known ({self.refusal or ''})"
            raise NotSharedError(cause, self._say(), self._advise())

    @property
    def _left(self) -> int:
        return self.total - len(self.shared) - len(self.unknown)

    def _say(self) -> str:
        pause = refusal_for(self.refusal.slack_code if self.refusal else "").pause
        why = pause.what if pause is not None else "Slack did not take it"
        if self.total == 1:
            said = "I cannot tell whether the digest is shared: Slack broke off before it said so."
            refused = "I shared only the first message of the digest" if self.is_cut else "I could not share the digest"
            return said if self.unknown else f"{refused}: {why}."
        said = f"{len(self.shared)} of {count(self.total, 'digest')} shared."
        said += f" Of {len(self.unknown)} I cannot tell: Slack broke off before it said so." if self.unknown else ""
        said += f" {self._left} not shared yet." if self._left and self.refusal is None else ""
        said += f" {self._left} not shared: {why}." if self._left and self.refusal is not None else ""
        return said + (" One of these has only its first message in the channel." if self.is_cut else "")

    def _advise(self) -> str:
        again = "Your copy stays here: press Share once more." if self._left else ""
        return " ".join(part for part in (f"{_UNKNOWN} {_ANEW}" if self.unknown else "", again) if part)


class ShareService:
    """Does what the Share button is for.

    Args:
        sender: posts where the bot is a member.
        private: posts through the response_url where it is not.
    """

    def __init__(self, sender: OutboxSender, private: ResponseUrlSender) -> None:
        self._sender = sender
        self._private = private

    async def share(self, click: PressButton, digests: Sequence[Digest]) -> None:
        """Post digests for the channel: each as parent and thread, or in few messages where the bot is not a member.

        Raises:
            NotSharedError: some are not shared, or it is unknown whether they are.
        """
        job_id = share_id(click.digest_id)
        await self._sender.reconsider(job_id)
        outcome = _Outcome(len(digests))
        guests = await self._post_as_member(job_id, click, digests, outcome)
        await self._post_as_guest(job_id, click, guests, outcome)
        outcome.require_all()

    async def _post_as_member(
        self, job_id: str, click: PressButton, digests: Sequence[Digest], outcome: _Outcome
    ) -> dict[int, Digest]:
        """Post as a member of the channel. Returns the digests that only a response_url can post, by number."""
        guests: dict[int, Digest] = {}
        for number, digest in enumerate(digests):
            if await self._is_for_guests(job_id, number, others=bool(guests)):
                guests[number] = digest
                continue
            try:
                await self._post_one(job_id, click, number, digest)
                outcome.shared.add(number)
            except _MayNotPostError as error:
                _log.info("may not post here, sharing through the response_url", cause=str(error))
                guests[number] = digest
            except UnknownOutcomeError as error:
                outcome.unknown.add(number)
                _log.warning("nobody knows whether a digest is shared", cause=str(error))
            except SlackError as error:  # the channel's fault, or Slack's: the next one would fail too
                outcome.refusal = error
                first = shared_prefix(number, is_parent=True)
                outcome.is_cut = await self._sender.count_posted(job_id, prefix=first) > 0
                break
        return guests

    async def _is_for_guests(self, job_id: str, number: int, *, others: bool) -> bool:
        """Whether a digest was started through a response_url, or must go there as others were refused just now."""
        if await self._private.state_in_channel(guest_key(job_id, number, 0)) in _BEGUN:
            return True
        return others and not await self._sender.is_enqueued(job_id, prefix=shared_prefix(number, is_parent=True))

    async def _post_one(self, job_id: str, click: PressButton, number: int, digest: Digest) -> None:
        """Post one digest: parent and thread."""
        parent, thread = shared_digest(digest, user_id=click.user)
        top, below = shared_prefix(number, is_parent=True), shared_prefix(number, is_parent=False)
        await self._sender.enqueue(job_id, click.channel, (parent,), thread_ts=None, prefix=top)
        try:
            (parent_ts,) = await self._sender.send_all(job_id, prefix=top)
        except SlackError as error:
            if not isinstance(error, UnknownOutcomeError) and refusal_for(error.slack_code).is_open_to_people:
                raise _MayNotPostError(str(error), slack_code=error.slack_code) from error
            raise
        if not await self._sender.is_enqueued(job_id, prefix=below):  # as it was when Share was pressed first
            await self._sender.enqueue(job_id, click.channel, thread, thread_ts=parent_ts, prefix=below)
        try:
            await self._sender.send_all(job_id, prefix=below)
        except SlackError as error:
            if refusal_for(error.slack_code).pause is not PauseReason.NO_THREADS:
                raise
            for prefix in (below, top):  # a parent without its thread: it goes into one message instead
                await self._sender.delete_all(job_id, prefix=prefix)
            raise _MayNotPostError(str(error), slack_code=error.slack_code) from error

    async def _post_as_guest(
        self, job_id: str, click: PressButton, guests: dict[int, Digest], outcome: _Outcome
    ) -> None:
        """Post where the bot is not a member: a response_url may, but it cannot open a thread."""
        pieces = [piece for number, digest in guests.items() for piece in pieces_of(number, digest, user_id=click.user)]
        states = {piece: await self._private.state_in_channel(_key_of(job_id, piece)) for piece in pieces}
        missing = {piece for piece in pieces if states[piece] not in _BEGUN}
        unknown = {piece for piece in pieces if states[piece] is OutboxState.UNKNOWN}
        for held, message in islice(together([piece for piece in pieces if piece in missing]), MAX_GUEST_POSTS):
            keys = [_key_of(job_id, piece) for piece in held]
            try:
                await self._private.post_in_channel(keys, click.response_url, message, channel=click.channel)
            except UnknownOutcomeError as error:
                unknown.update(held)
                _log.warning("nobody knows whether digests are shared", cause=str(error))
            except SlackError as error:
                outcome.refusal = error
                break
            missing.difference_update(held)
        outcome.unknown |= {piece.number for piece in unknown}
        outcome.shared |= set(guests) - {piece.number for piece in missing | unknown}


class _MayNotPostError(SlackError):
    """The bot may not post in the channel."""


async def share_again(inbox: Inbox, job: AnyJob) -> AnyJob | None:
    """The job of pressing Share again where the last press did not share everything, with an id of its own.

    None for other jobs, while the last press is being handled, and where everything is shared.
    """
    if not (isinstance(job.payload, PressButton) and job.id == share_id(job.payload.digest_id)):
        return None
    name, number = job.id, 1
    while (entry := await inbox.get(name)) is not None:
        if entry.state is not InboxState.FAILED:
            return None
        number += 1
        name = share_id(job.payload.digest_id, press=number)
    return replace(job, id=name)


def _key_of(job_id: str, piece: Piece) -> str:
    return guest_key(job_id, piece.number, piece.part)
