"""Posts messages: one a second a channel, in order, each exactly once.

Slack has no idempotency key. So every message is written into the outbox before it is posted, and carries its key in
its metadata. After an outcome that is not known (the connection died, the process was killed) the channel is searched
for that key before anything is sent again (`lost_posts.py`); where it cannot be searched, nothing is.
Source: docs.slack.dev/messaging/message-metadata, docs.slack.dev/apis/web-api/rate-limits.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

import structlog

from bot.clock import Clock
from bot.errors import SlackError, UnknownOutcomeError
from bot.newsroom.jobs.inbox import Outbox, Parcel, ParcelState
from bot.slack.api.directory import code_of
from bot.slack.api.slack_clock import SlackClock, SlackTime, own_time
from bot.slack.api.web_api import Caller, NotSentError, RefusedError, UncertainError, WorkspaceClosedError
from bot.slack.outbound.lost_posts import Finder
from bot.slack.outbound.since_backup import SinceBackup
from bot.slack.rendering.block_kit import Message
from bot.slack.rendering.plain_text import in_plain_text

METADATA_EVENT = "nutgraf_message"
SECONDS_BETWEEN_POSTS = 1.0
"""Slack's limit for one channel: one message a second."""

PATIENCE_S = 900.0
"""So long a message is tried while Slack is not reached or asks to wait; then it is given up, for the operator."""

