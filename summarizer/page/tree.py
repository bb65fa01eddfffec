"""Text of a page -> an element tree, whatever the page does to the parser."""

import re
from itertools import accumulate

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import load_html

MAX_DEPTH = 240
"""libxml2 silently drops all text below 256 elements: deeper pages are flattened first."""

MAX_TAGS = 60_000
"""Real pages have a few thousand tags (12,000 at most in 694); beyond it the layout is not looked at."""

MAX_TAG_CHARACTERS = 30_000
"""A tag with more attributes than this loses them: libxml2 compares each with each."""

_NESTING = re.compile(
    r"</?(?=[a-zA-Z])(?:div|span|section|article|main|table|tbody|tr|td|blockquote|ul|ol|dl|font|b|i|u|em|strong|small|a|center|form"
    r"|aside|nav|figure|header|footer|big|tt|s|q|sub|sup|ins|del|code|label|fieldset|object)\b[^<>]*>?",
    re.IGNORECASE,
)
_HUGE_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9]*)[^<>]{{{MAX_TAG_CHARACTERS},}}>?")
_NAME = re.compile(r"[a-zA-Z]+")
_INLINE = frozenset("span font b i u em strong small a big tt s q sub sup ins del code label".split())
_TOO_DEEP = etree.XPath(f"boolean(//*[count(ancestor::*) > {MAX_DEPTH}])")


def parse_page(markup: str) -> tuple[HtmlElement | None, str, bool]:
    """The tree of a page, the markup it was made of, and whether its layout had to be given up to read it.

    Every step of ours is linear in the page: huge tags lose their attributes, tags are counted, and a page that nests too
    deep for libxml2 is parsed again with its nesting taken out, so that no text is lost.
    """
    markup = _HUGE_TAG.sub(r"<\1>", markup)
    if markup.count("<") > MAX_TAGS:
        flat = _NESTING.sub(_flatten, markup)
        return None, flat, True
    tree = load_html(markup)
    if tree is not None and _depth(markup) > MAX_DEPTH and _TOO_DEEP(tree):
        flat = _NESTING.sub(_flatten, markup)
        return load_html(flat), flat, True
    return tree, markup, False


def _depth(markup: str) -> int:
    """How deep nesting elements may be nested: an upper estimate, as tags in scripts and unclosed ones count too."""
    steps = (-1 if tag.startswith("</") else 1 for tag in _NESTING.findall(markup))
    return max(accumulate(steps), default=0)


def _flatten(tag: re.Match[str]) -> str:
    """What stands for a nesting tag in a flattened page: nothing within a line, a new paragraph otherwise."""
    name = _NAME.search(tag.group())
    return "" if name is not None and name.group().lower() in _INLINE else "<p>"
