"""Lists of feeds: what of them is followed, and what becomes of the rest."""

import pytest

from bot.errors import TooLargeError
from bot.newsroom.subscriptions.access import NotAllowedError
from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.ports import ChannelInfo
from bot.newsroom.subscriptions.service import MAX_FEEDS
from bot.newsroom.subscriptions.setup import ChannelObstacle
from tests.bot.newsroom.subscriptions.service_channel import (
    COURIER,
    GAZETTE,
    HERALD,
    OWNER,
    STRANGER,
    ServiceChannel,
    followed,
)

LINK = "https://ines.example/feeds.opml"


def listed(*feeds: str) -> bytes:
    return "\n".join(feeds).encode()


async def test_a_list_behind_a_link_sets_a_subscription_up():
    channel = ServiceChannel()
    channel.links[LINK] = listed(HERALD, "https://nowhere.example/rss")
    channel.directory.channels["C1"] = ChannelInfo(is_member=False)

    done = await channel.lists.import_link("T1", OWNER, LINK)

    assert done.change is not None
    assert (done.change.before, done.change.after) == (None, channel.wanted)
    assert done.change.added == ("herald.example/feed.xml",)
    assert done.change.obstacle is ChannelObstacle.NOT_A_MEMBER
    assert [problem.address for problem in done.problems] == ["https://nowhere.example/rss"]
    assert channel.subscriptions.recorded == [("U1", f"imported a list: added {HERALD}")]


async def test_what_is_followed_already_is_counted_and_nothing_is_saved():
    channel = followed(GAZETTE, COURIER)
    channel.links[LINK] = listed(COURIER, GAZETTE)

    done = await channel.lists.import_link("T1", OWNER, LINK)

    assert (done.known, done.left_out, done.problems) == (2, 0, ())
    assert done.change is not None
    assert done.change.before == done.change.after == channel.wanted
    assert done.change.next_edition_at is not None
    assert channel.subscriptions.recorded == []


async def test_a_list_fills_a_channel_and_the_rest_is_left_out():
    channel = followed(GAZETTE)
    papers = [f"https://paper{number}.example/rss" for number in range(250)]
    channel.sites |= {paper: (paper,) for paper in papers}
    channel.links[LINK] = listed(GAZETTE, *papers)

    done = await channel.lists.import_link("T1", OWNER, LINK)

    assert channel.wanted is not None
    assert channel.wanted.feeds == (GAZETTE, *papers[: MAX_FEEDS - 1])
    assert (done.known, done.left_out) == (1, 250 - (MAX_FEEDS - 1))


async def test_of_a_list_that_cannot_be_read_at_all_nothing_is_set_up():
    channel = ServiceChannel()
    channel.links[LINK] = listed("https://nowhere.example/rss")

    done = await channel.lists.import_link("T1", OWNER, LINK)

    assert done.change is None
    assert (channel.wanted, channel.subscriptions.recorded) == (None, [])


async def test_what_is_no_list_is_said():
    channel = followed(GAZETTE)
    channel.links[LINK] = b""

    with pytest.raises(CommandError, match="no feeds in that list"):
        await channel.lists.import_link("T1", OWNER, LINK)
    with pytest.raises(CommandError, match="no such page") as caught:
        await channel.lists.import_link("T1", OWNER, "https://nowhere.example/feeds.opml")
    assert caught.value.advice == "Check the link of the list, or share the file with me."


async def test_a_list_is_not_even_loaded_for_somebody_who_may_not():
    channel = followed(GAZETTE)

    async def load() -> bytes:
        raise AssertionError

    with pytest.raises(NotAllowedError):
        await channel.lists.import_list("T1", STRANGER, load)


async def test_a_list_that_cannot_be_loaded_changes_nothing():
    channel = followed(GAZETTE)

    async def load() -> bytes:
        raise TooLargeError("a shared file")

    with pytest.raises(TooLargeError):
        await channel.lists.import_list("T1", OWNER, load)
    assert channel.subscriptions.recorded == []


async def test_a_channels_feeds_come_out_with_their_names_in_its_order():
    channel = followed(HERALD, GAZETTE)
    assert channel.wanted is not None

    assert (await channel.lists.export(channel.wanted)).splitlines() == [
        "Feeds of a nutgraf digest",
        f"{HERALD} herald.example/feed.xml",
        f"{GAZETTE} gazette.example/feed.xml",
    ]


async def test_a_channel_without_feeds_has_nothing_to_give_out():
    channel = followed()
    assert channel.wanted is not None

    with pytest.raises(CommandError, match="no feed to give out"):
        await channel.lists.export(channel.wanted)
