import json
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.newsroom.subscriptions.model import QuietDays
from bot.playground.block_kit.blocks import check_view
from bot.slack.parsing.payloads import parse_payload
from bot.slack.parsing.subscription_form import FormError, read_form
from bot.slack.rendering.subscription_form_view import form_view, saving_view
from bot.slack.rendering.time_zone_menu import MAX_OPTIONS, zone_choices
from tests.bot.newsroom.editions.test_story_selection import others
from tests.bot.newsroom.sample_items import NOON, subscribe
from tests.bot.slack.digest_channel import DigestChannel, job_of, submission
from tests.bot.slack.edition_channel import FEEDS, refused


async def test_a_bare_command_opens_the_form_filled_in(rig):
    rig.subscriptions.kept["T1", "C1"] = subscribe(
        feeds=FEEDS, include=("ferry", "interest rate"), exclude=("football",)
    )

    assert await rig.say("") == ""

    (opened,) = rig.slack.said("views.open")
    assert opened["trigger_id"] == "t1"
    assert check_view(opened["view"], "modal") == []
    assert 'ferry, \\"interest rate\\", -football' in json.dumps(opened["view"])
    assert "\\n".join(FEEDS) in json.dumps(opened["view"])


async def test_a_form_that_does_not_open_is_said_in_words(rig):
    rig.slack.answers["views.open"] = refused("expired_trigger_id")

    said = await rig.say("")

    assert "This channel's digest" in said
    assert "/digest add gazette.example" in said


async def test_a_form_that_is_sent_sets_everything(empty):
    await empty.say("")

    await empty.run(job_of(submission(empty)))

    wanted = empty.wanted
    assert wanted.feeds == ("https://gazette.example/feed.xml", "https://courier.example/rss")
    assert (wanted.at, wanted.weekdays, wanted.zone) == (time(7, 15), frozenset({0, 3}), "Africa/Lagos")
    assert (wanted.include, wanted.exclude) == (("ferry", "interest rate"), ("football",))
    assert (wanted.max_stories, wanted.length, wanted.quiet_days) == (7, "short", QuietDays.SAY_SO)
    (shown,) = empty.slack.said("views.update")
    assert shown["view_id"] == "V1"
    assert check_view(shown["view"], "modal") == []
    assert "Next edition: Thursday 26 November, 07:15 WAT" in str(shown["view"])
    assert empty.private.sent == []


async def test_whoever_has_closed_the_form_is_told_where_they_asked(empty):
    await empty.say("")
    empty.slack.answers["views.update"] = refused("not_found")

    await empty.run(job_of(submission(empty)))

    assert "Next edition: Thursday 26 November, 07:15 WAT" in empty.private.sent[-1][1].text


async def test_the_zone_is_chosen_in_the_form(rig):
    await rig.say("")

    await rig.run(job_of(submission(rig, zone={"selected_option": {"value": "Asia/Tokyo"}})))

    assert rig.wanted.zone == "Asia/Tokyo"
    assert rig.wanted.created_at == NOON  # a time that has passed there today is for tomorrow
    assert "07:15 JST" in str(rig.slack.said("views.update")[-1])


async def test_an_address_without_a_feed_is_said_beside_it_and_nothing_is_changed(rig):
    await rig.say("")
    before = rig.wanted
    typed = {"value": f"{FEEDS[0]}\nnowhere.example"}

    await rig.run(job_of(submission(rig, feeds=typed, n={"value": "9"})))

    view = rig.slack.said("views.update")[-1]["view"]
    assert check_view(view, "modal") == []
    ids = [block.get("block_id") for block in view["blocks"]]
    below = view["blocks"][ids.index("feeds") + 1]
    assert "nowhere.example: The site says there is no such page." in str(below)
    assert view["blocks"][ids.index("feeds")]["element"]["initial_value"] == f"{FEEDS[0]}\nnowhere.example"
    assert view["blocks"][ids.index("n")]["element"]["initial_value"] == "9"
    assert rig.wanted == before


async def test_a_form_that_was_set_right_is_kept(rig):
    await rig.say("")
    await rig.run(job_of(submission(rig, feeds={"value": "nowhere.example"})))
    again = submission(rig)
    again["view"] |= {
        "hash": "2.b",
        "private_metadata": rig.slack.said("views.update")[-1]["view"]["private_metadata"],
    }

    await rig.run(job_of(again))

    assert rig.wanted.feeds == ("https://gazette.example/feed.xml", "https://courier.example/rss")


async def test_who_may_not_change_it_is_not_shown_the_form(rig):
    said = await rig.say("", user="U2")

    assert "may change it" in said
    assert rig.slack.said("views.open") == []


def press_preview(rig: DigestChannel, *, user: str = "U1", **entered: Any) -> dict[str, Any]:
    """What Slack sends when the form's preview button is pressed."""
    sent = submission(rig, user=user, **entered)
    action = {"action_id": "digest_preview", "value": "preview"}
    container = {"type": "view", "view_id": sent["view"]["id"]}
    return {**sent, "type": "block_actions", "actions": [action], "container": container, "trigger_id": "t77"}


