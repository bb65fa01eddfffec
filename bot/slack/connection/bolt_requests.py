"""What Slack sends, by either way, -> a request for Bolt.

Bolt reads the fields of a payload unguarded: each of them that is missing or of another type is an error of its own
there. Here they become one.
"""

from collections.abc import Mapping
from typing import Any

from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.errors import UnreadableDeliveryError
from bot.slack.parsing.payloads import check_kind

_BROKEN = (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError)
"""What Bolt raises over a payload that is no JSON, no object, nested too deeply, or of other types than Slack's."""


def http_request(body: str, headers: Mapping[str, str]) -> AsyncBoltRequest:
    """The request in a signed body.

    Args:
        body: JSON or a form.
        headers: each name once.

    Raises:
        UnreadableDeliveryError: there is no payload in it that Bolt can read.
    """
    return _built(body, headers, mode="http")


def socket_request(request: SocketModeRequest) -> AsyncBoltRequest:
    """The request in an envelope of Socket Mode.

    Raises:
        UnreadableDeliveryError: there is no payload in it that Bolt can read.
    """
    return _built(request.payload, build_headers(request) or {}, mode="socket_mode")


def _built(body: str | dict[str, Any], headers: Mapping[str, Any], *, mode: str) -> AsyncBoltRequest:
    try:
        request = AsyncBoltRequest(body=body, headers=dict(headers), mode=mode)
    except _BROKEN as error:
        # Its words may repeat the body: the type says enough. What hangs on the error would be logged with it.
        raise UnreadableDeliveryError(f"Bolt cannot read it ({type(error).__name__})") from None
    check_kind(request.body)
    return request
