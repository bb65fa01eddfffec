"""What others wrote acts on no surface: each string of the table of injections, through all that the bot says."""

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import FrameType, FunctionType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bot.slack.rendering
from bot.slack.rendering.block_kit import escaping
from bot.slack.rendering.digest_details import all_quotes, as_text
from bot.slack.rendering.digest_messages import single_digest
from tests.bot.slack.rendering.channel_surfaces import CHANNEL_SURFACES
from tests.bot.slack.rendering.digest_surfaces import DIGEST_SURFACES, digest_of
from tests.bot.slack.rendering.payload_faults import NOTHING, Row, all_strings, find_faults, payloads_of, read_rows
from tests.payload_recorder import RENDERING, import_all

SURFACES = {**DIGEST_SURFACES, **CHANNEL_SURFACES}
PLAIN = "The pier reopened, she said."
ADDRESS = "https://gazette.example/pier"

OURS = (
    "<!channel> the pier", "<@U0ADMIN1|CEO>", "<https://evil.example|https://news.example/>", "> I resign",
    "two lines\n>>> quoted", "&lt;!here&gt; & AT&amp;T", "x\u202ey\u2066z", "a\x00b\ud800c", ":tada: *bold* @here",
    "w " * 3_000, "<" * 3_000, "\U0001f3db" * 3_000, "", " ", "\n",
)  # fmt: skip
"""Strings of our own, so that there is something to try where the table is missing."""

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

WITH_LINES = {"a digest without blocks", "an edition without blocks"}
"""Surfaces whose text has lines of our own; elsewhere a text that Slack parses is one line."""

NO_SURFACE = {
    "refusals.refusal_for": "sentences of ours, chosen by a code of Slack's",
}
"""Public functions that are called by no surface, each with the reason."""


@pytest.fixture
def rows(shared) -> tuple[Row, ...]:
    return read_rows(shared / "security/mrkdwn_injection.tsv")


def faults_of(surface: str, words: str, address: str, never: str = NOTHING) -> list[str]:
    return [
        fault for payload in payloads_of(SURFACES[surface](words, address)) for fault in find_faults(payload, never)
    ]


def strings_of(rendered: Any) -> list[str]:
    return [text for payload in payloads_of(rendered) for text in all_strings(payload)]


@pytest.mark.shared
@pytest.mark.parametrize("surface", SURFACES)
def test_no_string_of_the_table_acts_as_words(surface, rows):
    for row in rows:
        never = NOTHING if row.never == r"\n" and surface in WITH_LINES else row.never_in_words
        assert faults_of(surface, row.text, ADDRESS, never) == [], row.id


@pytest.mark.shared
@pytest.mark.parametrize("surface", SURFACES)
def test_no_string_of_the_table_acts_as_an_address(surface, rows):
    for row in rows:
        assert faults_of(surface, PLAIN, row.text, row.never_in_addresses) == [], row.id


@pytest.mark.shared
@pytest.mark.parametrize("surface", SURFACES)
def test_no_invisible_character_of_the_table_is_in_any_string(surface, rows):
    for row in rows:
        if row.category == "unicode":
            shown = strings_of(SURFACES[surface](row.text, ADDRESS))
            assert [text for text in shown if re.search(row.never, text)] == [], row.id


@pytest.mark.shared
def test_what_the_table_wants_to_be_read_is_shown(rows):
    for row in rows:
        if row.field != "url":
            assert re.search(row.must, "\n".join(strings_of(SURFACES["a digest in a thread"](row.text, ADDRESS)))), (
                row.id
            )


@pytest.mark.shared
def test_a_long_name_of_a_speaker_is_cut(rows):
    (row,) = [row for row in rows if row.field == "speaker"]
    digest = digest_of(PLAIN, ADDRESS)
    said = replace(digest, quotes=tuple(replace(quote, speaker_full=row.text) for quote in digest.quotes))

    shown = "\n".join(strings_of([single_digest(said, digest_id="d1"), all_quotes(said), as_text(said)]))

    assert not re.search(row.never, shown)
    assert re.search(row.must, shown)


@pytest.mark.parametrize("surface", SURFACES)
def test_no_string_of_ours_acts(surface):
    for text in OURS:
        assert faults_of(surface, text, ADDRESS) == []
        assert faults_of(surface, PLAIN, text) == []


