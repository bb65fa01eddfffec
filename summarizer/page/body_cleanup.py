"""Lines of a body that are not the article's: headline, byline, date, credits, labels, tail."""

import re
from collections import Counter

from summarizer.text.boilerplate import (
    agreement,
    fold,
    is_chrome,
    leads_elsewhere,
    opens_references,
    opens_tail,
    speaks_of_site,
)

TOP_LINES = 6
"""So many lines may hold the headline again, the byline and the date."""

TAIL_FROM = 0.3
"""A heading of other stories counts below this share of the body: above, it heads a box inside the article."""

TAIL_PROSE = 0.10
"""It opens the tail only when no more than this share of the body is prose below it; else only the line itself goes."""

REFERENCES_FROM = 0.5
"""Share of the body below which "References" opens a tail, whatever follows."""

ENDED = re.compile(r"""[.!?…。！？।؟:]["'”’»」』)\]]*$""")
"""A line that ends as a sentence does."""

_BY = re.compile(
    r"^(?:by|von|par|por|di|door|af|av|written by|words by|story by|published|updated|posted|last updated|stand"
    r"|veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato|gepubliceerd|publisert"
    r"|oppdatert|publicerad|uppdaterad)\b\s*(?::\s*)?(?=[A-ZÀ-Þ0-9])",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th|\.)?\s(?:de\s)?[^\W\d]{3,10}\.?,?\s(?:de\s)?(?:19|20)\d\d\b"
    r"|\b[^\W\d]{3,9}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d\b"
    r"|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日"
    r"|\b\d{1,2}[:.h]\d{2}\s?(?:uhr|am|pm|[A-Z]{3,4})?\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"^\W*(?:credits?|images?|photos?|photographs?|pictures?|pics?|fotos?|bild(?:quelle)?|quelle|crédits?|fotografía"
    r"|imagen|imagem|foto de|video|illustration|courtesy|getty|reuters|ap photo|afp)\b[^.]{0,20}[:|©/(]|^\W*©"
    r"|/\s?(?:getty|reuters|afp|ap|epa|shutterstock|istock|dpa)\b",
    re.IGNORECASE,
)


def prune(lines: list[str], headline: str | None, byline: tuple[str, ...] = ()) -> list[str]:
    """The lines that are the article's.

    Nothing goes when next to nothing would be left: then the article itself speaks of newsletters or rights.
    """
    kept = _without_furniture(_without_tail(_without_top(lines, headline, byline)))
    return kept if sum(map(len, kept)) * 4 > sum(map(len, lines)) else lines


def is_prose(line: str) -> bool:
    """Whether it is a paragraph of sentences."""
    return len(line) > 60 and ENDED.search(line) is not None


def _without_top(lines: list[str], headline: str | None, byline: tuple[str, ...]) -> list[str]:
    """The lines without the headline printed again, the byline and the date above the first paragraphs."""
    names = {fold(name) for name in byline}
    top = [
        line
        for index, line in enumerate(lines[:TOP_LINES])
        if fold(line) not in names and not _is_top(index, line, headline)
    ]
    return top + lines[TOP_LINES:]


def _is_top(index: int, line: str, headline: str | None) -> bool:
    """Whether one of the first lines is headline, byline or date."""
    can_repeat = headline is not None and index < 3 and len(line) < 300
    if can_repeat and (fold(line) == fold(headline or "") or agreement(line, headline or "") >= 0.8):
        return True
    return is_dateline(line)


def is_dateline(line: str) -> bool:
    """Whether it is a byline or a date printed on a line of its own."""
    words = len(line.split())
    if words > 9 or ENDED.search(line):
        return False
    return (words <= 8 and _BY.match(line) is not None) or _DATE.search(line) is not None


def _without_tail(lines: list[str]) -> list[str]:
    """The lines up to the heading of other stories, comments, the writer's box or the references."""
    total = sum(map(len, lines))
    below = _prose_below(lines)
    kept: list[str] = []
    read = 0
    for index, line in enumerate(lines):
        if opens_references(line) and read > REFERENCES_FROM * total:
            break
        if not opens_tail(line):
            kept.append(line)
        elif read > TAIL_FROM * total and below[index] <= TAIL_PROSE * total:
            break
        read += len(line)
    return kept


def _prose_below(lines: list[str]) -> list[int]:
    """For each line, how many characters of long paragraphs stand at or below it."""
    below = [0] * (len(lines) + 1)
    for index in range(len(lines) - 1, -1, -1):
        is_long = len(lines[index]) > 120 and ENDED.search(lines[index])
        below[index] = below[index + 1] + (len(lines[index]) if is_long else 0)
    return below


def _without_furniture(lines: list[str]) -> list[str]:
    """The lines without labels, credits, what the site says of itself, and what is printed again and again."""
    counts = Counter(lines)
    return [line for line in lines if not is_label(line) and not (counts[line] > 2 and len(line) > 30)]


def is_label(line: str) -> bool:
    """Whether it is a button, a credit, a link to another story, or the site speaking of itself."""
    return is_chrome(line) or is_credit(line) or leads_elsewhere(line) or speaks_of_site(line)


def is_credit(line: str) -> bool:
    """Whether it says who took a picture."""
    return len(line) < 140 and _CREDIT.search(line) is not None
