from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.errors import PaywalledError
from bot.newsroom.editions.model import EditionState
from bot.newsroom.jobs.inbox import LetterState
from bot.newsroom.subscriptions.model import Feed, QuietDays
from bot.playground.block_kit.blocks import check_blocks
from bot.slack.handlers.edition import edition_job, extra_edition_job
from bot.slack.parsing.payloads import read_delivery
from tests.bot.fakes import (
    STORY,
)
from tests.bot.newsroom.editions.test_story_selection import FERRY, OTHER, ferry, others
from tests.bot.newsroom.sample_items import NOON, item, subscribe
from tests.bot.slack.edition_channel import FEEDS, KEY, EditionRoom, refused, two_stories_and_others


@pytest.fixture
def room() -> EditionRoom:
    return two_stories_and_others()


async def test_the_parent_lists_the_stories_and_each_has_its_reply(room):
    parent, *replies = await room.run()

    assert parent["text"].startswith("Daily digest, Tuesday 24 November: 5 stories. ")
    assert FERRY in parent["text"]
    assert "2 outlets" in str(parent["blocks"])
    assert "5 stories from 6 articles in 2 feeds · about 1 min · details in the thread" in str(parent["blocks"])
    assert [reply["thread_ts"] for reply in replies] == [parent["ts"]] * 5
    assert [reply["text"][:2] for reply in replies] == ["1.", "2.", "3.", "4.", "5."]
    assert room.archive.records[KEY.job_id].state is EditionState.POSTED
    assert room.letter().state is LetterState.DONE


async def test_pages_are_read_and_sentences_link_to_their_outlet(room):
    room.news.items = [item("pier", "Pier at Saltmouth reopens after two years", "The pier reopened.")]
    room.fetcher.pages["https://gazette.example/pier"] = STORY

    _, reply = await room.run()

    assert "cost the town 4 million crowns" in str(reply["blocks"])
    assert "Gazette ↗" in str(reply["blocks"])
    assert "Ada Brandt" in str(reply["blocks"])


async def test_what_cannot_be_read_is_told_from_the_feed_and_that_is_said(room):
    room.news.items = [
        item("pier", "Pier reopens", "The pier at Saltmouth opened again on Monday after two years of repairs.")
    ]
    room.fetcher.pages["https://gazette.example/pier"] = PaywalledError()

    _, reply = await room.run()

    assert "opened again on Monday" in str(reply["blocks"])
    assert "From the feed's own summary, the page could not be read: Gazette" in str(reply["blocks"])


async def test_more_stories_than_wanted_are_counted(room):
    room.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, max_stories=2)

    parent, *replies = await room.run()

    assert len(replies) == 2
    assert "+3 more stories not shown" in str(parent["blocks"])


async def test_the_next_edition_repeats_nothing(room):
    await room.run()
    room.clock.seconds += 86_400
    room.news.items.append(
        item(
            "new",
            "Storm breaks the east mole",
            "A storm broke the mole.",
            seen_at=room.clock.now(),
            published_at=room.clock.now(),
        )
    )
    room.news.items += [replace(each, key=f"again-{each.key}", seen_at=room.clock.now()) for each in others()[:2]]
    before = len(room.slack.posted)

    await room.run(edition_job(replace(KEY, local_date=date(2026, 11, 25))))

    assert [posted["text"] for posted in room.slack.posted[before:]] == [
        "Daily digest, Wednesday 25 November: 1 story. Storm breaks the east mole.",
        "1. Storm breaks the east mole",
    ]


async def test_an_item_that_was_being_kept_while_an_edition_was_made_is_in_the_next_one(room):
    await room.run()
    just_before = room.clock.now() - timedelta(seconds=1)
    room.news.items.append(
        item("late", "Storm breaks the east mole", "A storm.", seen_at=just_before, published_at=just_before)
    )
    room.clock.seconds += 86_400
    before = len(room.slack.posted)

    await room.run(edition_job(replace(KEY, local_date=date(2026, 11, 25))))

    assert [posted["text"] for posted in room.slack.posted[before:]][1:] == ["1. Storm breaks the east mole"]


async def test_an_edition_due_before_midnight_is_posted_after_it(room):
    room.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, at=time(23, 59))
    room.clock.seconds += 12 * 3600 + 600

    assert len(await room.run()) == 6


