"""POST /playground/{faults,clock,limits,install}: simulated faults, clock and limits, and what the app may do."""

from bot.playground.connection.socket_mode import DISCONNECTS, SocketMode
from bot.playground.control.request_bodies import names_of
from bot.playground.errors import UsageError
from bot.playground.formats.api_objects import Json
from bot.playground.installation import (
    COMMANDS,
    KNOWN_SCOPES,
    KNOWN_SUBSCRIPTIONS,
    SCOPES,
    SHORTCUTS,
    SUBSCRIPTIONS,
    Installation,
)
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

    async def install(self, body: Json) -> Json:
        """Set the token's scopes, and the app's subscriptions, commands and shortcuts; null: those of the manifest."""
        installation = self._slack.installation
        if "scopes" in body:
            installation.scopes = _known(body, "scopes", KNOWN_SCOPES, SCOPES)
        if "subscriptions" in body:
            installation.subscriptions = _known(body, "subscriptions", KNOWN_SUBSCRIPTIONS, SUBSCRIPTIONS)
        if "commands" in body:
            installation.commands = COMMANDS if body["commands"] is None else _commands(body)
        if "shortcuts" in body:
            callback_ids = names_of(body, "shortcuts")
            installation.shortcuts = SHORTCUTS if body["shortcuts"] is None else {key: key for key in callback_ids}
        return {"ok": True, **installed(installation)}

    def _break_sockets(self, how: object) -> None:
        if how not in SOCKET_FAULTS:
            raise UsageError(f"socket is one of {', '.join(SOCKET_FAULTS)}.")
        if isinstance(self._slack.delivery, SocketMode):
            self._slack.delivery.break_connections(str(how))


def installed(installation: Installation) -> Json:
    """Return what the app was installed with."""
    return {
        "scopes": sorted(installation.scopes),
        "subscriptions": sorted(installation.subscriptions),
        "commands": sorted(installation.commands),
        "shortcuts": [{"callback_id": key, "name": name} for key, name in installation.shortcuts.items()],
    }


def _commands(body: Json) -> frozenset[str]:
    """Return names of slash commands."""
    names = frozenset(names_of(body, "commands"))
    if not all(name.startswith("/") and len(name) > 1 for name in names):
        raise UsageError("A command starts with a slash.")
    return names


def _known(body: Json, name: str, known: frozenset[str], default: frozenset[str]) -> frozenset[str]:
    """Return a list of names as a set; the default for null."""
    if body[name] is None:
        return default
    wanted = frozenset(names_of(body, name))
    unknown = ", ".join(sorted(wanted - known))
    if unknown:
        raise UsageError(f"Slack has no {name} called {unknown}; there are {', '.join(sorted(known))}.")
    return wanted


def _count(body: Json, name: str) -> int | None:
    """Return a number of at least 1, or None."""
    value = body[name]
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise UsageError(f"{name} is a number from 1 on, or null.")
    return value
