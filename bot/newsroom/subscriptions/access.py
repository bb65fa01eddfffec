"""Who may change a channel's digest. Asked when the change is made, not when a button is shown.

Anybody in a channel may set its digest up. From then on: whoever set it up, whoever made the channel, administrators of
the workspace, and those that NUTGRAF_DIGEST_ADMINS names.
Source: ../shared/security/README.md, section 6.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import structlog

from bot.errors import SlackError
from bot.newsroom.subscriptions.model import Subscription
from bot.slack.api.directory import administers, code_of, find_place, find_places_of, is_admin, is_in
from bot.slack.api.web_api import Caller
from bot.slack.parsing.digest_command import CommandError

EVERYBODY = "members"
"""In the setting: everybody in the channel."""

_HIDDEN = frozenset({"channel_not_found", "not_in_channel"})
"""Slack's words for a private channel that the bot is not in."""

_log = structlog.get_logger(__name__)


class NotAllowedError(CommandError):
    """Somebody may not change a channel's digest."""

    code = "not_allowed"
    emoji = "no_entry"

    def __init__(self) -> None:
        super().__init__(
            "Only whoever set this digest up, whoever made the channel, or a workspace administrator may change it.",
            "Ask one of them; /digest list shows who set it up.",
        )


class CannotSeeMembersError(CommandError):
    """It cannot be found out who is in a channel, so its digest is not changed.

    Args:
        is_hidden: Slack shows the bot nothing of that channel; else it may be a matter of a minute.
    """

    code = "cannot_see_members"
    emoji = "no_entry"

    def __init__(self, *, is_hidden: bool = False) -> None:
        if is_hidden:
            said = "I am not in that channel, so I cannot see who is.", "Say /invite and my name there, then try again."
        else:
            said = "I cannot see right now who is in that channel.", "Try again in a minute."
        super().__init__(*said)
        self.is_hidden = is_hidden


class NotInChannelError(CommandError):
    """Somebody asks for something of a channel that they are not in."""

    code = "not_in_channel"
    emoji = "no_entry"

    def __init__(self) -> None:
        super().__init__("You are not in that channel.", "Join it first, or choose a channel that you are in.")


@dataclass(frozen=True, slots=True)
class Permits:
    """Says who may change what.

    Args:
        caller: asks Slack.
        admins: ids of people who may change every channel's digest; "members": everybody in the channel.
    """

    caller: Caller
    admins: frozenset[str] = frozenset()

    async def check(self, channel: str, user: str, subscription: Subscription | None) -> None:
        """Nothing, for somebody who may.

        Args:
            channel: whose digest.
            user: who wants to change it.
            subscription: as it is; None where it is only set up now.

        Raises:
            NotInChannelError: for somebody who is not in the channel.
            CannotSeeMembersError: that cannot be found out.
            NotAllowedError: for anybody else.
        """
        try:
            await self.check_presence(channel, user)
        except CannotSeeMembersError as error:
            if subscription is not None or not error.is_hidden:
                raise
            return  # set up before the bot is invited: nothing is posted until somebody in the channel does that
        if subscription is not None:
            await self._check_rank(channel, user, subscription.owner)

    async def check_rank(self, channel: str, user: str) -> None:
        """Nothing, for somebody who may change every digest that the channel might have, whoever set it up.

        Raises:
            NotInChannelError, CannotSeeMembersError, NotAllowedError: as for `check`.
        """
        await self.check_presence(channel, user)
        await self._check_rank(channel, user, None)

    async def _check_rank(self, channel: str, user: str, owner: str | None) -> None:
        if user == owner or self.admins & {user, EVERYBODY}:
            return
        if await self._has_made(channel, user) or await is_admin(self.caller, user):
            return
        raise NotAllowedError

    async def check_presence(self, channel: str, user: str) -> None:
        """Nothing, for somebody who is in the channel.

        Raises:
            NotInChannelError: for anybody else.
            CannotSeeMembersError: Slack does not say who is in it.
        """
        try:
            is_there = await is_in(self.caller, channel, user)
        except SlackError as error:
            _log.warning("members not looked up", channel=channel, cause=str(error))
            raise CannotSeeMembersError(is_hidden=code_of(error) in _HIDDEN) from error
        if not is_there:
            raise NotInChannelError

    async def pick(
        self, user: str, subscriptions: Iterable[Subscription], person: dict[str, Any]
    ) -> tuple[Subscription, ...]:
        """Those that somebody may change. For showing: when a change is made it is asked again.

        Args:
            user: who looks.
            subscriptions: to pick from.
            person: what Slack says of them.
        """
        every = tuple(subscriptions)
        if not every:
            return ()
        places = await find_places_of(self.caller, user)
        if places is None:  # the bot may not ask: whoever set one up was in the channel then
            return tuple(each for each in every if each.owner == user)
        may_all = bool(self.admins & {user, EVERYBODY}) or administers(person)
        return tuple(
            each
            for each in every
            if (each.owner == user and (each.channel in places or each.channel.startswith("D")))
            or (each.channel in places and (may_all or places[each.channel].creator == user))
        )

    async def _has_made(self, channel: str, user: str) -> bool:
        try:
            place = await find_place(self.caller, channel)
        except SlackError:
            return False
        return place is not None and place.creator == user
