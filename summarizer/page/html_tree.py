"""Text of a page -> an element tree, whatever the page does to the parser."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

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
"""Characters of text in a control; one with more was never closed, unless it is a list by nature."""
_TOO_DEEP = etree.XPath(f"boolean({'/*' * MAX_DEPTH})")


def parse_page(markup: str) -> tuple[HtmlElement | None, str]:
    """The tree of a page and the markup it was made of; no tree where the layout had to be given up to read the page.

    Every step of ours is linear in the page: huge tags lose their attributes, tags are counted, and a page that nests
    too deep for libxml2 is parsed again with its nesting taken out, so that no text is lost.
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
    """The tree, comments and all; None where there is no element."""
    # libxml2 stumbles over a closed doctype and takes a closed html element for an empty page.
    start = _CLOSED_HTML.sub(r"\1>", _DOCTYPE.sub("", markup[:4096]), count=1)
    # A parser that is shared keeps state between documents: each page has its own.
    parser = HTMLParser(encoding="utf-8", remove_pis=True, collect_ids=False, default_doctype=False)
    try:
        tree = document_fromstring((start + markup[4096:]).encode("utf-8", "ignore"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    return tree if len(tree) else None


def strip_silent(tree: HtmlElement) -> None:
    """Take out of the tree what is never the article's text: comments, code, drawings, controls, menus.

    Readers of layout copy the tree many times; without these it is a half. A control that holds paragraphs was never
    closed,
    or is none: it stays.
    """
    etree.strip_tags(tree, etree.Comment)
    etree.strip_elements(tree, *_CODE, with_tail=False)
    for element in list(tree.iter(*_CONTROLS)):
        if element.getparent() is not None and not _holds_text(element):
            element.drop_tree()


def _holds_text(element: HtmlElement) -> bool:
    """Whether a control or a menu holds what can be the article's."""
    if element.tag not in _LISTS and len(element.text_content()) > MAX_CONTROL:
        return True
    return any(len(paragraph.text_content()) > 80 for paragraph in element.iter("p", "h1"))


def _flatten(tag: re.Match[str]) -> str:
    """What stands for a nesting tag in a flattened page: nothing within a line, a new paragraph otherwise."""
    name = _NAME.search(tag.group())
    return "" if name is not None and name.group().lower() in _INLINE else "<p>"
