"""How payloads reach the bot: the envelope, and what Socket Mode and HTTP have in common."""

from asyncio import Future
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import uuid4

EVENTS, COMMANDS, INTERACTIVE = "events_api", "slash_commands", "interactive"
ACK_DEADLINE_S = 3.0  # docs.slack.dev: commands, actions, shortcuts, views and events
# How long an event may stay without acknowledgement before it is sent again, and again; then it is given up.
# Slack itself waits 0, 1 and 5 minutes; that is too long for a test.
RETRY_DELAYS_S = (3.0, 10.0, 30.0, 60.0)
KEPT_EVENTS = 2000


@dataclass(frozen=True, slots=True)
class Answer:
    """The bot's acknowledgement: `payload` is empty where it has no content."""

    payload: dict[str, Any] = field(default_factory=dict)
    error: str = ""  # dispatch_failed: no connection; operation_timeout: no acknowledgement within three seconds

    @property
    def ok(self) -> bool:
        """Whether it was acknowledged at all."""
        return not self.error


@dataclass(slots=True)
class Envelope:
    """One payload to send. `attempt` counts the retries, 0 the first time."""

    kind: str
    payload: dict[str, Any]
    id: str = field(default_factory=lambda: str(uuid4()))
    attempt: int = 0
    reason: str = ""
    answer: "Future[Answer] | None" = None  # only for commands and interactions

    @property
    def is_event(self) -> bool:
        """Whether Slack would retry; commands and interactions are sent once."""
        return self.kind == EVENTS


class Delivery(Protocol):
    """One way to reach the bot."""

    @property
    def connected(self) -> bool:
        """Whether the bot can receive a payload."""
        ...

    def send(self, envelope: Envelope) -> None:
        """Start sending; events are kept until the bot receives them."""
        ...

    async def stop(self) -> None:
        """Close everything."""
        ...


class EventHistory:
    """The last events, by id, so that a test can have one sent again."""

    def __init__(self) -> None:
        self._payloads: OrderedDict[str, dict[str, Any]] = OrderedDict()
        self._attempts: dict[str, int] = {}

    def keep(self, payload: dict[str, Any]) -> None:
        """Store an event."""
        self._payloads[payload["event_id"]] = payload
        while len(self._payloads) > KEPT_EVENTS:
            forgotten, _ = self._payloads.popitem(last=False)
            self._attempts.pop(forgotten, None)

    def again(self, event_id: str) -> Envelope | None:
        """Return the same event as Slack's next attempt, None if it is unknown."""
        payload = self._payloads.get(event_id)
        if payload is None:
            return None
        attempt = self._attempts.get(event_id, 0) + 1
        self._attempts[event_id] = attempt
        return Envelope(EVENTS, payload, attempt=attempt, reason="timeout")

    def payloads(self) -> list[dict[str, Any]]:
        """Return every stored event as it was sent, oldest first."""
        return list(self._payloads.values())

    def listing(self) -> list[dict[str, Any]]:
        """Return id, type and time of every stored event, oldest first."""
        return [
            {
                "event_id": event_id,
                "type": payload["event"]["type"],
                "subtype": payload["event"].get("subtype"),
                "ts": payload["event"].get("ts"),
                "channel": payload["event"].get("channel") or payload["event"].get("item", {}).get("channel"),
            }
            for event_id, payload in self._payloads.items()
        ]
