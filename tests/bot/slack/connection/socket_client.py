"""A connection of Socket Mode that carries nothing."""

import logging
from typing import Any

from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse


class AcknowledgingClient(AsyncBaseSocketModeClient):
    """Keeps the ids of the envelopes that it is to acknowledge."""

    def __init__(self) -> None:
        self.logger = logging.getLogger("slack_sdk")
        self.acknowledged: list[str] = []

    async def send_socket_mode_response(self, response: dict[str, Any] | SocketModeResponse) -> None:
        assert isinstance(response, SocketModeResponse)
        self.acknowledged.append(response.envelope_id)
