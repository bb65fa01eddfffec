from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.newsroom.editions.model import EditionRecord, EditionState
from bot.newsroom.jobs.payloads import JobKind
from bot.newsroom.subscriptions.model import EditionKey
from bot.playground.block_kit.blocks import check_view
from bot.slack.parsing.payloads import parse_payload
from bot.slack.rendering.app_home_view import MAX_ENTRIES
from tests.bot.newsroom.editions.test_story_selection import others
from tests.bot.newsroom.sample_items import subscribe
from tests.bot.slack.digest_channel import DigestChannel, job_of, submission
from tests.bot.slack.edition_channel import FEEDS, refused


async def open_home(rig: DigestChannel, user: str = "U1", **more: object) -> dict[str, Any]:
    await rig.hear({"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home", **more})
    assert check_view(rig.home, "home") == []
    return rig.home


async def test_the_home_says_what_the_bot_does_and_how_to_begin(rig):
    rig.subscriptions.kept.clear()

    home = await open_home(rig)

    assert "/summarize https://…" in str(home)
    assert "You have none to look after yet." in str(home)
    assert home["blocks"][-2]["elements"][0]["action_id"] == "digest_new"
    assert rig.slack.said("views.publish")[0]["user_id"] == "U1"


async def test_it_shows_a_digest_with_its_next_edition_in_both_times(rig):
    home = str(await open_home(rig))

    assert "3 feeds: 3 not read yet. Monday to Friday at 09:00 (Europe/Berlin)." in home
    assert "Next edition: Wednesday 25 November, 09:00 CET (Wed 25 Nov, 09:00 WAT for you)" not in home  # one offset
    assert "Next edition: Wednesday 25 November, 09:00 CET." in home
    assert "'channel_id': 'C1'" in home
    assert "No edition yet." in home


async def test_the_viewers_own_time_is_told_where_it_is_another(rig):
    rig.slack.answers["users.info"] = {"ok": True, "user": {"tz": "Asia/Tokyo"}}

    assert "09:00 CET (Wed 25 Nov, 17:00 JST for you)." in str(await open_home(rig))


async def test_it_tells_of_the_last_edition(rig):
    key = EditionKey("T1", "C1", date(2026, 11, 24))
    made = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    await rig.records.save(EditionRecord(key.job_id, key, EditionState.POSTED, made, story_count=5))

    assert "Last one: Tue 24 Nov, 09:00 WAT, 5 stories." in str(await open_home(rig))


@pytest.mark.parametrize(("user", "is_shown"), [("U1", True), ("UMAKER", True), ("UBOSS", False), ("U2", False)])
async def test_only_those_who_may_change_a_digest_are_shown_it(rig, user, is_shown):
    assert ("3 feeds" in str(await open_home(rig, user))) is is_shown


async def test_an_administrator_is_shown_the_digests_of_their_channels_only(rig):
    rig.slack.answers["users.info"] = {"ok": True, "user": {"is_admin": True}}
    rig.subscriptions.kept["T1", "C9"] = subscribe(channel="C9")

    home = str(await open_home(rig, "UBOSS"))

    assert "'channel_id': 'C1'" in home
    assert "C9" not in home


async def test_another_workspaces_digests_are_not_shown(rig):
    rig.subscriptions.kept = {("T2", "C1"): subscribe(team_id="T2")}

    assert "none to look after" in str(await open_home(rig))


async def test_a_home_holds_so_many_digests_and_counts_the_rest(rig):
    channels = [f"C{number}" for number in range(MAX_ENTRIES + 5)]
    rig.subscriptions.kept = {("T1", channel): subscribe(channel=channel) for channel in channels}
    rig.slack.answers["users.conversations"] = {"ok": True, "channels": [{"id": channel} for channel in channels]}

    assert "And 5 more" in str(await open_home(rig))


async def test_the_messages_tab_is_no_home(rig):
    await rig.hear({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "messages"})

    assert rig.slack.said("views.publish") == []


async def test_what_is_pressed_at_home_is_done_and_answered_there(rig):
    await rig.press("digest_pause")

    assert rig.wanted.paused_until == date.max
    assert rig.subscriptions.recorded == [("U1", "paused")]
    assert "Paused until somebody says /digest resume." in str(rig.home)
    assert "digest_resume" in str(rig.home)
    assert rig.private.sent == []
    assert rig.slack.posted == []

    await rig.press("digest_resume")
    assert "Resumed." in str(rig.home)
    assert rig.wanted.paused_until is None


