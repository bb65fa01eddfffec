"""What foreign text could do to a payload for Slack: every string of it is looked at, wherever it is.

Sources: docs.slack.dev/messaging/formatting-message-text ("Escaping text"), docs.slack.dev/reference/block-kit.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.playground.block_kit.blocks import check_blocks, check_view
from bot.slack.rendering.block_kit.blocks import is_postable
from bot.slack.rendering.block_kit.escaping import MAX_FALLBACK
from tests.payload_recorder import find_payloads

MOST_BYTES = 13_000
"""Of a message's blocks as JSON: Slack refuses slightly more (`msg_blocks_too_long`)."""

NOTHING = "(?!)"
"""A pattern that is in no string."""

OUR_IDS = frozenset({"U1", "C1", "C2"})
"""The only member and channels that the surfaces name on purpose."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_MARKUP = re.compile(r"[<>]|&amp;amp;|&(?!amp;|lt;|gt;)")
_QUOTED = re.compile(r"^\s*(>|&gt;)", re.MULTILINE)
_LITERAL = frozenset({"text", "link", "emoji", "user", "channel"})
_RICH = frozenset({"rich_text_section", "rich_text_quote", "rich_text_preformatted"})


@dataclass(frozen=True, slots=True)
class Row:
    """A string that somebody else wrote.

    Attributes:
        id: its number in the table.
        category, field: what it tries, and where it comes from.
        text: the string.
        never: what must be in no string that Slack parses; for the category "unicode", in no string at all.
        must: what is to be shown; "" where nothing is asked.
        why: in words.
    """

    id: str
    category: str
    field: str
    text: str
    never: str
    must: str
    why: str

    @property
    def never_in_words(self) -> str:
        """What may not be parsed where the string is words: an address that is only words is not linked."""
        return NOTHING if self.field in {"url", "speaker"} else self.never

    @property
    def never_in_addresses(self) -> str:
        """What may not be parsed where the string is an address; what is "never a link" may be read as words."""
        return self.never if self.field == "url" and not self.why.startswith("never a link") else NOTHING


def read_rows(table: Path) -> tuple[Row, ...]:
    """The rows of a table of injections."""
    lines = [line.split("\t") for line in table.read_text().splitlines()[1:]]
    return tuple(
        Row(case, category, field, _decoded(raw), never, must, why)
        for case, _, category, field, raw, never, must, why in lines
    )


def _decoded(raw: str) -> str:
    return raw.encode("latin-1", "backslashreplace").decode("unicode_escape")


def payloads_of(rendered: Any) -> tuple[dict[str, Any], ...]:
    """The messages, blocks and views in what a surface returned; plain sentences are top-level text."""
    if isinstance(rendered, str):
        return ({"text": rendered},)
    if isinstance(rendered, list | tuple):
        return tuple(payload for part in rendered for payload in payloads_of(part))
    if isinstance(rendered, dict) and "type" not in rendered:
        return (rendered,)
    return tuple(find_payloads(rendered))


def find_faults(payload: dict[str, Any], never: str = NOTHING) -> list[str]:
    """What is wrong with a payload; empty if nothing.

    Args:
        payload: a message, a view, or blocks.
        never: what must be in no string that Slack parses.
    """
    json.loads(json.dumps(payload, ensure_ascii=False).encode())
    faults = [f"acts: {text!r}" for text in parsed_strings(payload) if _acts(text) or re.search(never, text)]
    faults += [f"too long: {len(text)}" for text in parsed_strings(payload) if len(text) > MAX_FALLBACK]
    faults += [f"cannot be seen: {text!r}" for text in all_strings(payload) if _UNSEEN.search(text)]
    faults += [f"a link to {url!r}" for url in _urls(payload) if not is_postable(url)]
    faults += [f"not literal: {element}" for element in _rich_elements(payload) if not _is_literal(element)]
    return faults + _beyond_limits(payload)


def parsed_strings(payload: dict[str, Any]) -> list[str]:
    """The strings that Slack parses as mrkdwn: the top-level text, text objects, and markdown blocks."""
    top = [payload["text"]] if isinstance(payload.get("text"), str) else []
    return top + [node["text"] for node in _nodes(payload) if node.get("type") in {"mrkdwn", "markdown"}]


def all_strings(payload: Any) -> list[str]:
    """Every string that is a value in a payload."""
    return [value for node in _nodes(payload) for value in node.values() if isinstance(value, str)]


def _acts(text: str) -> bool:
    """Whether Slack would make something of a string: a mention, a link, an entity, a quotation."""
    return bool(_MARKUP.search(text) or _QUOTED.search(text))


def _nodes(part: Any) -> Iterator[dict[str, Any]]:
    """Every dictionary in a payload, the outer ones first."""
    if isinstance(part, dict):
        yield part
    if isinstance(part, dict | list | tuple):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from _nodes(inner)


def _urls(payload: dict[str, Any]) -> list[str]:
    return [node["url"] for node in _nodes(payload) if "url" in node]


def _rich_elements(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for node in _nodes(payload):
        if node.get("type") in _RICH:
            yield from node["elements"]


def _is_literal(element: dict[str, Any]) -> bool:
    """Whether an element of rich_text notifies nobody: no broadcast, no group, no member or channel but ours."""
    named = {element[key] for key in ("user_id", "channel_id") if key in element}
    is_named = re.fullmatch("[a-z_]+", element["name"]) if element["type"] == "emoji" else True
    return element["type"] in _LITERAL and named <= OUR_IDS and bool(is_named)


def _beyond_limits(payload: dict[str, Any]) -> list[str]:
    """What Slack would refuse, or more bytes than it takes."""
    if payload.get("type") in {"modal", "home"}:
        return [str(problem) for problem in check_view(payload, payload["type"])]
    blocks = payload.get("blocks") or []
    long = len(json.dumps(blocks, ensure_ascii=False).encode()) > MOST_BYTES
    return [str(problem) for problem in check_blocks(blocks, "message")] + ["too many bytes"] * long
