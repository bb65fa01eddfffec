"""Who may change a channel's subscription."""

import pytest

from bot.newsroom.subscriptions.access import AccessPolicy, CannotSeeMembersError, NotAllowedError, NotInChannelError
from bot.newsroom.subscriptions.ports import ChannelInfo, DirectoryError
from tests.bot.newsroom.fakes import MemoryDirectory
from tests.bot.newsroom.sample_items import subscribe

OURS = subscribe(owner="U1")


@pytest.fixture
def directory() -> MemoryDirectory:
    return MemoryDirectory()


@pytest.fixture
def access(directory) -> AccessPolicy:
    return AccessPolicy(directory)


@pytest.mark.parametrize("user", ["U1", "UMAKER", "UBOSS"])
async def test_the_owner_the_channels_maker_and_administrators_may_change_it(access, user):
    await access.require_editor("C1", user, OURS)


async def test_nobody_else_may(access):
    with pytest.raises(NotAllowedError):
        await access.require_editor("C1", "U2", OURS)


@pytest.mark.parametrize("admins", [{"U2"}, {"members"}])
async def test_whom_the_setting_names_may(directory, admins):
    await AccessPolicy(directory, frozenset(admins)).require_editor("C1", "U2", OURS)


@pytest.mark.parametrize("admins", [set(), {"U9"}, {"members"}])
async def test_who_is_not_in_the_channel_may_not_even_if_they_set_it_up(directory, admins):
    with pytest.raises(NotInChannelError):
        await AccessPolicy(directory, frozenset(admins)).require_editor("C1", "U9", subscribe(owner="U9"))


async def test_the_owner_is_not_asked_about_any_further(access, directory):
    await access.require_editor("C1", "U1", OURS)

    assert directory.asked == ["is U1 in C1"]


async def test_everybody_in_the_channel_may_create_one(access):
    await access.require_editor("C1", "U2", None)

    with pytest.raises(NotInChannelError):
        await access.require_editor("C1", "U9", None)


async def test_a12_in_a_channel_that_is_not_shown_one_may_be_created_but_not_changed(access, directory):
    directory.hide("C1")

    await access.require_editor("C1", "U1", None)

    with pytest.raises(CannotSeeMembersError) as caught:
        await access.require_editor("C1", "U1", OURS)
    assert caught.value.is_hidden
    assert caught.value.advice.startswith("Say /invite")


@pytest.mark.parametrize("subscription", [None, OURS])
async def test_a12_while_the_members_are_not_known_nothing_is_created_or_changed(access, directory, subscription):
    directory.trouble = DirectoryError("ratelimited")

    with pytest.raises(CannotSeeMembersError) as caught:
        await access.require_editor("C1", "U1", subscription)
    assert not caught.value.is_hidden
    assert caught.value.advice == "Try again in a minute."


async def test_where_the_bot_may_not_ask_for_the_channel_its_maker_is_nobody(access, directory):
    directory.channels["C1"] = None

    with pytest.raises(NotAllowedError):
        await access.require_editor("C1", "UMAKER", OURS)


async def test_a_channel_that_is_not_shown_has_no_maker(access, directory):
    del directory.channels["C1"]

    with pytest.raises(NotAllowedError):
        await access.require_editor("C1", "UMAKER", OURS)


async def test_any_subscription_is_for_those_of_rank_the_owner_is_not(access):
    await access.require_admin("C1", "UMAKER")
    await access.require_admin("C1", "UBOSS")

    with pytest.raises(NotAllowedError):
        await access.require_admin("C1", "U1")


@pytest.mark.parametrize(("user", "is_admin"), [("U1", False), ("UMAKER", False), ("UBOSS", True)])
async def test_a_person_is_shown_what_they_may_change(access, user, is_admin):
    assert await access.editable_by(user, [OURS], is_admin=is_admin) == (OURS,)


async def test_nobody_is_shown_the_subscriptions_of_others(access):
    assert await access.editable_by("U2", [OURS], is_admin=False) == ()


async def test_an_administrator_is_shown_those_of_their_channels_only(access, directory):
    directory.channels["C9"], directory.members["C9"] = ChannelInfo(), {"U2"}
    elsewhere = subscribe(channel="C9", owner="U2")

    assert await access.editable_by("UBOSS", [OURS, elsewhere], is_admin=True) == (OURS,)


async def test_an_owner_is_shown_their_direct_messages_and_no_channel_that_they_have_left(access):
    direct, left = subscribe(channel="D1"), subscribe(channel="C9")

    assert await access.editable_by("U1", [direct, left], is_admin=False) == (direct,)


async def test_where_the_bot_may_not_list_channels_owners_are_shown_their_own(access, directory):
    directory.is_listing_allowed = False

    assert await access.editable_by("U1", [OURS], is_admin=False) == (OURS,)
    assert await access.editable_by("UBOSS", [OURS], is_admin=True) == ()


async def test_where_there_is_nothing_to_show_nobody_is_asked(access, directory):
    assert await access.editable_by("U1", [], is_admin=False) == ()
    assert directory.asked == []
