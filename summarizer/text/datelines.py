"""Finds the end of a dateline that opens a sentence: "BRUSSELS (AFP) —", "(CNN) --", "Berlin (dpa) -"."""

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
"""Ends a word; between two words it separates them. Each is matched in one way only, so there is no backtracking."""

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
"""Berlin/Paris - Der: many newspapers open a story like this; inside a story it is more often a name between dashes."""

_UNKNOWN_AGENCY = re.compile(rf"{_CITY}\s\([\w .&/'’-]{{2,30}}\)\s*{_DASH}{{1,2}}\s(?=[\"“„«]?[A-ZÀ-Þ])")
"""HARBOUR TOWN, Velby (VelbyNewsNow) - The: any name may be in the brackets; at the top of a story it is a dateline."""

_CAPITALS = re.compile(r"[^\W\d_]{3,}")
_LOOKED_AT = 120
"""Characters read at the start of a paragraph: no dateline is longer, and the limit bounds the cost of any text."""


def find_dateline_end(text: str, start: int, end: int, *, opens_story: bool = True) -> int:
    """Returns the offset after the dateline that opens `text[start:end]`; `start` if there is none or nothing follows.

    Args:
        text: a paragraph.
        start: where the sentence begins.
        end: where it ends.
        opens_story: the paragraph is the first of the article.
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
    """Whether it is an agency in brackets, or a place in capitals followed by the start of a sentence."""
    if _IN_BRACKETS.search(front):
        return True
    first = _CAPITALS.search(front)
    return first is not None and first.group().isupper() and not following.islower()