async def test_an_edition_that_was_begun_is_finished_however_late(room):
    await room.run()
    room.archive.records[KEY.job_id] = replace(
        room.archive.records[KEY.job_id],
        state=EditionState.DRAFTED,
        draft={"parent": {"text": "Daily digest", "blocks": []}, "replies": []},
    )
    room.clock.seconds += 86_400

    await room.editions.do(edition_job(KEY))

    assert room.archive.records[KEY.job_id].state is EditionState.POSTED


async def test_a_day_without_news_is_silent(room):
    room.news.items.clear()

    assert await room.run() == []
    assert room.archive.records[KEY.job_id].state is EditionState.EMPTY
    assert await room.archive.scheduled_since(NOON - timedelta(days=1)) == {KEY}


async def test_a_channel_that_wants_to_know_is_told_that_nothing_is_new():
    room = EditionRoom(quiet_days=QuietDays.SAY_SO)

    (posted,) = await room.run()

    assert posted["text"] == "Nothing new in this channel's feeds since the last edition."


async def test_silence_is_not_taken_for_no_news_where_no_feed_could_be_had(room):
    room.news.items.clear()
    room.news.known = {url: Feed(url, failures=3, failing_since=NOON) for url in FEEDS}

    (posted,) = await room.run()

    assert posted["text"].startswith("No news could be fetched")


async def test_feeds_that_could_not_be_had_are_named_at_the_end(room):
    room.news.known = {
        FEEDS[0]: Feed(FEEDS[0]),
        FEEDS[1]: Feed(FEEDS[1], title="The Courier", failures=4, failing_since=NOON - timedelta(days=1)),
        FEEDS[2]: Feed(FEEDS[2], is_gone=True),
    }

    parent, *_ = await room.run()

    said = "could not be reached: The Courier (since Mon 23 Nov, 13:00 CET), herald.example (not read any more)"
    assert said in str(parent["blocks"])


async def test_a_feed_that_fails_is_told_of_once(room):
    room.news.known = {FEEDS[1]: Feed(FEEDS[1], failures=4, failing_since=NOON - timedelta(hours=2))}
    parent, *_ = await room.run()
    assert "could not be reached: courier.example" in str(parent["blocks"])

    before = len(room.slack.posted)
    parent, *_ = (await a_day_later(room))[before:]
    assert "could not be reached" not in str(parent["blocks"])

    room.news.known[FEEDS[2]] = Feed(FEEDS[2], failures=1, failing_since=room.clock.now() + timedelta(hours=1))
    before = len(room.slack.posted)
    parent, *_ = (await a_day_later(room))[before:]
    assert "could not be reached: herald.example (since" in str(parent["blocks"])


async def test_an_edition_says_on_which_days_nothing_was_running(room):
    await room.run()
    room.clock.seconds += 86_400
    before = len(room.slack.posted)

    parent, *_ = (await a_day_later(room))[before:]

    assert "none came on Wed 25 Nov: the news since then is in this one" in str(parent["blocks"])


async def test_of_feeds_that_are_all_given_up_nothing_more_is_said(room):
    room.news.items.clear()
    gone = {url: Feed(url, is_gone=True, failures=10, failing_since=NOON - timedelta(days=8)) for url in FEEDS}
    room.news.known = gone
    (said,) = await room.run()
    assert said["text"].startswith("No news could be fetched")

    assert len(await a_day_later(room, with_news=False)) == 1


async def a_day_later(room, *, with_news: bool = True) -> list[dict]:
    """The messages after one more day, with something new in it."""
    room.clock.seconds += 86_400
    now = room.clock.now()
    if with_news:
        key = f"new{now:%d}"
        title = ("Heron nests in the clock tower", "Brewer turns to barley wine")[now.day % 2]
        news = item(key, title, f"{title}, the mayor said.", seen_at=now, published_at=now)
        room.news.items.append(news)
    return await room.run(edition_job(replace(KEY, local_date=now.date())))


async def test_of_more_than_eight_stories_two_share_a_reply(room):
    room.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, max_stories=20)
    names = ("Amber", "Birch", "Cedar", "Dune", "Elm", "Fjord", "Gorse", "Heath", "Iris")
    room.news.items = [
        item(f"k{n}", f"{name} {name}bank opens {name}works", f"The {name}bank {name}ed its {name}works.")
        for n, name in enumerate(names)
    ]

    parent, *replies = await room.run()

    assert parent["text"].startswith("Daily digest, Tuesday 24 November: 9 stories.")
    assert len(replies) == 5
    assert [check_blocks(said["blocks"], "message") for said in (parent, *replies)] == [[]] * 6
    assert replies[0]["text"].startswith("1. ")
    assert " · 2. " in replies[0]["text"]
    assert replies[-1]["text"].startswith("9. ")
    assert sum(len(block.get("elements", [])) > 0 for block in replies[0]["blocks"]) >= 4


