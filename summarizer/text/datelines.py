"""Where a dateline at the front of a sentence ends: "BRUSSELS (AFP) —", "(CNN) --", "Berlin (dpa) -"."""

import json
import re
from importlib.resources import files

from summarizer.text.sentence_form import OPENING_MARKS

_AGENCIES = "|".join(
    re.escape(name.replace("_", " "))
    for name in sorted(
        json.loads(files("summarizer").joinpath("lexicon/text/sentences.json").read_text("utf-8"))["agencies"].split(),
        reverse=True,  # "PA Media" before "PA"
    )
)
_DASH = r"(?:--+|—|–|-|―|:|\|)"
_DOT = r"(?:\.(?!\w))?+"
"""Ends a word; between two words it parts them. Each is read in one way only, so that nothing is tried twice."""

_PLACE = rf"[^\W\d_][^\W\d_.'’]*+{_DOT}(?:[ /,'’.-]{{1,2}}[^\W_][^\W_.'’]*+{_DOT}){{0,6}}"
_AGENCY = rf"[(/]\s?(?i:{_AGENCIES})(?:[ /.][\w ]{{1,20}})?\s?[)/]"
_IN_BRACKETS = re.compile(r"\(|/[\w /]+/")
_CITY = r"[^\W\d_a-z][^\Wa-z\d_.'’]++(?:[ /,.'’-]{1,2}[^\Wa-z\d_]++){0,4}(?:,\s[\w. ]{1,24}){0,2}"
_DATELINE = re.compile(
    rf"""
    {_AGENCY}\s*{_DASH}{{0,2}}\s*               # (CNN)
    | {_PLACE},?\s{_AGENCY}(?:\s*{_DASH}{{1,2}}\s*|(?=[A-Z]))  # CITY (AGENCY) —; no dash: a name, "… (BBC) said"
    | {_CITY},?\s{_AGENCY}\s(?=[A-ZÀ-Þ])         # CITY (AGENCY) The
    | {_CITY}(?:\s(?i:{_AGENCIES}))?\s{_DASH}\s  # CITY —
    """,
    re.VERBOSE,
)
_PLACE_AND_DASH = re.compile(r"[A-ZÀ-Þ][\w.'’]+(?:[ /,-]{1,2}[A-ZÀ-Þ][\w.'’]*){0,4}\s(?:-|–|—)\s(?=[\"“„«]?[A-ZÀ-Þ])")
"""Berlin/Paris - Der: so many newspapers open a story; in the middle of one it is likelier a name set off by dashes."""

_UNKNOWN_AGENCY = re.compile(rf"{_CITY}\s\([\w .&/'’-]{{2,30}}\)\s*{_DASH}{{1,2}}\s(?=[\"“„«]?[A-ZÀ-Þ])")
"""HARBOUR TOWN, Velby (VelbyNewsNow) - The: whoever is in the brackets, at the top of a story it is a dateline."""

_CAPITALS = re.compile(r"[^\W\d_]{3,}")
_LOOKED_AT = 120
"""Characters at the front of a paragraph: so long is no dateline, and no text can make more than these cost."""


def find_dateline_end(text: str, start: int, end: int, *, opens_story: bool = True) -> int:
    """Offset behind the dateline that opens `text[start:end]`; `start` where there is none, or nothing behind it.

    Args:
        text: a paragraph.
        start: where the sentence begins.
        end: where it ends.
        opens_story: the paragraph stands at the top of the article.
    """
    after = _find_one_end(text, start, end, opens_story=opens_story)
    return after if after == start else _find_one_end(text, after, end, opens_story=False)  # (ANSA) - ROME, 12 MAY -


def _find_one_end(text: str, start: int, end: int, *, opens_story: bool) -> int:
    """The same for the first of two datelines."""
    shift = len(text[start:end]) - len(text[start:end].lstrip())
    front = text[start + shift : min(end, start + shift + _LOOKED_AT)]
    match = _DATELINE.match(front)
    if match is not None and not _is_dateline(match.group(), front[match.end() :].lstrip(OPENING_MARKS)[:1]):
        match = None
    if match is None and opens_story:
        match = _UNKNOWN_AGENCY.match(front)
    if match is None and opens_story:
        match = _PLACE_AND_DASH.match(front)
        if match is not None and re.search(r"\s[-–—]\s", front[match.end() :]):
            return start
    after = start if match is None else start + shift + match.end()
    return after if any(character.isalnum() for character in text[after:end]) else start


def _is_dateline(front: str, following: str) -> bool:
    """An agency in brackets; or a place in capitals, and a sentence that begins behind it."""
    if _IN_BRACKETS.search(front):
        return True
    first = _CAPITALS.search(front)
    return first is not None and first.group().isupper() and not following.islower()
