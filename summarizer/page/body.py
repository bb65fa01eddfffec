"""Extracts the body of an article from a page."""

import logging

from lxml import etree
from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text
from trafilatura import bare_extraction

from summarizer.page.body_cleanup import is_prose, remove_boilerplate
from summarizer.page.head import Head, one_line
from summarizer.page.headline import AGREEMENT
from summarizer.page.json_ld import Structured
from summarizer.text.boilerplate import agreement, fold
from summarizer.text.characters import clean_characters, has_words
from summarizer.unread import Unread

MIN_BODY = 250
"""Characters; with fewer, the layout was not understood and the other readings are tried."""

GAP_SHARE = 0.15
"""Characters of prose that only the second reading has, inside the article: with these the first missed a container."""

AFTER_SHARE = 1.0
"""The same for prose below its end, where other stories may follow: as much again as the whole article."""

MAX_PARAGRAPH = 1_500
"""Characters of a paragraph; news has shorter ones."""

NEWS_TYPES = frozenset({"newsarticle", "reportagenewsarticle"})

_EMBEDDED = etree.XPath(
    "//blockquote[contains(@class, 'twitter-tweet') or contains(@class, 'instagram-media')"
    " or contains(@class, 'tiktok-embed')]"
)

# What they log (a page given up) we report by raising.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
logging.getLogger("htmldate").setLevel(logging.CRITICAL + 1)


def find_body(
    tree: HtmlElement | None,
    second: list[str],
    *,
    state: str | None,
    head: Head,
    structured: Structured,
    headline: str | None,
    byline: tuple[str, ...] = (),
    unread: Unread,
) -> str:
    """Returns the article's paragraphs joined by a blank line; "" where there is no text.

    trafilatura reads the layout; resiliparse, which takes far less time and misses other things, is the second reading
    that fills the gaps of the first. Where both find next to nothing, returns the longer of the JSON-LD body and the
    text in the script state.

    Args:
        tree: the page without scripts; embedded posts and second articles are removed from it.
        second: the second reading, `read_main_content`.
        state: the third, `state_text`.
        head: the page's meta tags.
        structured: its JSON-LD.
        headline: removed where the body repeats it.
        byline: the same.
        unread: records a failure of trafilatura; the second reading takes its place.
    """
    is_cut = tree is not None and drop_second_article(tree, headline)
    first = _layout_lines(tree, unread) if tree is not None else []
    if is_lumped(first):
        first = second
    lines = with_standfirst(fill_gaps(first, second, is_cut=is_cut), second, head, structured)
    text = "\n\n".join(remove_boilerplate(lines, headline, byline))
    if len(text) >= MIN_BODY:
        return text
    spare = (structured.body, state, "\n\n".join(second))
    best = max((candidate for candidate in spare if candidate), key=len, default="")
    best = "\n\n".join(remove_boilerplate(to_lines(best), headline, byline))
    return best if len(best) > 1.3 * len(text) else text


def _layout_lines(tree: HtmlElement, unread: Unread) -> list[str]:
    """Returns trafilatura's lines without the bullets it adds; a dash that the page prints opens speech and is kept."""
    drop_embedded(tree)
    document = unread.ask("layout", bare_extraction, tree, include_comments=False, with_metadata=False)
    if document is None or isinstance(document, dict):
        return []
    items = {" ".join("".join(item.itertext()).split())[:40] for item in document.body.iter("item")}
    lines = to_lines(document.text or "")
    return [line[2:] if line.startswith("- ") and line[2:42].strip() in items else line for line in lines]


def drop_embedded(tree: HtmlElement) -> None:
    """Remove embedded posts of social networks from the tree: other people's words, without their context."""
    for element in _EMBEDDED(tree):
        element.drop_tree()


def drop_second_article(tree: HtmlElement, headline: str | None) -> bool:
    """Remove the next article of an endless page from the tree: an article element with a headline of its own.

    Returns:
        Whether there was one.
    """
    if headline is None:
        return False
    articles = [article for article in tree.iter("article") if next(article.iterancestors("article"), None) is None][
        :50
    ]
    headed = [
        (article, one_line(h1.text_content()) or "")
        for article in articles
        if (h1 := article.find(".//h1")) is not None
    ]
    if len(headed) > 1 and agreement(headed[0][1], headline) >= AGREEMENT:
        others = [article for article, own in headed[1:] if agreement(own, headline) < AGREEMENT]
        for article in others:
            article.drop_tree()
        return bool(others)
    return False


def read_main_content(markup: str, unread: Unread) -> list[str]:
    """Returns the lines of resiliparse's main content; it survives nesting that libxml2 does not."""
    text = unread.ask(
        "main content",
        extract_plain_text,
        markup,
        main_content=True,
        list_bullets=False,
        alt_texts=False,
        comments=False,
    )
    return to_lines(text or "")


def to_lines(text: str) -> list[str]:
    """Returns the lines that have words, cleaned, runs of spaces collapsed."""
    lines = (" ".join(line.split()) for line in clean_characters(text).split("\n"))
    return [line for line in lines if has_words(line)]


def is_lumped(lines: list[str]) -> bool:
    """Whether the paragraphs ran together: one line holds most of the text, or a layout table all of it."""
    total = sum(map(len, lines))
    longest = max(map(len, lines), default=0)
    in_cells = sum(len(line) for line in lines if line.startswith("| "))
    return longest > MAX_PARAGRAPH and (longest > 0.5 * total or in_cells > 0.9 * total)


def fill_gaps(first: list[str], second: list[str], *, is_cut: bool = False) -> list[str]:
    """Returns the first reading's lines, or the second's where the first missed a container full of prose.

    Args:
        first: the precise reading.
        second: one that keeps more, also boilerplate above and below.
        is_cut: the text below the article is known to be another article.

    Returns:
        `first`, unless `second` has much more prose inside its article or, with a higher limit, below it.
    """
    keys, text = {fold(line) for line in first}, fold(" ".join(first))
    shared = {
        index for index, line in enumerate(second) if (key := fold(line)) in keys or (len(key) > 40 and key in text)
    }
    if len(shared) < 3:
        return first
    start, end = min(shared), max(shared) + 1
    size = sum(map(len, first))
    if not is_cut and sum(len(line) for line in second[end:] if is_prose(line)) >= AFTER_SHARE * size:
        return second[start:]
    missed = sum(
        len(line) for index, line in enumerate(second[start:end], start) if index not in shared and is_prose(line)
    )
    return second[start:end] if missed >= GAP_SHARE * size else first


def with_standfirst(lines: list[str], second: list[str], head: Head, structured: Structured) -> list[str]:
    """Returns the lines, with the standfirst in front where a news page prints it and the lines lack it."""
    described = head.first("og:description", "description", "twitter:description")
    if not described or len(described) < 50 or not NEWS_TYPES & structured.types:
        return lines
    key = fold(described).rstrip(". …")
    if any(fold(line).startswith(key) for line in lines[:5]):
        return lines
    printed = (line for line in second[:40] if len(line) < len(described) + 30 and fold(line).startswith(key))
    standfirst = next(printed, None)
    return [standfirst, *lines] if standfirst is not None else lines
