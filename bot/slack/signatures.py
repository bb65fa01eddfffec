"""The signature headers of Slack's requests in HTTP mode: what Bolt's own check cannot stand, or does not say.

Source: docs.slack.dev/authentication/verifying-requests-from-slack.
"""

from collections.abc import Mapping

from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier

WINDOW_S = 300
"""Slack's: a request whose time is further off is refused, since it may be an old one that is sent again."""


class _Then(SignatureClock):
    """A clock that stands at the time a request says it was sent."""

    def __init__(self, timestamp: str) -> None:
        self._then = float(timestamp)

    def now(self) -> float:
        """That time."""
        return self._then


def is_well_formed(headers: Mapping[str, str]) -> bool:
    """Whether the headers can be checked at all. Bolt checks what they say; malformed ones make it answer 500."""
    timestamp = headers.get("X-Slack-Request-Timestamp", "")
    signature = headers.get("X-Slack-Signature", "")
    return (
        timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12 and signature.isascii() and bool(signature)
    )


def clock_error_s(secret: str, body: bytes, headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that our clock is ahead of a well-formed request whose signature is right but for its time.

    None where the time is within Slack's window, or the signature is wrong anyway.
    """
    timestamp, signature = headers["X-Slack-Request-Timestamp"], headers["X-Slack-Signature"]
    off = now - int(timestamp)
    if abs(off) <= WINDOW_S:
        return None
    try:
        is_right = SignatureVerifier(secret, _Then(timestamp)).is_valid(body, timestamp, signature)
    except UnicodeDecodeError:
        return None
    return off if is_right else None
