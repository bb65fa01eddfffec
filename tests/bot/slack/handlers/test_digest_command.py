import asyncio
import json
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from slack_sdk.errors import SlackApiError

from bot.newsroom.editions.model import EditionState
from bot.newsroom.feeds.model import Feed
from bot.newsroom.jobs.payloads import JobKind
from bot.newsroom.subscriptions.model import QuietDays
from bot.newsroom.subscriptions.service import MAX_FEEDS
from bot.playground.block_kit.blocks import check_blocks
from tests.bot.fakes import FakeResponse, not_reached
from tests.bot.newsroom.editions.test_story_selection import others
from tests.bot.newsroom.sample_items import NOON, subscribe
from tests.bot.slack.digest_channel import DigestChannel, job_of
from tests.bot.slack.edition_channel import FEEDS, refused


async def test_one_command_sets_a_digest_up_in_the_askers_time_zone(empty):
    said = await empty.say("add gazette.example")

    assert "Following now: gazette.example/feed.xml." in said
    assert "Monday to Friday at 09:00 (Africa/Lagos)." in said
    assert "Next edition: Wednesday 25 November, 09:00 WAT." in said
    assert empty.wanted.feeds == ("https://gazette.example/feed.xml",)
    assert empty.wanted.owner == "U1"
    assert empty.news.wanted == ["https://gazette.example/feed.xml"]
    assert empty.subscriptions.recorded == [("U1", "added https://gazette.example/feed.xml")]


async def test_three_commands_lead_to_a_finished_edition(empty):
    empty.news.items += others()

    await empty.say("add gazette.example")
    preview = await empty.say("preview")
    said = await empty.say("now")

    assert "Lighthouse keeper" in preview
    assert "Nothing was posted. Next edition: Wednesday 25 November, 09:00 WAT." in preview
    assert "in a minute or two" in said
    assert len(empty.slack.posted) == 5
    assert empty.slack.posted[0]["channel"] == "C1"
    assert {record.state for record in empty.records.records.values()} == {EditionState.POSTED}
    assert empty.freshened


async def test_several_addresses_in_one_go_each_told_by_itself(empty):
    said = await empty.say("add gazette.example courier.example nowhere.example empty.example")

    assert empty.wanted.feeds == ("https://gazette.example/feed.xml", "https://courier.example/rss")
    assert "nowhere.example: The site says there is no such page." in said
    assert "empty.example: I found no feed there." in said
    assert "courier.example has other feeds too: https://courier.example/comments" in said


async def test_where_no_feed_is_found_nothing_is_set_up(empty):
    said = await empty.say("add nowhere.example")

    assert "no such page" in said
    assert empty.wanted is None


async def test_a_feed_that_is_followed_already_is_not_added_twice(rig):
    said = await rig.say("add gazette.example")

    assert "follows that already" in said
    assert rig.wanted.feeds == FEEDS
    assert rig.subscriptions.recorded == []


async def test_a_feed_that_was_given_up_is_asked_for_again_when_it_is_added_again(rig):
    rig.news.known[FEEDS[0]] = Feed(FEEDS[0], title="The Gazette", is_gone=True, failures=10)

    said = await rig.say("add gazette.example")

    assert "I ask again for The Gazette." in said
    assert rig.news.wanted == [FEEDS[0]]
    assert rig.wanted.feeds == FEEDS


async def test_a_channel_follows_so_many_feeds_and_no_more():
    rig = DigestChannel()
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=tuple(f"https://{n}.example" for n in range(MAX_FEEDS)))

    assert "up to 200 feeds" in await rig.say("add gazette.example")


async def test_without_a_known_zone_times_are_utc(empty):
    empty.slack.answers["users.info"] = refused("missing_scope")

    assert "(UTC)" in await empty.say("add gazette.example")


async def test_a_channel_without_the_bot_is_set_up_with_a_warning(empty):
    empty.slack.answers["conversations.info"] = refused("channel_not_found")

    said = await empty.say("add gazette.example")

    assert "/invite" in said
    assert empty.wanted is not None


async def test_a_shared_channel_waits_until_somebody_agrees(empty):
    empty.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_ext_shared": True, "is_member": True}}

    said = await empty.say("add gazette.example")
    assert "shared with another organisation" in said
    assert empty.wanted.paused_until == date.max

    said = await empty.say("resume")
    assert "Next edition" in said
    assert empty.wanted.may_be_shared
    assert "agreed that people of another organisation read along" in empty.subscriptions.recorded[-1][1]


