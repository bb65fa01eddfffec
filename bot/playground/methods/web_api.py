"""Dispatch of Web API calls: tokens, scopes, arguments, rate limits and faults, then the methods."""

import asyncio
from typing import Any

from aiohttp import web

from bot.playground.connection.socket_mode import SocketMode
from bot.playground.errors import ApiError
from bot.playground.faults import Fault
from bot.playground.local_slack import LocalSlack
from bot.playground.methods import METHODS
from bot.playground.methods.arguments import Arguments, read_arguments, token_of
from bot.playground.methods.scopes import accepted_scopes, check_scopes
from bot.playground.rate_limit import ratelimited

OPEN_SOCKET = "apps.connections.open"
WITHOUT_TOKEN = ("api.test", "blocks.validate")


class WebApi:
    """Answers `/api/{method}`.

    Args:
        slack: the local Slack that the methods work on.
    """

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Handle one call, from the token to the response; recorded in the log."""
        method = request.match_info["method"]
        fault = self._slack.faults.take(method)
        arguments = Arguments({})
        try:
            arguments = await read_arguments(request)
            await strike_before(fault, request)
            answer, status, headers = self._call(method, token_of(request, arguments), arguments), 200, {}
        except ApiError as refusal:
            answer, status, headers = refusal.answer, refusal.status, refusal.headers
        is_lost = fault is not None and fault.kind in {"drop_before", "drop_after", "accept_late"}
        shown = {"ok": False, "error": f"fault:{fault.kind}"} if fault is not None and is_lost else answer
        self._slack.log.add(
            time=self._slack.clock.now().isoformat(),
            method=method,
            args=arguments.values,
            answer=shown,
            status=status,
        )
        strike_after(fault, request)
        headers = {
            **headers,
            "X-OAuth-Scopes": self._slack.installation.provided,
            "X-Accepted-OAuth-Scopes": ",".join(accepted_scopes(method)),
            "Date": self._slack.clock.http_date(),
        }
        return web.json_response(answer, status=status, headers=headers)

    def _call(self, method: str, token: str, arguments: Arguments) -> dict[str, Any]:
        if method not in METHODS and method != OPEN_SOCKET:
            raise ApiError("unknown_method", req_method=method)
        if method not in WITHOUT_TOKEN:
            _check_token(method, token)
        if method == OPEN_SOCKET:
            return self._open_socket()
        check_scopes(self._slack, method, arguments)
        self._slack.limiter.check(method, self._channel_id(arguments))
        return METHODS[method](self._slack, arguments)

    def _channel_id(self, arguments: Arguments) -> str:
        channel = self._slack.workspace.find_channel(arguments.text("channel"))
        return channel.id if channel else ""

    def _open_socket(self) -> dict[str, Any]:
        if not isinstance(self._slack.delivery, SocketMode):
            raise ApiError("socket_mode_disabled")
        address = self._slack.base_url.replace("http://", "ws://", 1)
        return {"ok": True, "url": f"{address}socket/{self._slack.delivery.issue_ticket()}"}


def _check_token(method: str, token: str) -> None:
    if not token:
        raise ApiError("not_authed")
    wanted = "xapp-" if method == OPEN_SOCKET else "xoxb-"
    if not token.startswith(("xoxb-", "xapp-")):
        raise ApiError("invalid_auth")
    if not token.startswith(wanted):
        raise ApiError("not_allowed_token_type")


async def strike_before(fault: Fault | None, request: web.Request) -> None:
    """Apply a fault before the call has any effect.

    Raises:
        ApiError: the fault is an error, a status or a rate limit, or it broke the connection.
    """
    if fault is None:
        return
    if fault.kind == "accept_late" and not fault.hold:
        break_off(request)
    if fault.kind in {"delay", "accept_late"}:
        await asyncio.sleep(fault.seconds)
    elif fault.kind == "error":
        raise ApiError(fault.error)
    elif fault.kind == "status":
        raise ApiError("internal_error", status=fault.status)
    elif fault.kind == "ratelimit":
        raise ratelimited(fault.retry_after)
    elif fault.kind == "drop_before":
        break_off(request)
        raise ApiError("dropped")


def strike_after(fault: Fault | None, request: web.Request) -> None:
    """Apply a fault that drops the response of a call that took effect."""
    if fault is not None and fault.kind in {"drop_after", "accept_late"}:
        break_off(request)


def break_off(request: web.Request) -> None:
    """Close the connection without a response."""
    if request.transport is not None:
        request.transport.abort()
