"""The list of permissions has everything that the code calls and hears, and nothing that it has no use for."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

import bot
from bot.slack.manifest.permissions import EVENTS, METHODS, SCOPES, needed_scopes

BOT = Path(bot.__file__).parent
EVENT_TYPES = frozenset((Path(__file__).parent / "event_types.txt").read_text("utf-8").split())
"""Every event type of Slack's. Source: docs.slack.dev/reference/events."""

FAMILIES = (
    "admin|api|apps|assistant|auth|blocks|bookmarks|bots|calls|canvases|chat|conversations|dialog|dnd|emoji|entity|files|"
    "functions|migration|oauth|openid|pins|reactions|reminders|rtm|search|slackLists|stars|team|tooling|usergroups|users|"
    "views|workflows"
)
"""What the methods of Slack's Web API begin with. Source: docs.slack.dev/reference/methods."""

METHOD = re.compile(rf"(?:{FAMILIES})(?:\.[a-z][A-Za-z]+){{1,3}}(?<!\.com)")
OF_THE_SDK = {name for name in dir(AsyncWebClient) if re.match(rf"(?:{FAMILIES})_", name)} - {"api_call"}


def parts_of(folder: Path) -> Iterator[tuple[str, ast.AST]]:
    """Every part of the code of a folder, but for the playground and the list itself, with its file."""
    for path in folder.rglob("*.py"):
        if not path.is_relative_to(BOT / "playground") and not path.is_relative_to(BOT / "slack" / "manifest"):
            yield from ((str(path), part) for part in ast.walk(ast.parse(path.read_text("utf-8"))))


def strings_of(folder: Path) -> set[str]:
    texts = (part.value for _, part in parts_of(folder) if isinstance(part, ast.Constant))
    return {text for text in texts if isinstance(text, str)}


def called(folder: Path) -> set[str]:
    """Methods of the Web API that are named in the code, and those of the SDK's client, with dots."""
    dotted = {method.replace(".", "_"): method for method in METHODS}
    attributes = {part.attr for _, part in parts_of(folder) if isinstance(part, ast.Attribute)} & OF_THE_SDK
    named = {text for text in strings_of(folder) if METHOD.fullmatch(text)}
    return named | {dotted.get(name, name) for name in attributes}


ALSO_ERROR_CODES = {"file_deleted"}
"""Names of events that are errors of methods too. Source: docs.slack.dev/reference/methods/files.info."""


def heard(folder: Path) -> set[str]:
    return (strings_of(folder) & EVENT_TYPES) - ALSO_ERROR_CODES


def test_every_method_that_the_code_calls_is_in_the_list():
    found = called(BOT)

    assert {"chat.postMessage", "conversations.history", "users.info", "views.open"} <= found
    assert found - METHODS.keys() == set()


def test_every_event_that_the_code_names_is_in_the_list():
    found = heard(BOT / "slack")

    assert {"app_mention", "channel_id_changed", "group_left", "message"} <= found
    assert found - {event.partition(".")[0] for event in EVENTS} == set()


def test_every_subscription_is_named_in_the_code_and_is_one_of_slacks():
    found = heard(BOT / "slack" / "parsing")

    assert {event.partition(".")[0] for event in EVENTS} - found == set()
    assert EVENTS.keys() - EVENT_TYPES == set()


def test_a_method_or_event_that_is_not_in_the_list_would_be_found(tmp_path):
    (tmp_path / "new.py").write_text(
        'await api.call("pins.add")\nawait client.users_profile_get()\nif kind == "reaction_added": ...\n'
    )

    assert called(tmp_path) == {"pins.add", "users_profile_get"}
    assert heard(tmp_path) == {"reaction_added"}


def test_every_scope_is_needed_and_every_needed_one_is_described():
    assert needed_scopes() == SCOPES.keys()


@pytest.mark.parametrize("name", SCOPES)
def test_what_is_switched_off_without_a_scope_is_one_plain_sentence(name):
    sentence = SCOPES[name].without

    assert re.fullmatch(r"[A-Z][^.!?]+\.", sentence)
    assert len(sentence) <= 100