async def test_a_change_of_time_says_when_the_next_edition_comes(rig):
    said = await rig.say("time 7:30 mon,thu Europe/London")

    assert "Mondays and Thursdays at 07:30 (Europe/London)." in said
    assert "Next edition: Thursday 26 November, 07:30 GMT" in said
    assert (rig.wanted.at, rig.wanted.weekdays) == (time(7, 30), frozenset({0, 3}))
    assert rig.wanted.created_at == NOON


async def test_filters_add_up_move_sides_and_are_cleared(rig):
    await rig.say("filter +ferry -football")
    said = await rig.say('filter -ferry +"interest rate"')

    assert rig.wanted.include == ("interest rate",)
    assert rig.wanted.exclude == ("football", "ferry")
    assert "only stories with “interest rate”, none with “football” or “ferry”" in said

    assert "every story counts" in await rig.say("filter clear")
    assert rig.wanted.include == rig.wanted.exclude == ()


async def test_number_length_and_quiet_days_are_set(rig):
    await rig.say("max 8")
    await rig.say("length short")
    said = await rig.say("quiet say")

    assert (rig.wanted.max_stories, rig.wanted.length) == (8, "short")
    assert rig.wanted.quiet_days is QuietDays.SAY_SO
    assert "Next edition" in said


async def test_a_pause_says_when_editions_come_again(rig):
    assert "Next edition: Monday 7 December, 09:00 CET" in await rig.say("pause until 6 dec")
    assert rig.wanted.paused_until == date(2026, 12, 6)
    assert "Paused until somebody says /digest resume." in await rig.say("pause")
    assert "Next edition: Wednesday 25 November" in await rig.say("resume")


async def test_feeds_are_removed_by_number_or_name(rig):
    rig.news.known[FEEDS[2]] = Feed(FEEDS[2], title="The Evening Herald")

    await rig.say("remove 1")
    await rig.say("remove evening")

    assert rig.wanted.feeds == (FEEDS[1],)
    assert "No edition comes until there is a feed." in await rig.say("remove courier")


async def test_a_number_takes_one_feed_away_though_its_job_is_done_again(rig):
    await rig.say("remove 1")
    entry = rig.mail.entries["digest:t1"]
    assert entry.payload is not None

    await rig.parts.handlers[JobKind.DIGEST_COMMAND].handle(entry.job)

    assert rig.wanted.feeds == FEEDS[1:]


async def test_what_may_mean_several_feeds_removes_none(rig):
    assert "more than one feed" in await rig.say("remove example")
    assert "no feed" in await rig.say("remove 9")
    assert rig.wanted.feeds == FEEDS


async def test_a_channel_without_feeds_has_no_preview(rig):
    await rig.say("remove 1 2 3")

    assert "This channel doesn't follow any feeds yet." in await rig.say("preview")


async def test_all_of_it_can_be_removed(rig):
    assert "No more editions come" in await rig.say("remove all")
    assert rig.wanted is None
    assert "no digest yet" in await rig.say("list")


async def test_list_shows_everything(rig):
    error = "The site did not answer in 10 seconds."
    rig.news.known[FEEDS[1]] = Feed(FEEDS[1], title="The Courier", failures=3, failing_since=NOON, error=error)

    said = await rig.say("list")

    for part in (
        "The Courier",
        "failing since Tue 24 Nov, 13:00 CET: The site did not answer",
        "3 feeds: 2 not read yet, 1 failing",
        "Monday to Friday at 09:00",
        "Up to 5 stories",
        "U1",
    ):
        assert part in said


async def test_endless_addresses_fit_into_every_answer(rig):
    feeds = tuple(f"https://paper{number}.example/{'a' * 2_500}" for number in range(MAX_FEEDS))
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=feeds)
    rig.subscriptions.recorded += [("U1", f"added {', '.join(feeds)}")] * 10

    for text in ("list", "history", "add " + " ".join(f"https://gone.example/{'b' * 1_000}{n}" for n in range(15))):
        await rig.say(text)

    for _, message, _ in rig.private.sent:
        assert check_blocks(list(message.blocks), "message") == []
        assert len(json.dumps(message.blocks)) < 13_000


async def test_help_is_said_where_nothing_is_set_up(empty):
    assert "/digest add gazette.example" in await empty.say("help")


async def test_history_tells_who_changed_what_and_what_came(rig):
    rig.news.items += others()
    await rig.say("max 3")
    await rig.run()

    said = await rig.say("history")

    assert "Up to 3 stories an edition" in said
    assert "3 stories from 4 articles" in said


async def test_what_is_not_understood_is_told_privately_and_changes_nothing(rig):
    said = await rig.say("frobnicate")

    assert "I do not know “frobnicate”" in said
    assert "/digest help" in said
    assert rig.subscriptions.recorded == []


