"""What the tests send to Slack, by Slack's own TypeScript types and by slack_sdk's parsers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.independent.payloads import Part, find_parser_errors, find_type_errors, parts_of, read_recorded, rendered_by
from tests.payload_recorder import rendering_functions

FIRST = 10
"""Errors that are shown: one mistake is often in hundreds of payloads."""


@pytest.fixture(scope="session")
def parts(proofs: Path) -> list[Part]:
    return parts_of(read_recorded(proofs / "payloads"))


def test_the_tests_send_every_kind_of_payload(parts: list[Part], record_property: Callable[[str, object], None]):
    record_property("report", f"{len(parts)} distinct payloads, blocks and views")

    assert {part.type for part in parts} >= {
        "ChatPostMessageArguments",
        "ChatPostEphemeralArguments",
        "ChatUpdateArguments",
        "RespondArguments",
        "ViewResponseAction",
        "ViewsOpenArguments",
        "ViewsPublishArguments",
        "ViewsUpdateArguments",
        "Strict<HomeView>",
        "Strict<ModalView>",
        "KnownBlock[]",
    }


def test_the_tests_render_every_kind_of_message(proofs: Path):
    assert set(rendering_functions()) - rendered_by(proofs / "payloads") == set()


def test_every_payload_has_a_type_of_slack_s(parts: list[Part], proofs: Path):
    errors = find_type_errors(parts, proofs)

    assert not errors, "\n".join(errors[:FIRST])


def test_slack_sdk_parses_every_payload_into_the_same_dictionary(parts: list[Part]):
    errors = find_parser_errors(parts)

    assert not errors, "\n".join(errors[:FIRST])


TEXT = {"type": "plain_text", "text": "Longer"}
BUTTON = {"type": "button", "text": TEXT, "action_id": "digest_longer", "value": "d1"}
ROW = {"type": "actions", "block_id": "d1:a", "elements": [BUTTON]}
SECTION = {"type": "rich_text_section", "elements": [{"type": "text", "text": "a pier"}]}
MODAL = {"type": "modal", "title": TEXT, "blocks": [ROW]}


MISTAKES: tuple[tuple[str, Any], ...] = (
    ("KnownBlock[]", [{"type": "rich_texts", "elements": [SECTION]}]),
    ("KnownBlock[]", [{"type": "rich_text", "elements": [SECTION | {"type": "section"}]}]),
    ("KnownBlock[]", [{"type": "rich_text", "elements": [SECTION | {"indent": 1}]}]),
    ("KnownBlock[]", [ROW | {"elements": [BUTTON | {"text": TEXT | {"type": "mrkdwn"}}]}]),
    ("KnownBlock[]", [ROW | {"elements": [BUTTON | {"value": 7}]}]),
    ("KnownBlock[]", [ROW | {"elements": [BUTTON | {"style": "green"}]}]),
    ("KnownBlock[]", [{"type": "header"}]),
    ("Strict<ModalView>", MODAL | {"blocks": [{"type": "rows", "elements": []}]}),
    ("Strict<ModalView>", {"type": "modal", "blocks": []}),
    ("Strict<HomeView>", {"type": "home", "blocks": [], "submit": TEXT}),
    ("ChatPostMessageArguments", {"text": "to nobody"}),
    ("ChatPostMessageArguments", {"channel": "C1", "text": "a", "unfurl_link": False}),
    ("ChatPostMessageArguments", {"channel": "C1", "text": "a", "metadata": {"event_type": 7, "event_payload": {}}}),
    ("ChatPostEphemeralArguments", {"channel": "C1", "text": "to nobody"}),
    ("RespondArguments", {"text": "a", "response_type": "private"}),
    ("ViewResponseAction", {"response_action": "refresh", "view": MODAL}),
)


def test_each_planted_mistake_is_a_type_error_and_nothing_else_is(proofs: Path, tmp_path: Path):
    (tmp_path / "node_modules").symlink_to(proofs / "node_modules")
    parts = [Part(kind, wrong, f"mistake {number}") for number, (kind, wrong) in enumerate(MISTAKES)]
    parts += [Part("KnownBlock[]", [ROW], "right"), Part("Strict<ModalView>", MODAL, "right")]

    found = {error.partition(",")[0] for error in find_type_errors(parts, tmp_path)}

    assert found == {f"mistake {number}" for number in range(len(MISTAKES))}


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("KnownBlock[]", [{"type": "rich_texts", "elements": [SECTION]}]),
        ("KnownBlock[]", [ROW | {"colour": "green"}]),
        ("KnownBlock[]", [ROW | {"elements": [BUTTON | {"value": "a" * 2001}]}]),
        ("KnownBlock[]", [{"type": "header", "text": TEXT | {"text": "a" * 151}}]),
        ("Strict<ModalView>", MODAL | {"title": TEXT | {"text": "a" * 25}}),
    ],
)
def test_a_planted_mistake_is_an_error_of_slack_sdk_s_parsers(kind: str, wrong: Any):
    assert find_parser_errors([Part("KnownBlock[]", [ROW], "right"), Part("Strict<ModalView>", MODAL, "right")]) == []

    (error,) = find_parser_errors([Part(kind, wrong, "planted")])

    assert error.startswith(f"planted, {kind}: ")
