"""Posts messages: one a second per channel, in order, each exactly once.

Slack has no idempotency key. So every message is written to the outbox before it is posted, and carries its key in its
metadata. After an unknown outcome (the connection died, the process was killed) the channel is searched for that key
before anything is sent again (`lost_posts.py`); where it cannot be searched, nothing is sent.
Source: docs.slack.dev/messaging/message-metadata, docs.slack.dev/apis/web-api/rate-limits.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

import structlog

from bot.clock import Clock
from bot.errors import SlackError, UnknownOutcomeError
from bot.newsroom.jobs.keys import outbox_key
from bot.newsroom.jobs.outbox import Outbox, OutboxMessage, OutboxState
from bot.slack.api.slack_clock import SlackClock, SlackTime, own_time
from bot.slack.api.web_api import (
    NotDeliveredError,
    OutcomeUnknownError,
    SlackApi,
    SlackRefusedError,
    WorkspaceClosedError,
)
from bot.slack.outbound.recovery.lost_posts import LostPostFinder
from bot.slack.outbound.recovery.since_backup import PostsSinceBackup
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.block_kit.plain_text import in_plain_text

METADATA_EVENT = "nutgraf_message"
SECONDS_BETWEEN_POSTS = 1.0
"""Slack's limit for one channel: one message a second."""

PATIENCE_S = 900.0
"""How long a message is tried while Slack is unreachable or asks to wait; then it is left to the operator."""

