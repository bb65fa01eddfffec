"""Names of the days of the week, in the languages that people type them in. Pure; the names are CLDR's, from babel."""

import unicodedata
from functools import lru_cache

from babel.dates import get_day_names

from bot.newsroom.subscriptions.schedule import DAILY, DAY_NAMES, WEEKDAYS

_LANGUAGES = ("de", "fr", "es", "it", "nl", "pt", "sv", "da", "nb")
_SHORT_ONES = frozenset({"de", "fr", "es", "it"})
"""Languages whose abbreviations are read too; those of the others are words elsewhere ("on", "to")."""

_ENGLISH = {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6, "tues": 1, "thur": 3, "thurs": 3}
_GROUPS = {
    "daily": DAILY,
    "everyday": DAILY,
    "taglich": DAILY,
    "weekday": WEEKDAYS,
    "weekdays": WEEKDAYS,
    "workdays": WEEKDAYS,
    "werktags": WEEKDAYS,
    "wochentags": WEEKDAYS,
    "weekend": frozenset({5, 6}),
    "weekends": frozenset({5, 6}),
    "wochenende": frozenset({5, 6}),
    "wochenends": frozenset({5, 6}),
}


def days_of(word: str) -> frozenset[int] | None:
    """Return the days that one word means: a group, a name, or a range of names ("mo-fr"); None where it means none."""
    word = _fold(word)
    if word in _GROUPS:
        return _GROUPS[word]
    first, dash, last = word.replace("–", "-").partition("-")
    start = day_of(first)
    end = day_of(last) if dash else start
    if start is None or end is None:
        return None
    return frozenset((start + step) % 7 for step in range((end - start) % 7 + 1))


def day_of(word: str) -> int | None:
    """Return the number of a day by its name, in the plural too ("mondays", "montags"), or its abbreviation."""
    name = _fold(word).strip(".")
    names = _names()
    return names.get(name, names.get(name.removesuffix("s")) if len(name) > 4 else None)


@lru_cache(maxsize=1)
def _names() -> dict[str, int]:
    """Days by their names; English ones first, and none of the others that means two days."""
    found: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated") if language in _SHORT_ONES else ("wide",):
            for day, name in get_day_names(width, locale=language).items():
                found.setdefault(_fold(name).strip("."), set()).add(day)
    theirs = {name: min(days) for name, days in found.items() if len(days) == 1}
    ours = {full[:length]: day for day, full in enumerate(DAY_NAMES) for length in range(3, len(full) + 1)}
    return {**theirs, **ours, **_ENGLISH}


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()