@pytest.mark.parametrize(
    "text",
    ["add courier.example", "remove all", "remove 1", "time 10:00", "filter +x", "max 3", "length long", "pause", "resume", "now"],
)  # fmt: skip
async def test_who_may_not_changes_nothing(rig, text):
    before = rig.wanted

    said = await rig.say(text, user="U2")

    assert "may change it" in said
    assert rig.wanted == before
    assert rig.slack.posted == []


async def test_who_is_not_in_the_channel_may_not_even_if_they_set_it_up(rig):
    rig.slack.answers["conversations.members"] = {"ok": True, "members": ["U2"]}

    assert "You are not in that channel" in await rig.say("max 3")
    assert rig.subscriptions.recorded == []


UNSEEN = [
    refused("ratelimited"),
    SlackApiError("no", FakeResponse({}, 503)),
    TimeoutError(),
    not_reached(),
]


@pytest.mark.parametrize("trouble", UNSEEN)
@pytest.mark.parametrize("text", ["max 3", "add courier.example", "remove 1", "pause", "now", "forget"])
async def test_a12_while_slack_does_not_say_who_is_in_the_channel_its_digest_is_not_changed(rig, text, trouble):
    rig.slack.answers["conversations.members"] = trouble
    before = rig.wanted

    said = await rig.say(text)

    assert "I cannot see right now who is in that channel. Try again in a minute." in said
    assert (rig.wanted, rig.subscriptions.recorded, rig.slack.posted) == (before, [], [])


@pytest.mark.parametrize("text", ["history", "forget"])
async def test_a12_nor_is_anything_said_or_forgotten_of_a_digest_that_is_gone(rig, text):
    await rig.say("remove all")
    rig.slack.answers["conversations.members"] = refused("ratelimited")

    assert "I cannot see right now" in await rig.say(text)


async def test_a12_without_the_scope_it_is_as_it_was(rig):
    rig.slack.answers["conversations.members"] = refused("missing_scope")

    await rig.say("max 3")

    assert rig.wanted.max_stories == 3


async def test_a12_a_digest_of_a_channel_that_the_bot_was_removed_from_is_left_alone(rig):
    rig.slack.answers["conversations.members"] = refused("channel_not_found")

    said = await rig.say("max 3")

    assert "I am not in that channel, so I cannot see who is. Say /invite" in said
    assert rig.subscriptions.recorded == []


async def test_a12_one_that_the_bot_is_to_be_invited_to_may_still_be_set_up(empty):
    for method in ("conversations.members", "conversations.info"):
        empty.slack.answers[method] = refused("channel_not_found")

    said = await empty.say("add gazette.example")

    assert "/invite" in said
    assert empty.wanted is not None


async def test_looking_is_free(rig):
    rig.news.items += others()

    assert "This channel's digest" in await rig.say("list", user="U2")
    assert "Lighthouse keeper" in await rig.say("preview", user="U2")


async def test_a_workspace_administrator_may(rig):
    rig.slack.answers["users.info"] = {"ok": True, "user": {"is_admin": True}}

    await rig.say("max 3", user="UBOSS")

    assert rig.wanted.max_stories == 3


@pytest.mark.parametrize("admins", [{"U2"}, {"members"}])
async def test_whom_the_setting_names_may(admins):
    rig = DigestChannel(admins=frozenset(admins))

    await rig.say("max 3", user="U2")

    assert rig.wanted.max_stories == 3


async def test_an_edition_posted_early_does_not_come_again(rig):
    rig.news.items += others()
    await rig.run()
    rig.clock.seconds += timedelta(hours=1).total_seconds()

    said = await rig.say("now")

    assert "in a minute" in said
    assert len(rig.slack.posted) == 5
    assert "Nothing new" in rig.private.sent[-1][1].text


async def test_another_workspaces_digest_is_not_seen(rig):
    rig.subscriptions.kept = {("T2", "C1"): replace(subscribe(), team_id="T2")}

    assert "no digest yet" in await rig.say("list")


async def test_two_changes_at_once_are_both_made(rig):
    rig.subscriptions.kept.clear()
    bodies = [("add gazette.example", "U1"), ("add courier.example", "U1")]
    jobs = [
        job_of({
            "command": "/digest", "text": text, "team_id": "T1", "channel_id": "C1", "user_id": user,
            "trigger_id": f"both{number}", "response_url": "http://r/1",
        })
        for number, (text, user) in enumerate(bodies)
    ]  # fmt: skip
    for job in jobs:
        await rig.mail.submit(job)

    await asyncio.gather(*(rig.dispatcher.dispatch(job.id) for job in jobs))

    assert set(rig.wanted.feeds) == {"https://gazette.example/feed.xml", "https://courier.example/rss"}
    assert "I could not" not in rig.said_privately
