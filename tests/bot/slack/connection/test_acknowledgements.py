"""What the bot does something with is acknowledged, asked of Slack in the manifest, and told to people."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bot.errors import UnreadableDeliveryError
from bot.newsroom.jobs.payloads import JobKind
from bot.playground.installation import COMMANDS, SCOPES, SHORTCUTS, SUBSCRIPTIONS
from bot.slack.parsing.payloads import parse_payload
from tests.bot.slack.connection.http import FORM, as_form, bolt_behind, client_of, signed
from tests.bot.slack.connection.payloads import GOOD, break_each_part
from tests.bot.slack.connection.test_inbox_middleware import Door

ROOT = Path(__file__).parents[4]
MANIFEST = json.loads((ROOT / "deploy" / "slack-manifest.json").read_text("utf-8"))

OURS = {JobKind.EDITED_MENTION, JobKind.FEED_NOTICE, JobKind.EDITION, JobKind.ABANDONED}
"""Kinds of jobs that no payload of Slack's asks for by itself."""

WANTED = [body for body in GOOD if parse_payload(body) is not None]
"""Payloads that become jobs."""


def name_of(body: dict[str, Any]) -> str:
    job = parse_payload(body)
    return f"{job.payload.kind.name}-{what_sends(body)}" if job else ""


def what_sends(body: dict[str, Any]) -> str:
    """The entry of the manifest without which Slack does not send a payload; "" where interactivity is enough."""
    event = body.get("event", {})
    if event.get("type") == "message":
        return f"message.{event['channel_type']}"
    return str(event.get("type") or body.get("command") or ("view" not in body and body.get("callback_id")) or "")


def test_every_kind_of_job_has_a_payload_among_the_good_ones():
    kinds = {job.payload.kind for body in WANTED if (job := parse_payload(body))}

    assert kinds == set(JobKind) - OURS


async def test_every_payload_that_becomes_a_job_has_a_listener_that_acknowledges_it():
    refused = []
    async with bolt_behind(Door()) as app, client_of(app) as client:
        for body in WANTED:
            raw = as_form(body)
            answer = await client.post("/slack/events", data=raw.encode(), headers=signed(raw, content_type=FORM))
            if answer.status != 200:
                refused.append((name_of(body), answer.status))

    assert refused == []


@pytest.mark.parametrize("body", WANTED, ids=name_of)
def test_a18_without_any_one_of_its_parts_a_payload_is_read_or_refused_as_unreadable(body):
    for broken in break_each_part(body):
        if isinstance(broken, dict):
            with suppress(UnreadableDeliveryError):
                parse_payload(broken)


@pytest.mark.parametrize("body", WANTED, ids=name_of)
def test_the_manifest_asks_slack_for_every_payload_that_becomes_a_job(body):
    features, settings = MANIFEST["features"], MANIFEST["settings"]
    asked = {
        "",
        *settings["event_subscriptions"]["bot_events"],
        *(each["command"] for each in features["slash_commands"]),
        *(each["callback_id"] for each in features.get("shortcuts", ())),
    }

    assert what_sends(body) in asked
    assert settings["interactivity"]["is_enabled"]


def test_the_playground_sends_the_events_that_the_manifest_asks_for():
    asked = MANIFEST["settings"]["event_subscriptions"]["bot_events"]

    assert set(asked) == SUBSCRIPTIONS


def test_the_playgrounds_token_has_the_scopes_that_the_manifest_asks_for():
    asked = MANIFEST["oauth_config"]["scopes"]

    assert {*asked["bot"], *asked.get("bot_optional", ())} == SCOPES


def test_the_playground_knows_the_commands_and_shortcuts_of_the_manifest():
    features = MANIFEST["features"]

    assert {each["command"] for each in features["slash_commands"]} == COMMANDS
    assert {each["callback_id"]: each["name"] for each in features.get("shortcuts", ())} == SHORTCUTS


def test_the_readme_tells_of_every_command_and_shortcut_of_the_manifest():
    features, readme = MANIFEST["features"], (ROOT / "README.md").read_text("utf-8")
    names = [each["command"] for each in features["slash_commands"]]
    names += [each["name"] for each in features.get("shortcuts", ())]

    rows = "\n".join(line for line in readme.splitlines() if line.startswith("| "))
    assert [name for name in names if name not in rows] == []


async def test_what_is_wrong_in_a_form_is_said_without_characters_that_nobody_sees():
    (form,) = [body for body in GOOD if body.get("type") == "view_submission"]
    state = form["view"]["state"]["values"] | {"feeds": {"v": {"value": "<!chan\u2066nel>\u202e"}}}
    raw = as_form(form | {"view": form["view"] | {"state": {"values": state}}})

    async with bolt_behind(Door()) as app, client_of(app) as client:
        answer = await client.post("/slack/events", data=raw.encode(), headers=signed(raw, content_type=FORM))
        said = await answer.json()

    assert said["response_action"] == "errors"
    assert said["errors"]["feeds"] == "“<!channel>” is no address."
