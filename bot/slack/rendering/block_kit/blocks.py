"""Block Kit, as small functions. Limits and shapes: docs.slack.dev/reference/block-kit."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bot.slack.rendering.block_kit.escaping import printable, shorten

Block = dict[str, Any]
Element = dict[str, Any]

MAX_BLOCKS = 50
MAX_BYTES = 10_000
"""Of a message's blocks as JSON. Slack refuses slightly over 13,000 (`msg_blocks_too_long`, undocumented)."""

MAX_TEXT = 1_500
"""Characters of one sentence or quote. News sentences are far shorter; longer ones are cut, with an ellipsis."""

MAX_URL = 2_900
"""Slack takes 3,000 in a link."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to post.

    Attributes:
        text: top-level text, already escaped: what notifications and screen readers say.
        blocks: what the channel shows.
        key: our own id of the message, stored in its metadata so that a post can be found again; None: not tracked.
        has_article: it has an article's words, which are never changed.
    """

    text: str
    blocks: tuple[Block, ...] = field(default=())
    key: str | None = None
    has_article: bool = False


def text(content: str, *, bold: bool = False, italic: bool = False, code: bool = False) -> Element:
    """Literal text inside rich_text."""
    style = {name: True for name, on in (("bold", bold), ("italic", italic), ("code", code)) if on}
    element: Element = {"type": "text", "text": shorten(printable(content), MAX_TEXT) or " "}
    return {**element, "style": style} if style else element


def link(url: str, label: str, *, bold: bool = False) -> Element:
    """A link inside rich_text; the label is literal text. Addresses that may not be shown become plain text."""
    if not is_postable(url):
        return text(label, bold=bold)
    element: Element = {"type": "link", "url": url, "text": shorten(printable(label), MAX_TEXT) or url}
    return {**element, "style": {"bold": True}} if bold else element


def emoji(name: str) -> Element:
    """An emoji by its name, inside rich_text."""
    return {"type": "emoji", "name": name}


def paragraph(*elements: Element) -> Block:
    """A rich_text block of one line."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def bullets(items: Iterable[Sequence[Element]]) -> Block:
    """A rich_text block with a bulleted list."""
    sections = [{"type": "rich_text_section", "elements": list(item)} for item in items]
    listing = {"type": "rich_text_list", "style": "bullet", "indent": 0, "border": 0, "elements": sections}
    return {"type": "rich_text", "elements": [listing]}


def quotation(*elements: Element) -> Block:
    """A rich_text block set as a quotation."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": list(elements)}]}


def preformatted(content: str) -> Block:
    """A rich_text block that is easy to copy unchanged."""
    inner = {"type": "text", "text": printable(content) or " "}
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [inner]}]}


def context(content: str) -> Block:
    """A small grey line, literal."""
    line = {"type": "plain_text", "text": shorten(printable(content), 1_000), "emoji": False}
    return {"type": "context", "elements": [line]}


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def header(title: str) -> Block:
    """A large line, literal."""
    return {"type": "header", "text": {"type": "plain_text", "text": shorten(printable(title), 150), "emoji": True}}


def button(label: str, action_id: str, value: str, *, primary: bool = False, confirm: Element | None = None) -> Element:
    """A button; `value` carries an id, never text. With a `confirm` Slack asks for confirmation."""
    element: Element = {"type": "button", "text": _label(label), "action_id": action_id, "value": value}
    return {**element, **({"style": "primary"} if primary else {}), **({"confirm": confirm} if confirm else {})}


def confirm(title: str, question: str, yes: str, no: str) -> Element:
    """The question that Slack asks before a button takes effect."""
    return {"title": _label(title), "text": _label(question), "confirm": _label(yes), "deny": _label(no)}


def overflow(action_id: str, options: Sequence[tuple[str, str]]) -> Element:
    """A "⋯" menu of (label, value)."""
    choices = [{"text": _label(label), "value": value} for label, value in options]
    return {"type": "overflow", "action_id": action_id, "options": choices}


def actions(block_id: str, *elements: Element) -> Block:
    """A row of buttons."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def size(blocks: Sequence[Block]) -> int:
    """Bytes of the blocks as JSON."""
    return len(json.dumps(blocks, ensure_ascii=False).encode())


def pack(groups: Iterable[Sequence[Block]]) -> tuple[tuple[Block, ...], ...]:
    """Blocks for as few messages as Slack's limits allow, in order; a group stays together where it fits in one."""
    messages: list[list[Block]] = [[]]
    for group in groups:
        pieces = [list(group)] if _fits(group) else [[block] for block in group]
        for piece in pieces:
            if not _fits([*messages[-1], *piece]):
                messages.append([])
            messages[-1].extend(piece)
    return tuple(tuple(blocks) for blocks in messages if blocks)


def _fits(blocks: Sequence[Block]) -> bool:
    return len(blocks) <= MAX_BLOCKS and size(blocks) <= MAX_BYTES


def is_postable(url: str) -> bool:
    """Whether a link may be shown: http(s), not too long, no password and no invisible character in it."""
    try:
        netloc = urlsplit(url).netloc
    except ValueError:
        return False
    is_web = url.startswith(("http://", "https://")) and bool(netloc) and "@" not in netloc
    return is_web and len(url) <= MAX_URL and printable(url) == url


def _label(label: str) -> Element:
    return {"type": "plain_text", "text": printable(label), "emoji": True}
