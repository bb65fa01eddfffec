"""Posts messages: one a second a channel, in order, each at most once.

Slack has no idempotency key. So every message carries a key of ours in its metadata, and after an outcome that is not
known (the connection died, the answer never came) the channel is searched for that key before anything is sent again.
Source: docs.slack.dev/messaging/message-metadata, docs.slack.dev/apis/web-api/rate-limits.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.errors import SlackError
from bot.slack.rendering.blocks import Message

METADATA_EVENT = "nutgraf_message"
SECONDS_BETWEEN_POSTS = 1.0
"""Slack's limit for one channel: one message a second."""

MAX_WAIT_S = 60.0
"""The longest Retry-After we sit out; what takes longer is given up and said in the log."""

MAX_TRIES = 4

SETTLE_S = 2.0
"""A message may be accepted a moment before a search finds it."""

_KEPT_CHANNELS = 10_000

_log = structlog.get_logger(__name__)


class UncertainError(Exception):
    """Slack may or may not have done what was asked: the answer never came."""


class NotSentError(Exception):
    """Slack was not reached at all, so certainly nothing was done."""


@dataclass(slots=True)
class _Lane:
    """One channel's queue: its lock keeps order, `free_at` its pace."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


class Poster:
    """Posts to channels.

    Args:
        client: without retry handlers.
        clock: for the pace.
        sleep: waits; tests hand in their own.
    """

    def __init__(
        self, client: AsyncWebClient, clock: Clock, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._client = client
        self._clock = clock
        self._sleep = sleep
        self._lanes: OrderedDict[str, _Lane] = OrderedDict()

    async def post(self, channel: str, message: Message, *, thread_ts: str | None = None) -> str:
        """Post one message and return its `ts`.

        Raises:
            SlackError: Slack refused it, or it is not known whether it was posted.
        """
        lane = self._lane(channel)
        async with lane.lock:
            for attempt in range(MAX_TRIES):
                await self._wait_for(lane)
                try:
                    return await self._post_once(channel, message, thread_ts)
                except SlackApiError as error:
                    await self._sit_out(error)
                except NotSentError as error:
                    _log.warning("Slack not reached", channel=channel, cause=str(error), attempt=attempt)
                    await self._sleep(2.0**attempt)
                except UncertainError as error:
                    found = await self._look_up(channel, message, thread_ts, cause=error)
                    if found is not None:
                        return found
            raise SlackError(f"chat.postMessage gave up after {MAX_TRIES} tries")

    async def post_thread(self, channel: str, messages: Sequence[Message], *, thread_ts: str | None) -> tuple[str, ...]:
        """Post several messages into one thread, in order. Stops at the first that fails.

        Raises:
            SlackError: Slack refused one, or it is not known whether it was posted.
        """
        return tuple([await self.post(channel, message, thread_ts=thread_ts) for message in messages])

    async def update(self, channel: str, ts: str, message: Message) -> None:
        """Replace a message of ours.

        Raises:
            SlackError: Slack refused.
        """
        await self._call(
            "chat.update", channel=channel, ts=ts, text=message.text, blocks=list(message.blocks), unfurl_links=False
        )

    async def delete(self, channel: str, ts: str) -> None:
        """Delete a message of ours.

        Raises:
            SlackError: Slack refused.
        """
        await self._call("chat.delete", channel=channel, ts=ts)

    async def whisper(self, channel: str, user: str, message: Message, *, thread_ts: str | None = None) -> None:
        """Post a message that only one person sees. It is gone when they reload: fit for notes, not for digests.

        Raises:
            SlackError: Slack refused.
        """
        arguments = {"channel": channel, "user": user, "text": message.text, "blocks": list(message.blocks)}
        await self._call("chat.postEphemeral", **arguments, **({"thread_ts": thread_ts} if thread_ts else {}))

    async def mark(self, channel: str, ts: str, *, add: str | None = None, remove: str | None = None) -> None:
        """Put an emoji on a message and take another off. Only decoration: refusals are logged and forgotten."""
        for method, name in (("reactions.add", add), ("reactions.remove", remove)):
            if name is not None:
                try:
                    await self._call(method, channel=channel, timestamp=ts, name=name)
                except SlackError as error:
                    _log.info("no reaction", method=method, cause=str(error))

    async def first_of_thread(self, channel: str, thread_ts: str) -> dict[str, Any] | None:
        """The message that a thread hangs on; None where it is gone.

        Raises:
            SlackError: Slack refused, mostly for want of the history scope.
        """
        answer = await self._call("conversations.replies", channel=channel, ts=thread_ts, limit=1)
        messages = answer.get("messages") or []
        return messages[0] if messages else None

    async def _post_once(self, channel: str, message: Message, thread_ts: str | None) -> str:
        """One call of chat.postMessage, its failures told apart: refused, not sent, or not known."""
        arguments: dict[str, Any] = {
            "channel": channel,
            "text": message.text,
            "blocks": list(message.blocks),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if thread_ts:
            arguments["thread_ts"] = thread_ts
        if message.key:
            arguments["metadata"] = {"event_type": METADATA_EVENT, "event_payload": {"key": message.key}}
        try:
            answer = await self._client.api_call("chat.postMessage", json=arguments)
        except aiohttp.ClientConnectorError as error:
            raise NotSentError(type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise UncertainError(type(error).__name__) from error
        except SlackApiError as error:
            if _is_refusal(error):
                raise
            raise UncertainError(f"HTTP {_status(error)}") from error
        ts = answer.get("ts")
        if not isinstance(ts, str):
            raise UncertainError("ok without ts")
        return ts

    async def _look_up(
        self, channel: str, message: Message, thread_ts: str | None, *, cause: UncertainError
    ) -> str | None:
        """The `ts` of a message that was posted after all; None when it certainly was not.

        Raises:
            SlackError: nobody can tell; it is not sent again.
        """
        _log.warning(
            "outcome of a post is not known, looking for it", channel=channel, key=message.key, cause=str(cause)
        )
        if message.key is None:
            raise SlackError("outcome not known and the message has no key")
        await self._sleep(SETTLE_S)
        method = "conversations.replies" if thread_ts else "conversations.history"
        place = {"channel": channel, **({"ts": thread_ts} if thread_ts else {})}
        answer = await self._call(method, **place, limit=100, include_all_metadata=True)
        for posted in answer.get("messages") or []:
            if (posted.get("metadata") or {}).get("event_payload", {}).get("key") == message.key:
                return str(posted["ts"])
        return None

    async def _sit_out(self, error: SlackApiError) -> None:
        """Wait as long as Slack asks when it asks to wait; everything else it refuses is final."""
        if not _is_rate_limit(error):
            raise SlackError(f"chat.postMessage: {_code(error)}") from error
        seconds = _retry_after(error)
        if seconds > MAX_WAIT_S:
            raise SlackError(f"chat.postMessage: rate limited for {seconds:g} s") from error
        await self._sleep(seconds)

    async def _call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """A call that may safely be made again, retried once when Slack asks to wait."""
        for attempt in range(2):
            try:
                if method.startswith("conversations."):
                    answer = await self._client.api_call(method, http_verb="GET", params=_as_query(arguments))
                else:
                    answer = await self._client.api_call(method, json=arguments)
            except SlackApiError as error:
                if attempt == 0 and _is_rate_limit(error) and _retry_after(error) <= MAX_WAIT_S:
                    await self._sleep(_retry_after(error))
                    continue
                raise SlackError(f"{method}: {_code(error)}") from error
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                raise SlackError(f"{method}: {type(error).__name__}") from error
            return answer.data if isinstance(answer.data, dict) else {}
        raise SlackError(f"{method}: rate limited")

    def _lane(self, channel: str) -> _Lane:
        lane = self._lanes.setdefault(channel, _Lane())
        self._lanes.move_to_end(channel)
        if len(self._lanes) > _KEPT_CHANNELS and not next(iter(self._lanes.values())).lock.locked():
            self._lanes.popitem(last=False)
        return lane

    async def _wait_for(self, lane: _Lane) -> None:
        """Wait for the channel's turn and take it."""
        wait = lane.free_at - self._clock.monotonic()
        if wait > 0:
            await self._sleep(wait)
        lane.free_at = self._clock.monotonic() + SECONDS_BETWEEN_POSTS


