"""Links that open a page at a sentence: `#:~:text=`.

Source: WICG, "URL Fragment Text Directives", wicg.github.io/scroll-to-text-fragment:
`text=[prefix-,]start[,end][,-suffix]`, matched without regard to case, at word boundaries; dash, comma and ampersand
must be percent-encoded inside a term.
"""

import re
import unicodedata
from urllib.parse import quote

from summarizer.model import Article, Span

WHOLE_CHARACTERS = 80
"""A sentence up to this long is given whole; a longer one by its first and last words."""

FEWEST_WORDS, MOST_WORDS = 4, 14
_TOKEN = re.compile(r"\S+")
_SPACE = re.compile(r"\s+")


def text_fragment_url(article: Article, span: Span) -> str | None:
    """Returns the article's link with a directive that selects exactly `span`; None where no link can.

    Args:
        article: `url` is the page; without one there is no link.
        span: a sentence of the body.
    """
    if article.url is None or not 0 <= span.start < span.end <= len(article.body):
        return None
    directive = _find_directive(article, span)
    if directive is None:
        return None
    page, _, anchor = article.url.partition("#")
    anchor = anchor.partition(":~:")[0]
    return f"{page}#{anchor}:~:text={directive}"


def _find_directive(article: Article, span: Span) -> str | None:
    """Returns the shortest directive that matches the span first; None where every one matches earlier text."""
    haystack = "\n".join((article.headline or "", article.standfirst or "", article.body))
    shift = len(haystack) - len(article.body)
    text = _fold(haystack)
    start, end = span.start + shift, span.end + shift
    if span.end - span.start <= WHOLE_CHARACTERS:
        return _encode(span.of(article.body)) if _finds(text, text[start:end], 0) == start else None
    tokens = [(start + match.start(), start + match.end()) for match in _TOKEN.finditer(span.of(article.body))]
    for count in range(FEWEST_WORDS, min(MOST_WORDS, len(tokens) // 2) + 1):
        head, tail = (start, tokens[count - 1][1]), (tokens[-count][0], end)
        if _finds(text, text[slice(*head)], 0) == start and _finds(text, text[slice(*tail)], head[1]) == tail[0]:
            return f"{_encode(haystack[slice(*head)])},{_encode(haystack[slice(*tail)])}"
    if _finds(text, text[start:end], 0) == start and end - start <= 300:
        return _encode(haystack[start:end])
    return None


def _fold(text: str) -> str:
    """Returns the text as a browser compares it: lower case, every white space a space; of the same length."""
    lowered = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return "".join(" " if character.isspace() else character for character in lowered)


def _finds(text: str, term: str, start: int) -> int:
    """Returns where a browser finds `term` first at word boundaries, from `start` on; -1: nowhere."""
    at = text.find(term, start)
    while at >= 0 and not (_is_boundary(text, at) and _is_boundary(text, at + len(term))):
        at = text.find(term, at + 1)
    return at


def _is_boundary(text: str, at: int) -> bool:
    """Whether the offset is not inside a word."""
    return at in (0, len(text)) or not (_is_letter(text[at - 1]) and _is_letter(text[at]))


def _is_letter(character: str) -> bool:
    """Whether the character is part of a word."""
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _encode(term: str) -> str:
    """Percent-encodes the text, the dash too: it would end a prefix."""
    return quote(_SPACE.sub(" ", term).encode("utf-8", "replace"), safe="").replace("-", "%2D")
