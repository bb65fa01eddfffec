"""A workspace in which the commands have other names: these are understood, and people read them everywhere."""

import json
import re
from datetime import date
from typing import Any

import pytest

from bot.newsroom.command_names import DEFAULT_NAMES, CommandNames
from bot.newsroom.jobs.payloads import JobKind
from bot.slack.handlers.subscription_form import FormWindows
from bot.slack.parsing.payloads import parse_payload
from bot.slack.rendering.block_kit import blocks as kit
from bot.slack.rendering.block_kit.blocks import Message
from bot.slack.rendering.block_kit.renamed_commands import rename_in_json, rename_in_message
from bot.slack.rendering.help_message import help_message
from bot.slack.rendering.subscription_form_view import text_view
from tests.bot.newsroom.editions.test_story_selection import ferry, others
from tests.bot.newsroom.sample_items import subscribe
from tests.bot.slack.digest_channel import DigestChannel, submission
from tests.bot.slack.edition_channel import FEEDS

NAMES = CommandNames("/kort", "/nytt")
DEFAULT_NAMED = re.compile(r"(?<![\w/.-])/(?:digest|summarize)\b")


class RenamedChannel(DigestChannel):
    """A channel of such a workspace."""

    names = NAMES


class SwappedChannel(DigestChannel):
    """A channel of a workspace with the names the other way round: renamed twice they would be wrong."""

    names = CommandNames("/digest", "/summarize")


@pytest.fixture
def rig() -> RenamedChannel:
    return RenamedChannel()


def command(name: str) -> dict[str, Any]:
    requester = {"team_id": "T1", "channel_id": "C1", "user_id": "U1", "trigger_id": "t", "response_url": "http://r/1"}
    return {"command": name, "text": "https://gazette.example/pier", **requester}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("/kort", JobKind.SUMMARIZE), ("/nytt", JobKind.DIGEST_COMMAND), ("/summarize", None), ("/digest", None)],
)
def test_the_commands_are_known_by_these_names_and_no_others(name, kind):
    job = parse_payload(command(name), NAMES)

    assert (job.payload.kind if job else None) == kind


@pytest.mark.parametrize("words", ["help", "what is this", "add", "time", "filter", "pause until never", "length huge"])
async def test_answers_and_errors_name_the_commands_of_the_workspace(rig, words):
    said = await rig.say(words)

    assert "/nytt" in said
    assert DEFAULT_NAMED.search(said) is None


async def test_an_owner_reads_the_name_of_the_workspace(rig):
    await rig.hear({"type": "channel_archive", "channel": "C1"})

    (told,) = rig.slack.posted
    assert "/nytt resume there." in told["text"]
    assert DEFAULT_NAMED.search(json.dumps(told)) is None


async def test_who_asks_for_an_edition_that_is_not_posted_reads_it(rig):
    rig.slack.answers["conversations.info"] = {"ok": True, "channel": {"is_archived": True, "is_member": True}}

    await rig.say("now")

    assert "/nytt resume in the channel." in rig.said_privately
    assert DEFAULT_NAMED.search(rig.said_privately) is None


async def test_the_app_home_and_the_form_show_it(rig):
    await rig.hear({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"})
    await rig.say("")

    home, form = json.dumps(rig.home), json.dumps(rig.slack.said("views.open")[-1]["view"])
    assert "/kort https://" in home
    assert "/nytt add gazette.example" in home
    assert "Say /nytt time" in form
    assert DEFAULT_NAMED.search(home + form) is None


async def test_an_answer_in_the_app_home_is_renamed_once():
    rig = SwappedChannel()
    rig.subscriptions.kept.clear()

    await rig.press("digest_now")

    assert "/summarize add gazette.example" in json.dumps(rig.home)
    assert "/digest add" not in json.dumps(rig.home)


async def test_a_preview_in_the_form_keeps_an_articles_words(rig):
    rig.news.items += [ferry("f1", "Gazette", title="Ferry crews say /digest is what ended the strike"), *others()]
    await rig.say("")
    view = submission(rig, feeds={"value": "\n".join(FEEDS)}, kw={"value": "ferry"})["view"]

    await rig.press("digest_preview", "preview", view=view)

    assert "crews say /digest is what" in json.dumps(rig.slack.said("views.update")[-1]["view"])


async def test_an_error_in_the_window_of_a_preview_is_renamed(rig):
    windows = FormWindows(rig.api, commands=NAMES)

    await windows.update("V1", text_view("Preview", kit.paragraph(kit.text("Say /digest."))), has_article=False)

    assert "Say /nytt." in json.dumps(rig.slack.said("views.update")[-1]["view"])


def test_the_help_shows_both():
    shown = json.dumps(help_message(NAMES).blocks)

    assert '"/kort"' in shown
    assert "/nytt help" in shown
    assert DEFAULT_NAMED.search(shown) is None


async def test_an_articles_words_are_never_changed(rig):
    rig.news.items += [ferry("f1", "Gazette", title="Ferry crews say /digest is what ended the strike"), *others()]
    rig.subscriptions.kept["T1", "C1"] = subscribe(feeds=FEEDS, paused_until=date.max)

    assert "crews say /digest is what" in await rig.say("preview")


def test_only_texts_are_changed_and_nothing_where_the_names_are_the_usual_ones():
    block = {
        "text": {"text": "say /digest"},
        "initial_value": "/digest",
        "value": "/digest",
        "elements": [{"text": "/"}],
    }
    message = Message("say /digest", (kit.paragraph(kit.text("/summarize x", code=True)),))

    assert rename_in_json(block, NAMES) == block | {"text": {"text": "say /nytt"}}
    assert rename_in_message(message, NAMES).text == "say /nytt"
    assert "/kort x" in str(rename_in_message(message, NAMES).blocks)
    assert rename_in_message(message, DEFAULT_NAMES) is message
