"""Setting up a channel's subscription: defaults, and what is in the way of its editions."""

from dataclasses import replace
from datetime import date, datetime, time
from enum import Enum

from bot.newsroom.requester import Requester
from bot.newsroom.subscriptions.errors import ClosedChannelError
from bot.newsroom.subscriptions.model import PauseReason, Subscription
from bot.newsroom.subscriptions.ports import ChannelDirectory, ChannelInfo, DirectoryError
from bot.newsroom.subscriptions.schedule import WEEKDAYS, knows_zone

DEFAULT_AT = time(9, 0)


class ChannelObstacle(Enum):
    """What is in the way of editions in a channel.

    SHARED        people of another organisation would read them too: a person has to agree first
    NOT_A_MEMBER  the bot is not in the channel
    """

    SHARED = "shared"
    NOT_A_MEMBER = "not a member"


async def new_subscription(
    directory: ChannelDirectory, team_id: str, requester: Requester, now: datetime
) -> Subscription:
    """Return a new subscription with default values, in the requester's time zone."""
    zone = (await directory.find_person(requester.user)).zone or "UTC"
    return Subscription(
        team_id=team_id,
        channel=requester.channel,
        owner=requester.user,
        feeds=(),
        at=DEFAULT_AT,
        weekdays=WEEKDAYS,
        zone=zone if knows_zone(zone) else "UTC",
        created_at=now,
    )


async def check_channel(
    directory: ChannelDirectory, wanted: Subscription
) -> tuple[Subscription, ChannelObstacle | None]:
    """Return the subscription, paused where outsiders would read it too; and what is in the way of editions, if known.

    Raises:
        ClosedChannelError: it is archived, or a direct message of other people.
        DirectoryError: the channel cannot be looked at.
    """
    info = await _find_open(directory, wanted.channel)
    if info is not None and info.is_shared:
        return replace(wanted, paused_until=date.max, pause_reason=PauseReason.SHARED), ChannelObstacle.SHARED
    return wanted, _obstacle_in(info)


async def find_obstacle(directory: ChannelDirectory, channel: str) -> ChannelObstacle | None:
    """Return what is in the way of the editions of a channel that has a subscription; None where nothing is known.

    Raises:
        ClosedChannelError: it is archived, or a direct message of other people.
    """
    try:
        return _obstacle_in(await _find_open(directory, channel))
    except DirectoryError:
        return None


async def _find_open(directory: ChannelDirectory, channel: str) -> ChannelInfo | None:
    """Return a channel that editions can be posted in, or once the bot is invited; None where the bot may not look.

    Raises:
        ClosedChannelError: none ever can.
        DirectoryError: it cannot be looked at.
    """
    try:
        info = await directory.find_channel(channel)
    except DirectoryError as error:
        if not error.is_hidden:
            raise
        if channel.startswith("D"):
            raise ClosedChannelError(
                "I can't post in this direct message: it's between other people.",
                "Type the command in a channel, or in our own direct messages.",
            ) from error
        return ChannelInfo(is_member=False)
    if info is not None and info.is_archived:
        raise ClosedChannelError("That channel is archived, so I can't post there.", "Choose another channel.")
    return info


def _obstacle_in(info: ChannelInfo | None) -> ChannelObstacle | None:
    return ChannelObstacle.NOT_A_MEMBER if info is not None and not info.is_member else None