async def test_killed_between_parent_and_replies_it_goes_on_with_the_same_stories(room):
    room.slack.failures = [None, None, KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        await room.run()
    assert len(room.slack.posted) == 2
    room.news.items += [
        ferry("late", "Herald", title="Something else entirely", summary="It came in meanwhile, between the two.")
    ]
    room.restart()

    await room.run()

    assert len(room.slack.posted) == 6
    assert len({posted["metadata"]["event_payload"]["key"] for posted in room.slack.posted}) == 6
    assert not any("Something else" in str(posted) for posted in room.slack.posted)


async def test_killed_before_the_parent_it_is_made_once(room):
    room.slack.failures = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        await room.run()
    room.restart()

    await room.run()

    assert len(room.slack.posted) == 6
    assert len(room.freshened) == 1


async def test_a_failure_of_slack_is_kept_for_the_operator_and_not_said_in_the_channel(room):
    room.slack.failures = [refused("missing_scope")]

    assert await room.run() == []
    assert room.letter().state is LetterState.FAILED


async def test_a_parent_that_somebody_deletes_ends_the_edition(room):
    room.slack.failures = [None, None, refused("thread_not_found")]

    assert len(await room.run()) == 2
    assert room.letter().state is LetterState.DONE


async def test_an_edition_that_was_asked_for_says_privately_that_nothing_is_new(room):
    room.news.items.clear()
    asker = {"channel": "C1", "user": "U2"}

    await room.run(extra_edition_job(KEY, asked="1.2", asker=asker, response_url="http://r/1"))

    assert room.slack.posted == []
    assert "nothing new" in room.private.sent[0][1].text


async def test_an_edition_that_was_asked_for_is_no_reason_to_repeat_it_on_schedule(room):
    asker = {"channel": "C1", "user": "U2"}
    await room.run(extra_edition_job(KEY, asked="1.2", asker=asker, response_url="http://r/1"))
    assert len(room.slack.posted) == 6
    room.clock.seconds += 60

    await room.run()

    assert len(room.slack.posted) == 6
    assert room.archive.records[KEY.job_id].state is EditionState.EMPTY


async def test_why_these_is_told_to_the_one_who_asks(room):
    parent, *_ = await room.run()
    (row,) = [block for block in parent["blocks"] if block["type"] == "actions"]
    click = {
        "type": "block_actions",
        "trigger_id": "t1",
        "actions": [row["elements"][-1]],
        "channel": {"id": "C1"},
        "user": {"id": "U7"},
        "response_url": "http://r/2",
        "container": {"message_ts": parent["ts"]},
    }

    await room.run(read_delivery(click))

    ((_, said, how),) = room.private.sent
    assert "told by 2 outlets" in str(said.blocks)
    assert how["asker"] == ("C1", "U7")


async def test_why_these_is_not_told_of_another_channels_edition(room):
    await room.run()
    click = read_delivery(
        {
            "type": "block_actions",
            "trigger_id": "t1",
            "actions": [{"action_id": "digest_reasons", "value": KEY.job_id}],
            "channel": {"id": "C2"},
            "user": {"id": "U7"},
            "response_url": "http://r/2",
            "container": {"message_ts": "1.0"},
        }
    )

    await room.run(click)

    assert "no longer remember" in room.private.sent[0][1].text


async def test_a_preview_posts_and_remembers_nothing(room):
    messages = await room.editions.preview(room.subscriptions.kept["T1", "C1"])

    assert FERRY in str(messages[0].blocks)
    assert "Only you can see this" in str(messages[-1].blocks)
    assert room.slack.posted == []
    assert room.archive.records == {}
    assert room.freshened == [FEEDS]


async def test_twenty_stories_with_endless_addresses_still_fit(room):
    long = "https://gazette.example/" + "a" * 2_500
    room.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, max_stories=20)
    room.news.items = [item(f"k{n}", f"{OTHER[n % 4][0]} {n * 7919}", url=f"{long}{n}") for n in range(20)]

    parent, *_ = await room.run()

    assert len(str(parent["blocks"])) < 12_000
