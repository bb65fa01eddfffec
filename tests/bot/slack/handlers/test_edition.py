from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.errors import PaywalledError
from bot.newsroom.editions.model import EditionState
from bot.newsroom.feeds.model import Feed
from bot.newsroom.jobs.inbox import InboxState
from bot.newsroom.requester import Requester
from bot.newsroom.subscriptions.model import QuietDays
from bot.playground.block_kit.blocks import check_blocks
from bot.slack.handlers.edition import edition_job, extra_edition_job
from bot.slack.parsing.payloads import parse_payload
from tests.bot.fakes import (
    STORY,
)
from tests.bot.newsroom.editions.test_story_selection import FERRY, OTHER, ferry, others
from tests.bot.newsroom.sample_items import NOON, item, subscribe
from tests.bot.slack.digest_channel import job_of
from tests.bot.slack.edition_channel import FEEDS, KEY, EditionChannel, refused, two_stories_and_others


@pytest.fixture
def rig() -> EditionChannel:
    return two_stories_and_others()


async def test_the_parent_lists_the_stories_and_each_has_its_reply(rig):
    parent, *replies = await rig.run()

    assert parent["text"].startswith("Daily digest, Tuesday 24 November: 5 stories. ")
    assert FERRY in parent["text"]
    assert "2 outlets" in str(parent["blocks"])
    assert "5 stories from 6 articles in 2 feeds · about 1 min · details in the thread" in str(parent["blocks"])
    assert [reply["thread_ts"] for reply in replies] == [parent["ts"]] * 5
    assert [reply["text"][:2] for reply in replies] == ["1.", "2.", "3.", "4.", "5."]
    assert rig.records.records[KEY.job_id].state is EditionState.POSTED
    assert rig.entry().state is InboxState.DONE


async def test_pages_are_read_and_sentences_link_to_their_outlet(rig):
    rig.news.items = [item("pier", "Pier at Saltmouth reopens after two years", "The pier reopened.")]
    rig.fetcher.pages["https://gazette.example/pier"] = STORY

    _, reply = await rig.run()

    assert "cost the town 4 million crowns" in str(reply["blocks"])
    assert "'text': 'source'" in str(reply["blocks"])
    assert "Ada Brandt" in str(reply["blocks"])


async def test_what_cannot_be_read_is_told_from_the_feed_and_that_is_said(rig):
    rig.news.items = [
        item("pier", "Pier reopens", "The pier at Saltmouth opened again on Monday after two years of repairs.")
    ]
    rig.fetcher.pages["https://gazette.example/pier"] = PaywalledError()

    _, reply = await rig.run()

    assert "opened again on Monday" in str(reply["blocks"])
    assert "From the feed's own summary, the page could not be read" in str(reply["blocks"])


async def test_more_stories_than_wanted_are_counted(rig):
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, max_stories=2)

    parent, *replies = await rig.run()

    assert len(replies) == 2
    assert "+3 more stories not shown" in str(parent["blocks"])


async def test_the_next_edition_repeats_nothing(rig):
    await rig.run()
    rig.clock.seconds += 86_400
    rig.news.items.append(
        item(
            "new",
            "Storm breaks the east mole",
            "A storm broke the mole.",
            seen_at=rig.clock.now(),
            published_at=rig.clock.now(),
        )
    )
    rig.news.items += [replace(each, key=f"again-{each.key}", seen_at=rig.clock.now()) for each in others()[:2]]
    before = len(rig.slack.posted)

    await rig.run(edition_job(replace(KEY, local_date=date(2026, 11, 25))))

    assert [posted["text"] for posted in rig.slack.posted[before:]] == [
        "Gazette, Wednesday 25 November: 1 story. Storm breaks the east mole.",
        "1. Storm breaks the east mole",
    ]


async def test_an_item_that_was_being_kept_while_an_edition_was_made_is_in_the_next_one(rig):
    await rig.run()
    just_before = rig.clock.now() - timedelta(seconds=1)
    rig.news.items.append(
        item("late", "Storm breaks the east mole", "A storm.", seen_at=just_before, published_at=just_before)
    )
    rig.clock.seconds += 86_400
    before = len(rig.slack.posted)

    await rig.run(edition_job(replace(KEY, local_date=date(2026, 11, 25))))

    assert [posted["text"] for posted in rig.slack.posted[before:]][1:] == ["1. Storm breaks the east mole"]


async def test_an_edition_due_before_midnight_is_posted_after_it(rig):
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, at=time(23, 59))
    rig.clock.seconds += 12 * 3600 + 600

    assert len(await rig.run()) == 6


