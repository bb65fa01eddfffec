"""The signature of Slack's requests in HTTP mode, checked before anything else in a request is read.

Bolt checks it too, but reads the body first, answers 500 to a time that is not a number, and takes the last of repeated
headers.
Source: docs.slack.dev/authentication/verifying-requests-from-slack.
"""

from dataclasses import dataclass

from multidict import MultiMapping
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier

WINDOW_S = 300
"""Slack's: a request whose time differs more is refused, since it may be a replay of an old one."""

TIMESTAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"

_MOST_DIGITS = 12
"""Of a time in seconds; enough for 30,000 years."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a request says about itself.

    Attributes:
        timestamp: when it was sent, seconds since 1970, in ASCII digits.
        value: "v0=" and an HMAC-SHA256 of time and body.
    """

    timestamp: str
    value: str

    def off_s(self, now: float) -> float:
        """Seconds that our clock is ahead of its time."""
        return now - int(self.timestamp)

    def fits(self, secret: str, body: bytes) -> bool:
        """Whether it was made with the secret for this body, whatever the time."""
        try:
            return SignatureVerifier(secret, _Then(self.timestamp)).is_valid(body, self.timestamp, self.value)
        except UnicodeDecodeError:
            return False


def find_signature(headers: MultiMapping[str]) -> Signature | None:
    """The signature of a request; None where it has none that can be checked.

    A repeated header is refused: checking one and reading the other would be a way around the check.
    """
    times, values = headers.getall(TIMESTAMP, []), headers.getall(SIGNATURE, [])
    if len(times) != 1 or len(values) != 1:
        return None
    timestamp, value = times[0], values[0]
    is_time = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _MOST_DIGITS
    return Signature(timestamp, value) if is_time and value.isascii() and value else None


class _Then(SignatureClock):
    """A clock that always shows the time at which a request says it was sent."""

    def __init__(self, timestamp: str) -> None:
        self._then = float(timestamp)

    def now(self) -> float:
        """That time."""
        return self._then