async def test_who_may_not_is_told_at_home_and_nothing_changes(rig):
    await rig.press("digest_pause", user="U2")

    assert "may change it" in str(rig.home)
    assert rig.wanted.paused_until is None
    assert rig.slack.posted == []


async def test_settings_open_the_form_of_that_channel(rig):
    await rig.press("digest_settings")

    (opened,) = rig.slack.said("views.open")
    assert check_view(opened["view"], "modal") == []
    assert opened["view"]["blocks"][0]["element"]["initial_conversation"] == "C1"
    assert FEEDS[0] in str(opened["view"])


async def test_a_new_digest_begins_with_the_choice_of_its_channel_and_ends_at_home(rig):
    rig.subscriptions.kept.clear()
    await rig.press("digest_new", "new")
    assert "initial_conversation" not in str(rig.slack.said("views.open")[-1])

    await rig.say("help")  # only to give the form an id of its own
    sent = submission(rig)
    await rig.run(job_of(sent))

    assert rig.wanted.feeds == ("https://gazette.example/feed.xml", "https://courier.example/rss")
    assert "Saved. Following:" in str(rig.slack.said("views.update")[-1])
    assert "2 feeds" in str(rig.home)


async def test_a_form_that_is_done_again_after_a_crash_says_the_same(rig):
    rig.subscriptions.kept.clear()
    await rig.press("digest_new", "new")
    job = parse_payload(submission(rig))
    await rig.run(job)
    before = rig.wanted

    await rig.parts.handlers[JobKind.SAVE_FORM].handle(job)

    assert rig.wanted == before
    assert "Saved. Following:" in str(rig.slack.said("views.update")[-1])


async def test_a_form_of_the_home_that_was_closed_is_answered_at_home(rig):
    rig.subscriptions.kept.clear()
    await rig.press("digest_new", "new")
    rig.slack.answers["views.update"] = refused("not_found")

    await rig.run(job_of(submission(rig)))

    assert "Saved. Following:" in str(rig.home)
    assert rig.private.sent == []


async def test_an_edition_is_asked_for_at_home(rig):
    rig.news.items += others()

    await rig.press("digest_now")

    assert len(rig.slack.posted) == 5
    assert "will be in the channel in a minute or two" in str(rig.home)


async def test_that_nothing_is_new_is_told_in_a_direct_message(rig):
    await rig.press("digest_now")

    (told,) = rig.slack.posted
    assert told["channel"] == "D1"
    assert "Nothing new" in told["text"]


async def test_what_goes_wrong_at_home_is_never_said_in_the_channel(rig):
    rig.slack.answers["views.publish"] = refused("not_enabled")

    await rig.press("digest_pause", user="U2")

    (told,) = rig.slack.posted
    assert told["channel"] == "D1"
    assert rig.wanted.paused_until is None


async def test_a_command_that_changes_something_draws_the_home_anew(rig):
    await rig.say("max 3")
    assert len(rig.slack.said("views.publish")) == 1

    await rig.say("list")
    assert len(rig.slack.said("views.publish")) == 1


async def test_an_app_without_a_home_still_does_what_is_asked(rig):
    rig.slack.answers["views.publish"] = refused("not_enabled")

    assert "Up to 3 stories" in await rig.say("max 3")
    assert rig.wanted.max_stories == 3
    assert rig.mail.entries["digest:t1"].error is None


async def test_the_buttons_under_an_edition_are_for_those_who_may(rig):
    rig.news.items += others()
    await rig.run()
    parent = rig.slack.posted[0]
    (row,) = [block for block in parent["blocks"] if block["type"] == "actions"]
    *buttons, menu = row["elements"]
    assert [button["text"]["text"] for button in buttons] == ["Settings", "Pause", "Why these?"]
    assert [option["text"]["text"] for option in menu["options"]] == ["Check again"]
    where = {
        "container": {"type": "message", "message_ts": parent["ts"], "channel_id": "C1"},
        "channel": {"id": "C1"},
        "response_url": "http://r/3",
    }

    await rig.press("digest_pause", row["elements"][1]["value"], user="U2", **where)
    assert "may change it" in rig.said_privately
    assert rig.wanted.paused_until is None

    await rig.press("digest_pause", row["elements"][1]["value"], **where)
    assert rig.wanted.paused_until == date.max
    assert "Paused until somebody says /digest resume." in rig.said_privately

    await rig.press("digest_settings", row["elements"][0]["value"], **where)
    assert len(rig.slack.said("views.open")) == 1
