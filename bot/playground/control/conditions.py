"""POST /playground/{faults,clock,limits}: simulated faults, clock and limits."""

from bot.playground.connection.socket_mode import DISCONNECTS, SocketMode
from bot.playground.errors import UsageError
from bot.playground.formats.api_objects import Json
from bot.playground.local_slack import LocalSlack

SOCKET_FAULTS = (*DISCONNECTS, "silent", "close")
MAX_AHEAD_S = 30 * 86_400.0


class Conditions:
    """Sets faults, the clock and limits.

    Args:
        slack: the local Slack to set them for.
    """

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack

    async def faults(self, body: Json) -> Json:
        """Add a fault, or (clear) remove all."""
        if body.get("clear"):
            self._slack.faults.clear()
            self._slack.limiter.tiers = False
        if "tiers" in body:
            self._slack.limiter.tiers = bool(body["tiers"])
        if "socket" in body:
            self._break_sockets(body["socket"])
        if "method" in body or "kind" in body:
            self._slack.faults.add(body)
        return {"ok": True, "faults": self._slack.faults.listing()}

    async def clock(self, body: Json) -> Json:
        """Set Slack's clock ahead of the machine's by some seconds, for messages, events and `Date` headers."""
        ahead_s = body.get("ahead_s")
        if isinstance(ahead_s, bool) or not isinstance(ahead_s, int | float) or not abs(ahead_s) <= MAX_AHEAD_S:
            raise UsageError(f"ahead_s is a number of seconds, at most {MAX_AHEAD_S:.0f} either way.")
        self._slack.clock.ahead_s = float(ahead_s)
        return {"ok": True, "ahead_s": self._slack.clock.ahead_s}

    async def limits(self, body: Json) -> Json:
        """Set how much conversations.history and conversations.replies return, and how often; null: the default."""
        limiter = self._slack.limiter
        if "history_objects" in body:
            limiter.history_objects = _count(body, "history_objects")
        if "history_per_minute" in body:
            limiter.history_per_minute = _count(body, "history_per_minute")
        return {"ok": True, **limiter.listing()}

    def _break_sockets(self, how: object) -> None:
        if how not in SOCKET_FAULTS:
            raise UsageError(f"socket is one of {', '.join(SOCKET_FAULTS)}.")
        if isinstance(self._slack.delivery, SocketMode):
            self._slack.delivery.break_connections(str(how))


def _count(body: Json, name: str) -> int | None:
    """Return a number of at least 1, or None."""
    value = body[name]
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise UsageError(f"{name} is a number from 1 on, or null.")
    return value