@pytest.mark.parametrize("surface", SURFACES)
@settings(max_examples=6)
@given(text=st.text(st.characters() | st.sampled_from("<>&!@#|\n\r*_~`: "), max_size=80))
def test_no_string_at_all_acts(surface, text):
    assert faults_of(surface, text, ADDRESS) == []


def test_each_public_function_that_renders_is_called_by_a_surface():
    """A new function of `bot.slack.rendering` needs a surface here, or a reason."""
    called = {code for code in _codes_called() if "rendering" in code.co_filename}

    missing = {name for name, function in public_functions().items() if inspect.unwrap(function).__code__ not in called}

    assert missing == set(NO_SURFACE)


def test_each_function_outside_of_rendering_that_makes_a_message_is_called_by_a_surface():
    called = {f"{Path(code.co_filename).stem}.{code.co_name}" for code in _codes_called()}

    made = names_of_message_makers()
    assert "feed_notice.format_notice" in made
    assert made - called == set()


def names_of_message_makers() -> set[str]:
    """The functions of `bot.slack` outside of `rendering` that call `Message`."""
    folder = Path(bot.slack.__file__).parent
    found = set()
    for file in [file for file in folder.rglob("*.py") if "rendering" not in file.parts]:
        functions = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, FUNCTIONS)]
        found |= {
            f"{file.stem}.{function.name}" for function in functions if any(map(_makes_message, ast.walk(function)))
        }
    return found


def _makes_message(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message"


def public_functions() -> dict[str, FunctionType]:
    """The public functions and methods of `bot.slack.rendering` by their names, whatever they return."""
    import_all(bot.slack.rendering)
    found: dict[str, FunctionType] = {}
    for name, module in [(name, module) for name, module in sys.modules.items() if name.startswith(RENDERING)]:
        for owner in [module, *(kind for kind in vars(module).values() if inspect.isclass(kind))]:
            for function in [value for value in vars(owner).values() if inspect.isfunction(value)]:
                if function.__module__ == name and not function.__name__.startswith("_"):
                    found[f"{name.removeprefix(RENDERING)}.{function.__qualname__}"] = function
    return found


def _codes_called() -> set[Any]:
    """The code of all that the surfaces call."""
    codes: set[Any] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            codes.add(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        for surface in SURFACES.values():
            surface(PLAIN, ADDRESS)
    finally:
        sys.setprofile(before)
    return codes


def _surfaces_with(fault: str) -> Iterator[str]:
    for surface in SURFACES:
        if any(found.startswith(fault) for found in faults_of(surface, "<!channel> x\u202ey", ADDRESS)):
            yield surface


def test_text_that_is_not_escaped_is_found(monkeypatch):
    monkeypatch.setattr(escaping, "escape", str)

    assert set(_surfaces_with("acts: ")) >= {
        "a digest in a thread",
        "a shared digest",
        "an edition",
        "remarks",
        "errors",
    }


def test_characters_that_are_not_removed_are_found(monkeypatch):
    monkeypatch.setattr(escaping, "_INVISIBLE", re.compile(NOTHING))

    assert set(_surfaces_with("cannot be seen: ")) >= {"a digest in a thread", "the form", "the App Home", "a preview"}


@pytest.mark.parametrize(
    ("payload", "fault"),
    [
        ({"text": "&gt; quoted"}, "acts: "),
        ({"text": "cut &am …"}, "acts: "),
        ({"text": "AT&amp;amp;T"}, "acts: "),
        ({"text": "a" * 3_001}, "too long: "),
        ({"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "<@U7>"}}]}, "acts: "),
        ({"blocks": [{"type": "section", "text": {"type": "plain_text", "text": "a\u2066b"}}]}, "cannot be seen: "),
        ({"elements": [{"type": "link", "url": "tel:+1"}]}, "a link to "),
        ({"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "channel"}]}, "not literal: "),
        ({"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U7"}]}, "not literal: "),
        ({"blocks": [{"type": "divider"}] * 51}, "[ERROR]"),
    ],
)
def test_each_fault_is_found(payload, fault):
    assert any(found.startswith(fault) for found in find_faults(payload))
