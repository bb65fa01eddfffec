from datetime import date, time, timedelta

import pytest

from bot.newsroom.editions.model import EditionRecord, EditionState
from bot.newsroom.subscriptions.errors import ChangedMeanwhileError
from bot.newsroom.subscriptions.model import EditionKey, PauseReason, QuietDays
from bot.storage.tables.editions import EditionTable
from bot.storage.tables.subscriptions import CHANGES_KEPT_S, SubscriptionTable
from tests.bot.newsroom.sample_items import SUBSCRIPTION, subscribe


@pytest.fixture
def subscriptions(database, clock) -> SubscriptionTable:
    return SubscriptionTable(database, clock)


async def test_a_subscription_comes_back_as_it_was_saved(subscriptions):
    wanted = subscribe(
        at=time(7, 5),
        include=("ferry", "naïve “phrase”"),
        exclude=("football",),
        quiet_days=QuietDays.SAY_SO,
        paused_until=date.max,
        pause_reason=PauseReason.ARCHIVED,
        may_be_shared=True,
    )

    await subscriptions.save(wanted, by="U1", change="set it up")

    assert await subscriptions.get("T1", "C1") == wanted


async def test_saving_again_replaces(subscriptions):
    await subscriptions.save(SUBSCRIPTION, by="U1", change="set it up")
    await subscriptions.save(subscribe(max_stories=9), by="U2", change="9 stories")

    assert await subscriptions.list_all() == (subscribe(max_stories=9),)


async def test_channels_of_two_workspaces_never_meet(subscriptions):
    await subscriptions.save(SUBSCRIPTION, by="U1", change="set it up")

    assert await subscriptions.get("T2", "C1") is None
    await subscriptions.delete("T2", "C1", by="U1")
    assert await subscriptions.get("T1", "C1") == SUBSCRIPTION
    assert await subscriptions.list_changes("T2", "C1") == ()


async def test_every_change_is_recorded_with_who_and_when(subscriptions, clock):
    await subscriptions.save(SUBSCRIPTION, by="U1", change="set it up")
    clock.seconds += 60
    await subscriptions.save(subscribe(max_stories=9), by="U2", change="9 stories")
    await subscriptions.delete("T1", "C1", by="U3")

    changes = await subscriptions.list_changes("T1", "C1")

    assert [(change.by, change.change) for change in changes] == [
        ("U3", "removed the digest"),
        ("U2", "9 stories"),
        ("U1", "set it up"),
    ]
    assert changes[1].at == clock.now()
    assert await subscriptions.get("T1", "C1") is None


async def test_changes_are_forgotten_after_a_year_subscriptions_are_not(subscriptions, clock):
    await subscriptions.save(SUBSCRIPTION, by="U1", change="set it up")
    clock.seconds += CHANGES_KEPT_S + 1

    assert await subscriptions.delete_expired() == 1
    assert await subscriptions.list_changes("T1", "C1") == ()
    assert await subscriptions.get("T1", "C1") == SUBSCRIPTION


async def test_forgetting_a_channel_takes_its_changes_too_and_nobody_elses(subscriptions):
    for team, channel in (("T1", "C1"), ("T1", "C2"), ("T2", "C1")):
        await subscriptions.save(subscribe(team_id=team, channel=channel), by="U1", change="set it up")

    assert await subscriptions.delete_all("T1", "C1") == 2

    assert await subscriptions.get("T1", "C1") is None
    assert await subscriptions.list_changes("T1", "C1") == ()
    assert len(await subscriptions.list_changes("T1", "C2")) == 1
    assert len(await subscriptions.list_all()) == 2


async def test_forgetting_a_workspace_takes_all_of_it_and_finds_nothing_again(subscriptions):
    for team, channel in (("T1", "C1"), ("T1", "C2"), ("T2", "C1")):
        await subscriptions.save(subscribe(team_id=team, channel=channel), by="U1", change="set it up")

    assert await subscriptions.delete_all("T1") == 4
    assert await subscriptions.delete_all("T1") == 0

    assert [each.team_id for each in await subscriptions.list_all()] == ["T2"]