def _as_query(arguments: dict[str, Any]) -> dict[str, str]:
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in arguments.items()}


def _status(error: SlackApiError) -> int:
    """The HTTP status; the SDK hands over its own response, or aiohttp's where the body was not JSON."""
    response = error.response
    return int(getattr(response, "status_code", None) or getattr(response, "status", 0) or 0)


def _code(error: SlackApiError) -> str:
    """Slack's word for what is wrong ("not_in_channel"), never the whole answer."""
    try:
        return str(error.response["error"])
    except (KeyError, TypeError, AttributeError, ValueError):
        return f"HTTP {_status(error)}"


def _is_rate_limit(error: SlackApiError) -> bool:
    return _status(error) == 429 or _code(error) in {"ratelimited", "rate_limited"}


def _is_refusal(error: SlackApiError) -> bool:
    """Whether Slack said no, rather than broke: then the message was certainly not posted."""
    return _is_rate_limit(error) or (_status(error) < 500 and not _code(error).startswith("HTTP"))


def _retry_after(error: SlackApiError) -> float:
    """Seconds Slack asks to wait; 1 where it does not say or says nonsense."""
    headers = {name.lower(): value for name, value in (getattr(error.response, "headers", None) or {}).items()}
    try:
        return max(1.0, float(headers.get("retry-after", "1")))
    except ValueError:
        return 1.0
