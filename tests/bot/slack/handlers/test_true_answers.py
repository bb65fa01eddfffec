"""What commands answer is what happens: about news, pauses, and channels that take no editions."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.errors import SlackError
from bot.newsroom.editions.model import EditionState
from bot.newsroom.feeds.model import Feed
from bot.newsroom.feeds.ports import FeedDoubt
from bot.newsroom.requester import Requester
from bot.newsroom.subscriptions.model import QuietDays
from bot.playground.block_kit.blocks import check_blocks
from bot.slack.handlers.edition import edition_job, extra_edition_job
from tests.bot.newsroom.editions.test_story_selection import FERRY_TEXT, ferry, others
from tests.bot.newsroom.sample_items import NOON, subscribe
from tests.bot.slack.digest_channel import DigestChannel, job_of, submission
from tests.bot.slack.edition_channel import FEEDS, KEY, EditionChannel, refused

TOMORROW = replace(KEY, local_date=KEY.local_date + timedelta(days=1))


async def next_day(rig: EditionChannel, *more: Any) -> dict[str, Any]:
    """The edition of the day after one about the ferry, where all feeds have is more about the ferry."""
    rig.news.items = [ferry("f1", "Gazette")]
    await rig.run()
    rig.clock.seconds += timedelta(days=1).total_seconds()
    seen = rig.clock.now() - timedelta(hours=1)
    rig.news.items = [replace(each, seen_at=seen, published_at=seen) for each in more]
    await rig.run(edition_job(TOMORROW))
    return rig.slack.posted[-1]


async def test_kind_nothing_new_false_articles_on_stories_you_had_are_counted_and_linked():
    again = ferry("f2", "Courier", summary=f"{FERRY_TEXT} Boats sail on Thursday.")

    posted = await next_day(EditionChannel(quiet_days=QuietDays.SAY_SO), again)

    assert posted["text"] == "1 article goes on with stories you had."
    assert again.url in str(posted["blocks"])
    assert check_blocks(posted["blocks"], "message") == []


async def test_articles_that_no_filter_lets_through_are_counted_too():
    rig = EditionChannel(quiet_days=QuietDays.SAY_SO, include=("submarine",))
    rig.news.items += others()

    (posted,) = await rig.run()

    assert posted["text"] == "4 new articles do not pass this channel's filters."


async def test_feeds_that_could_not_be_read_are_not_called_without_news():
    rig = EditionChannel(quiet_days=QuietDays.SAY_SO)
    rig.news.known[FEEDS[0]] = Feed(FEEDS[0], failures=3, failing_since=NOON)

    (posted,) = await rig.run()

    assert posted["text"].startswith("Nothing new in the feeds I could read (1 couldn't be read)")


async def test_nothing_new_since_the_last_edition_is_said_only_after_one():
    first = EditionChannel(quiet_days=QuietDays.SAY_SO)
    (posted,) = await first.run()
    assert posted["text"] == "Nothing new in this channel's feeds in the last 2 days."

    assert (await next_day(EditionChannel(quiet_days=QuietDays.SAY_SO)))["text"] == (
        "Nothing new in this channel's feeds since the last edition."
    )


async def test_an_edition_with_other_stories_counts_what_it_leaves_out_as_known():
    again = ferry("f2", "Courier", summary=f"{FERRY_TEXT} Boats sail on Thursday.")
    rig = EditionChannel()

    await next_day(rig, again, *others())

    parent = next(post for post in reversed(rig.slack.posted) if "thread_ts" not in post)
    assert "1 article on stories you had, not shown again" in str(parent["blocks"])


async def test_who_asked_for_an_edition_reads_why_there_is_none_and_the_channel_nothing():
    rig = EditionChannel(include=("submarine",))
    rig.news.items += others()
    job = extra_edition_job(KEY, asked="1.2", requester=Requester("C1", "U2"), response_url="http://r/1")

    await rig.run(job)

    assert rig.slack.posted == []
    assert "4 new articles do not pass" in rig.private.sent[0][1].text
    record = rig.records.records[job.id]
    assert (record.state, record.draft) == (EditionState.EMPTY, None)


async def test_now_while_paused_says_that_the_pause_goes_on(rig):
    rig.news.items += others()
    await rig.say("pause")

    said = await rig.say("now")

    assert "an edition will be in the channel in a minute or two" in said
    assert "The daily digest stays paused after that." in said
    assert "Paused until somebody says /digest resume." in said
    assert rig.slack.posted


async def test_now_without_feeds_promises_no_edition(rig):
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=())

    said = await rig.say("now")

    assert "doesn't follow any feeds yet" in said
    assert "a minute or two" not in said


async def test_resume_where_nothing_is_paused_changes_nothing_and_says_so(rig):
    before = rig.wanted

    said = await rig.say("resume")

    assert "This daily digest isn't paused." in said
    assert "Next edition" in said
    assert (rig.wanted, rig.subscriptions.recorded) == (before, [])


async def test_resume_of_a_pause_that_is_over_says_that_nothing_is_paused(rig):
    rig.subscriptions.kept["T1", "C1"] = replace(rig.wanted, paused_until=date(2026, 11, 1))

    assert "isn't paused" in await rig.say("resume")


async def test_resume_in_a_channel_without_the_bot_says_what_is_in_the_way(rig):
    await rig.say("pause")
    rig.slack.answers["conversations.info"] = {"ok": True, "channel": {"creator": "UMAKER", "is_member": False}}

    said = await rig.say("resume")

    assert "Resumed." in said
    assert "/invite" in said


async def test_a_direct_message_of_others_gets_no_digest_and_no_advice_to_invite(empty):
    hidden = refused("channel_not_found")
    empty.slack.answers |= {"conversations.info": hidden, "conversations.members": hidden}
    body = {"command": "/digest", "text": "add gazette.example", "team_id": "T1", "channel_id": "D9", "user_id": "U1"}

    await empty.run(job_of(body | {"trigger_id": "t", "response_url": "http://r/1"}))

    assert "I can't post in this direct message: it's between other people." in empty.said_privately
    assert "/invite" not in empty.said_privately
    assert empty.subscriptions.kept == {}


async def save_form(rig: DigestChannel, channel: dict[str, Any]) -> str:
    await rig.say("")
    rig.slack.answers["conversations.info"] = {"ok": True, "channel": channel}
    await rig.run(job_of(submission(rig)))
    return str(rig.slack.said("views.update")[-1]["view"])


@pytest.mark.parametrize("has_digest", [True, False])
async def test_kind_form_archived_an_archived_channel_is_refused_beside_its_name(rig, has_digest):
    if not has_digest:
        rig.subscriptions.kept.clear()
    before = rig.wanted

    view = await save_form(rig, {"creator": "UMAKER", "is_member": False, "is_archived": True})

    assert "That channel is archived, so I can't post there. Choose another channel." in view
    assert "Saved" not in view
    assert rig.wanted == before


@pytest.mark.parametrize("has_digest", [True, False])
async def test_kind_form_a_channel_without_the_bot_is_saved_with_a_warning(rig, has_digest):
    if not has_digest:
        rig.subscriptions.kept.clear()

    view = await save_form(rig, {"creator": "UMAKER", "is_member": False})

    assert "Saved." in view
    assert "/invite" in view


async def test_what_is_odd_about_a_feed_is_said_when_it_is_added(empty):
    empty.doubts["https://gazette.example/feed.xml"] = (FeedDoubt.DISALLOWED,)
    empty.doubts["https://courier.example/rss"] = (FeedDoubt.UNREADABLE,)

    said = await empty.say("add gazette.example courier.example")

    assert "gazette.example/feed.xml: the site's robots.txt asks programs not to read this address." in said
    assert "courier.example/rss: none of that feed's entries has a link" in said
    assert "could not be reached" not in said


async def test_a_preview_is_a_message_a_story(rig):
    rig.news.items += others()

    await rig.say("preview")

    said = [message for _, message, _ in rig.private.sent]
    assert len(said) == 4
    assert [str(message.blocks).count("'Preview · Gazette, Tuesday 24 November'") for message in said] == [1, 0, 0, 0]
    assert ["2. " in str(message.blocks) for message in said] == [False, True, False, False]
    assert "Nothing was posted." in str(said[-1].blocks)
    assert all(check_blocks(list(message.blocks), "message") == [] for message in said)


async def test_a_preview_of_many_stories_takes_no_more_messages_than_a_response_url(rig):
    rig.subscriptions.kept["T1", "C1"] = replace(rig.wanted, max_stories=20)
    rig.news.items += [
        replace(each, key=f"{each.key}{copy}", url=f"{each.url}{copy}", title=f"{each.title} {copy}", summary="")
        for copy in ("Aal", "Bor", "Cus")
        for each in others()
    ]

    await rig.say("preview")

    assert len(rig.private.sent) <= 5


async def test_what_slack_refuses_of_an_answer_comes_as_a_direct_message_and_no_part_of_it_twice(rig, monkeypatch):
    rig.news.items += others()
    send = rig.private.send_once

    async def send_two(key: str, *sent: Any, **how: Any) -> None:
        if len(rig.private.sent) == 2:
            raise SlackError("response_url used up", slack_code="channel_not_found")
        await send(key, *sent, **how)

    monkeypatch.setattr(rig.private, "send_once", send_two)

    await rig.say("preview")

    told = [post["text"] for post in rig.slack.posted]
    assert len(rig.private.sent) == 2
    assert len(told) == 3  # why they come here, and the two that were left
    assert not {message.text for _, message, _ in rig.private.sent} & set(told)
