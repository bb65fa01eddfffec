"""Tells HTML's tags from other words in angle brackets, such as "Vec<T>" or "#include <stdio.h>". Pure.

Source: HTML standard, 13.2.5 (what begins a tag); the elements are lxml's list.
"""

import re

from lxml.html import defs

_TAG = re.compile(r"</?([a-zA-Z][^\s<>/]{0,60}+)([^<>]{0,5000}+)>|<[!?][^<>]{0,5000}+>")
_CLOSED = re.compile(r"</([a-zA-Z]\w{0,20})\s{0,5}>")
_ESCAPED = re.compile(
    r"</?(p|br|div|span|b|i|em|strong|a|img|u|sub|sup)(?:\s[^<>]{0,5000}+)?/?>",
    re.IGNORECASE,
)
_ATTRIBUTES = re.compile(r"\s*/?|\s+[\w:.-]{1,60}(?:\s*=.*)?", re.DOTALL)

_ELEMENTS = frozenset(defs.tags) | {"circle", "g", "marquee", "path", "picture", "rect", "slot", "template", "use"}
_TEXT_ELEMENTS = (
    frozenset(defs.phrase_tags | defs.font_style_tags | defs.list_tags)
    | {"a", "bdi", "bdo", "blockquote", "br", "center", "div", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img"}
    | {"mark", "nobr", "p", "pre", "q", "rb", "rp", "rt", "ruby", "script", "span", "style", "sub", "sup", "wbr"}
)
"""Elements that text is marked up with: a title may hold these."""

_NEVER_CLOSED = frozenset(defs.empty_tags) | {"dd", "dt", "li", "p", "rp", "rt", "wbr"}


def drop_tags(markup: str, *, is_title: bool) -> str:
    """Return markup without its tags; what is no tag of HTML stays.

    Args:
        markup: of a title or a summary.
        is_title: only elements of text count: "<dialog>" in a title is a word.
    """
    closed = _find_closed(markup)

    def replace(tag: re.Match[str]) -> str:
        name = tag.group(1)
        is_tag = name is None or (_is_tag_of_title(tag, name, closed) if is_title else _is_tag_of_page(tag, name))
        return "" if is_tag and not (name and _is_type(tag, name, closed)) else tag.group()

    return _TAG.sub(replace, markup)


def drop_escaped_tags(text: str, *, is_title: bool) -> str:
    """Return text without the usual tags of text, which some feeds escape twice; in a title, where both ends are."""
    closed = _find_closed(text)

    def replace(tag: re.Match[str]) -> str:
        name = tag.group(1)
        is_word = is_title and name.lower() not in closed
        return tag.group() if is_word or _is_type(tag, name, closed) else " "

    return _ESCAPED.sub(replace, text)


def _find_closed(markup: str) -> set[str]:
    return {name.lower() for name in _CLOSED.findall(markup)}


def _is_tag_of_title(tag: re.Match[str], name: str, closed: set[str]) -> bool:
    """Return whether it marks up text; "<a> as <area>" speaks of elements, as nothing closes them."""
    if name.lower() not in _TEXT_ELEMENTS or not _ATTRIBUTES.fullmatch(tag.group(2)):
        return False
    return "=" in tag.group(2) or name.lower() in _NEVER_CLOSED or name.lower() in closed


def _is_tag_of_page(tag: re.Match[str], name: str) -> bool:
    """Return whether it is an element, or markup all the same: of another vocabulary, custom, closing, with values."""
    is_known = name.lower() in _ELEMENTS
    return is_known or ":" in name or "-" in name or "=" in tag.group(2) or tag.group().startswith("</")


def _is_type(tag: re.Match[str], name: str, closed: set[str]) -> bool:
    """Return whether it is a type in a program: "Vec<U>" and "Option<A>" are no underlines and links."""
    before = tag.string[max(0, tag.start() - 1) : tag.start()]
    return len(name) == 1 and name.isupper() and before.isalnum() and name.lower() not in closed
