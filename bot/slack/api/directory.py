"""What Slack says about channels and people, as far as subscriptions and editions need it.

Needs users:read, and for each kind of channel its own scope: channels:read, groups:read, im:read, mpim:read. Without
them nothing is known; callers decide what to do.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog

from bot.errors import SlackError
from bot.newsroom.subscriptions.ports import ChannelInfo, DirectoryError, Person
from bot.slack.api.retries import call_with_retries
from bot.slack.api.web_api import SlackApi

_HIDDEN = frozenset({"channel_not_found", "not_in_channel"})
"""Slack's errors for a private channel that the bot is not in."""

_MAY_NOT_LOOK = frozenset({"missing_scope", "not_allowed_token_type", "no_permission", "method_not_supported"})
_PAGES = 5
_A_PAGE = 1_000

_log = structlog.get_logger(__name__)


class SlackDirectoryError(SlackError, DirectoryError):
    """Slack did not say something about a channel or a person.

    A DirectoryError for the use cases, a SlackError for those who tell people what Slack's error code means.

    Args:
        cause: for the log.
        slack_code: Slack's error code; "" where Slack gave none.
    """

    def __init__(self, cause: str = "", *, slack_code: str = "") -> None:
        super().__init__(cause, slack_code=slack_code)
        self.is_hidden = slack_code in _HIDDEN


@dataclass(frozen=True, slots=True)
class SlackDirectory:
    """Slack's channels and people.

    Args:
        api: calls Slack's Web API.
    """

    api: SlackApi

    async def find_channel(self, channel: str) -> ChannelInfo | None:
        """What Slack says about a channel; None where the bot may not ask.

        Raises:
            SlackDirectoryError: there is no such channel, or the bot does not see it, or Slack does not answer.
        """
        try:
            return _channel_in(await _ask(self.api.call, "conversations.info", channel=channel))
        except SlackError as error:
            raise _not_said(error) from error

    async def is_in(self, channel: str, user: str, *, if_unknown: bool = True) -> bool:
        """Whether somebody is in a channel. Where the bot may not ask, `if_unknown`: most often they wrote there.

        A channel's members are listed up to 5,000; where there are more, the person's channels are listed, which are
        fewer. Somebody in more than 5,000 channels cannot be found that way; Slack has no method for one person in one
        channel.

        Raises:
            SlackDirectoryError: it cannot be found out, for now or in this channel.
        """
        try:
            is_listed = await self._is_listed(channel, user, if_unknown=if_unknown)
            return is_listed if is_listed is not None else await self._lists(user, channel, if_unknown=if_unknown)
        except SlackError as error:
            raise _not_said(error) from error

    async def find_person(self, user: str) -> Person:
        """What Slack says about a person; an unknown one where it does not tell us."""
        try:
            answer = await _ask(self.api.call, "users.info", user=user)
        except SlackError as error:
            _log.info("person not looked up", cause=str(error))
            return Person()
        found = (answer or {}).get("user")
        return _read_person(found) if isinstance(found, dict) else Person()

    async def list_channels_of(self, user: str) -> dict[str, ChannelInfo] | None:
        """The channels that somebody is in, as far as the bot sees them; None where it may not ask."""
        try:
            channels, _ = await self._list_channels_of(user)
        except SlackError as error:
            _log.info("channels not looked up", cause=str(error))
            return None
        return channels

    async def _is_listed(self, channel: str, user: str, *, if_unknown: bool) -> bool | None:
        """Whether somebody is among a channel's members; None where these are too many to list.

        Raises:
            SlackError: Slack does not answer.
        """
        cursor = ""
        for _ in range(_PAGES):
            answer = await _ask(self.api.call, "conversations.members", channel=channel, limit=_A_PAGE, cursor=cursor)
            if answer is None:
                return if_unknown
            members = answer.get("members")
            if not isinstance(members, list):
                raise SlackError("conversations.members: no list of members")
            if user in members:
                return True
            cursor = _next_cursor(answer)
            if not cursor:
                return False
        return None

    async def _lists(self, user: str, channel: str, *, if_unknown: bool) -> bool:
        """Whether a channel is among somebody's.

        Raises:
            SlackError: Slack does not answer, or they are in too many.
        """
        channels, is_whole = await self._list_channels_of(user)
        if channels is None:
            return if_unknown
        if channel in channels:
            return True
        if not is_whole:
            raise SlackError("users.conversations: too many channels")
        return False

    async def _list_channels_of(self, user: str) -> tuple[dict[str, ChannelInfo] | None, bool]:
        """The channels that somebody is in, None where the bot may not ask; and whether these are all that it sees.

        Raises:
            SlackError: Slack does not answer.
        """
        channels: dict[str, ChannelInfo] = {}
        asked = {"user": user, "types": "public_channel,private_channel", "limit": _A_PAGE - 1}
        cursor = ""
        for _ in range(_PAGES):
            answer = await _ask(self.api.call, "users.conversations", **asked, cursor=cursor)
            if answer is None:
                return None, True
            found = [channel for channel in answer.get("channels") or [] if isinstance(channel, dict)]
            channels |= {str(channel.get("id")): _read_channel(channel) for channel in found}
            cursor = _next_cursor(answer)
            if not cursor:
                return channels, True
        return channels, False


async def wait_for_channel(api: SlackApi, channel: str) -> ChannelInfo | None:
    """What Slack says about a channel, for who cannot go on without it: retried as long as a post to a channel.

    Raises:
        SlackError: there is no such channel, or the bot does not see it, or Slack does not answer.
    """
    answer = await _ask(partial(call_with_retries, api, may_repeat=True), "conversations.info", channel=channel)
    return _channel_in(answer)


async def find_dm(api: SlackApi, user: str) -> str:
    """The direct messages with somebody; where the bot may not open them, their user id works as well."""
    try:
        opened = await api.call("conversations.open", users=user)
    except SlackError as error:
        _log.info("direct messages not opened", user=user, cause=str(error))
        return user
    return str((opened.get("channel") or {}).get("id") or user)


def _not_said(error: SlackError) -> SlackDirectoryError:
    return SlackDirectoryError(str(error), slack_code=error.slack_code)


def _read_channel(channel: dict[str, Any]) -> ChannelInfo:
    return ChannelInfo(
        creator=channel.get("creator") or None,
        is_archived=bool(channel.get("is_archived")),
        is_member=bool(channel.get("is_member", True)) or bool(channel.get("is_im")),
        is_shared=bool(channel.get("is_ext_shared") or channel.get("is_pending_ext_shared")),
    )


def _read_person(person: dict[str, Any]) -> Person:
    zone = person.get("tz")
    is_admin = bool(person.get("is_admin") or person.get("is_owner"))
    return Person(zone if isinstance(zone, str) and zone else None, is_admin)


def _channel_in(answer: dict[str, Any] | None) -> ChannelInfo | None:
    found = (answer or {}).get("channel")
    return _read_channel(found) if isinstance(found, dict) else None


def _next_cursor(answer: dict[str, Any]) -> str:
    return (answer.get("response_metadata") or {}).get("next_cursor") or ""


async def _ask(call: Callable[..., Awaitable[dict[str, Any]]], method: str, **arguments: Any) -> dict[str, Any] | None:
    """The answer of a method; None where the bot may not call it."""
    try:
        return await call(method, **{name: value for name, value in arguments.items() if value != ""})
    except SlackError as error:
        if error.slack_code not in _MAY_NOT_LOOK:
            raise
        _log.warning("a scope is missing", method=method, cause=str(error))
        return None
