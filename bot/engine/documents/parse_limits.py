"""Limits of what is parsed: some pages are built to cost a parser minutes. One linear scan, before any tree is built.

Measured on hostile pages (docs/decisions/0029-limits-before-parsing.md): 50,000 attributes on one tag cost trafilatura
10 s, 100,000 unclosed paragraphs 14 s; nesting beyond a few hundred levels loses text or exhausts recursion.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.errors import TooLargeError

MAX_BYTES = 5_000_000
MAX_TAGS = 120_000
MAX_DEPTH = 4_000
MAX_UNCLOSED = 5_000
MAX_ATTRIBUTES = 400
MAX_TEXT_BYTES = 1_600_000
"""Between tags: four times the core's maximum of characters, as a character may take four bytes or be an entity."""

_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*|!--)([^<>]*)")

_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")

_VOID = frozenset(b"area base br col embed hr img input link meta param source track wbr".split())
_COMMENT = b"!--"
_RAW = frozenset({b"script", b"style"})
_OPTIONAL_END = frozenset(b"p li dt dd tr td th option optgroup thead tbody tfoot colgroup".split())
"""Elements with an optional end tag: omitting it is not nesting."""


class _Tag(NamedTuple):
    """A tag found by the scan; `text_bytes` is the size of the text between the previous tag and this one."""

    name: bytes
    is_end: bool
    inside: bytes
    text_bytes: int


def check_page(body: bytes) -> None:
    """Check that a page is not too large, too deep or too dense to parse within its limits.

    Raises:
        TooLargeError: naming the limit, for the log.
    """
    if len(body) > MAX_BYTES:
        raise TooLargeError(f"{len(body)} bytes")
    depth, unclosed, text_bytes = 0, 0, 0
    for tags, tag in enumerate(_scan(body), 1):
        text_bytes += tag.text_bytes
        if tag.name in _OPTIONAL_END:
            unclosed = max(0, unclosed + (-1 if tag.is_end else 1))
        elif tag.name not in _VOID and not tag.inside.endswith(b"/"):
            depth = max(0, depth + (-1 if tag.is_end else 1))
        if tags > MAX_TAGS or depth > MAX_DEPTH or unclosed > MAX_UNCLOSED or text_bytes > MAX_TEXT_BYTES:
            raise TooLargeError(f"{tags} tags, depth {depth}, {unclosed} unclosed, {text_bytes} bytes of text")
        if len(tag.inside) > 2 * MAX_ATTRIBUTES and _count_attributes(tag.inside) > MAX_ATTRIBUTES:
            raise TooLargeError(f"more than {MAX_ATTRIBUTES} attributes on one tag")


def _scan(body: bytes) -> Iterator[_Tag]:
    """Yield the tags of a page outside scripts, style sheets and comments, then a nameless one for the final text."""
    seen = 0  # everything before is a tag, counted as text, or skipped
    raw = b""  # the current script or style sheet: it contains no tags
    for match in _TAG.finditer(body):
        is_end, name, inside = bool(match.group(1)), match.group(2).lower(), match.group(3)
        if match.start() < seen or (raw and not (is_end and name == raw)):
            continue
        text_bytes = 0 if raw else match.start() - seen
        if name == _COMMENT:
            end = body.find(b"-->", match.start() + 2)  # "<!-->" is a complete comment
            seen = len(body) if end < 0 else end + 3
        else:
            seen, raw = match.end(), name if name in _RAW and not is_end else b""
        yield _Tag(name, is_end, b"/" if name == _COMMENT else inside, text_bytes)
    yield _Tag(b"", is_end=True, inside=b"", text_bytes=0 if raw else len(body) - seen)


def _count_attributes(rest: bytes) -> int:
    """Return the number of a tag's attributes: parts between spaces and slashes outside quote marks."""
    return len(_QUOTED.sub(b"", rest).replace(b"/", b" ").split())
