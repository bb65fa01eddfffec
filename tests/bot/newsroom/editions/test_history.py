"""What is remembered of a channel's editions, and who is shown which subscriptions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.newsroom.editions.history import HistoryService
from bot.newsroom.editions.model import EditionRecord, EditionState
from bot.newsroom.subscriptions.access import AccessPolicy
from bot.newsroom.subscriptions.model import EditionKey
from bot.newsroom.subscriptions.ports import Person
from tests.bot.fakes import FakeClock
from tests.bot.newsroom.fakes import MemoryDirectory, MemoryEditions, MemoryFeeds, MemorySubscriptions
from tests.bot.newsroom.sample_items import NOON, subscribe


class Past:
    """Subscriptions and their past editions."""

    def __init__(self, *subscriptions) -> None:
        self.directory, self.records = MemoryDirectory(), MemoryEditions()
        self.subscriptions, self.clock = MemorySubscriptions(*subscriptions), FakeClock()
        self.clock.seconds = NOON.timestamp()
        access = AccessPolicy(self.directory)
        self.service = HistoryService(self.subscriptions, self.records, access, MemoryFeeds(), self.clock)

    async def post(self, days_ago: int, *, is_extra: bool = False) -> EditionRecord:
        """An edition of so many days ago."""
        made = NOON - timedelta(days=days_ago)
        key = EditionKey("T1", "C1", made.date())
        record = EditionRecord(key.job_id, key, EditionState.POSTED, made, is_extra=is_extra)
        await self.records.save(record)
        return record


@pytest.fixture
def past() -> Past:
    return Past(subscribe())


async def test_a_history_has_the_last_five_editions_newest_first(past):
    records = [await past.post(days) for days in range(7)]

    history = await past.service.read("T1", "C1")

    assert history.editions == tuple(records[:5])


async def test_a_history_ends_where_nothing_is_remembered_any_more(past):
    await past.post(31)

    assert (await past.service.read("T1", "C1")).editions == ()


async def test_a_deleted_subscription_has_a_history_too(past):
    await past.subscriptions.delete("T1", "C1", by="U1")

    (change,) = (await past.service.read("T1", "C1")).changes
    assert (change.by, change.change) == ("U1", "removed the digest")


async def test_an_overview_has_the_next_and_the_last_edition_of_each(past):
    record = await past.post(0)
    past.directory.people["U1"] = Person("Asia/Tokyo")

    overview = await past.service.list_editable("T1", "U1", limit=20)

    (shown,) = overview.listed
    assert (shown.subscription, shown.latest, shown.is_paused) == (subscribe(), record, False)
    assert shown.next_at == datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert (overview.left_out, overview.zone) == (0, ZoneInfo("Asia/Tokyo"))


async def test_an_edition_that_was_requested_does_not_stand_for_the_scheduled_one(past):
    past.clock.seconds -= 6 * 3600  # an hour before it is due
    await past.post(0, is_extra=True)

    (shown,) = (await past.service.list_editable("T1", "U1", limit=20)).listed

    assert shown.next_at == datetime(2026, 11, 24, 8, tzinfo=UTC)


async def test_a_pause_is_shown_while_it_lasts():
    past = Past(subscribe(paused_until=date(2026, 11, 25)))

    (shown,) = (await past.service.list_editable("T1", "U1", limit=20)).listed

    assert shown.is_paused


async def test_what_does_not_fit_is_counted():
    past = Past(*(subscribe(channel=f"D{number}") for number in range(5)))

    overview = await past.service.list_editable("T1", "U1", limit=3)

    assert ([shown.subscription.channel for shown in overview.listed], overview.left_out) == (["D0", "D1", "D2"], 2)


async def test_nobody_is_shown_what_they_may_not_change_or_another_workspaces():
    past = Past(subscribe(), replace(subscribe(), team_id="T2"))

    assert (await past.service.list_editable("T1", "U2", limit=20)).listed == ()
    assert len((await past.service.list_editable("T1", "U1", limit=20)).listed) == 1
