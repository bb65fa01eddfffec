"""Who may change a channel's digest. Asked when the change is made, not when a button is shown.

Anybody in a channel may set its digest up. From then on: whoever set it up, whoever made the channel, administrators of
the workspace, and those that NUTGRAF_DIGEST_ADMINS names.
Source: ../shared/security/README.md, section 6.
"""

from dataclasses import dataclass

from bot.errors import SlackError
from bot.newsroom.news import Subscription
from bot.slack.calling import Caller
from bot.slack.digest_command import CommandError
from bot.slack.places import find_place, is_admin, is_in

EVERYBODY = "members"
"""In the setting: everybody in the channel."""


class NotAllowedError(CommandError):
    """Somebody may not change a channel's digest."""

    code = "not_allowed"
    emoji = "no_entry"

    def __init__(self) -> None:
        super().__init__(
            "Only whoever set this digest up, whoever made the channel, or a workspace administrator may change it.",
            "Ask one of them; /digest list shows who set it up.",
        )


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
            NotAllowedError: for anybody else.
        """
        if not await is_in(self.caller, channel, user):
            raise NotAllowedError
        if subscription is None or user == subscription.owner or self.admins & {user, EVERYBODY}:
            return
        if await self._has_made(channel, user) or await is_admin(self.caller, user):
            return
        raise NotAllowedError

    async def _has_made(self, channel: str, user: str) -> bool:
        try:
            place = await find_place(self.caller, channel)
        except SlackError:
            return False
        return place is not None and place.creator == user
