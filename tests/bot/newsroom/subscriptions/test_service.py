"""Changing a channel's subscription: what is saved, by whom, and what is said to have become of it."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from bot.newsroom.editions.model import EditionRecord, EditionState
from bot.newsroom.feeds.health import FeedState
from bot.newsroom.feeds.model import Feed
from bot.newsroom.requester import Requester
from bot.newsroom.subscriptions.access import CannotSeeMembersError, NotAllowedError, NotInChannelError
from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.model import EditionKey, PauseReason, QuietDays
from bot.newsroom.subscriptions.ports import ChannelInfo, DirectoryError, Person
from bot.newsroom.subscriptions.service import MAX_FEEDS, EnteredFeedsError
from bot.newsroom.subscriptions.settings import EnteredSettings, change_max_stories, pause
from bot.newsroom.subscriptions.setup import ChannelObstacle
from tests.bot.newsroom.sample_items import NOON, subscribe
from tests.bot.newsroom.subscriptions.service_channel import (
    COURIER,
    GAZETTE,
    HERALD,
    OWNER,
    STRANGER,
    ServiceChannel,
    followed,
)

ENTERED = EnteredSettings(
    addresses=("gazette.example", "courier.example"),
    at=time(7, 15),
    weekdays=frozenset({0, 3}),
    include=("ferry",),
    exclude=("football",),
    max_stories=7,
    length="short",
    quiet_days=QuietDays.SAY_SO,
)


@pytest.fixture
def empty() -> ServiceChannel:
    return ServiceChannel()


@pytest.fixture
def channel() -> ServiceChannel:
    return followed(GAZETTE, COURIER)


async def test_adding_a_site_sets_a_subscription_up_in_the_requesters_zone(empty):
    empty.directory.people["U1"] = Person("Africa/Lagos")

    change = await empty.service.add("T1", OWNER, ["gazette.example"])

    assert change.before is None
    assert change.after == empty.wanted
    assert (empty.wanted.feeds, empty.wanted.owner, empty.wanted.zone) == ((GAZETTE,), "U1", "Africa/Lagos")
    assert change.added == ("gazette.example/feed.xml",)
    assert change.next_edition_at == datetime.fromisoformat("2026-11-25T09:00+01:00")
    assert empty.subscriptions.recorded == [("U1", f"added {GAZETTE}")]


async def test_new_feeds_are_saved_first_and_polled_then(empty):
    saved_when_polled = []

    async def poll_new(feeds: tuple[str, ...]) -> None:
        saved_when_polled.append((feeds, empty.wanted is not None, tuple(empty.news.wanted)))

    empty.service = replace(empty.service, feeds=replace(empty.service.feeds, poll_new=poll_new))

    await empty.service.add("T1", OWNER, ["gazette.example"])

    assert saved_when_polled == [((GAZETTE,), True, (GAZETTE,))]


async def test_what_is_wrong_with_an_address_is_said_and_the_others_are_followed(empty):
    named = ["courier.example", "nowhere.example", "empty.example"]

    change = await empty.service.add("T1", OWNER, named)

    assert change.after.feeds == change.found == (COURIER,)
    assert [problem.address for problem in change.problems] == ["nowhere.example", "empty.example"]
    (other,) = change.others
    assert (other.address, other.feeds) == ("courier.example", ("https://courier.example/comments",))


async def test_where_no_feed_is_found_nothing_is_set_up(empty):
    with pytest.raises(CommandError) as caught:
        await empty.service.add("T1", OWNER, ["nowhere.example", "empty.example"])

    assert caught.value.message == (
        "nowhere.example: The site says there is no such page. empty.example: I found no feed there."
    )
    assert (empty.wanted, empty.subscriptions.recorded) == (None, [])


async def test_what_is_followed_already_changes_nothing(channel):
    change = await channel.service.add("T1", OWNER, ["gazette.example"])

    assert (change.added, change.revived, change.found) == ((), (), (GAZETTE,))
    assert change.before == change.after
    assert channel.subscriptions.recorded == []


async def test_a_feed_that_was_given_up_is_polled_again_when_it_is_added_again(channel):
    channel.news.known[GAZETTE] = Feed(GAZETTE, title="The Gazette", is_gone=True)
    channel.news.known[COURIER] = Feed(COURIER, title="The Courier", is_gone=True)

    change = await channel.service.add("T1", OWNER, ["gazette.example", "herald.example"])

    assert change.revived == ("The Gazette",)
    assert channel.polled == [(HERALD, GAZETTE)]


async def test_words_alone_are_added_to_the_filters(channel):
    change = await channel.service.add("T1", OWNER, [], include=["ferry"], exclude=["football"])

    assert (change.after.include, change.after.exclude) == (("ferry",), ("football",))
    assert channel.subscriptions.recorded == [("U1", "added +ferry, -football")]


async def test_how_many_feeds_a_channel_may_follow_is_a_setting():
    channel = followed(GAZETTE)
    service = replace(channel.service, max_feeds=1)

    with pytest.raises(CommandError, match=r"up to 1 feed\."):
        await service.add("T1", OWNER, ["courier.example"])


async def test_a_channel_follows_so_many_feeds_and_no_more():
    channel = followed(*(f"https://{number}.example" for number in range(MAX_FEEDS)))

    with pytest.raises(CommandError, match=r"up to 200 feeds"):
        await channel.service.add("T1", OWNER, ["gazette.example"])

    assert channel.subscriptions.recorded == []


async def test_so_many_addresses_are_looked_up_and_no_more(empty):
    with pytest.raises(CommandError, match="up to 20 addresses"):
        await empty.service.add("T1", OWNER, [f"{number}.example" for number in range(21)])


async def test_a_shared_channel_is_set_up_paused(empty):
    empty.directory.channels["C1"] = ChannelInfo(is_shared=True)

    change = await empty.service.add("T1", OWNER, ["gazette.example"])

    assert change.obstacle is ChannelObstacle.SHARED
    assert (empty.wanted.paused_until, empty.wanted.pause_reason) == (date.max, PauseReason.SHARED)
    assert change.next_edition_at is None


async def test_a_channel_is_looked_at_when_it_is_set_up_and_not_again(channel):
    channel.directory.channels["C1"] = ChannelInfo(is_shared=True)

    change = await channel.service.add("T1", OWNER, ["herald.example"])

    assert change.obstacle is None
    assert change.after.paused_until is None


async def test_a_channel_that_cannot_be_looked_at_is_not_set_up(empty):
    empty.directory.members["C1"] = None
    empty.directory.hide("C1")
    empty.directory.trouble = DirectoryError("no answer")

    with pytest.raises(CannotSeeMembersError):
        await empty.service.add("T1", OWNER, ["gazette.example"])

    assert empty.wanted is None


@pytest.mark.parametrize(
    "work",
    [
        lambda channel, who: channel.service.add("T1", who, ["herald.example"]),
        lambda channel, who: channel.service.change(who, channel.wanted, pause(channel.wanted, None)),
        lambda channel, who: channel.service.remove_feeds("job", who, channel.wanted, ["1"]),
        lambda channel, who: channel.service.delete(who, channel.wanted),
        lambda channel, who: channel.service.save_entered("T1", who, ENTERED, is_of_another=False),
        lambda channel, who: channel.lists.import_link("T1", who, "https://ines.example/feeds.opml"),
    ],
)
async def test_who_may_not_changes_nothing(channel, work):
    before = channel.wanted
    channel.links["https://ines.example/feeds.opml"] = HERALD.encode()

    with pytest.raises(NotAllowedError):
        await work(channel, STRANGER)
    with pytest.raises(NotInChannelError):
        await work(channel, Requester("C1", "U9"))
    channel.directory.trouble = DirectoryError("ratelimited")
    with pytest.raises(CannotSeeMembersError):
        await work(channel, OWNER)

    assert (channel.wanted, channel.subscriptions.recorded, channel.polled) == (before, [], [])


async def test_a_change_is_recorded_with_who_made_it(channel):
    before = channel.wanted

    change = await channel.service.change(Requester("C1", "UMAKER"), before, change_max_stories(before, 8))

    assert (change.before, change.after, channel.wanted.max_stories) == (before, channel.wanted, 8)
    assert channel.subscriptions.recorded == [("UMAKER", "Up to 8 stories an edition; the rest is counted.")]


async def test_an_edition_that_was_posted_is_not_the_next_one(channel):
    channel.clock.seconds -= 6 * 3600  # 06:00 UTC, an hour before nine in Berlin
    first = await channel.service.calendar.next_edition_at(channel.wanted)
    key = EditionKey("T1", "C1", date(2026, 11, 24))
    await channel.records.save(EditionRecord(key.job_id, key, EditionState.POSTED, NOON))

    second = await channel.service.calendar.next_edition_at(channel.wanted)

    assert (first.day, second.day) == (24, 25)


async def test_feeds_are_removed_by_number_name_and_address(channel):
    channel.news.known[COURIER] = Feed(COURIER, title="The Evening Courier")

    change = await channel.service.remove_feeds("job", OWNER, channel.wanted, ["1", "evening"])

    assert change.removed == (GAZETTE, COURIER)
    assert channel.wanted.feeds == ()
    assert channel.subscriptions.recorded == [("U1", f"removed {GAZETTE}, {COURIER}")]


async def test_a_job_that_is_done_again_removes_nothing_more(channel):
    await channel.service.remove_feeds("job", OWNER, channel.wanted, ["1"])

    change = await channel.service.remove_feeds("job", OWNER, channel.wanted, ["1"])

    assert (change.removed, channel.wanted.feeds) == ((), (COURIER,))
    assert len(channel.subscriptions.recorded) == 1


async def test_of_several_names_one_that_is_unclear_removes_none(channel):
    with pytest.raises(CommandError, match="more than one feed"):
        await channel.service.remove_feeds("job", OWNER, channel.wanted, ["1", "example"])

    assert channel.wanted.feeds == (GAZETTE, COURIER)


async def test_a_deleted_subscription_keeps_its_history(channel):
    await channel.service.delete(OWNER, channel.wanted)

    assert channel.wanted is None
    assert [each.change for each in await channel.service.list_changes("T1", "C1")] == ["removed the digest"]


async def test_a_form_sets_everything(empty):
    change = await empty.service.save_entered("T1", OWNER, ENTERED, is_of_another=True)

    wanted = empty.wanted
    assert (change.before, change.after) == (None, wanted)
    assert wanted.feeds == (GAZETTE, COURIER)
    assert (wanted.at, wanted.weekdays, wanted.max_stories, wanted.length) == (time(7, 15), {0, 3}, 7, "short")
    assert change.followed == ("gazette.example/feed.xml", "courier.example/rss")
    assert [other.address for other in change.others] == ["courier.example"]
    said = "set by the form: 2 feeds, Mondays and Thursdays at 07:15 (UTC)."
    assert empty.subscriptions.recorded == [("U1", said)]


async def test_feeds_that_a_form_does_not_name_are_not_followed_any_more(channel):
    entered = replace(ENTERED, addresses=("herald.example", COURIER))

    change = await channel.service.save_entered("T1", OWNER, entered, is_of_another=False)

    assert change.after.feeds == (COURIER, HERALD)
    assert channel.polled == [(HERALD,)]


async def test_a_form_with_an_address_without_a_feed_changes_nothing(channel):
    before, entered = channel.wanted, replace(ENTERED, addresses=(GAZETTE, "nowhere.example"))

    with pytest.raises(EnteredFeedsError, match=r"nowhere\.example: The site says there is no such page\."):
        await channel.service.save_entered("T1", OWNER, entered, is_of_another=False)

    assert (channel.wanted, channel.subscriptions.recorded) == (before, [])


async def test_a_form_with_too_many_addresses_is_not_even_looked_at(channel):
    entered = replace(ENTERED, addresses=tuple(f"{number}.example" for number in range(MAX_FEEDS + 1)))

    with pytest.raises(EnteredFeedsError, match="these are more"):
        await channel.service.save_entered("T1", OWNER, entered, is_of_another=False)


async def test_a_form_of_another_channel_does_not_overwrite_this_ones(channel):
    before = channel.wanted

    with pytest.raises(CommandError, match="a digest of its own"):
        await channel.service.save_entered("T1", OWNER, ENTERED, is_of_another=True)

    assert channel.wanted == before


async def test_a_form_that_is_done_again_after_a_crash_says_the_same(empty):
    first = await empty.service.save_entered("T1", OWNER, ENTERED, is_of_another=True)

    second = await empty.service.save_entered("T1", OWNER, ENTERED, is_of_another=True)

    assert (second.after, second.followed) == (first.after, first.followed)
    assert len(empty.subscriptions.recorded) == 1


async def test_what_a_form_would_make_is_saved_nowhere(channel):
    before = channel.wanted

    planned = await channel.service.plan_entered("T1", STRANGER, replace(ENTERED, addresses=("herald.example",)))

    assert planned.feeds == (HERALD,)
    assert (channel.wanted, channel.subscriptions.recorded) == (before, [])
    assert (channel.news.wanted, channel.polled) == ([HERALD], [])  # polled when the preview is made


async def test_nobody_sees_what_a_form_would_make_of_a_channel_they_are_not_in(channel):
    with pytest.raises(NotInChannelError):
        await channel.service.plan_entered("T1", Requester("C1", "U9"), ENTERED)


async def test_the_details_of_a_subscription_are_its_feeds_in_order_and_the_next_edition(channel):
    channel.news.known[COURIER] = Feed(COURIER, title="The Courier")

    details = await channel.service.describe(channel.wanted)

    assert [(feed.address, feed.title, feed.state) for feed in details.feeds] == [
        (GAZETTE, None, FeedState.UNREAD),
        (COURIER, "The Courier", FeedState.UNREAD),
    ]
    assert details.next_edition_at == datetime.fromisoformat("2026-11-25T09:00+01:00")


async def test_another_workspaces_subscription_is_not_seen():
    channel = ServiceChannel(subscribe(team_id="T2"))

    assert await channel.service.get("T1", "C1") is None
    assert await channel.service.get("T2", "") is None
