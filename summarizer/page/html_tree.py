"""Text of a page -> an element tree, also for pages that break parsers."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

MAX_DEPTH = 240
"""libxml2 silently drops all text below 256 elements: deeper pages are flattened first."""

MAX_TAGS = 60_000
"""Real pages have a few thousand tags (12,000 at most in 694); beyond this limit the layout is ignored."""

MAX_TAG_CHARACTERS = 30_000
"""A tag with more attributes than this loses them all: libxml2 compares each with each."""

_NESTING = re.compile(
    r"</?(?=[a-zA-Z])(?:div|span|section|article|main|table|tbody|tr|td|blockquote|ul|ol|dl|font|b|i|u|em|strong|small|a|center|form"
    r"|aside|nav|figure|header|footer|big|tt|s|q|sub|sup|ins|del|code|label|fieldset|object)\b[^<>]*>?",
    re.IGNORECASE,
)
_HUGE_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9]{{0,30}})[^<>]{{{MAX_TAG_CHARACTERS},}}>?")
_NAME = re.compile(r"[a-zA-Z]+")
_INLINE = frozenset(
    [
        "span",
        "font",
        "b",
        "i",
        "u",
        "em",
        "strong",
        "small",
        "a",
        "big",
        "tt",
        "s",
        "q",
        "sub",
        "sup",
        "ins",
        "del",
        "code",
        "label",
    ]
)
_DOCTYPE = re.compile(r"^\s*<!doctype[^<>]*>", re.IGNORECASE)
_CLOSED_HTML = re.compile(r"(<html(?:[^<>]*[^<>\s])?)\s*/>", re.IGNORECASE)
_CODE = ("script", "style", "meta")
_CONTROLS = (
    "svg",
    "template",
    "noscript",
    "iframe",
    "button",
    "select",
    "canvas",
    "video",
    "audio",
    "object",
    "nav",
    "footer",
)
_LISTS = frozenset({"svg", "select", "nav", "footer"})
MAX_CONTROL = 300
"""Characters of text in a form control; one with more was never closed, unless its type is a list."""
_TOO_DEEP = etree.XPath(f"boolean({'/*' * MAX_DEPTH})")


def parse_page(markup: str) -> tuple[HtmlElement | None, str]:
    """Returns the tree of a page and the markup it was parsed from; None as the tree where the layout is given up.

    Every step of ours is linear in the page: huge tags lose their attributes, tags are counted, and a page that nests
    too deep for libxml2 is flattened and parsed again, so that no text is lost.
    """
    markup = _HUGE_TAG.sub(r"<\1>", markup)
    if markup.count("<") > MAX_TAGS:
        return None, _NESTING.sub(_flatten, markup)
    tree = _parse(markup)
    if tree is not None and _TOO_DEEP(tree):
        markup = _NESTING.sub(_flatten, markup)
        tree = _parse(markup)
    return tree, markup


def _parse(markup: str) -> HtmlElement | None:
    """Returns the tree, comments included; None where there is no element."""
    # libxml2 fails on a closed doctype and reads a closed html element as an empty page.
    start = _CLOSED_HTML.sub(r"\1>", _DOCTYPE.sub("", markup[:4096]), count=1)
    # A shared parser keeps state between documents: each page has its own.
    parser = HTMLParser(encoding="utf-8", remove_pis=True, collect_ids=False, default_doctype=False)
    try:
        tree = document_fromstring((start + markup[4096:]).encode("utf-8", "ignore"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    return tree if len(tree) else None


def strip_silent(tree: HtmlElement) -> None:
    """Remove from the tree what is never the article's text: comments, code, drawings, controls, menus.

    Layout readers copy the tree many times; this halves it. A control that holds paragraphs was never closed or is not
    a control: it is kept.
    """
    etree.strip_tags(tree, etree.Comment)
    etree.strip_elements(tree, *_CODE, with_tail=False)
    for element in list(tree.iter(*_CONTROLS)):
        if element.getparent() is not None and not _holds_text(element):
            element.drop_tree()


def _holds_text(element: HtmlElement) -> bool:
    """Whether a control or a menu holds text that can be the article's."""
    if element.tag not in _LISTS and len(element.text_content()) > MAX_CONTROL:
        return True
    return any(len(paragraph.text_content()) > 80 for paragraph in element.iter("p", "h1"))


def _flatten(tag: re.Match[str]) -> str:
    """Replacement of a nesting tag in a flattened page: nothing within a line, a new paragraph otherwise."""
    name = _NAME.search(tag.group())
    return "" if name is not None and name.group().lower() in _INLINE else "<p>"
