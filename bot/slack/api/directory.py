"""What Slack says of a channel and of a person, as far as editions need it.

Needs the scopes channels:read, groups:read and users:read. Without them nothing is known; callers decide what then.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog

from bot.errors import SlackError
from bot.slack.api.retries import call_with_retries
from bot.slack.api.web_api import Caller

_MAY_NOT_LOOK = frozenset({"missing_scope", "not_allowed_token_type", "no_permission", "method_not_supported"})
_PAGES = 5
_A_PAGE = 1_000

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """A channel.

    Attributes:
        creator: who made it.
        is_archived: nobody can post there any more.
        is_member: the bot is in it.
        is_shared: people of another organisation are in it too.
    """

    creator: str | None = None
    is_archived: bool = False
    is_member: bool = True
    is_shared: bool = False


async def find_place(caller: Caller, channel: str) -> Place | None:
    """What Slack says of a channel; None where the bot may not ask.

    Raises:
        SlackError: there is no such channel, or the bot does not see it, or Slack does not answer.
    """
    answer = await _ask(caller.call, "conversations.info", channel=channel)
    return _place_in(answer)


async def wait_for_place(caller: Caller, channel: str) -> Place | None:
    """The same for what cannot be done without it: it is asked for as long as a post is tried.

    Raises:
        SlackError: as for `find_place`.
    """
    answer = await _ask(partial(call_with_retries, caller, may_repeat=True), "conversations.info", channel=channel)
    return _place_in(answer)


async def find_dm(caller: Caller, user: str) -> str:
    """The direct messages with somebody; where the bot may not open them, their id leads there as well."""
    try:
        opened = await caller.call("conversations.open", users=user)
    except SlackError as error:
        _log.info("direct messages not opened", user=user, cause=str(error))
        return user
    return str((opened.get("channel") or {}).get("id") or user)


async def find_places_of(caller: Caller, user: str) -> dict[str, Place] | None:
    """The channels that somebody is in, as far as the bot sees them; None where it may not ask."""
    try:
        places, _ = await _list_places_of(caller, user)
    except SlackError as error:
        _log.info("channels not looked up", cause=str(error))
        return None
    return places


async def find_zone_of(caller: Caller, user: str) -> str | None:
    """The time zone of somebody's profile; None where it is not known."""
    zone = (await find_person(caller, user)).get("tz")
    return zone if isinstance(zone, str) and zone else None


async def is_admin(caller: Caller, user: str) -> bool:
    """Whether somebody administers the workspace."""
    return administers(await find_person(caller, user))


def administers(person: dict[str, Any]) -> bool:
    """Whether a person, as Slack tells of them, administers the workspace."""
    return bool(person.get("is_admin") or person.get("is_owner"))


async def find_person(caller: Caller, user: str) -> dict[str, Any]:
    """What Slack says of a person; nothing of people it will not tell us about."""
    try:
        answer = await _ask(caller.call, "users.info", user=user)
    except SlackError as error:
        _log.info("person not looked up", cause=str(error))
        return {}
    found = (answer or {}).get("user")
    return found if isinstance(found, dict) else {}


async def is_in(caller: Caller, channel: str, user: str) -> bool:
    """Whether somebody is in a channel. Where the bot may not ask, they are taken to be: they spoke there.

    A channel's members are listed as far as 5,000 of them; where there are more, the person's channels are, which are
    fewer. Somebody in more than 5,000 channels cannot be found in them, and Slack has no question for one person in one
    channel.

    Raises:
        SlackError: it cannot be found out, for now or in this channel.
    """
    cursor = ""
    for _ in range(_PAGES):
        answer = await _ask(caller.call, "conversations.members", channel=channel, limit=_A_PAGE, cursor=cursor)
        if answer is None:
            return True
        members = answer.get("members")
        if not isinstance(members, list):
            raise SlackError("conversations.members: no list of members")
        if user in members:
            return True
        cursor = _next_cursor(answer)
        if not cursor:
            return False
    places, is_whole = await _list_places_of(caller, user)
    if places is None or channel in places:
        return True
    if not is_whole:
        raise SlackError("users.conversations: too many channels")
    return False


async def _list_places_of(caller: Caller, user: str) -> tuple[dict[str, Place] | None, bool]:
    """The channels that somebody is in, None where the bot may not ask; and whether these are all that it sees.

    Raises:
        SlackError: Slack does not answer.
    """
    places: dict[str, Place] = {}
    asked = {"user": user, "types": "public_channel,private_channel", "limit": _A_PAGE - 1}
    cursor = ""
    for _ in range(_PAGES):
        answer = await _ask(caller.call, "users.conversations", **asked, cursor=cursor)
        if answer is None:
            return None, True
        found = [channel for channel in answer.get("channels") or [] if isinstance(channel, dict)]
        places |= {str(channel.get("id")): _read(channel) for channel in found}
        cursor = _next_cursor(answer)
        if not cursor:
            return places, True
    return places, False


def code_of(error: SlackError) -> str:
    """Slack's word for why it refused."""
    return str(error).rpartition(": ")[2]


def _read(channel: dict[str, Any]) -> Place:
    return Place(
        creator=channel.get("creator") or None,
        is_archived=bool(channel.get("is_archived")),
        is_member=bool(channel.get("is_member", True)) or bool(channel.get("is_im")),
        is_shared=bool(channel.get("is_ext_shared") or channel.get("is_pending_ext_shared")),
    )


def _place_in(answer: dict[str, Any] | None) -> Place | None:
    found = (answer or {}).get("channel")
    return _read(found) if isinstance(found, dict) else None


def _next_cursor(answer: dict[str, Any]) -> str:
    return (answer.get("response_metadata") or {}).get("next_cursor") or ""


async def _ask(call: Callable[..., Awaitable[dict[str, Any]]], method: str, **arguments: Any) -> dict[str, Any] | None:
    """The answer of a method; None where the bot may not call it."""
    try:
        return await call(method, **{name: value for name, value in arguments.items() if value != ""})
    except SlackError as error:
        if code_of(error) not in _MAY_NOT_LOOK:
            raise
        _log.warning("a scope is missing", method=method, cause=str(error))
        return None
