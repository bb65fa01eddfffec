"""Makes the app manifest, by which Slack creates the app. Pure: options in, JSON out.

Source: docs.slack.dev/reference/app-manifest; optional scopes: docs.slack.dev/authentication/installing-with-oauth.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlsplit

from bot.errors import ConfigError
from bot.newsroom.command_names import CommandNames
from bot.slack.manifest.permissions import EVENTS, SCOPES

Json = dict[str, Any]

DEFAULT_NAME = "nutgraf"
MOST_NAME = 35
"""Characters of an app's name; Slack's limit."""

REQUEST_PATH = "/slack/events"
"""Where the bot takes events, commands and clicks in HTTP mode."""

_OPTIONAL = frozenset(name for name, scope in SCOPES.items() if scope.is_optional)


class Variant(StrEnum):
    """How much a manifest asks for, and how Slack reaches the bot.

    FULL     everything, by Socket Mode
    MINIMAL  only what the bot is of no use without
    HTTP     everything; Slack posts to an address of the bot's
    """

    FULL = "full"
    MINIMAL = "minimal"
    HTTP = "http"


LEFT_OUT: Mapping[Variant, frozenset[str]] = {
    Variant.FULL: frozenset(),
    Variant.MINIMAL: _OPTIONAL,
    Variant.HTTP: frozenset(),
}
"""The optional scopes that a variant does without; events that need one of them go as well."""


@dataclass(frozen=True, slots=True)
class ManifestOptions:
    """What to put into a manifest.

    Attributes:
        variant: how much it asks for.
        url: the bot's public address; "" for Socket Mode.
        name: what the app and its user are called.
        commands: the names of the slash commands.
    """

    variant: Variant = Variant.FULL
    url: str = ""
    name: str = DEFAULT_NAME
    commands: CommandNames = field(default_factory=CommandNames)


def build_manifest(options: ManifestOptions) -> Json:
    """The manifest.

    Raises:
        ConfigError: the name is too long, or the address is missing or not one that Slack takes.
    """
    _check(options)
    request_url = f"{options.url.rstrip('/').removesuffix(REQUEST_PATH)}{REQUEST_PATH}" if options.url else ""
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": options.name,
            "description": "Short, faithful digests of news links, with quotes",
            "background_color": "#1a1d21",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": options.name, "always_online": True},
            "slash_commands": _commands(options.commands, request_url),
        },
        "oauth_config": {"scopes": _scopes(LEFT_OUT[options.variant])},
        "settings": {
            "event_subscriptions": _with_url(request_url) | {"bot_events": _events(LEFT_OUT[options.variant])},
            "interactivity": {"is_enabled": True} | _with_url(request_url),
            "org_deploy_enabled": False,
            "socket_mode_enabled": not request_url,
            "token_rotation_enabled": False,
        },
    }


def format_manifest(manifest: Json) -> str:
    """A manifest as it is written to a file."""
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"


def install_link(manifest: Json) -> str:
    """The address at which Slack offers to create an app of a manifest.

    Source: docs.slack.dev/app-manifests/configuring-apps-with-app-manifests, "Sharing manifests".
    """
    compact = json.dumps(manifest, separators=(",", ":"), ensure_ascii=False)
    return f"https://api.slack.com/apps?new_app=1&manifest_json={quote(compact, safe='')}"


def _check(options: ManifestOptions) -> None:
    if not 1 <= len(options.name) <= MOST_NAME:
        raise ConfigError(f"--name: Slack takes 1 to {MOST_NAME} characters.")
    if options.variant is Variant.HTTP and not options.url:
        raise ConfigError("--variant http: say with --url where Slack reaches the bot, like https://bot.example.org.")
    if options.url and (urlsplit(options.url).scheme != "https" or not urlsplit(options.url).hostname):
        raise ConfigError("--url: Slack posts to https addresses only, like https://bot.example.org.")


def _commands(names: CommandNames, request_url: str) -> list[Json]:
    summarize = {
        "command": names.summarize,
        "description": "Summarise a link or pasted text (only you see it)",
        "usage_hint": "<url or text> [short|long]",
        "should_escape": False,
    }
    digest = {
        "command": names.digest,
        "description": "This channel's daily digest",
        "usage_hint": "help",
        "should_escape": False,
    }
    url = {"url": request_url} if request_url else {}
    return [summarize | url, digest | url]


def _scopes(left_out: frozenset[str]) -> Json:
    """The scopes; Slack wants optional ones in both lists."""
    asked = sorted(SCOPES.keys() - left_out)
    optional = [scope for scope in asked if scope in _OPTIONAL]
    return {"bot": asked, "bot_optional": optional} if optional else {"bot": asked}


def _events(left_out: frozenset[str]) -> list[str]:
    """The subscriptions that at least one of the scopes allows."""
    return sorted(event for event, scopes in EVENTS.items() if not scopes or not left_out.issuperset(scopes))


def _with_url(request_url: str) -> Json:
    return {"request_url": request_url} if request_url else {}
