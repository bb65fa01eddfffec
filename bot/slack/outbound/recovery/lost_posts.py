"""Finds out whether a message was posted after all, when the answer to its post never came.

The message carries its key in its metadata. The channel, or the thread, is read page by page from the time of the post
to its end. Slack may still post a message after we have stopped waiting, so a message that is missing is looked for
again until it can no longer appear.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.clock import Clock
from bot.errors import UnknownOutcomeError
from bot.newsroom.jobs.outbox import OutboxMessage
from bot.slack.api.client import CALL_TIMEOUT_S
from bot.slack.api.message_history import TimeRange, key_of, read_messages
from bot.slack.api.slack_clock import WIDE_MARGIN_S, SlackTime
from bot.slack.api.web_api import NotDeliveredError, OutcomeUnknownError, SlackApi, SlackRefusedError

FIRST_LOOK_S = 2.0
"""Until the first look: the usual lost answer is to a message that was posted at once. Each pause is twice as long as
the one before."""

SETTLE_S = 30.0
"""Slack may post a message this long after we have stopped waiting for its answer."""

GONE_BY_S = CALL_TIMEOUT_S + SETTLE_S
"""A message that was not posted within this time will not be."""

LONG_AGO_S = 240.0
"""After this time the minutes around the post are read first: in a busy channel all since then fills many pages."""

MAX_PAGES = 50
PATIENCE_S = 900.0
"""How long Slack may ask us to wait, or be unreachable, while a channel is read."""

_log = structlog.get_logger(__name__)

Window = tuple[float, float | None]
"""Start and end by Slack's clock; None: until now."""


class LostPostFinder:
    """Looks for messages by their key.

    Args:
        api: calls Slack's Web API.
        clock: for pauses and patience.
        slack_time: returns the time by Slack's clock.
        sleep: waits.
    """

    def __init__(
        self,
        api: SlackApi,
        clock: Clock,
        *,
        slack_time: Callable[[], Awaitable[SlackTime]],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._api = api
        self._clock = clock
        self._slack_time = slack_time
        self._sleep = sleep

    async def find(self, outgoing: OutboxMessage, *, has_just_failed: bool = False) -> str | None:
        """Return the `ts` of a message; None where Slack has not posted it and no longer will.

        Args:
            outgoing: what was attempted.
            has_just_failed: the call has ended this moment; else it ended in an earlier process, or a while ago.

        Raises:
            UnknownOutcomeError: it cannot be found out.
        """
        now = await self._slack_time()
        settled_at = self._clock.monotonic() + _seconds_to_settle(outgoing, now, has_just_failed=has_just_failed)
        windows = _windows(outgoing, now)
        pause = FIRST_LOOK_S
        while True:
            await self._sleep(max(0.0, min(pause, settled_at - self._clock.monotonic())))
            is_settled = self._clock.monotonic() >= settled_at
            ts = await self._look(outgoing, windows)
            if ts is not None or is_settled:
                _log.info("looked for a message", key=outgoing.key, found=ts is not None)
                return ts
            pause *= 2

    async def _look(self, outgoing: OutboxMessage, windows: list[Window]) -> str | None:
        """Read every window to its end, or until the message is found."""
        until = self._clock.monotonic() + PATIENCE_S
        for window in windows:
            ts = await self._read(outgoing, window, until)
            if ts is not None:
                return ts
        return None

    async def _read(self, outgoing: OutboxMessage, window: Window, until: float) -> str | None:
        async def ask(method: str, arguments: dict[str, Any]) -> dict[str, Any]:
            return await self._ask(method, arguments, until)

        time_range = TimeRange(outgoing.channel, outgoing.thread_ts, *window)
        async for message in read_messages(ask, time_range, most_pages=MAX_PAGES):
            if key_of(message) == outgoing.key:
                return str(message["ts"])
        return None

    async def _ask(self, method: str, arguments: dict[str, Any], until: float) -> dict[str, Any]:
        """Return one page, trying for as long as patience lasts.

        Raises:
            UnknownOutcomeError: Slack does not return it.
        """
        wait_s = 1.0
        while True:
            try:
                return await self._api.call_once(method, **arguments)
            except SlackRefusedError as error:
                if error.wait_s is None:
                    raise UnknownOutcomeError(f"{method}: {error.code}", slack_code=error.code) from error
                cause, wait_s = str(error), error.wait_s
            except (NotDeliveredError, OutcomeUnknownError) as error:
                cause, wait_s = str(error), min(60.0, 2 * wait_s)
            if self._clock.monotonic() + wait_s > until:
                raise UnknownOutcomeError(f"{method}: {cause}")
            await self._sleep(wait_s)


def _seconds_to_settle(outgoing: OutboxMessage, now: SlackTime, *, has_just_failed: bool) -> float:
    """Seconds until a missing message can no longer appear: the full time where the clocks are not certain."""
    if not (now.is_exact and _margin_s(outgoing) < WIDE_MARGIN_S):
        return GONE_BY_S
    left = GONE_BY_S - (now.at - (outgoing.attempted_at or 0.0))
    return min(GONE_BY_S, max(left, SETTLE_S if has_just_failed else 0.0))


def _windows(outgoing: OutboxMessage, now: SlackTime) -> list[Window]:
    """What to read. It always reaches to now: a message of a restored backup may have been sent at any time since."""
    attempted_at, margin_s = outgoing.attempted_at or 0.0, _margin_s(outgoing)
    oldest = max(0.0, attempted_at - margin_s)
    if outgoing.thread_ts:  # always right, because it is Slack's own time; narrower only where we are sure
        begin = float(outgoing.thread_ts)
        oldest = max(begin, oldest) if margin_s < WIDE_MARGIN_S else begin
    settled = attempted_at + GONE_BY_S + margin_s
    if now.at - settled < LONG_AGO_S:
        return [(oldest, None)]
    return [(oldest, settled), (settled, None)]


def _margin_s(outgoing: OutboxMessage) -> float:
    """By how much the time of a post may be wrong; rows of earlier versions hold our own clock's time."""
    return WIDE_MARGIN_S if outgoing.attempt_margin_s is None else outgoing.attempt_margin_s
