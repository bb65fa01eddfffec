"""Where a dateline at the front of a sentence ends: "BRUSSELS (AFP) —", "(CNN) --", "Berlin (dpa) -"."""

import json
import re
from importlib.resources import files

from summarizer.form import OPENING_MARKS

_AGENCIES = "|".join(
    re.escape(name)
    for name in sorted(
        json.loads(files("summarizer").joinpath("lexicon/sentences.json").read_text("utf-8"))["agencies"].split()
    )
)
_DASH = r"(?:--+|—|–|-|―|:)"
_PLACE = r"[^\W\d_][^\W\d_.'’]*\.?(?:[ /,'’.-]{1,2}[^\W_][^\W_.'’]*\.?){0,6}"
_DATELINE = re.compile(
    rf"""
    (?:{_PLACE},?\s)?\(\s?(?:{_AGENCIES})(?:[ /.][\w ]{{1,20}})?\s?\)\s*{_DASH}{{0,2}}\s*  # CITY (AGENCY) —, (CNN)
    | [^\W\d_a-z][^\Wa-z\d_.'’]+(?:[ /,.'’-]{{1,2}}[^\Wa-z\d_]+){{0,4}}(?:,\s[\w. ]{{2,24}}){{0,2}}\s{_DASH}\s  # CITY, Land —
    """,
    re.VERBOSE,
)
_CAPITALS = re.compile(r"[^\W\d_]{3,}")
_LOOKED_AT = 120


def find_dateline_end(text: str, start: int, end: int) -> int:
    """Offset behind the dateline that opens `text[start:end]`; `start` where there is none, or nothing behind it."""
    shift = len(text[start:end]) - len(text[start:end].lstrip())
    match = _DATELINE.match(text[start + shift : min(end, start + shift + _LOOKED_AT)])
    if match is None:
        return start
    after = start + shift + match.end()
    if not _is_dateline(match.group(), text[after : after + 2].lstrip(OPENING_MARKS)[:1]):
        return start
    return after if any(character.isalnum() for character in text[after:end]) else start


def _is_dateline(front: str, following: str) -> bool:
    """An agency in brackets; or a place in capitals, and a sentence that begins behind it."""
    if "(" in front:
        return True
    first = _CAPITALS.search(front)
    return first is not None and first.group().isupper() and not following.islower()
