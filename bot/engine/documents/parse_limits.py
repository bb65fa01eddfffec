"""What we refuse to parse: pages built to cost a parser minutes. One linear scan, before any tree is built.

Measured on hostile pages (../shared/security, section 3): 50,000 attributes on one tag cost trafilatura 10 s, 100,000
unclosed paragraphs 14 s; nesting beyond a few hundred levels costs text or recursion.
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
"""Between tags: four times the characters the core reads, as a character may take four bytes or be an entity."""

_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*|!--)([^<>]*)")

_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")

_VOID = frozenset(b"area base br col embed hr img input link meta param source track wbr".split())
_COMMENT = b"!--"
_RAW = frozenset({b"script", b"style"})
_OPTIONAL_END = frozenset(b"p li dt dd tr td th option optgroup thead tbody tfoot colgroup".split())
"""Elements whose end tag may be left out: leaving it out is no nesting."""


class _Tag(NamedTuple):
    """A tag as the scan sees it; `text_bytes` is how much text stands between it and the tag before it."""

    name: bytes
    is_end: bool
    inside: bytes
    text_bytes: int


def check_page(body: bytes) -> None:
    """Refuse a page that is too big, too deep or too crowded to parse within its limits.

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
    """The tags of a page outside scripts, style sheets and comments; at last a nameless one for the text at the end."""
    seen = 0  # all before is a tag, counted as text, or skipped
    raw = b""  # the script or style sheet we are in: what looks like a tag there is none
    for match in _TAG.finditer(body):
        is_end, name, inside = bool(match.group(1)), match.group(2).lower(), match.group(3)
        if match.start() < seen or (raw and not (is_end and name == raw)):
            continue
        text_bytes = 0 if raw else match.start() - seen
        if name == _COMMENT:
            end = body.find(b"-->", match.start() + 2)  # "<!-->" is a whole comment
            seen = len(body) if end < 0 else end + 3
        else:
            seen, raw = match.end(), name if name in _RAW and not is_end else b""
        yield _Tag(name, is_end, b"/" if name == _COMMENT else inside, text_bytes)
    yield _Tag(b"", is_end=True, inside=b"", text_bytes=0 if raw else len(body) - seen)


def _count_attributes(rest: bytes) -> int:
    """How many attributes a tag has: what stands between blanks and slashes outside quote marks."""
    return len(_QUOTED.sub(b"", rest).replace(b"/", b" ").split())
