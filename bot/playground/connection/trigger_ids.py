"""What is valid for a short time: trigger ids to open a modal with, response_urls to answer with."""

from dataclasses import dataclass
from secrets import token_hex

from bot.clock import Clock
from bot.playground.errors import ApiError

TRIGGER_LIFETIME_S = 3.0
RESPONSE_LIFETIME_S = 30 * 60.0
RESPONSE_USES = 5
KEPT = 5000


@dataclass(slots=True)
class Trigger:
    """Permission to open one modal for one person."""

    user_id: str
    expires: float
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """Permission to answer in a channel; `message_ts` is the message of the interaction, if any."""

    channel_id: str
    user_id: str
    expires: float
    message_ts: str | None = None
    thread_ts: str | None = None
    uses_left: int = RESPONSE_USES


class Triggers:
    """Trigger ids: three seconds, one use."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}

    def issue(self, user_id: str) -> str:
        """Return a new trigger id."""
        trigger_id = f"{token_hex(6)}.{token_hex(6)}.{token_hex(16)}"
        self._triggers[trigger_id] = Trigger(user_id, self._clock.monotonic() + TRIGGER_LIFETIME_S)
        while len(self._triggers) > KEPT:
            del self._triggers[next(iter(self._triggers))]
        return trigger_id

    def redeem(self, trigger_id: str) -> str:
        """Use up a trigger id. Returns the person it belongs to.

        Raises:
            ApiError: it is unknown, used or expired.
        """
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        if trigger.used:
            raise ApiError("exchanged_trigger_id")
        if self._clock.monotonic() > trigger.expires:
            raise ApiError("expired_trigger_id")
        trigger.used = True
        return trigger.user_id


class ResponseUrls:
    """response_urls: five uses, thirty minutes.

    Args:
        clock: the current time, for their lifetime.
        base_url: the playground's address, with a slash at its end.
    """

    def __init__(self, clock: Clock, base_url: str) -> None:
        self._clock = clock
        self._base_url = base_url
        self._urls: dict[str, ResponseUrl] = {}

    def issue(
        self, channel_id: str, user_id: str, *, message_ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        """Return a new response_url."""
        key = token_hex(16)
        expires = self._clock.monotonic() + RESPONSE_LIFETIME_S
        self._urls[key] = ResponseUrl(channel_id, user_id, expires, message_ts, thread_ts)
        while len(self._urls) > KEPT:
            del self._urls[next(iter(self._urls))]
        return f"{self._base_url}response/{key}"

    def use(self, key: str) -> ResponseUrl:
        """Use a response_url once, by its key.

        Raises:
            ApiError: it is unknown, used up or expired.
        """
        found = self._urls.get(key)
        if found is None or self._clock.monotonic() > found.expires:
            raise ApiError("expired_url", status=404)
        if found.uses_left <= 0:
            raise ApiError("used_url", status=404)
        found.uses_left -= 1
        return found
