"""Simulated faults: errors, delays and lost responses of the Web API."""

from dataclasses import dataclass
from typing import Any

from bot.playground.errors import UsageError

KINDS = ("error", "status", "delay", "drop_before", "drop_after", "accept_late", "ratelimit")
ANY_METHOD = "*"


@dataclass(slots=True)
class Fault:
    """A fault of the next `times` calls of a method.

    Attributes:
        method: a Web API method, `response_url`, or * for all.
        kind: error (Slack rejects the call), status (an HTTP error), delay, drop_before (the connection breaks before
            any effect), drop_after (the call takes effect, but the response is lost), accept_late (the connection
            breaks at once, and the call takes effect `seconds` later), ratelimit (429).
        hold: for accept_late: the connection stays open until then, so that a caller gives up by itself; the response
            is lost nevertheless.
    """

    method: str
    kind: str
    error: str = "internal_error"
    status: int = 503
    seconds: float = 1.0
    times: int = 1
    retry_after: int = 1
    hold: bool = False


class Faults:
    """The active faults, in the order they were added."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, wish: dict[str, Any]) -> Fault:
        """Add a fault.

        Raises:
            UsageError: there is no such fault.
        """
        if wish.get("kind") not in KINDS or not isinstance(wish.get("method"), str):
            raise UsageError(f"A fault needs a method and a kind, one of {', '.join(KINDS)}.")
        known = {name: value for name, value in wish.items() if name in Fault.__dataclass_fields__}
        try:
            fault = Fault(**known)
            fault.seconds, fault.times = float(fault.seconds), int(fault.times)
            fault.status, fault.retry_after = int(fault.status), int(fault.retry_after)
        except (TypeError, ValueError) as error:
            raise UsageError("seconds, times, status and retry_after are numbers.") from error
        self._faults.append(fault)
        return fault

    def take(self, method: str) -> Fault | None:
        """Return the fault for this call, if there is one; one of its times is used up."""
        for fault in self._faults:
            if fault.method in (method, ANY_METHOD) and fault.times > 0:
                fault.times -= 1
                return fault
        return None

    def clear(self) -> None:
        """Remove all."""
        self._faults.clear()

    def listing(self) -> list[dict[str, Any]]:
        """Return the faults that are still active."""
        return [
            {"method": fault.method, "kind": fault.kind, "times": fault.times}
            for fault in self._faults
            if fault.times > 0
        ]
