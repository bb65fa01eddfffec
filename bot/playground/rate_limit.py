"""Slack's rate limits: one message per second and channel, always; the tiers of the other methods if enabled.

Apps distributed outside Slack's marketplace may read less of a channel: 15 messages per call, one call per minute.
Source: docs.slack.dev/apis/web-api/rate-limits, docs.slack.dev/reference/methods/conversations.history.
"""

import math
from typing import Any

from bot.clock import Clock
from bot.playground.errors import ApiError

POST_INTERVAL_S = 1.0
POST_TOLERANCE_S = 0.1  # a bot that waits exactly a second must not fail because of network jitter
TIER_2, TIER_3, TIER_4 = 20, 50, 100  # calls a minute
TIERS = {
    "chat.update": TIER_3,
    "chat.delete": TIER_3,
    "chat.postEphemeral": TIER_4,
    "conversations.history": TIER_3,
    "conversations.replies": TIER_3,
    "conversations.info": TIER_3,
    "conversations.list": TIER_2,
    "conversations.members": TIER_4,
    "conversations.join": TIER_3,
    "conversations.open": TIER_3,
    "reactions.add": TIER_3,
    "reactions.remove": TIER_2,
    "reactions.get": TIER_3,
    "users.conversations": TIER_3,
    "users.info": TIER_4,
    "users.list": TIER_2,
    "views.open": TIER_4,
    "views.update": TIER_4,
    "views.push": TIER_4,
    "views.publish": TIER_4,
}


HISTORY = frozenset({"conversations.history", "conversations.replies"})


def ratelimited(retry_after_s: float) -> ApiError:
    """Return the error that says how long to wait."""
    seconds = max(1, math.ceil(retry_after_s))
    return ApiError("ratelimited", status=429, headers={"Retry-After": str(seconds)})


class RateLimiter:
    """Counts calls.

    Attributes:
        tiers: whether the limits of the other methods apply too; off by default, so that a drill can be fast.
        history_objects: maximum of messages per call that reads a channel; None: as many as requested.
        history_per_minute: calls per minute that read a channel, and as many that read a thread; None: any number.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last_post: dict[str, float] = {}
        self._calls: dict[str, list[float]] = {}
        self.tiers = False
        self.history_objects: int | None = None
        self.history_per_minute: int | None = None

    def listing(self) -> dict[str, Any]:
        """Return the limits that can be set."""
        return {"history_objects": self.history_objects, "history_per_minute": self.history_per_minute}

    def check(self, method: str, channel_id: str) -> None:
        """Count a call.

        Raises:
            ApiError: it is over the limit.
        """
        if method == "chat.postMessage" and channel_id:
            self._check_post(channel_id)
        elif method in HISTORY and self.history_per_minute is not None:
            self._check_tier(method, self.history_per_minute)
        elif self.tiers and method in TIERS:
            self._check_tier(method, TIERS[method])

    def _check_post(self, channel_id: str) -> None:
        now = self._clock.monotonic()
        wait = self._last_post.get(channel_id, -math.inf) + POST_INTERVAL_S - now
        if wait > POST_TOLERANCE_S:
            raise ratelimited(wait)
        self._last_post[channel_id] = now

    def _check_tier(self, method: str, calls_a_minute: int) -> None:
        now = self._clock.monotonic()
        recent = [called for called in self._calls.get(method, []) if now - called < 60]
        if len(recent) >= calls_a_minute:
            raise ratelimited(60 - (now - recent[0]))
        self._calls[method] = [*recent, now]
