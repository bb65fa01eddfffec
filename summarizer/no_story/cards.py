"""Recognises pages that list stories: a linked headline, a line below it, and the next one."""

import re
from collections import defaultdict
from itertools import islice
from urllib.parse import urlsplit

from lxml.etree import XPath
from lxml.html import HtmlElement

from summarizer.text.boilerplate import fold

MIN_HEADLINE, MIN_UNSPACED_HEADLINE = 20, 8
"""Characters of a linked headline; fewer in a script without spaces."""

MAX_CARD = 450
"""Characters of a headline with its teaser: blogs print the first 55 words."""

MAX_HEIGHT = 5
"""Elements that a headline's link may be below the top of its card."""

MAX_LOOSE_TEXT = 30
"""Characters beside a link in the same element; with more it is a link in a sentence."""

MIN_CARDS, MANY_CARDS = 5, 10
"""Fewer are the related stories that stay in the body of an article; the second where a page calls itself one."""

MOST = 400
"""Lines of a body, and cards, that are compared: each with each."""

CARDS_SHARE, SURE_CARDS_SHARE = 0.7, 0.9
"""Share of a body that is cards: articles have 0.4 at most, and 0.7 where the page calls itself one."""

# Most links of a page are a word or two: libxml2 leaves them out faster than we do.
_LONG_LINKS = XPath(f".//a[@href][string-length(normalize-space()) >= {MIN_UNSPACED_HEADLINE}]")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_FRONT_PATH = re.compile(r"(?:/(?:[a-z]{2}(?:[-_][a-z]{2})?|index\.\w+|home|start|default\.\w+))*/?", re.IGNORECASE)


def lists_stories(lines: list[str], tree: HtmlElement, *, calls_itself_article: bool = False) -> bool:
    """Whether most of a body is headlines that lead to stories, and their teasers."""
    share, count = (SURE_CARDS_SHARE, MANY_CARDS) if calls_itself_article else (CARDS_SHARE, MIN_CARDS)
    lines = lines[:MOST]
    total = sum(map(len, lines))
    if sum(len(line) for line in lines if len(line) <= MAX_CARD) < share * total:
        return False
    cards = find_cards(tree)[:MOST]
    return len(cards) >= count and share_in_cards(lines, cards) >= share


def find_cards(tree: HtmlElement) -> list[str]:
    """Returns the texts of the page's cards: a linked headline with what stands around it, without its neighbours."""
    # What an element says is read once: on a hostile page thousands of links have the same one around them.
    loose: dict[HtmlElement, int] = {}
    headlines = [anchor for anchor in _LONG_LINKS(tree) if opens_page(anchor) and _is_headline(anchor, loose)]
    if len(headlines) < MIN_CARDS:
        return []
    stories: dict[HtmlElement, set[str]] = defaultdict(set)
    for anchor in headlines:
        for above in islice(anchor.iterancestors(), MAX_HEIGHT):
            stories[above].add(anchor.get("href"))
    around: dict[HtmlElement, str] = {}
    return list(dict.fromkeys(_read_card(anchor, stories, around) for anchor in headlines))


def share_in_cards(lines: list[str], cards: list[str]) -> float:
    """Returns the share of a body's characters whose line stands in one of the cards, 0..1."""
    joined = "\n".join(map(_flatten, cards))
    total = sum(map(len, lines))
    return sum(len(line) for line in lines if _flatten(line) in joined) / total if total else 0.0


def opens_page(anchor: HtmlElement) -> bool:
    """Whether a link leads to another page, not to a place on the same one."""
    return not anchor.get("href", "#").startswith("#")


def is_front_address(url: str | None) -> bool:
    """Whether an address is that of a site's front page, in one of its languages; an unknown one is."""
    try:
        return _FRONT_PATH.fullmatch(urlsplit(url or "").path) is not None
    except ValueError:
        return True


def _is_headline(anchor: HtmlElement, loose: dict[HtmlElement, int]) -> bool:
    """Whether a link is long enough for a headline, and not a part of a sentence; `loose` keeps what was counted."""
    text = anchor.text_content().strip()
    if not _is_long(text) or len(" ".join(text.split())) > MAX_CARD:
        return False
    parent = anchor.getparent()
    if parent is None:
        return False
    if parent.tag in _HEADINGS or any(inner.tag in _HEADINGS for inner in anchor.iterdescendants()):
        return True
    following = anchor.getnext()
    if following is not None and following.tag == "br" and not (anchor.tail or "").strip():
        return True
    if parent not in loose:
        loose[parent] = len("".join(filter(None, (parent.text, *(child.tail for child in parent)))).strip())
    return loose[parent] <= MAX_LOOSE_TEXT


def _is_long(text: str) -> bool:
    """Whether a text is long enough for a headline."""
    return len(text) >= MIN_HEADLINE or (len(text) >= MIN_UNSPACED_HEADLINE and _UNSPACED.search(text) is not None)


def _read_card(anchor: HtmlElement, stories: dict[HtmlElement, set[str]], around: dict[HtmlElement, str]) -> str:
    """Returns the text of the largest element around one headline only; `around` keeps what was read."""
    text = str(anchor.text_content())
    for above in islice(anchor.iterancestors(), MAX_HEIGHT):
        if len(stories[above]) > 1:
            break
        if above not in around:
            around[above] = " ".join(above.text_content().split())
        if len(around[above]) > MAX_CARD:
            break
        text = around[above]
    return text


def _flatten(text: str) -> str:
    """Returns a text for comparing: folded, without blanks."""
    return "".join(fold(text).split())
