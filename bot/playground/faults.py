"""Faults to switch on: errors, delays and lost answers of the Web API, as an unlucky day has them."""

from dataclasses import dataclass
from typing import Any

from bot.playground.errors import Misused

KINDS = ("error", "status", "delay", "drop_before", "drop_after", "accept_late", "ratelimit")
ANY_METHOD = "*"


@dataclass(slots=True)
class Fault:
    """What shall go wrong with the next `times` calls of a method.

    Attributes:
        method: a Web API method, `response_url`, or * for all.
        kind: error (Slack says no), status (an HTTP error), delay, drop_before (the connection breaks and nothing
            happened), drop_after (it happened, but the answer is lost), accept_late (the connection breaks at once, and
            it happens `seconds` later), ratelimit (429).
        hold: for accept_late: the connection stays open until then, so that a caller gives up by itself; the answer is
            lost all the same.
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
    """The faults switched on, in the order they were."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, wish: dict[str, Any]) -> Fault:
        """Switch one on.

        Raises:
            Misused: there is no such fault.
        """
        if wish.get("kind") not in KINDS or not isinstance(wish.get("method"), str):
            raise Misused(f"A fault needs a method and a kind, one of {', '.join(KINDS)}.")
        known = {name: value for name, value in wish.items() if name in Fault.__dataclass_fields__}
        try:
            fault = Fault(**known)
            fault.seconds, fault.times = float(fault.seconds), int(fault.times)
            fault.status, fault.retry_after = int(fault.status), int(fault.retry_after)
        except (TypeError, ValueError) as error:
            raise Misused("seconds, times, status and retry_after are numbers.") from error
        self._faults.append(fault)
        return fault

    def take(self, method: str) -> Fault | None:
        """The fault that strikes this call, if one does; it has one time less left then."""
        for fault in self._faults:
            if fault.method in (method, ANY_METHOD) and fault.times > 0:
                fault.times -= 1
                return fault
        return None

    def clear(self) -> None:
        """Switch all off."""
        self._faults.clear()

    def listing(self) -> list[dict[str, Any]]:
        """Those that can still strike."""
        return [
            {"method": fault.method, "kind": fault.kind, "times": fault.times}
            for fault in self._faults
            if fault.times > 0
        ]
