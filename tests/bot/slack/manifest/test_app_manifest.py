"""The manifests: as Slack's schema wants them, with every permission of the list, and the same as the stored files."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest

from bot.errors import ConfigError
from bot.newsroom.command_names import CommandNames
from bot.slack.manifest.app_manifest import (
    LEFT_OUT,
    ManifestOptions,
    Variant,
    build_manifest,
    format_manifest,
    install_link,
)
from bot.slack.manifest.permissions import EVENTS, METHODS, OTHER_USES, SCOPES

ROOT = Path(__file__).parents[4]
SCHEMA = json.loads((Path(__file__).parent / "schema" / "manifest.schema.2.0.0.json").read_text("utf-8"))
URL = "https://bot.example.org"

ALL = {
    Variant.FULL: ManifestOptions(Variant.FULL),
    Variant.MINIMAL: ManifestOptions(Variant.MINIMAL),
    Variant.HTTP: ManifestOptions(Variant.HTTP, URL),
}

FILES = {
    "deploy/slack-manifest.json": Variant.FULL,
    "deploy/slack-manifest-minimal.json": Variant.MINIMAL,
    "deploy/slack-manifest-http.json": Variant.HTTP,
    "manifest.json": Variant.FULL,
}


def asked(variant: Variant) -> tuple[set[str], set[str]]:
    """The scopes and the events of a variant."""
    manifest = build_manifest(ALL[variant])
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    return set(manifest["oauth_config"]["scopes"]["bot"]), set(events)


@pytest.mark.parametrize("name", FILES)
def test_the_stored_manifests_are_what_the_generator_makes(name):
    made = format_manifest(build_manifest(ALL[FILES[name]]))

    assert (ROOT / name).read_text("utf-8") == made, "run `make manifests`"


@pytest.mark.parametrize(
    "options",
    [*ALL.values(), ManifestOptions(Variant.MINIMAL, URL, "x" * 35, CommandNames("/tldr", "/dagens-nytt"))],
    ids=[*ALL, "other names"],
)
def test_slacks_schema_takes_every_variant(options):
    jsonschema.validate(build_manifest(options), SCHEMA)


def test_slacks_schema_refuses_what_slack_does_not_know():
    wrong = build_manifest(ALL[Variant.FULL]) | {"extra": 1}

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, SCHEMA)


@pytest.mark.parametrize("variant", Variant)
def test_a_variant_asks_for_every_scope_and_event_but_for_the_optional_ones_that_it_names(variant):
    scopes, events = asked(variant)

    left_out = SCOPES.keys() - scopes
    assert left_out == LEFT_OUT[variant]
    assert {name for name in left_out if not SCOPES[name].is_optional} == set()
    for needs in (METHODS, OTHER_USES):
        for use, any_of in needs.items():
            assert not any_of or scopes & set(any_of) or left_out >= set(any_of), use
    assert events == {event for event, any_of in EVENTS.items() if not any_of or scopes & set(any_of)}


def test_a_minimal_app_asks_for_four_scopes():
    scopes, events = asked(Variant.MINIMAL)

    assert scopes == {"app_mentions:read", "chat:write", "commands", "im:history"}
    assert {"app_mention", "message.im", "app_home_opened"} <= events
    assert "bot_optional" not in build_manifest(ALL[Variant.MINIMAL])["oauth_config"]["scopes"]


def test_optional_scopes_are_in_both_lists_as_slack_wants_it():
    scopes = build_manifest(ALL[Variant.FULL])["oauth_config"]["scopes"]

    assert set(scopes["bot_optional"]) < set(scopes["bot"])
    assert set(scopes["bot"]) - set(scopes["bot_optional"]) == asked(Variant.MINIMAL)[0]


@pytest.mark.parametrize("url", [URL, f"{URL}/", f"{URL}/slack/events"])
def test_with_an_address_slack_posts_to_it_and_socket_mode_is_off(url):
    manifest = build_manifest(ManifestOptions(Variant.HTTP, url))

    assert manifest["settings"]["event_subscriptions"]["request_url"] == f"{URL}/slack/events"
    assert manifest["settings"]["interactivity"]["request_url"] == f"{URL}/slack/events"
    assert {each["url"] for each in manifest["features"]["slash_commands"]} == {f"{URL}/slack/events"}
    assert manifest["settings"]["socket_mode_enabled"] is False


def test_in_socket_mode_no_address_is_named():
    manifest = build_manifest(ALL[Variant.FULL])

    assert "url" not in format_manifest(manifest).replace("<url or text>", "")
    assert manifest["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (ManifestOptions(Variant.HTTP), "--url"),
        (ManifestOptions(Variant.FULL, "http://bot.example.org"), "https"),
        (ManifestOptions(Variant.FULL, "https:///slack"), "https"),
        (ManifestOptions(name="x" * 36), "35"),
        (ManifestOptions(name=""), "35"),
    ],
)
def test_what_slack_would_not_take_is_refused_with_a_sentence(options, said):
    with pytest.raises(ConfigError) as caught:
        build_manifest(options)

    assert said in caught.value.cause


def test_the_names_of_the_app_and_of_its_commands_are_in_the_manifest():
    manifest = build_manifest(ManifestOptions(name="Nyhetsboten", commands=CommandNames("/kort", "/nytt")))

    assert manifest["display_information"]["name"] == manifest["features"]["bot_user"]["display_name"] == "Nyhetsboten"
    assert [each["command"] for each in manifest["features"]["slash_commands"]] == ["/kort", "/nytt"]


def test_the_link_carries_the_whole_manifest():
    manifest = build_manifest(ALL[Variant.FULL])

    link = urlsplit(install_link(manifest))
    assert (link.hostname, link.path) == ("api.slack.com", "/apps")
    assert json.loads(parse_qs(link.query)["manifest_json"][0]) == manifest
