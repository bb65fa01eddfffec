"""Who may change a channel's subscription. Checked when the change is made, not when a button is shown.

Anyone in a channel may create its subscription. After that: its owner, the channel's creator, administrators of the
workspace, and the people in NUTGRAF_DIGEST_ADMINS.
Source: docs/decisions/0049-membership-asked-at-the-change.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import structlog

from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.model import Subscription
from bot.newsroom.subscriptions.ports import ChannelDirectory, DirectoryError

EVERYBODY = "members"
"""Value of the setting: everyone in the channel."""

_log = structlog.get_logger(__name__)


class NotAllowedError(CommandError):
    """A person may not change a channel's subscription."""

    code = "not_allowed"
    emoji = "no_entry"

    def __init__(self) -> None:
        super().__init__(
            "Only whoever set this digest up, whoever made the channel, or a workspace administrator may change it.",
            "Ask one of them; /digest list shows who set it up.",
        )


class CannotSeeMembersError(CommandError):
    """The members of a channel cannot be determined, so its subscription is not changed.

    Args:
        is_hidden: that channel is not shown to the bot; otherwise the failure may be temporary.
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
    """A person requests something for a channel that they are not in."""

    code = "not_in_channel"
    emoji = "no_entry"

    def __init__(self) -> None:
        super().__init__("You are not in that channel.", "Join it first, or choose a channel that you are in.")


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """Decides who may change what.

    Args:
        directory: knows channels and people.
        admins: ids of people who may change every channel's subscription; "members": everyone in the channel.
    """

    directory: ChannelDirectory
    admins: frozenset[str] = frozenset()

    async def require_editor(self, channel: str, user: str, subscription: Subscription | None) -> None:
        """Return if the person may change the subscription.

        Args:
            channel: the subscription's channel.
            user: the person who wants to change it.
            subscription: its current state; None where it is only being created.

        Raises:
            NotInChannelError: the person is not in the channel.
            CannotSeeMembersError: this cannot be determined.
            NotAllowedError: the person may not change it.
        """
        try:
            await self.require_member(channel, user)
        except CannotSeeMembersError as error:
            if subscription is not None or not error.is_hidden:
                raise
            return  # created before the bot is invited: nothing is posted until a member of the channel invites it
        if subscription is not None:
            await self._check_rank(channel, user, subscription.owner)

    async def require_admin(self, channel: str, user: str) -> None:
        """Return if the person may change any subscription of the channel, regardless of its owner.

        Raises:
            NotInChannelError, CannotSeeMembersError, NotAllowedError: as for `require_editor`.
        """
        await self.require_member(channel, user)
        await self._check_rank(channel, user, None)

    async def _check_rank(self, channel: str, user: str, owner: str | None) -> None:
        if user == owner or self.admins & {user, EVERYBODY}:
            return
        if await self._has_made(channel, user) or (await self.directory.find_person(user)).is_admin:
            return
        raise NotAllowedError

    async def require_member(self, channel: str, user: str) -> None:
        """Return if the person is in the channel.

        Raises:
            NotInChannelError: the person is not.
            CannotSeeMembersError: it cannot be determined who is in it.
        """
        try:
            is_there = await self.directory.is_in(channel, user)
        except DirectoryError as error:
            _log.warning("members not looked up", channel=channel, cause=str(error))
            raise CannotSeeMembersError(is_hidden=error.is_hidden) from error
        if not is_there:
            raise NotInChannelError

    async def editable_by(
        self, user: str, subscriptions: Iterable[Subscription], *, is_admin: bool
    ) -> tuple[Subscription, ...]:
        """Return the subscriptions that a person may change. For display only: each change is checked again.

        Args:
            user: the person.
            subscriptions: the subscriptions to filter.
            is_admin: they administer the workspace.
        """
        every = tuple(subscriptions)
        if not every:
            return ()
        channels = await self.directory.list_channels_of(user)
        if channels is None:  # the bot may not ask: the owner was in the channel at creation
            return tuple(each for each in every if each.owner == user)
        may_all = bool(self.admins & {user, EVERYBODY}) or is_admin
        return tuple(
            each
            for each in every
            if (each.owner == user and (each.channel in channels or each.channel.startswith("D")))
            or (each.channel in channels and (may_all or channels[each.channel].creator == user))
        )

    async def _has_made(self, channel: str, user: str) -> bool:
        try:
            info = await self.directory.find_channel(channel)
        except DirectoryError:
            return False
        return info is not None and info.creator == user
