"""The headline of a page: what its h1 and its metas agree on, without the site's name."""

import re

from lxml.html import HtmlElement

from summarizer.page.head import Head, one_line
from summarizer.page.structured import Structured

MAX_HEADLINE = 400
"""Characters; a longer one is no headline."""

AGREEMENT = 0.5
"""Share of words that an h1 and the metas' title must have in common."""

_WORD = re.compile(r"\w+")
_SEPARATOR = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022\u00bb\u203a:~/-]{1,2}\s+|\s*[|\u00bb]\s*")


def choose_headline(tree: HtmlElement, head: Head, structured: Structured, outlet: str | None) -> str | None:
    """The headline as printed; None where the page has none.

    The h1 that agrees with what the metas call the page; else that, without the site's name at its end.
    """
    named = head.first("og:title", "twitter:title") or structured.headline or head.title
    reference = without_site(named, outlet) if named else None
    headings = [
        text for h1 in tree.iterfind(".//h1") if (text := one_line(h1.text_content())) and len(text) <= MAX_HEADLINE
    ][:20]
    if reference is None:
        return headings[0] if headings else None
    best = max(headings, key=lambda text: agreement(text, reference), default=None)
    if best is not None and agreement(best, reference) >= AGREEMENT:
        return best
    return reference[:MAX_HEADLINE]


def agreement(one: str, other: str) -> float:
    """Share of words in common (F1), 0..1."""
    left, right = (set(_WORD.findall(text.casefold())) for text in (one, other))
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def without_site(title: str, outlet: str | None) -> str:
    """The title without the site's name at its end (or start).

    What stands behind the last separator goes when it is the outlet's name, or short beside what stands before it.
    """
    pieces = _SEPARATOR.split(title)
    if len(pieces) < 2:
        return title
    cut = [match.start() for match in _SEPARATOR.finditer(title)]
    if outlet and agreement(pieces[-1], outlet) >= AGREEMENT:
        return title[: cut[-1]].strip()
    if outlet and agreement(pieces[0], outlet) >= AGREEMENT:
        return title[title.index(pieces[1], cut[0]) :].strip()
    if len(pieces[-1].split()) <= 4 and len(pieces[-1]) * 2 <= len(title):
        return title[: cut[-1]].strip()
    return title