async def test_an_edition_that_was_begun_is_finished_however_late(rig):
    await rig.run()
    rig.records.records[KEY.job_id] = replace(
        rig.records.records[KEY.job_id],
        state=EditionState.DRAFTED,
        draft={"parent": {"text": "Daily digest", "blocks": []}, "replies": []},
    )
    rig.clock.seconds += 86_400

    await rig.editions.handle(edition_job(KEY))

    assert rig.records.records[KEY.job_id].state is EditionState.POSTED


async def test_a_day_without_news_is_silent(rig):
    rig.news.items.clear()

    assert await rig.run() == []
    assert rig.records.records[KEY.job_id].state is EditionState.EMPTY
    assert await rig.records.list_scheduled_since(NOON - timedelta(days=1)) == {KEY}


async def test_a_channel_that_wants_to_know_is_told_that_nothing_is_new():
    rig = EditionChannel(quiet_days=QuietDays.SAY_SO)

    (posted,) = await rig.run()

    assert posted["text"] == "Nothing new in this channel's feeds in the last 2 days."


async def test_silence_is_not_taken_for_no_news_where_no_feed_could_be_had(rig):
    rig.news.items.clear()
    rig.news.known = {url: Feed(url, failures=3, failing_since=NOON) for url in FEEDS}

    (posted,) = await rig.run()

    assert posted["text"].startswith("No news could be fetched")


async def test_feeds_that_could_not_be_had_are_named_at_the_end(rig):
    rig.news.known = {
        FEEDS[0]: Feed(FEEDS[0]),
        FEEDS[1]: Feed(FEEDS[1], title="The Courier", failures=4, failing_since=NOON - timedelta(days=1)),
        FEEDS[2]: Feed(FEEDS[2], is_gone=True),
    }

    parent, *_ = await rig.run()

    said = "could not be reached: The Courier (since Mon 23 Nov, 13:00 CET), herald.example (not read any more)"
    assert said in str(parent["blocks"])


async def test_a_feed_that_fails_is_told_of_once(rig):
    rig.news.known = {FEEDS[1]: Feed(FEEDS[1], failures=4, failing_since=NOON - timedelta(hours=2))}
    parent, *_ = await rig.run()
    assert "could not be reached: courier.example" in str(parent["blocks"])

    before = len(rig.slack.posted)
    parent, *_ = (await a_day_later(rig))[before:]
    assert "could not be reached" not in str(parent["blocks"])

    rig.news.known[FEEDS[2]] = Feed(FEEDS[2], failures=1, failing_since=rig.clock.now() + timedelta(hours=1))
    before = len(rig.slack.posted)
    parent, *_ = (await a_day_later(rig))[before:]
    assert "could not be reached: herald.example (since" in str(parent["blocks"])


async def test_an_edition_says_on_which_days_nothing_was_running(rig):
    await rig.run()
    rig.clock.seconds += 86_400
    before = len(rig.slack.posted)

    parent, *_ = (await a_day_later(rig))[before:]

    assert "none came on Wed 25 Nov: the news since then is in this one" in str(parent["blocks"])


async def test_of_feeds_that_are_all_given_up_nothing_more_is_said(rig):
    rig.news.items.clear()
    gone = {url: Feed(url, is_gone=True, failures=10, failing_since=NOON - timedelta(days=8)) for url in FEEDS}
    rig.news.known = gone
    (said,) = await rig.run()
    assert said["text"].startswith("No news could be fetched")

    assert len(await a_day_later(rig, with_news=False)) == 1


async def a_day_later(rig: EditionChannel, *, with_news: bool = True) -> list[dict[str, Any]]:
    """The messages after one more day, with something new in it."""
    rig.clock.seconds += 86_400
    now = rig.clock.now()
    if with_news:
        key = f"new{now:%d}"
        title = ("Heron nests in the clock tower", "Brewer turns to barley wine")[now.day % 2]
        news = item(key, title, f"{title}, the mayor said.", seen_at=now, published_at=now)
        rig.news.items.append(news)
    return await rig.run(edition_job(replace(KEY, local_date=now.date())))


async def test_of_more_than_eight_stories_two_share_a_reply(rig):
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, max_stories=20)
    names = ("Amber", "Birch", "Cedar", "Dune", "Elm", "Fjord", "Gorse", "Heath", "Iris")
    rig.news.items = [
        item(f"k{n}", f"{name} {name}bank opens {name}works", f"The {name}bank {name}ed its {name}works.")
        for n, name in enumerate(names)
    ]

    parent, *replies = await rig.run()

    assert parent["text"].startswith("Gazette, Tuesday 24 November: 9 stories.")
    assert len(replies) == 5
    assert [check_blocks(said["blocks"], "message") for said in (parent, *replies)] == [[]] * 6
    assert replies[0]["text"].startswith("1. ")
    assert " · 2. " in replies[0]["text"]
    assert replies[-1]["text"].startswith("9. ")
    assert sum(len(block.get("elements", [])) > 0 for block in replies[0]["blocks"]) >= 4