_TOO_MUCH = frozenset({"msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format"})
_KEPT_LANES = 10_000

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Lane:
    """One channel's queue: its lock keeps order, `free_at` its pace."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


class Poster:
    """Posts to channels.

    Args:
        caller: calls Slack's Web API.
        outbox: where messages are written down first.
        clock: for the pace.
        slack_clock: learns Slack's time from the caller's answers; None: our own clock's time, with a wide margin.
        since_backup: knows what stands of a time that the outbox lacks; None: the outbox lacks nothing.
        sleep: waits; tests hand in their own.
    """

    def __init__(
        self,
        caller: Caller,
        outbox: Outbox,
        clock: Clock,
        *,
        slack_clock: SlackClock | None = None,
        since_backup: SinceBackup | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._since_backup = since_backup
        self._caller = caller
        self._outbox = outbox
        self._clock = clock
        self._slack_clock = slack_clock
        self._sleep = sleep
        self._finder = Finder(caller, clock, slack_time=self._slack_time, sleep=sleep)
        self._lanes: OrderedDict[str, _Lane] = OrderedDict()

    async def plan(
        self, job_id: str, channel: str, messages: Sequence[Message], *, thread_ts: str | None, prefix: str = ""
    ) -> None:
        """Write the messages of a job down, all or none. A job that has parcels of that prefix keeps them.

        Raises:
            SlackError: after a restore nobody can tell whether the job was done before.
        """
        await self.recognise(job_id, channel, thread_ts)
        parcels = [
            Parcel(
                key=f"{job_id}:{prefix}{part}",
                job_id=job_id,
                part=part,
                channel=channel,
                thread_ts=thread_ts,
                payload={"text": message.text, "blocks": list(message.blocks)},
            )
            for part, message in enumerate(messages)
        ]
        await self._outbox.plan(parcels)

    async def recognise(self, job_id: str, channel: str, thread_ts: str | None) -> bool:
        """Whether anything of a job was posted between a backup and its restore; it is in the outbox then.

        Raises:
            SlackError: nobody can tell.
        """
        return self._since_backup is not None and await self._since_backup.recognise(job_id, channel, thread_ts)

    async def post_all(self, job_id: str, *, prefix: str = "") -> tuple[str, ...]:
        """Post what was planned for a job, in order, each message that does not stand yet. Returns their `ts`.

        Raises:
            SlackError: Slack refused one, or nobody knows whether it stands; those after it are not posted.
        """
        wanted = [parcel for parcel in await self._outbox.of_job(job_id) if _has_prefix(parcel, prefix)]
        return tuple([await self.send(parcel) for parcel in wanted])

    async def has_planned(self, job_id: str, *, prefix: str = "") -> bool:
        """Whether messages of that prefix were written down for a job."""
        return any(_has_prefix(parcel, prefix) for parcel in await self._outbox.of_job(job_id))

    async def stands(self, job_id: str) -> bool:
        """Whether all that was planned as the answer of a job is posted, and something was."""
        wanted = [parcel for parcel in await self._outbox.of_job(job_id) if _has_prefix(parcel, "")]
        return bool(wanted) and all(parcel.state is ParcelState.POSTED for parcel in wanted)

    async def send(self, parcel: Parcel) -> str:
        """Post a planned message and return its `ts`; one that stands already is not posted again.

        Raises:
            SlackError: Slack refused it.
            UnknownOutcomeError: nobody knows whether it stands.
        """
        lane = self._lane(parcel.channel)
        async with lane.lock:
            known = await self._outbox.find(parcel.key) or parcel
            if known.state is ParcelState.POSTED and known.ts:
                return known.ts
            if known.state is ParcelState.SKIPPED:
                raise SlackError(f"{parcel.key} is {known.state}: {known.error}")
            if known.state is ParcelState.UNKNOWN:
                raise UnknownOutcomeError(f"{parcel.key} is {known.state}: {known.error}")
            if known.state is ParcelState.ATTEMPTING:
                ts = await self._look_up(known)
                if ts is not None:
                    return ts
            return await self._try(lane, known)

    async def reconsider(self, job_id: str) -> None:
        """Let what Slack refused of a job be sent again, and look once more for what nobody could tell of."""
        await self._outbox.reopen(job_id)
        for parcel in await self._outbox.of_job(job_id):
            async with self._lane(parcel.channel).lock:
                known = await self._outbox.find(parcel.key) or parcel
                if known.state is ParcelState.UNKNOWN and known.payload:
                    await self._look_once_more(known)

    async def _look_once_more(self, parcel: Parcel) -> None:
        try:
            if await self._look_up(parcel) is None:
                await self._outbox.put_back(parcel.key)
        except UnknownOutcomeError as error:
            _log.info("still not known", key=parcel.key, cause=str(error))

    async def say_in_passing(self, parcel: Parcel) -> bool:
        """Post a message that is of use only now; where the channel is not free, or Slack says no, it is let go.

        A message of that key that was begun before is left as it is. Returns False where the channel was not free.
        """
        lane = self._lane(parcel.channel)
        if lane.lock.locked() or lane.free_at > self._clock.monotonic():
            return False
        async with lane.lock:
            if await self._outbox.find(parcel.key) is not None:
                return True
            await self._outbox.plan([parcel])
            lane.free_at = self._clock.monotonic() + SECONDS_BETWEEN_POSTS
            await self._begin(parcel)
            try:
                await self._outbox.posted(parcel.key, await self._call(parcel))
            except (NotSentError, RefusedError, WorkspaceClosedError) as error:
                _log.info("said nothing in passing", key=parcel.key, cause=str(error))
                await self._outbox.forget(parcel.key)
            except UncertainError as error:  # `take_back` looks for it
                _log.info("outcome of a passing word is not known", key=parcel.key, cause=str(error))
        return True

    async def take_back(self, key: str) -> None:
        """Take a message away, however far it has come: nothing of it is left, in Slack or in the outbox.

        Raises:
            SlackError: nobody knows whether it stands, or Slack does not let it be deleted.
        """
        parcel = await self._outbox.find(key)
        if parcel is None:
            return
        async with self._lane(parcel.channel).lock:
            known = await self._outbox.find(key) or parcel
            ts = await self._look_up(known) if known.state is ParcelState.ATTEMPTING else known.ts
            if ts is not None:
                await self._delete(known.channel, ts)
            if known.state is not ParcelState.UNKNOWN:
                await self._outbox.forget(key)

    async def take_back_all(self, job_id: str) -> None:
        """Take back every message of a job, the last one first.

        Raises:
            SlackError: as for `take_back`.
        """
        for parcel in reversed(await self._outbox.of_job(job_id)):
            await self.take_back(parcel.key)

    async def _delete(self, channel: str, ts: str) -> None:
        try:
            await self._caller.call("chat.delete", channel=channel, ts=ts)
        except SlackError as error:
            if code_of(error) != "message_not_found":
                raise

    async def _try(self, lane: _Lane, parcel: Parcel) -> str:
        """Call until the message stands, Slack refuses it, or patience ends."""
        until = self._clock.monotonic() + PATIENCE_S
        tries = 0
        while self._clock.monotonic() < until:
            await self._wait_for(lane, parcel)
            parcel = await self._begin(parcel)
            try:
                ts = await self._call(parcel)
            except NotSentError as error:
                wait_s = min(60.0, 2.0**tries)
                _log.warning("Slack not reached", key=parcel.key, cause=str(error), wait_s=wait_s)
                parcel = await self._put_back(parcel, wait_s)
            except UncertainError as error:
                _log.warning("outcome of a post is not known", key=parcel.key, cause=str(error))
                found = await self._look_up(parcel, has_just_failed=True)
                if found is not None:
                    return found
                parcel = await self._put_back(parcel, min(60.0, 2.0**tries))
            except WorkspaceClosedError:  # certainly not posted; its job waits and is done again
                await self._outbox.put_back(parcel.key)
                raise
            except RefusedError as error:
                parcel = await self._yield_to(error, parcel)
            else:
                await self._outbox.posted(parcel.key, ts)
                return ts
            tries += 1
        await self._outbox.skip(parcel.key, "patience ended")
        raise SlackError(f"{parcel.key}: not posted within {PATIENCE_S:g} s")

    async def _begin(self, parcel: Parcel) -> Parcel:
        """Write down, by Slack's clock, that a message is about to be sent."""
        now = await self._slack_time()
        await self._outbox.attempt(parcel.key, at=now.at, margin_s=now.margin_s)
        return replace(parcel, attempted_at=now.at, attempt_margin_s=now.margin_s)

    async def _slack_time(self) -> SlackTime:
        if self._slack_clock is None:
            return own_time(self._clock)
        return await self._slack_clock.now(lambda: self._caller.call_once("api.test"))

    async def _call(self, parcel: Parcel) -> str:
        payload = parcel.payload or {}
        answer = await self._caller.call_once(
            "chat.postMessage",
            channel=parcel.channel,
            text=payload.get("text", ""),
            **({"blocks": payload["blocks"]} if payload.get("blocks") else {}),
            **({"thread_ts": parcel.thread_ts} if parcel.thread_ts else {}),
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": METADATA_EVENT, "event_payload": {"key": parcel.key}},
        )
        ts = answer.get("ts")
        if not isinstance(ts, str):
            raise UncertainError("ok without ts")
        return ts

    async def _yield_to(self, error: RefusedError, parcel: Parcel) -> Parcel:
        """What to do after a no: wait, fall back to plain text once, or give up.

        Raises:
            SlackError: Slack will not have it.
        """
        if error.wait_s is not None and error.wait_s <= PATIENCE_S:
            return await self._put_back(parcel, error.wait_s)
        if error.code in _TOO_MUCH and (parcel.payload or {}).get("blocks"):
            _log.error("Slack refused the blocks, posting plain text", key=parcel.key, code=error.code)
            return replace(parcel, payload={"text": in_plain_text(parcel.payload or {})})
        await self._outbox.skip(parcel.key, error.code)
        raise SlackError(f"chat.postMessage: {error.code}") from error

    async def _put_back(self, parcel: Parcel, wait_s: float) -> Parcel:
        """The parcel, certainly not posted, to be tried again after a while; a restart in between waits as long."""
        await self._outbox.put_back(parcel.key, wait_s=wait_s)
        return replace(parcel, not_before=self._clock.now().timestamp() + wait_s)

    async def _look_up(self, parcel: Parcel, *, has_just_failed: bool = False) -> str | None:
        """The `ts` of a message that was posted after all; None when it certainly was not.

        Raises:
            UnknownOutcomeError: nobody can tell; it is not sent again.
        """
        try:
            ts = await self._finder.find(parcel, has_just_failed=has_just_failed)
        except UnknownOutcomeError as error:
            await self._outbox.lose_track(parcel.key, f"could not be looked up: {error}")
            raise
        if ts is not None:
            await self._outbox.posted(parcel.key, ts)
        return ts

    def _lane(self, channel: str) -> _Lane:
        lane = self._lanes.setdefault(channel, _Lane())
        self._lanes.move_to_end(channel)
        if len(self._lanes) > _KEPT_LANES and not next(iter(self._lanes.values())).lock.locked():
            self._lanes.popitem(last=False)
        return lane

    async def _wait_for(self, lane: _Lane, parcel: Parcel) -> None:
        """Wait for the channel's turn, and for as long as Slack asked."""
        now = self._clock.monotonic()
        asked = (parcel.not_before or 0) - self._clock.now().timestamp()
        wait = max(lane.free_at - now, min(asked, PATIENCE_S))
        if wait > 0:
            await self._sleep(wait)
        lane.free_at = self._clock.monotonic() + SECONDS_BETWEEN_POSTS


def _has_prefix(parcel: Parcel, prefix: str) -> bool:
    return parcel.key == f"{parcel.job_id}:{prefix}{parcel.part}"
