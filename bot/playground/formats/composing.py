"""Typed text -> what Slack's client sends for it: a rich_text block, and the message text derived from it.

Source: docs.slack.dev/messaging/formatting-message-text, slack.com/help ("Format your messages in Slack with markup"),
docs.slack.dev/reference/block-kit/blocks/rich-text-block. Undocumented, and as seen in messages that others quote: that
a section keeps the line break before a list (slackapi/java-slack-sdk#1179), and the signs of nested lists in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground.formats.inline_text import Names, inline, link_names
from bot.playground.formats.message_text import message_text

__all__ = ["Composed", "Names", "compose", "link_names"]

Json = dict[str, Any]
_LIST = re.compile(r"(?P<indent>[ \t]{0,32})(?:(?P<bullet>[•◦▪*-])|(?P<number>\d{1,3})\.)[ \t](?P<item>.*\S.*)")
_QUOTE = re.compile(r"> ?(?P<quoted>.*)")
_FENCE = "```"
_SPACES_AN_INDENT, _DEEPEST = 4, 8


@dataclass(frozen=True, slots=True)
class Composed:
    """A message as Slack's client sends it. Without text there is no block."""

    text: str
    blocks: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A typed line: its kind and, for list items, the list it belongs to."""

    kind: str  # section, quote, bullet or ordered
    content: str
    indent: int = 0
    number: int = 1


def compose(typed: str, names: Names) -> Composed:
    """Return a typed text as Slack's client sends it; Slack's own markup in it (`<@U…>`, `<https://…|…>`) is kept.

    Args:
        typed: as typed, with *bold*, _italic_, ~strike~, `code`, fences, quotes and lists.
        names: what @name and #name mean.
    """
    parts = tuple(_parts(typed, names))
    if not parts:
        return Composed("", ())
    return Composed(message_text(parts, names), ({"type": "rich_text", "elements": list(parts)},))


def _parts(typed: str, names: Names) -> Iterator[Json]:
    """Return the parts of the rich text: what is between fences, and the lines around it."""
    pieces = typed.split(_FENCE)
    if len(pieces) % 2 == 0:  # the last fence is not closed
        pieces[-2:] = [_FENCE.join(pieces[-2:])]
    for number, piece in enumerate(pieces):
        if number % 2:
            code = piece.removeprefix("\n").removesuffix("\n") or " "
            yield {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": code}], "border": 0}
            continue
        if number and piece.startswith("\n"):
            piece = piece[1:]  # noqa: PLW2901  (a fence ends its line)
        if piece:
            yield from _lines(piece, names, is_last=number == len(pieces) - 1)


def _lines(piece: str, names: Names, *, is_last: bool) -> Iterator[Json]:
    lines = [_line(line) for line in piece.split("\n")]
    if not is_last and lines[-1].kind != "section":
        lines.append(_Line("section", ""))  # a fence begins a line of its own
    start = 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and _belong(lines[start], lines[end]):
            continue
        group = lines[start:end]
        if group[0].kind == "section":
            yield from _section(group, names, goes_on=end < len(lines))
        elif group[0].kind == "quote":
            yield _with("rich_text_quote", "\n".join(line.content for line in group), names) | {"border": 0}
        else:
            yield _list(group, names)
        start = end


def _belong(first: _Line, following: _Line) -> bool:
    """Return whether two lines are parts of one section, quote or list."""
    return (first.kind, first.indent) == (following.kind, following.indent)


def _line(line: str) -> _Line:
    if item := _LIST.fullmatch(line):
        width = len(item["indent"].expandtabs(_SPACES_AN_INDENT))
        indent = min(_DEEPEST, width // _SPACES_AN_INDENT)
        if item["bullet"]:
            return _Line("bullet", item["item"], indent)
        return _Line("ordered", item["item"], indent, max(1, int(item["number"])))
    if quote := _QUOTE.fullmatch(line):
        return _Line("quote", quote["quoted"])
    return _Line("section", line)


def _section(group: list[_Line], names: Names, *, goes_on: bool) -> Iterator[Json]:
    text = "\n".join(line.content for line in group) + ("\n" if goes_on else "")
    if text:
        yield _with("rich_text_section", text, names)


def _with(kind: str, text: str, names: Names) -> Json:
    return {"type": kind, "elements": inline(text, names)}


def _list(group: list[_Line], names: Names) -> Json:
    first = group[0]
    items = [_with("rich_text_section", line.content, names) for line in group]
    made: Json = {"type": "rich_text_list", "style": first.kind, "indent": first.indent, "border": 0}
    if first.kind == "ordered" and first.number > 1:
        made["offset"] = first.number - 1
    return made | {"elements": items}