async def test_killed_between_parent_and_replies_it_goes_on_with_the_same_stories(rig):
    rig.slack.failures = [None, None, KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        await rig.run()
    assert len(rig.slack.posted) == 2
    rig.news.items += [
        ferry("late", "Herald", title="Something else entirely", summary="It came in meanwhile, between the two.")
    ]
    rig.restart()

    await rig.run()

    assert len(rig.slack.posted) == 6
    assert len({posted["metadata"]["event_payload"]["key"] for posted in rig.slack.posted}) == 6
    assert not any("Something else" in str(posted) for posted in rig.slack.posted)


async def test_killed_before_the_parent_it_is_made_once(rig):
    rig.slack.failures = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        await rig.run()
    rig.restart()

    await rig.run()

    assert len(rig.slack.posted) == 6
    assert len(rig.freshened) == 1


async def test_a_failure_of_slack_is_kept_for_the_operator_and_told_to_the_owner_alone(rig):
    rig.slack.failures = [refused("missing_scope")]

    (told,) = await rig.run()
    assert told["channel"] == "D1"
    assert told["text"].startswith("About your digest: I could not post the edition in the channel.")
    assert rig.entry().state is InboxState.FAILED


async def test_the_stories_of_an_edition_that_was_refused_come_in_the_next_one(rig):
    rig.slack.failures = [refused("missing_scope")]
    await rig.run()
    before = len(rig.slack.posted)

    posted = await rig.run(edition_job(replace(KEY, local_date=date(2026, 11, 25))))

    assert posted[before]["text"].startswith("Daily digest, Wednesday 25 November: 5 stories. ")


async def test_a_parent_that_somebody_deletes_ends_the_edition(rig):
    rig.slack.failures = [None, None, refused("thread_not_found")]

    assert len(await rig.run()) == 2
    assert rig.entry().state is InboxState.DONE


async def test_an_edition_that_was_asked_for_says_privately_that_nothing_is_new(rig):
    rig.news.items.clear()
    requester = Requester("C1", "U2")

    await rig.run(extra_edition_job(KEY, asked="1.2", requester=requester, response_url="http://r/1"))

    assert rig.slack.posted == []
    assert "Nothing new" in rig.private.sent[0][1].text


async def test_an_edition_that_was_asked_for_is_no_reason_to_repeat_it_on_schedule(rig):
    requester = Requester("C1", "U2")
    await rig.run(extra_edition_job(KEY, asked="1.2", requester=requester, response_url="http://r/1"))
    assert len(rig.slack.posted) == 6
    rig.clock.seconds += 60

    await rig.run()

    assert len(rig.slack.posted) == 6
    assert rig.records.records[KEY.job_id].state is EditionState.EMPTY


async def test_why_these_is_told_to_the_one_who_asks(rig):
    parent, *_ = await rig.run()
    (row,) = [block for block in parent["blocks"] if block["type"] == "actions"]
    click = {
        "type": "block_actions",
        "trigger_id": "t1",
        "actions": [each for each in row["elements"] if each["action_id"] == "digest_reasons"],
        "channel": {"id": "C1"},
        "user": {"id": "U7"},
        "response_url": "http://r/2",
        "container": {"message_ts": parent["ts"]},
    }

    await rig.run(job_of(click))

    ((_, said, how),) = rig.private.sent
    assert "told by 2 outlets" in str(said.blocks)
    assert how["recipient"] == ("C1", "U7")


async def test_why_these_is_not_told_of_another_channels_edition(rig):
    await rig.run()
    click = parse_payload(
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

    await rig.run(click)

    assert "no longer remember" in rig.private.sent[0][1].text


async def test_a_preview_posts_and_remembers_nothing(rig):
    messages = await rig.editions.preview(rig.subscriptions.kept["T1", "C1"])

    assert FERRY in str(messages[0].blocks)
    assert "Only you can see this" in str(messages[-1].blocks)
    assert rig.slack.posted == []
    assert rig.records.records == {}
    assert rig.freshened == [FEEDS]


async def test_twenty_stories_with_endless_addresses_still_fit(rig):
    long = "https://gazette.example/" + "a" * 2_500
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, max_stories=20)
    rig.news.items = [item(f"k{n}", f"{OTHER[n % 4][0]} {n * 7919}", url=f"{long}{n}") for n in range(20)]

    parent, *_ = await rig.run()

    assert len(str(parent["blocks"])) < 12_000
