"""Sentences that speak to the reader: appeals with a telephone number or an address, greetings, other stories."""

import json
import re
from importlib import resources

_DATA = json.loads(resources.files("summarizer").joinpath("lexicon/text/appeals.json").read_text("utf-8"))
_EDGES = " \t-–—•*>»▶►|#_\"“„«'‘"
_LOOKED_AT = 400


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_NUMBER = _any_of(_DATA["numbers"])
_ASKS = _any_of([_DATA["asks"], _DATA["witnesses"]])
_MAIL = re.compile(_DATA["mail"])
_GREETING = _any_of(_DATA["greetings"])
_RELATED = _any_of(_DATA["related"])
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d\b)")
FEWEST_DIGITS = 7
"""Of a telephone number that no word names as one."""


def speaks_to_reader(text: str) -> bool:
    """Whether the sentence has a telephone number or a mail address, greets, or leads to another story."""
    front = text[:_LOOKED_AT].lower()
    start = front.lstrip(_EDGES)
    if _GREETING.match(start) or _RELATED.match(start):
        return True
    if "@" in front and _MAIL.search(front):
        return True
    return sum(map(str.isdigit, front)) >= 3 and _has_telephone(front)


def _has_telephone(text: str) -> bool:
    """Whether a telephone number is printed, or somebody is asked to call one."""
    for found in _NUMBER.finditer(text):
        number = found.group()
        if sum(map(str.isdigit, number)) >= FEWEST_DIGITS and not _DATE.search(number):
            return True
    return _ASKS.search(text) is not None
