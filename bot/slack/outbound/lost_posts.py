"""Finds out whether a message was posted after all, when the answer to its post never came.

The message carries its key in its metadata. The channel, or the thread, is read from the time of the post on, page by
page, to its end. Slack may take a post after we have stopped waiting for it: a message that is not there is looked for
again and again, until it can no longer come.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.clock import Clock
from bot.errors import UnknownOutcomeError
from bot.newsroom.jobs.inbox import Parcel
from bot.slack.api.client import CALL_TIMEOUT_S
from bot.slack.api.message_history import Stretch, key_of, read_messages
from bot.slack.api.slack_clock import WIDE_MARGIN_S, SlackTime
from bot.slack.api.web_api import Caller, NotSentError, RefusedError, UncertainError

FIRST_LOOK_S = 2.0
"""The first look comes so soon: the usual lost answer is of a message that was taken at once. Each next pause is twice
as long."""

SETTLE_S = 30.0
"""Slack may take a post so long after we have given up waiting for its answer."""

GONE_BY_S = CALL_TIMEOUT_S + SETTLE_S
"""What was not taken so long after it was sent will not be."""

LONG_AGO_S = 240.0
"""After so long the time around the post is read first: in a busy channel all that came since takes many pages."""

MAX_PAGES = 50
PATIENCE_S = 900.0
"""So long Slack may ask us to wait, or not be reached, while a channel is read."""

_log = structlog.get_logger(__name__)

Window = tuple[float, float | None]
"""From when to when, by Slack's clock; None: to now."""


class Finder:
    """Looks for messages by their key.

    Args:
        caller: calls Slack's Web API.
        clock: for pauses and patience.
        slack_time: says what time it is by Slack's clock.
        sleep: waits.
    """

    def __init__(
        self,
        caller: Caller,
        clock: Clock,
        *,
        slack_time: Callable[[], Awaitable[SlackTime]],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._caller = caller
        self._clock = clock
        self._slack_time = slack_time
        self._sleep = sleep

    async def find(self, parcel: Parcel, *, has_just_failed: bool = False) -> str | None:
        """The `ts` of a message; None where Slack has not taken it and will not any more.

        Args:
            parcel: what was attempted.
            has_just_failed: the call has ended this moment; else it ended with an earlier process, or is a while ago.

        Raises:
            UnknownOutcomeError: nobody can tell.
        """
        now = await self._slack_time()
        settled_at = self._clock.monotonic() + _seconds_to_settle(parcel, now, has_just_failed=has_just_failed)
        windows = _windows(parcel, now)
        pause = FIRST_LOOK_S
        while True:
            await self._sleep(max(0.0, min(pause, settled_at - self._clock.monotonic())))
            is_settled = self._clock.monotonic() >= settled_at
            ts = await self._look(parcel, windows)
            if ts is not None or is_settled:
                _log.info("looked for a message", key=parcel.key, found=ts is not None)
                return ts
            pause *= 2

    async def _look(self, parcel: Parcel, windows: list[Window]) -> str | None:
        """Read every window to its end, or until the message is found."""
        until = self._clock.monotonic() + PATIENCE_S
        for window in windows:
            ts = await self._read(parcel, window, until)
            if ts is not None:
                return ts
        return None

    async def _read(self, parcel: Parcel, window: Window, until: float) -> str | None:
        async def ask(method: str, arguments: dict[str, Any]) -> dict[str, Any]:
            return await self._ask(method, arguments, until)

        stretch = Stretch(parcel.channel, parcel.thread_ts, *window)
        async for message in read_messages(ask, stretch, most_pages=MAX_PAGES):
            if key_of(message) == parcel.key:
                return str(message["ts"])
        return None

    async def _ask(self, method: str, arguments: dict[str, Any], until: float) -> dict[str, Any]:
        """One page, for as long as patience lasts.

        Raises:
            UnknownOutcomeError: Slack does not show it.
        """
        wait_s = 1.0
        while True:
            try:
                return await self._caller.call_once(method, **arguments)
            except RefusedError as error:
                if error.wait_s is None:
                    raise UnknownOutcomeError(f"{method}: {error.code}") from error
                cause, wait_s = str(error), error.wait_s
            except (NotSentError, UncertainError) as error:
                cause, wait_s = str(error), min(60.0, 2 * wait_s)
            if self._clock.monotonic() + wait_s > until:
                raise UnknownOutcomeError(f"{method}: {cause}")
            await self._sleep(wait_s)


def _seconds_to_settle(parcel: Parcel, now: SlackTime, *, has_just_failed: bool) -> float:
    """Seconds until a message that is not there will not come any more: all of them where the times are not sure."""
    if not (now.is_exact and _margin_s(parcel) < WIDE_MARGIN_S):
        return GONE_BY_S
    left = GONE_BY_S - (now.at - (parcel.attempted_at or 0.0))
    return min(GONE_BY_S, max(left, SETTLE_S if has_just_failed else 0.0))


def _windows(parcel: Parcel, now: SlackTime) -> list[Window]:
    """What is to be read. It always reaches to now: a message of a restored backup was sent at any time since."""
    attempted_at, margin_s = parcel.attempted_at or 0.0, _margin_s(parcel)
    oldest = max(0.0, attempted_at - margin_s)
    if parcel.thread_ts:  # always right, because it is Slack's own; narrower only where we are sure
        begin = float(parcel.thread_ts)
        oldest = max(begin, oldest) if margin_s < WIDE_MARGIN_S else begin
    settled = attempted_at + GONE_BY_S + margin_s
    if now.at - settled < LONG_AGO_S:
        return [(oldest, None)]
    return [(oldest, settled), (settled, None)]


def _margin_s(parcel: Parcel) -> float:
    """By how much the time of a post may be wrong; rows of earlier versions hold our own clock's."""
    return WIDE_MARGIN_S if parcel.attempt_margin_s is None else parcel.attempt_margin_s