async def test_the_preview_shows_what_was_typed_and_keeps_nothing(rig):
    rig.news.items += others()
    await rig.say("")
    before = rig.wanted

    await rig.run(job_of(press_preview(rig, feeds={"value": "\n".join(FEEDS)}, kw={"value": "lighthouse"})))

    (pushed,) = rig.slack.said("views.push")
    assert pushed["trigger_id"] == "t77"
    (shown,) = rig.slack.said("views.update")
    assert shown["view_id"] == "VPREVIEW"
    assert check_view(shown["view"], "modal") == []
    assert "Lighthouse keeper" in str(shown["view"])
    assert "1 story from 1 article" in str(shown["view"])
    assert "Only you can see this" in str(shown["view"])
    assert rig.wanted == before
    assert rig.records.records == {}
    assert rig.slack.said("views.publish") == []


async def test_the_preview_says_what_is_wrong_with_what_was_typed(rig):
    await rig.say("")

    await rig.run(job_of(press_preview(rig, n={"value": "99"})))

    assert "A number from 1 to 20." in str(rig.slack.said("views.update")[-1]["view"])


async def test_a_preview_of_a_channel_that_one_is_not_in_is_refused(rig):
    await rig.say("")
    rig.slack.answers["conversations.members"] = {"ok": True, "members": ["U2"]}

    await rig.run(job_of(press_preview(rig)))

    assert "You are not in that channel." in str(rig.slack.said("views.update")[-1]["view"])


def test_while_a_form_is_saved_it_says_so():
    assert check_view(saving_view(), "modal") == []


def test_any_zone_can_be_shown_in_the_form():
    for zone in ("Asia/Thimphu", "Not/Here", "UTC"):
        view = form_view(subscribe(zone=zone), NOON, channel="C1", response_url="")
        assert check_view(view, "modal") == []
        assert f"'value': '{zone}'" in str(view)


def test_zones_are_told_by_their_distance_from_utc_at_that_time():
    summer = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("UTC"))

    assert ("Berlin (UTC+1)", "Europe/Berlin") in zone_choices("UTC", NOON)
    assert ("Berlin (UTC+2)", "Europe/Berlin") in zone_choices("UTC", summer)
    assert ("Kolkata (UTC+5:30)", "Asia/Kolkata") in zone_choices("UTC", NOON)
    assert len(zone_choices("Asia/Thimphu", NOON)) <= MAX_OPTIONS


def test_a_new_form_offers_no_channel_that_others_read_along_in():
    view = form_view(subscribe(channel="", feeds=()), NOON, channel="", response_url="")

    assert check_view(view, "modal") == []
    assert view["blocks"][0]["element"]["filter"]["exclude_external_shared_channels"]


async def test_a_form_of_somebody_who_may_not_changes_nothing(rig):
    await rig.say("")
    before = rig.wanted

    await rig.run(job_of(submission(rig, user="U2")))

    assert rig.wanted == before
    assert "may change it" in str(rig.slack.said("views.update")[-1]["view"])


async def test_a_form_does_not_overwrite_another_channels_digest(rig):
    rig.subscriptions.kept["T1", "C2"] = subscribe(channel="C2", owner="U1", feeds=FEEDS)
    await rig.say("")

    await rig.run(job_of(submission(rig, ch={"selected_conversation": "C2"})))

    assert rig.subscriptions.kept["T1", "C2"].feeds == FEEDS
    assert "a digest of its own" in str(rig.slack.said("views.update")[-1]["view"])


@pytest.mark.parametrize(
    ("block", "value", "said"),
    [
        ("days", {"selected_options": []}, "at least one day"),
        ("feeds", {"value": "gazette.example\nthe other one"}, "“the” is no address"),
        ("feeds", {"value": None}, "at least one site"),
        ("n", {"value": "99"}, "from 1 to 20"),
        ("time", {"selected_time": None}, "Choose a time"),
        ("kw", {"value": " ".join(f"w{n}" for n in range(60))}, "Up to 50"),
    ],
)
async def test_what_is_wrong_in_a_form_is_said_at_its_place_and_makes_no_job(rig, block, value, said):
    await rig.say("")
    sent = submission(rig, **{block: value})

    with pytest.raises(FormError) as caught:
        read_form(sent["view"])

    assert said in caught.value.errors[block]
    assert list(caught.value.errors) == [block]
    assert parse_payload(sent) is None


async def test_of_entries_longer_than_slack_lets_anybody_type_the_beginning_is_read(rig):
    await rig.say("")
    feeds, words = "gazette.example " + "\n" * 40_000 + "other.example", "ferry " + " " * 400 + "bus"

    form = read_form(submission(rig, feeds={"value": feeds}, kw={"value": words})["view"])

    assert form.settings.addresses == ("gazette.example",)
    assert form.settings.include == ("ferry",)
