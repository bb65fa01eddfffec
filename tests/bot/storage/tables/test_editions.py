import asyncio
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.newsroom.corrections.model import ShownArticle, ShownQuote
from bot.newsroom.editions.model import EditionRecord, EditionState, ListedAs, ListedStory, PostedStory
from bot.newsroom.subscriptions.model import EditionKey, Subscription
from bot.storage.database.address import DatabaseAddress
from bot.storage.database.upgrade import upgrade
from bot.storage.payload_codec import pack
from bot.storage.schema import edition
from bot.storage.tables.editions import KEPT_S, EditionTable
from bot.storage.tables.subscriptions import SubscriptionTable

KEY = EditionKey("T1", "C1", date(2026, 11, 24))


@pytest.fixture
def editions(database, clock) -> EditionTable:
    return EditionTable(database, clock)


def record(clock, **changes) -> EditionRecord:
    story = PostedStory("Pier reopens", ("Pier reopens\nThe pier …",), ("k1", "k2"), ("h1",), 2, ("told by 2 outlets",))
    draft = {"parent": [{"text": "x", "blocks": []}], "replies": []}
    made = EditionRecord(KEY.job_id, KEY, EditionState.DRAFTED, clock.now(), (story,), draft, False, 1, 7)
    return replace(made, **changes)


async def test_a_draft_comes_back_as_it_was_kept(editions, clock):
    await editions.save(record(clock))

    assert await editions.get(KEY.job_id) == record(clock)


async def test_what_an_edition_lists_comes_back_apart_from_what_it_told(editions, clock):
    listed = tuple(
        ListedStory(
            each, "Storm", "https://g.example/1", "Gazette", 2, clock.now(), ("Storm\nA storm.",), ("k9",), ("h9",)
        )
        for each in ListedAs
    )
    await editions.save(record(clock, listed=listed))

    assert await editions.get(KEY.job_id) == record(clock, listed=listed)


async def test_stories_that_an_earlier_version_stored_are_read(editions, database, clock):
    old = {"headline": "Pier", "texts": ["Pier"], "keys": ["k"], "links": ["h"], "outlets": 1, "reasons": []}
    await editions.save(record(clock))
    async with database.begin() as connection:
        await connection.execute(sa.update(edition).values(stories=pack([old])))

    (record_read,) = await editions.list_of_channel("T1", "C1", clock.now() - timedelta(days=1))

    assert record_read.stories == (PostedStory("Pier", ("Pier",), ("k",), ("h",)),)
    assert record_read.listed == ()


async def test_what_an_edition_showed_comes_back_and_of_an_earlier_version_nothing(editions, clock, database):
    quotes = (ShownQuote("We waited.", "Ada Brandt", "a1"),)
    shown = (
        ShownArticle("https://g.example/pier", "Gazette", sentences=("The pier reopened.",), quotes=quotes, words=9),
    )
    old = [{"headline": "Pier reopens", "texts": [], "keys": [], "links": [], "outlets": 1, "reasons": []}]
    await editions.save(record(clock, stories=(PostedStory("Pier reopens", shown=shown),)))
    await editions.save(record(clock, job_id="old"))
    async with database.begin() as connection:
        await connection.execute(sa.update(edition).where(edition.c.job_id == "old").values(stories=pack(old)))

    (new_story,), (old_story,) = (await editions.get(KEY.job_id)).stories, (await editions.get("old")).stories

    assert (new_story.shown, old_story.shown) == (shown, None)


async def test_a_draft_that_is_there_stays_as_it_is(editions, clock):
    await editions.save(record(clock))
    await editions.save(record(clock, article_count=99, draft=None))

    assert await editions.get(KEY.job_id) == record(clock)


async def test_an_edition_is_made_anew_where_the_channel_got_another_one_meanwhile(editions, clock):
    await editions.save(record(clock))
    extra = record(clock, job_id=f"{KEY.job_id}:now:x", is_extra=True)

    assert not await editions.save_if_latest(extra, frozenset())
    assert await editions.get(extra.job_id) is None
    assert await editions.save_if_latest(extra, await editions.list_jobs_of_channel("T1", "C1"))
    assert await editions.list_jobs_of_channel("T1", "C1") == {KEY.job_id, extra.job_id}


async def test_of_replicas_that_made_an_edition_at_once_one_writes_it_down(postgres, clock):
    address = DatabaseAddress(postgres.make_database(), Path())
    upgrade(address)
    engines = [address.open() for _ in range(3)]
    wanted = Subscription(
        "T1", "C1", "U1", ("https://gazette.example/feed",), time(9), frozenset({0}), "UTC", clock.now()
    )
    await SubscriptionTable(engines[0], clock).save(wanted, by="U1", change="added a feed")
    makers = [EditionTable(engine, clock) for engine in engines]
    drafts = [record(clock, job_id=f"{KEY.job_id}:now:{number}", is_extra=True) for number in range(3)]

    kept = await asyncio.gather(*(m.save_if_latest(d, frozenset()) for m, d in zip(makers, drafts, strict=True)))

    assert sorted(kept) == [False, False, True]
    for engine in engines:
        await engine.dispose()


async def test_a_posted_edition_keeps_its_stories_and_forgets_its_messages(editions, clock):
    await editions.save(record(clock))
    await editions.mark_finished(KEY.job_id, EditionState.POSTED)

    found = await editions.get(KEY.job_id)

    assert found.state is EditionState.POSTED
    assert found.draft is None
    assert found.stories == record(clock).stories


async def test_settled_are_those_of_the_schedule_that_are_no_drafts(editions, clock):
    before = clock.now() - timedelta(days=2)
    await editions.save(record(clock))
    extra = {"job_id": "edition:T1:C2:2026-11-24:now:x", "key": replace(KEY, channel="C2"), "is_extra": True}
    await editions.save(record(clock, state=EditionState.POSTED, **extra))
    assert await editions.list_scheduled_since(before) == frozenset()

    await editions.mark_finished(KEY.job_id, EditionState.EMPTY)

    assert await editions.list_scheduled_since(before) == {KEY}


async def test_a_channels_editions_are_its_own_oldest_first(editions, clock):
    before = clock.now() - timedelta(days=1)
    other = replace(KEY, team_id="T2")
    await editions.save(record(clock, job_id=other.job_id, key=other))
    await editions.save(record(clock, made_at=clock.now() + timedelta(hours=1)))
    earlier = replace(KEY, local_date=date(2026, 11, 23))
    await editions.save(record(clock, job_id=earlier.job_id, key=earlier))

    found = await editions.list_of_channel("T1", "C1", before)

    assert [made.key for made in found] == [earlier, KEY]


async def test_editions_are_forgotten_after_a_month(editions, clock):
    await editions.save(record(clock))
    clock.seconds += KEPT_S + 1

    assert await editions.delete_expired() == 1
    assert await editions.get(KEY.job_id) is None


async def test_a_channels_or_a_workspaces_editions_are_forgotten_and_nobody_elses(editions, clock):
    for key in (KEY, replace(KEY, channel="C2"), replace(KEY, team_id="T2")):
        await editions.save(record(clock, job_id=key.job_id, key=key))

    assert await editions.delete_all("T1", "C1") == 1
    assert await editions.delete_all("T1") == 1
    assert await editions.delete_all("T1") == 0
    assert await editions.get(replace(KEY, team_id="T2").job_id) is not None
