"""The headline of a page: what its h1 and its meta tags agree on, without the site's name."""

import re

from lxml.html import HtmlElement

from summarizer.page.head import Head, one_line
from summarizer.page.json_ld import Structured
from summarizer.text.boilerplate import agreement, fold
from summarizer.text.markup import unescape

MAX_HEADLINE = 400
"""Characters; a longer text is not a headline."""

AGREEMENT = 0.5
"""Share of words that an h1 and one of the page's titles must share."""

MIN_CONTAINED = 15
"""A title of this many characters at an end of the h1 makes the rest a label ("Cup final") or a subtitle."""

_SEPARATOR = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022\u00bb\u203a:~/-]{1,2}\s+|\s*[|\u00bb]\s*")
_STRONG = frozenset("|»·›•")
_UNSPACED_SITE = re.compile(r"[_|｜-][^_|｜-]{2,10}$")
_CJK = re.compile(r"[\u3040-\u9fff]")


def choose_headline(tree: HtmlElement, head: Head, structured: Structured, outlet: str | None) -> str | None:
    """Returns the headline as printed; None where the page has none.

    The h1 that agrees with the page's title in a meta tag, its JSON-LD or its title element; else the first of those,
    without the site's name. If the h1 begins or ends with that title, only the title.
    """
    named = [
        name for name in (head.first("og:title"), head.first("twitter:title"), structured.headline, head.title) if name
    ]
    titles = [without_site(name, outlet) for name in named]
    headings = _headings(tree)
    if not titles:
        return headings[0] if headings else None
    best = max(headings, key=lambda heading: _best_agreement(heading, titles), default=None)
    if best is None or _best_agreement(best, titles) < AGREEMENT:
        return titles[0][:MAX_HEADLINE]
    return best if any(fold(best) in fold(name) for name in named) else _without_label(best, titles[0])


def without_site(title: str, outlet: str | None) -> str:
    """Returns the title without the site's name at its end (or start).

    The part after the last separator is removed if it is the outlet's name, or short compared with the part before it.
    Of a path ("Story | Section | Site") the longest part is kept.
    """
    title = unescape(title)
    marks = list(_SEPARATOR.finditer(title))
    if not marks:
        return _UNSPACED_SITE.sub("", title) if _CJK.search(title) else title
    pieces = _SEPARATOR.split(title)
    if len(pieces) > 2 and all(mark.group().strip() in _STRONG for mark in marks):
        return max(pieces, key=len).strip()
    last = pieces[-1]
    is_short = len(last.split()) <= 4 and 2 * len(last) <= len(title) and not last[:1].islower()
    if outlet and agreement(last, outlet) >= AGREEMENT:
        return title[: marks[-1].start()].strip()
    if outlet and agreement(pieces[0], outlet) >= AGREEMENT:
        return title[marks[0].end() :].strip()
    return title[: marks[-1].start()].strip() if is_short else title


def _headings(tree: HtmlElement) -> list[str]:
    """Returns the texts of the first h1 elements; a line break becomes a space."""
    texts = (one_line(" ".join(heading.itertext())) for heading in list(tree.iter("h1"))[:20])
    return [text for text in texts if text and len(text) <= MAX_HEADLINE]


def _best_agreement(heading: str, titles: list[str]) -> float:
    """Returns the agreement of the heading with its best-matching title."""
    return max(agreement(heading, title) for title in titles)


def _without_label(heading: str, title: str) -> str:
    """Returns the title if the heading is that title with a label before or a subtitle after it; else the heading."""
    long, short = fold(heading), fold(title)
    is_contained = long.startswith(short) or long.endswith(short)
    return title if is_contained and len(short) >= max(MIN_CONTAINED, 0.4 * len(long)) else heading