_TOO_MUCH = frozenset({"msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format"})
_KEPT_LANES = 10_000

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class ChannelQueue:
    """One channel's queue: its lock keeps the order, `free_at` the rate."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


class OutboxSender:
    """Posts to channels.

    Args:
        api: calls Slack's Web API.
        outbox: where messages are written first.
        clock: for the rate.
        slack_clock: learns Slack's time from the caller's answers; None: our own clock's time, with a wide margin.
        since_backup: finds posts that the outbox lacks; None: the outbox lacks nothing.
        sleep: waits; tests pass their own.

    Six arguments: three parts, two that know more of Slack where there are any, and a wait.
    """

    def __init__(
        self,
        api: SlackApi,
        outbox: Outbox,
        clock: Clock,
        *,
        slack_clock: SlackClock | None = None,
        since_backup: PostsSinceBackup | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._since_backup = since_backup
        self._api = api
        self._outbox = outbox
        self._clock = clock
        self._slack_clock = slack_clock
        self._sleep = sleep
        self._finder = LostPostFinder(api, clock, slack_time=self._slack_time, sleep=sleep)
        self._queues: OrderedDict[str, ChannelQueue] = OrderedDict()

    async def enqueue(
        self, job_id: str, channel: str, messages: Sequence[Message], *, thread_ts: str | None, prefix: str = ""
    ) -> None:
        """Write all messages of a job to the outbox, or none. A job that has messages with that prefix keeps them.

        Raises:
            SlackError: after a restore it cannot be found out whether the job was done before.
        """
        await self.recognise(job_id, channel, thread_ts)
        all_outgoing = [
            OutboxMessage(
                key=outbox_key(job_id, prefix, part),
                job_id=job_id,
                part=part,
                channel=channel,
                thread_ts=thread_ts,
                payload={"text": message.text, "blocks": list(message.blocks)},
            )
            for part, message in enumerate(messages)
        ]
        await self._outbox.add_messages(all_outgoing)

    async def recognise(self, job_id: str, channel: str, thread_ts: str | None) -> bool:
        """Whether anything of a job was posted between a backup and its restore; it is in the outbox then.

        Raises:
            SlackError: it cannot be found out.
        """
        return self._since_backup is not None and await self._since_backup.recognise(job_id, channel, thread_ts)

    async def send_all(self, job_id: str, *, prefix: str = "") -> tuple[str, ...]:
        """Post the outbox messages of a job that are not posted yet, in order. Returns the `ts` of all of them.

        Those that are deleted meanwhile are left out.

        Raises:
            SlackError: Slack refused one, or it is unknown whether it was posted; those after it are not posted.
        """
        wanted = [outgoing for outgoing in await self._outbox.list_of_job(job_id) if _has_prefix(outgoing, prefix)]
        sent = [await self.send(outgoing) for outgoing in wanted]
        return tuple(ts for ts in sent if ts is not None)

    async def is_enqueued(self, job_id: str, *, prefix: str = "") -> bool:
        """Whether the outbox has messages with that prefix for a job."""
        return any(_has_prefix(outgoing, prefix) for outgoing in await self._outbox.list_of_job(job_id))

    async def count_posted(self, job_id: str, *, prefix: str) -> int:
        """How many messages of a job with that prefix are posted, or may be."""
        wanted = [outgoing for outgoing in await self._outbox.list_of_job(job_id) if _has_prefix(outgoing, prefix)]
        return sum(outgoing.state in {OutboxState.POSTED, OutboxState.UNKNOWN} for outgoing in wanted)

    async def is_posted(self, job_id: str) -> bool:
        """Whether the answer of a job is in the outbox and all of it is posted."""
        wanted = [outgoing for outgoing in await self._outbox.list_of_job(job_id) if _has_prefix(outgoing, "")]
        return bool(wanted) and all(outgoing.state is OutboxState.POSTED for outgoing in wanted)

    async def send(self, outgoing: OutboxMessage) -> str | None:
        """Post an outbox message and return its `ts`; one that is posted already is not posted again.

        None where it was deleted while it waited for its turn; nothing is posted then.

        Raises:
            SlackError: Slack refused it.
            UnknownOutcomeError: it is unknown whether it was posted.
        """
        queue = self._queue_of(outgoing.channel)
        async with queue.lock:
            known = await self._outbox.get(outgoing.key)
            if known is None:
                return None
            if known.state is OutboxState.POSTED and known.ts:
                return known.ts
            if known.state is OutboxState.SKIPPED:
                raise SlackError(f"{outgoing.key} is {known.state}: {known.error}", slack_code=known.slack_code)
            if known.state is OutboxState.UNKNOWN:
                raise UnknownOutcomeError(f"{outgoing.key} is {known.state}: {known.error}")
            if known.state is OutboxState.ATTEMPTING:
                ts = await self._find_posted(known)
                if ts is not None:
                    return ts
            return await self._try(queue, known)

    async def reconsider(self, job_id: str) -> None:
        """Allow what Slack refused of a job to be sent again, and look once more for messages with unknown outcome."""
        await self._outbox.reopen(job_id)
        for outgoing in await self._outbox.list_of_job(job_id):
            async with self._queue_of(outgoing.channel).lock:
                known = await self._outbox.get(outgoing.key) or outgoing
                if known.state is OutboxState.UNKNOWN and known.payload:
                    await self._look_once_more(known)

    async def _look_once_more(self, outgoing: OutboxMessage) -> None:
        try:
            if await self._find_posted(outgoing) is None:
                await self._outbox.mark_retry(outgoing.key)
        except UnknownOutcomeError as error:
            _log.info("still not known", key=outgoing.key, cause=str(error))

    async def send_if_idle(self, outgoing: OutboxMessage) -> bool:
        """Post a message that is useful only now; it is dropped where the channel is busy or Slack refuses it.

        A message with that key that was started before is left as it is. Returns False where the channel was busy.
        """
        queue = self._queue_of(outgoing.channel)
        if queue.lock.locked() or queue.free_at > self._clock.monotonic():
            return False
        async with queue.lock:
            if await self._outbox.get(outgoing.key) is not None:
                return True
            await self._outbox.add_messages([outgoing])
            queue.free_at = self._clock.monotonic() + SECONDS_BETWEEN_POSTS
            await self._begin(outgoing)
            try:
                await self._outbox.mark_posted(outgoing.key, await self._call(outgoing))
            except (NotDeliveredError, SlackRefusedError, WorkspaceClosedError) as error:
                _log.info("said nothing in passing", key=outgoing.key, cause=str(error))
                await self._outbox.delete(outgoing.key)
            except OutcomeUnknownError as error:  # `delete` looks for it
                _log.info("outcome of a passing word is not known", key=outgoing.key, cause=str(error))
        return True

    async def delete(self, key: str) -> bool:
        """Delete a message, however far it has come, both in Slack and in the outbox.

        Returns whether it was there in Slack.

        Raises:
            SlackError: it is unknown whether it was posted, or Slack does not allow it to be deleted.
        """
        outgoing = await self._outbox.get(key)
        if outgoing is None:
            return False
        async with self._queue_of(outgoing.channel).lock:
            known = await self._outbox.get(key) or outgoing
            ts = await self._find_posted(known) if known.state is OutboxState.ATTEMPTING else known.ts
            was_there = ts is not None and await self._delete(known.channel, ts)
            if known.state is not OutboxState.UNKNOWN:
                await self._outbox.delete(key)
        return was_there

    async def delete_all(self, job_id: str, *, prefix: str | None = None) -> None:
        """Delete every message of a job, or those with a prefix, the last one first.

        Raises:
            SlackError: as for `delete`.
        """
        for outgoing in reversed(await self._outbox.list_of_job(job_id)):
            if prefix is None or _has_prefix(outgoing, prefix):
                await self.delete(outgoing.key)

    async def _delete(self, channel: str, ts: str) -> bool:
        """Delete a message in Slack. Returns whether it was there."""
        try:
            await self._api.call("chat.delete", channel=channel, ts=ts)
        except SlackError as error:
            if error.slack_code != "message_not_found":
                raise
            return False
        return True

    async def _try(self, queue: ChannelQueue, outgoing: OutboxMessage) -> str:
        """Call until the message is posted, Slack refuses it, or patience ends."""
        until = self._clock.monotonic() + PATIENCE_S
        tries = 0
        while self._clock.monotonic() < until:
            await self._wait_for(queue, outgoing)
            outgoing = await self._begin(outgoing)
            try:
                ts = await self._call(outgoing)
            except NotDeliveredError as error:
                wait_s = min(60.0, 2.0**tries)
                _log.warning("Slack not reached", key=outgoing.key, cause=str(error), wait_s=wait_s)
                outgoing = await self._mark_retry(outgoing, wait_s)
            except OutcomeUnknownError as error:
                _log.warning("outcome of a post is not known", key=outgoing.key, cause=str(error))
                found = await self._find_posted(outgoing, has_just_failed=True)
                if found is not None:
                    return found
                outgoing = await self._mark_retry(outgoing, min(60.0, 2.0**tries))
            except WorkspaceClosedError:  # certainly not posted; its job waits and is done again
                await self._outbox.mark_retry(outgoing.key)
                raise
            except SlackRefusedError as error:
                outgoing = await self._handle_refusal(error, outgoing)
            else:
                await self._outbox.mark_posted(outgoing.key, ts)
                return ts
            tries += 1
        await self._outbox.mark_refused(outgoing.key, "patience ended")
        raise SlackError(f"{outgoing.key}: not posted within {PATIENCE_S:g} s")

    async def _begin(self, outgoing: OutboxMessage) -> OutboxMessage:
        """Record, by Slack's clock, that a message is about to be sent."""
        now = await self._slack_time()
        await self._outbox.mark_sending(outgoing.key, at=now.at, margin_s=now.margin_s)
        return replace(outgoing, attempted_at=now.at, attempt_margin_s=now.margin_s)

    async def _slack_time(self) -> SlackTime:
        if self._slack_clock is None:
            return own_time(self._clock)
        return await self._slack_clock.now(lambda: self._api.call_once("api.test"))

    async def _call(self, outgoing: OutboxMessage) -> str:
        payload = outgoing.payload or {}
        answer = await self._api.call_once(
            "chat.postMessage",
            channel=outgoing.channel,
            text=payload.get("text", ""),
            **({"blocks": payload["blocks"]} if payload.get("blocks") else {}),
            **({"thread_ts": outgoing.thread_ts} if outgoing.thread_ts else {}),
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": METADATA_EVENT, "event_payload": {"key": outgoing.key}},
        )
        ts = answer.get("ts")
        if not isinstance(ts, str):
            raise OutcomeUnknownError("ok without ts")
        return ts

    async def _handle_refusal(self, error: SlackRefusedError, outgoing: OutboxMessage) -> OutboxMessage:
        """What to do after a refusal: wait, fall back to plain text once, or give up.

        Raises:
            SlackError: Slack refuses it for good.
        """
        if error.wait_s is not None and error.wait_s <= PATIENCE_S:
            return await self._mark_retry(outgoing, error.wait_s)
        if error.code in _TOO_MUCH and (outgoing.payload or {}).get("blocks"):
            _log.error("Slack refused the blocks, posting plain text", key=outgoing.key, code=error.code)
            return replace(outgoing, payload={"text": in_plain_text(outgoing.payload or {})})
        await self._outbox.mark_refused(outgoing.key, error.code)
        raise SlackError(f"chat.postMessage: {error.code}", slack_code=error.code) from error

    async def _mark_retry(self, outgoing: OutboxMessage, wait_s: float) -> OutboxMessage:
        """Return the message, certainly not posted, to be tried again later; the wait survives a restart."""
        await self._outbox.mark_retry(outgoing.key, wait_s=wait_s)
        return replace(outgoing, not_before=self._clock.now().timestamp() + wait_s)

    async def _find_posted(self, outgoing: OutboxMessage, *, has_just_failed: bool = False) -> str | None:
        """Return the `ts` of a message that was posted after all; None when it certainly was not.

        Raises:
            UnknownOutcomeError: it cannot be found out; it is not sent again.
        """
        try:
            ts = await self._finder.find(outgoing, has_just_failed=has_just_failed)
        except UnknownOutcomeError as error:
            await self._outbox.mark_unknown(outgoing.key, f"could not be looked up: {error}")
            raise
        if ts is not None:
            await self._outbox.mark_posted(outgoing.key, ts)
        return ts

    def _queue_of(self, channel: str) -> ChannelQueue:
        queue = self._queues.setdefault(channel, ChannelQueue())
        self._queues.move_to_end(channel)
        if len(self._queues) > _KEPT_LANES and not next(iter(self._queues.values())).lock.locked():
            self._queues.popitem(last=False)
        return queue

    async def _wait_for(self, queue: ChannelQueue, outgoing: OutboxMessage) -> None:
        """Wait for the channel's turn, and for as long as Slack asked."""
        now = self._clock.monotonic()
        asked = (outgoing.not_before or 0) - self._clock.now().timestamp()
        wait = max(queue.free_at - now, min(asked, PATIENCE_S))
        if wait > 0:
            await self._sleep(wait)
        queue.free_at = self._clock.monotonic() + SECONDS_BETWEEN_POSTS


def _has_prefix(outgoing: OutboxMessage, prefix: str) -> bool:
    return outgoing.key == outbox_key(outgoing.job_id, prefix, outgoing.part)
