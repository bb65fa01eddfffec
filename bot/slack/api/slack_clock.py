"""The time by Slack's clock, learnt from the `Date` header of its answers.

Messages carry Slack's time (their `ts`). A search for one must be bounded by that time: the clock of this machine may
be minutes off, or be set while a message is being sent.
Source: RFC 9110, section 6.6.1 (Date).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

import structlog

from bot.clock import Clock
from bot.slack.api.web_api import NotDeliveredError, OutcomeUnknownError, SlackRefusedError

MARGIN_S = 15.0
"""By how much a time learnt from Slack may be wrong: a header has whole seconds, and is read a moment late."""

WIDE_MARGIN_S = 600.0
"""By how much our own clock may be wrong, where Slack's time is not known."""

FRESH_S = 60.0
"""How long a header is trusted."""

APART_S = 5.0
"""A larger gap between our two clocks means that the machine slept, or its clock was set."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SlackTime:
    """A moment by Slack's clock.

    Attributes:
        at: seconds since 1970.
        margin_s: by how much it may be wrong, either way.
    """

    at: float
    margin_s: float

    @property
    def is_exact(self) -> bool:
        """Whether it was learnt from Slack; else it is our own clock's."""
        return self.margin_s < WIDE_MARGIN_S


@dataclass(frozen=True, slots=True)
class _DateHeader:
    """A `Date` header, and what our clocks said when it came."""

    at: float
    wall: float
    monotonic: float


class SlackClock:
    """Learns Slack's time and continues it by the monotonic clock.

    Args:
        clock: ours.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heard: _DateHeader | None = None
        self._asked_in_vain_at = float("-inf")
        self._asking = asyncio.Lock()

    def learn(self, headers: Mapping[str, str] | None) -> None:
        """Learn from the headers of an answer; without a readable `Date` nothing is learnt."""
        at = _read((headers or {}).get("Date") or "")
        if at is not None:
            self._heard = _DateHeader(at, self._clock.now().timestamp(), self._clock.monotonic())

    async def now(self, ask: Callable[[], Awaitable[object]]) -> SlackTime:
        """Slack's time; our own, with a wide margin, where Slack does not give it.

        Args:
            ask: makes a call that changes nothing; the headers of its answer are passed to `learn`.
        """
        if self._fresh() is None:
            async with self._asking:
                await self._refresh(ask)
        heard = self._fresh()
        if heard is None:
            return own_time(self._clock)
        return SlackTime(heard.at + self._clock.monotonic() - heard.monotonic, MARGIN_S)

    async def _refresh(self, ask: Callable[[], Awaitable[object]]) -> None:
        """Ask, unless that was just done; a Slack that does not give the time is asked once a minute."""
        if self._fresh() is not None or self._clock.monotonic() - self._asked_in_vain_at < FRESH_S:
            return
        try:
            await ask()
        except (SlackRefusedError, NotDeliveredError, OutcomeUnknownError) as error:
            _log.info("Slack was asked for its time and did not answer", cause=str(error))
        if self._fresh() is None:
            self._asked_in_vain_at = self._clock.monotonic()

    def _fresh(self) -> _DateHeader | None:
        """The last header, if it can still be trusted."""
        heard = self._heard
        if heard is None:
            return None
        monotonic_s = self._clock.monotonic() - heard.monotonic
        wall_s = self._clock.now().timestamp() - heard.wall
        return heard if monotonic_s <= FRESH_S and abs(wall_s - monotonic_s) <= APART_S else None


def _read(date: str) -> float | None:
    """Seconds since 1970 of a `Date` header; None where it cannot be read."""
    try:
        moment = parsedate_to_datetime(date)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None


def own_time(clock: Clock) -> SlackTime:
    """Our own clock's time, as the best guess at Slack's."""
    return SlackTime(clock.now().timestamp(), WIDE_MARGIN_S)
