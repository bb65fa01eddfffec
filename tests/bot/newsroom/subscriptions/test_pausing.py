"""Pauses that the bot begins and ends itself."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from bot.newsroom.subscriptions.errors import OwnerNotToldError
from bot.newsroom.subscriptions.model import PauseReason, Subscription
from bot.newsroom.subscriptions.pausing import PauseNotifier, PauseService
from tests.bot.newsroom.fakes import MemorySubscriptions
from tests.bot.newsroom.sample_items import NOON, subscribe

PAUSED = subscribe(paused_until=date.max, pause_reason=PauseReason.ARCHIVED)


class RecordingNotifier(PauseNotifier):
    """What owners are told, and what happens meanwhile."""

    def __init__(self, meanwhile: Callable[[], Awaitable[None]] | None = None) -> None:
        self.told: list[tuple[str, str, PauseReason]] = []
        self._meanwhile = meanwhile
        self.failure: str | None = None

    async def notify_paused(self, job_id: str, subscription: Subscription, reason: PauseReason) -> str | None:
        self.told.append((job_id, subscription.owner, reason))
        if self._meanwhile is not None:
            await self._meanwhile()
        return self.failure


@pytest.fixture
def notifier() -> RecordingNotifier:
    return RecordingNotifier()


async def test_a_pause_has_no_end_and_the_owner_is_told(notifier):
    subscriptions = MemorySubscriptions(subscribe())

    await PauseService(subscriptions, notifier).pause("job", subscribe(), PauseReason.ARCHIVED)

    assert subscriptions.kept["T1", "C1"] == PAUSED
    assert subscriptions.recorded == [("nutgraf", "paused: the channel is archived")]
    assert notifier.told == [("job", "U1", PauseReason.ARCHIVED)]


async def test_what_is_paused_for_that_reason_is_left_alone(notifier):
    subscriptions = MemorySubscriptions(PAUSED)

    await PauseService(subscriptions, notifier).pause("job", PAUSED, PauseReason.ARCHIVED)

    assert (subscriptions.recorded, notifier.told) == ([], [])


async def test_another_reason_is_told_again(notifier):
    await PauseService(MemorySubscriptions(PAUSED), notifier).pause("job", PAUSED, PauseReason.GONE)

    assert notifier.told == [("job", "U1", PauseReason.GONE)]


async def test_what_people_change_while_an_edition_is_made_is_kept(notifier):
    subscriptions = MemorySubscriptions(subscribe(max_stories=1))

    await PauseService(subscriptions, notifier).pause("job", subscribe(), PauseReason.ARCHIVED)

    assert subscriptions.kept["T1", "C1"] == replace(PAUSED, max_stories=1)


async def test_what_people_change_while_the_owner_is_told_is_kept():
    subscriptions = MemorySubscriptions(subscribe())

    notifier = RecordingNotifier(partial(subscriptions.save, subscribe(max_stories=1), by="U1", change="max 1"))

    await PauseService(subscriptions, notifier).pause("job", subscribe(), PauseReason.ARCHIVED)

    assert subscriptions.kept["T1", "C1"] == replace(PAUSED, max_stories=1)


async def test_what_people_delete_while_the_owner_is_told_stays_deleted():
    subscriptions = MemorySubscriptions(subscribe())

    notifier = RecordingNotifier(partial(subscriptions.delete, "T1", "C1", by="U1"))

    await PauseService(subscriptions, notifier).pause("job", subscribe(), PauseReason.ARCHIVED)

    assert subscriptions.kept == {}


async def test_what_people_delete_while_an_edition_is_made_stays_deleted(notifier):
    subscriptions = MemorySubscriptions()

    await PauseService(subscriptions, notifier).pause("job", subscribe(), PauseReason.ARCHIVED)

    assert (subscriptions.kept, subscriptions.recorded, notifier.told) == ({}, [], [])


async def test_an_owner_who_cannot_be_told_is_the_operators_to_know_and_stops_no_pause(notifier):
    subscriptions = MemorySubscriptions(subscribe())
    notifier.failure = "chat.postMessage: messages_tab_disabled"

    with pytest.raises(OwnerNotToldError, match="messages_tab_disabled"):
        await PauseService(subscriptions, notifier).pause("job", subscribe(), PauseReason.ARCHIVED)

    assert subscriptions.kept["T1", "C1"] == PAUSED


async def test_a_pause_ends_by_itself_with_the_reason_in_the_history(notifier):
    subscriptions = MemorySubscriptions(PAUSED)

    await PauseService(subscriptions, notifier).resume(PAUSED, NOON, why="the channel was unarchived")

    assert subscriptions.kept["T1", "C1"] == subscribe(created_at=NOON)
    assert subscriptions.recorded == [("nutgraf", "resumed: the channel was unarchived")]
    assert notifier.told == []
