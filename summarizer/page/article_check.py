"""Decides whether a page holds an article."""

import re
import unicodedata
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from summarizer.page.head import Head
from summarizer.page.json_ld import Structured
from summarizer.text.boilerplate import fold

MIN_PROSE = 80
"""Characters of sentences; a page with fewer has nothing to read."""

SURE_PROSE = 250
"""A page with this many characters of sentences, and no sign against it, is an article."""

LIST_LETTERS = 1_000
"""Letters of a list without prose that is read although the page does not call itself an article."""

LINKED_SHARE = 0.5
"""Share of the body that is the text of links: a list of other pages."""

FRONT_LINKS = 5
"""This many linked headlines in the body of a page that calls itself a site make a front page."""

BINARY_SHARE = 0.08
"""Share of control characters; random bytes have 0.1."""

SAMPLE = 5_000
"""Letters are counted in this many characters at the start of the body."""

_SENTENCE_END = re.compile(r"""[.!?…։።۔؟।]["'”’»)\]]*(?:\s|$)|[。．！？]""")
_MARKS = frozenset({"Mn", "Mc", "Me"})
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_BINARY = (
    "%PDF-",
    "\x89PNG",
    "PK\x03\x04",
    "GIF8",
    "\xff\xd8\xff",
    "\u2030PNG",
    "ÿØÿ",
    "\x1f\u2039",
    "\x1f\x8b",
    "\ufffdPNG",
)


def is_binary(markup: str) -> bool:
    """Whether a "page" is a picture, a PDF or other bytes that happen to decode."""
    head = markup[:20_000]
    return head.startswith(_BINARY) or len(_CONTROL.findall(head)) > BINARY_SHARE * len(head)


def is_article(body: str, tree: HtmlElement | None, url: str | None, head: Head, structured: Structured) -> bool:
    """Whether the body reads as an article: sentences, not a list of links, labels and fields.

    Three sentences of real news are enough; a front page with fifty headlines and teasers is not.
    """
    lines = body.split("\n\n")
    prose = sum(len(line) for line in lines if len(line) > 40 and _SENTENCE_END.search(line))
    letters = _count_letters(body)
    if tree is None or letters < MIN_PROSE:
        return prose >= SURE_PROSE and letters >= MIN_PROSE
    is_named = bool(structured.types) or (head.first("og:type") or "").lower().startswith("article")
    if is_named and prose > 1000 and 2 * prose > len(body):
        return True
    if _is_list_of_links(lines, tree, is_front=not is_named and _is_front(url, head, structured)):
        return False
    if prose >= SURE_PROSE:
        return is_named or 10 * prose > len(body) or prose > 1000
    is_headed = is_named or tree.find(".//h1") is not None or tree.find(".//article") is not None
    if not is_headed or _asks_to_log_in(tree):
        return False
    # A list of winners or a calendar: no prose, but the page calls it an article, or it is long.
    return prose >= MIN_PROSE or letters >= (SURE_PROSE if is_named else LIST_LETTERS)


def _count_letters(body: str) -> int:
    """Returns the number of letters at the start of the body; 0 where most of it is figures and signs."""
    sample = body[:SAMPLE]
    letters = sum(map(str.isalpha, sample))
    marks = sum(unicodedata.category(character) in _MARKS for character in sample)
    return letters if 3 * letters >= len(sample) - marks else 0


def _is_list_of_links(lines: list[str], tree: HtmlElement, *, is_front: bool) -> bool:
    """Whether most of the body is link text; for a front page a handful of links is enough."""
    texts = (fold(anchor.text_content()[:400]) for anchor in tree.iter("a"))
    linked = {" ".join(text.split()) for text in texts if len(text) > 20}
    found = [line for line in lines if fold(line) in linked]
    share = sum(map(len, found)) / sum(map(len, lines))
    return share > LINKED_SHARE or (is_front and len(found) >= FRONT_LINKS)


def _is_front(url: str | None, head: Head, structured: Structured) -> bool:
    """Whether the page calls itself a site or a section rather than a story."""
    if {"collectionpage", "searchresultspage", "profilepage"} & structured.page_types:
        return True
    if (head.first("og:type") or "").lower() in {"website", "blog"}:
        return True
    try:
        return urlsplit(url or "http://x/x").path in {"", "/"}
    except ValueError:
        return False


def _asks_to_log_in(tree: HtmlElement) -> bool:
    """Whether the page has a password field."""
    return tree.find(".//input[@type='password']") is not None
