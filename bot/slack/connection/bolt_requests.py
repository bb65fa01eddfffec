"""What Slack sends, by Socket Mode or HTTP, -> a request for Bolt.

Bolt reads the fields of a payload without checks: each that is missing or of another type raises a different error.
Here they become one.
"""

from collections.abc import Mapping
from typing import Any

from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.errors import UnreadableDeliveryError
from bot.slack.parsing.payloads import check_kind

_BROKEN = (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError)
"""Bolt's errors for a payload that is not JSON or an object, is nested too deeply, or has other types than Slack's."""


def http_request(body: str, headers: Mapping[str, str]) -> AsyncBoltRequest:
    """The request in a signed body.

    Args:
        body: JSON or a form.
        headers: each name once.

    Raises:
        UnreadableDeliveryError: it has no payload that Bolt can read.
    """
    return _built(body, headers, mode="http")


def socket_request(request: SocketModeRequest) -> AsyncBoltRequest:
    """The request in an envelope of Socket Mode.

    Raises:
        UnreadableDeliveryError: it has no payload that Bolt can read.
    """
    return _built(request.payload, build_headers(request) or {}, mode="socket_mode")


def _built(body: str | dict[str, Any], headers: Mapping[str, Any], *, mode: str) -> AsyncBoltRequest:
    try:
        request = AsyncBoltRequest(body=body, headers=dict(headers), mode=mode)
    except _BROKEN as error:
        # The error's text may repeat the body: its type is enough. A chained error would be logged with it.
        raise UnreadableDeliveryError(f"Bolt cannot read it ({type(error).__name__})") from None
    check_kind(request.body)
    return request
