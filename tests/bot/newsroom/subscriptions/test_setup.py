"""Setting up a channel's subscription: defaults, and what is in the way."""

from datetime import date, time

import pytest

from bot.newsroom.requester import Requester
from bot.newsroom.subscriptions.model import PauseReason
from bot.newsroom.subscriptions.ports import ChannelInfo, DirectoryError, Person
from bot.newsroom.subscriptions.schedule import WEEKDAYS
from bot.newsroom.subscriptions.setup import ChannelObstacle, check_channel, new_subscription
from tests.bot.newsroom.fakes import MemoryDirectory
from tests.bot.newsroom.sample_items import NOON, subscribe

REQUESTER = Requester("C1", "U1")


@pytest.fixture
def directory() -> MemoryDirectory:
    return MemoryDirectory()


async def test_a_new_subscription_is_the_requesters_on_weekdays_at_nine_in_their_zone(directory):
    directory.people["U1"] = Person("Africa/Lagos")

    wanted = await new_subscription(directory, "T1", REQUESTER, NOON)

    assert (wanted.team_id, wanted.channel, wanted.owner, wanted.feeds) == ("T1", "C1", "U1", ())
    assert (wanted.at, wanted.weekdays, wanted.zone, wanted.created_at) == (time(9), WEEKDAYS, "Africa/Lagos", NOON)


@pytest.mark.parametrize("zone", [None, "Not/Here"])
async def test_without_a_known_zone_times_are_utc(directory, zone):
    directory.people["U1"] = Person(zone)

    assert (await new_subscription(directory, "T1", REQUESTER, NOON)).zone == "UTC"


async def test_in_a_channel_of_ours_nothing_is_in_the_way(directory):
    assert await check_channel(directory, subscribe()) == (subscribe(), None)


async def test_where_the_bot_may_not_ask_nothing_is_known_to_be_in_the_way(directory):
    directory.channels["C1"] = None

    assert await check_channel(directory, subscribe()) == (subscribe(), None)


async def test_a_shared_channel_waits_until_somebody_agrees(directory):
    directory.channels["C1"] = ChannelInfo(is_shared=True, is_member=False)
    paused = subscribe(paused_until=date.max, pause_reason=PauseReason.SHARED)

    assert await check_channel(directory, subscribe()) == (paused, ChannelObstacle.SHARED)


async def test_the_bot_has_to_be_invited_where_it_is_not_a_member(directory):
    directory.channels["C1"] = ChannelInfo(is_member=False)

    assert await check_channel(directory, subscribe()) == (subscribe(), ChannelObstacle.NOT_A_MEMBER)


async def test_and_where_the_channel_is_not_shown(directory):
    directory.hide("C1")

    assert await check_channel(directory, subscribe()) == (subscribe(), ChannelObstacle.NOT_A_MEMBER)


async def test_a_channel_that_cannot_be_looked_at_for_now_is_not_set_up(directory):
    directory.trouble = DirectoryError("no answer")

    with pytest.raises(DirectoryError):
        await check_channel(directory, subscribe())
