"""Setting up a channel's subscription: finding feeds behind addresses, defaults, and obstacles."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import Enum

import structlog

from bot.errors import BotError
from bot.newsroom.jobs.payloads import Requester
from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.model import PauseReason, Subscription
from bot.newsroom.subscriptions.ports import ChannelDirectory, DirectoryError
from bot.newsroom.subscriptions.schedule import WEEKDAYS, knows_zone

DEFAULT_AT = time(9, 0)
MOST_ADDRESSES = 20
"""Addresses looked up per command."""

_log = structlog.get_logger(__name__)

Discover = Callable[[str], Awaitable[tuple[str, ...]]]


class ChannelObstacle(Enum):
    """What is in the way of editions in a channel.

    SHARED        people of another organisation would read them too: a person has to agree first
    NOT_A_MEMBER  the bot is not in the channel
    """

    SHARED = "shared"
    NOT_A_MEMBER = "not a member"


@dataclass(frozen=True, slots=True)
class FeedLookup:
    """The result of looking up addresses.

    Attributes:
        feeds: the best feed of each address, without repeats.
        problems: a sentence for each address without a feed.
        notes: a sentence for each address with other feeds too.
    """

    feeds: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


async def find_feeds(discover: Discover, addresses: Sequence[str]) -> FeedLookup:
    """Return the best feed of each address, and what is wrong with the others.

    Raises:
        CommandError: too many addresses.
    """
    if len(addresses) > MOST_ADDRESSES:
        raise CommandError(f"I look at up to {MOST_ADDRESSES} addresses at once.", "Send the rest separately.")
    outcomes = await asyncio.gather(*(_find_feed(discover, address) for address in addresses))
    found = dict.fromkeys(feed for feed, _ in outcomes if feed)
    problems = tuple(said for feed, said in outcomes if feed is None)
    return FeedLookup(tuple(found), problems, tuple(said for feed, said in outcomes if feed is not None and said))


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
        DirectoryError: the channel cannot be looked at.
    """
    try:
        info = await directory.find_channel(wanted.channel)
    except DirectoryError as error:
        if not error.is_hidden:
            raise
        return wanted, ChannelObstacle.NOT_A_MEMBER
    if info is not None and info.is_shared:
        return replace(wanted, paused_until=date.max, pause_reason=PauseReason.SHARED), ChannelObstacle.SHARED
    return wanted, ChannelObstacle.NOT_A_MEMBER if info is not None and not info.is_member else None


def short(address: str) -> str:
    """Return an address in the form that people use."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/")[:80] or address[:80]


async def _find_feed(discover: Discover, address: str) -> tuple[str | None, str]:
    try:
        feeds = await discover(address)
    except BotError as error:
        _log.info("no feed found", link=address, code=error.code, cause=str(error))
        return None, f"{short(address)}: {error.message}"
    if not feeds:
        return None, f"{short(address)}: I found no feed there."
    others = f"{short(address)} has other feeds too: {', '.join(feeds[1:4])}" if len(feeds) > 1 else ""
    return feeds[0], others
