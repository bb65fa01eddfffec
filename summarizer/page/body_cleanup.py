"""Removes boilerplate lines from a body: headline, byline, date, credits, labels, tail."""

import re
from collections import Counter

from summarizer.text.boilerplate import (
    agreement,
    fold,
    is_about_site,
    is_chrome,
    leads_elsewhere,
    opens_references,
    starts_footer,
)

TOP_LINES = 6
"""The headline again, the byline and the date are looked for in this many lines."""

TAIL_FROM = 0.3
"""A heading of other stories counts only below this share of the body; above, it heads a box inside the article."""

TAIL_PROSE = 0.10
"""It opens the tail only when at most this share of the body is prose below it; else only the line is removed."""

REFERENCES_FROM = 0.5
"""Below this share of the body "References" always opens a tail."""

ENDED = re.compile(r"""[.!?…。！？।؟:]["'”’»」』)\]]*$""")
"""Matches the end of a sentence at the end of a line."""

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


def remove_boilerplate(lines: list[str], headline: str | None, byline: tuple[str, ...] = ()) -> list[str]:
    """Returns the lines of the article itself.

    Nothing is removed when next to nothing would be left: then the article itself is about newsletters or rights.
    """
    kept = _without_furniture(_without_tail(_without_top(lines, headline, byline)))
    return kept if sum(map(len, kept)) * 4 > sum(map(len, lines)) else lines


def is_prose(line: str) -> bool:
    """Whether the line is a paragraph of sentences."""
    return len(line) > 60 and ENDED.search(line) is not None


def _without_top(lines: list[str], headline: str | None, byline: tuple[str, ...]) -> list[str]:
    """Returns the lines without the repeated headline, byline and date above the first paragraphs."""
    names = {fold(name) for name in byline}
    top = [
        line
        for index, line in enumerate(lines[:TOP_LINES])
        if fold(line) not in names and not _is_top(index, line, headline)
    ]
    return top + lines[TOP_LINES:]


def _is_top(index: int, line: str, headline: str | None) -> bool:
    """Whether a line near the top is headline, byline or date."""
    can_repeat = headline is not None and index < 3 and len(line) < 300
    if can_repeat and (fold(line) == fold(headline or "") or agreement(line, headline or "") >= 0.8):
        return True
    return is_dateline(line)


def is_dateline(line: str) -> bool:
    """Whether the line is a byline or a date and nothing else."""
    words = len(line.split())
    if words > 9 or ENDED.search(line):
        return False
    return (words <= 8 and _BY.match(line) is not None) or _DATE.search(line) is not None


def _without_tail(lines: list[str]) -> list[str]:
    """Returns the lines up to the heading of other stories, comments, the author box or the references."""
    total = sum(map(len, lines))
    below = _prose_below(lines)
    kept: list[str] = []
    read = 0
    for index, line in enumerate(lines):
        if opens_references(line) and read > REFERENCES_FROM * total:
            break
        if not starts_footer(line):
            kept.append(line)
        elif read > TAIL_FROM * total and below[index] <= TAIL_PROSE * total:
            break
        read += len(line)
    return kept


def _prose_below(lines: list[str]) -> list[int]:
    """For each line, the number of characters in long paragraphs at or below it."""
    below = [0] * (len(lines) + 1)
    for index in range(len(lines) - 1, -1, -1):
        is_long = len(lines[index]) > 120 and ENDED.search(lines[index])
        below[index] = below[index + 1] + (len(lines[index]) if is_long else 0)
    return below


def _without_furniture(lines: list[str]) -> list[str]:
    """Returns the lines without labels, credits, notices about the site, and lines that repeat."""
    counts = Counter(lines)
    return [line for line in lines if not is_label(line) and not (counts[line] > 2 and len(line) > 30)]


def is_label(line: str) -> bool:
    """Whether the line is a button, a credit, a link to another story, or a notice about the site."""
    return is_chrome(line) or is_credit(line) or leads_elsewhere(line) or is_about_site(line)


def is_credit(line: str) -> bool:
    """Whether the line is a photo credit."""
    return len(line) < 140 and _CREDIT.search(line) is not None