async def test_of_two_changes_made_from_one_state_the_second_is_refused_and_not_recorded(subscriptions):
    before = subscribe()
    await subscriptions.save(before, by="U1", change="set it up", before=None)

    await subscriptions.save(subscribe(max_stories=1), by="U1", change="max 1", before=before)
    for stale in (before, None):
        with pytest.raises(ChangedMeanwhileError):
            await subscriptions.save(subscribe(max_stories=2), by="U2", change="max 2", before=stale)

    assert await subscriptions.get("T1", "C1") == subscribe(max_stories=1)
    assert [change.change for change in await subscriptions.list_changes("T1", "C1")] == ["max 1", "set it up"]


async def test_what_is_deleted_meanwhile_does_not_come_back(subscriptions):
    await subscriptions.save(subscribe(), by="U1", change="set it up")
    await subscriptions.delete("T1", "C1", by="U1")

    with pytest.raises(ChangedMeanwhileError):
        await subscriptions.save(subscribe(max_stories=2), by="U2", change="max 2", before=subscribe())

    assert await subscriptions.get("T1", "C1") is None


async def test_a_channel_with_a_new_id_takes_everything_of_its_digest_along(subscriptions, database, clock):
    editions = EditionTable(database, clock)
    for channel in ("C1", "C2"):
        await subscriptions.save(subscribe(channel=channel, max_stories=9), by="U1", change="set it up")
        key = EditionKey("T1", channel, date(2026, 11, 24))
        await editions.save(EditionRecord(key.job_id, key, EditionState.POSTED, clock.now()))

    assert await subscriptions.move("T1", "C1", "C9", by="nutgraf", change="moved")

    assert await subscriptions.get("T1", "C1") is None
    assert await subscriptions.get("T1", "C9") == subscribe(channel="C9", max_stories=9)
    assert [each.change for each in await subscriptions.list_changes("T1", "C9")] == ["moved", "set it up"]
    final = await editions.list_scheduled_since(clock.now() - timedelta(days=1))
    assert {key.channel for key in final} == {"C9", "C2"}
    assert await subscriptions.get("T1", "C2") == subscribe(channel="C2", max_stories=9)


async def test_a_channel_is_moved_once_and_only_in_its_workspace(subscriptions):
    await subscriptions.save(subscribe(team_id="T2"), by="U1", change="set it up")

    assert not await subscriptions.move("T1", "C1", "C9", by="nutgraf", change="moved")
    assert await subscriptions.move("T2", "C1", "C9", by="nutgraf", change="moved")
    assert not await subscriptions.move("T2", "C1", "C9", by="nutgraf", change="moved")

    assert await subscriptions.list_all() == (subscribe(team_id="T2", channel="C9"),)


async def test_where_the_new_id_has_a_digest_already_that_one_stays(subscriptions):
    await subscriptions.save(subscribe(max_stories=3), by="U1", change="set it up")
    await subscriptions.save(subscribe(channel="C9", max_stories=9), by="U2", change="set it up there")

    assert await subscriptions.move("T1", "C1", "C9", by="nutgraf", change="moved")

    assert await subscriptions.list_all() == (subscribe(channel="C9", max_stories=9),)


async def test_a_move_that_fails_in_the_middle_changes_nothing(subscriptions, monkeypatch):
    await subscriptions.save(SUBSCRIPTION, by="U1", change="set it up")

    async def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(subscriptions, "_record", fail)
    with pytest.raises(OSError):  # noqa: PT011  (nothing else says what failed)
        await subscriptions.move("T1", "C1", "C9", by="nutgraf", change="moved")

    assert await subscriptions.list_all() == (SUBSCRIPTION,)
