"""What a report says has come to an end, what it says is still to come, and which numbers it has. Pure.

The words are in `lexicon/stories/outcomes.json`, by language: a verdict, a vote, a toll, a result and so on. Words are
found in their inflected forms. The kinds are the same in all languages, so that a German report can be compared with an
English one.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from summarizer.text.inflections import is_inflected

_ENGLISH = "en"
_MIN_INFLECTED = 5
"""Shorter words are looked for as they are: "wins" is in the list, "rat" and "rates" are not one word."""

_BEGINNING = 3
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_NUMBER = re.compile(r"(?<![\w.,:])\d+(?:[.,]\d+)*(?![\w:])")
_LONGEST_NUMBER = 15
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_VALUES = (*range(2, 21), 30, 40, 50, 60, 70, 80, 90, 100)
"""What the listed number words of each language mean, in their order."""


@dataclass(frozen=True, slots=True)
class _WordList:
    """Words by their first letters, and phrases.

    Attributes:
        words: beginning -> words with their kinds.
        phrases: phrases with their kinds, with a space on each side.
    """

    words: dict[str, tuple[tuple[str, str], ...]]
    phrases: tuple[tuple[str, str], ...]


def find_outcomes(text: str, language: str | None) -> frozenset[str]:
    """Return the kinds of outcome that a text has a word for: "verdict", "vote", "toll" and so on.

    Args:
        text: a headline or an opening.
        language: ISO 639-1; where there is no list of it, or it is unknown, the English words are looked for.
    """
    return _find_kinds(text, _outcomes(_listed(language)), _listed(language))


def has_plan(text: str, language: str | None) -> bool:
    """Return whether a text has a word for what is still to come, or open: "will", "trial", "missing"."""
    return bool(_find_kinds(text, _plans(_listed(language)), _listed(language)))


def find_numbers(text: str, language: str | None) -> frozenset[str]:
    """Return the numbers of a text from two on, in figures: "19", "51.3".

    Years, times and days of a month are left out. Number words up to twenty and the tens are read, of the language and
    of English.
    """
    plain = fold_text(text)
    written = [match for match in _NUMBER.finditer(plain) if len(match.group()) <= _LONGEST_NUMBER]
    found = {_plain_number(match.group()) for match in written if not _is_date(plain, match)}
    values = _number_words(_listed(language)) | _number_words(_ENGLISH)
    found |= {values[word] for word in find_folded_words(text) if word in values}
    return frozenset(found - {"0", "1"} - {str(year) for year in range(1900, 2101)})


def find_folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in order, in lower case and without accents; "u.s." is two words."""
    return tuple(_WORD.findall(fold_text(text)))


@cache
def calendar_words() -> frozenset[str]:
    """Return weekdays and months of all listed languages, in lower case and without accents."""
    rows = json.loads(files("summarizer").joinpath("lexicon/stories/calendar.json").read_text("utf-8"))["words"]
    return frozenset(find_folded_words(" ".join(rows)))


def fold_text(text: str) -> str:
    """Return a text in lower case and without accents."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()


def _find_kinds(text: str, listed: _WordList, language: str) -> frozenset[str]:
    words = find_folded_words(text)
    joined = f" {' '.join(words)} "
    found = {kind for phrase, kind in listed.phrases if phrase in joined}
    for word in words:
        for known, kind in listed.words.get(word[:_BEGINNING], ()):
            if word == known or (len(word) >= _MIN_INFLECTED and is_inflected(word, known, language)):
                found.add(kind)
    return frozenset(found)


def _listed(language: str | None) -> str:
    return language if language is not None and language in _data()["outcomes"] else _ENGLISH


@cache
def _data() -> Any:
    return json.loads(files("summarizer").joinpath("lexicon/stories/outcomes.json").read_text("utf-8"))


@cache
def _outcomes(language: str) -> _WordList:
    return _make_list(_data()["outcomes"][language])


@cache
def _plans(language: str) -> _WordList:
    return _make_list({"plan": _data()["plans"][language]})


def _make_list(kinds: dict[str, dict[str, Any]]) -> _WordList:
    words: dict[str, tuple[tuple[str, str], ...]] = {}
    phrases: list[tuple[str, str]] = []
    for kind, row in kinds.items():
        for word in find_folded_words(row["words"]):
            words[word[:_BEGINNING]] = (*words.get(word[:_BEGINNING], ()), (word, kind))
        phrases += [(f" {' '.join(find_folded_words(phrase))} ", kind) for phrase in row["phrases"]]
    return _WordList(words, tuple(phrases))


@cache
def _number_words(language: str) -> dict[str, str]:
    words = find_folded_words(str(_data()["numbers"][language]))
    return {word: str(value) for word, value in zip(words, _VALUES, strict=True)}


def _plain_number(written: str) -> str:
    """Return "1,400" and "1.400" as "1400", "51,3" as "51.3"."""
    if _THOUSANDS.fullmatch(written):
        return written.replace(",", "").replace(".", "")
    return written.replace(",", ".")


def _is_date(plain: str, match: re.Match[str]) -> bool:
    """Return whether a number is next to the name of a month or weekday."""
    before = plain[max(0, match.start() - 20) : match.start()].split()
    after = plain[match.end() : match.end() + 20].strip(". ").split()
    neighbours = [*before[-1:], *after[:1]]
    return any(word.strip(".,") in calendar_words() for word in neighbours)
