"""Pairs of articles with other names: near misses, which labelled days have too few of.

Real sets hold mostly the well-known names of their time. A real day has two fires, two verdicts and two people called
Maren; and most names in local news are in no background at all.
"""

import random
import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from summarizer.model import Article
from summarizer.stories.document_frequency import cut_term
from summarizer.stories.pair_evidence.names import find_names, find_small_terms, read_case

_WORD = re.compile(r"\w+")
_FULL_NAME = re.compile(r"\b([A-Z]\w+) ([A-Z]\w+)\b")
_NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_CONSONANTS, _VOWELS = "bcdfgklmnprstv", "aeiou"

Articles = tuple[Article, Article]


class NameChanger:
    """Gives articles of a day other names.

    Args:
        articles: of the day.
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        self._cases = [read_case(article) for article in articles]
        self._small = find_small_terms(self._cases)
        self._articles = articles

    def names(self, number: int) -> frozenset[str]:
        """Returns the terms of an article that are names."""
        return find_names(self._cases[number], self._small)

    def as_unknown(self, one: int, two: int) -> Articles:
        """Returns two articles in which all names are new, each the same in both: what is shared stays shared."""
        names = self.names(one) | self.names(two)
        salt = f"{one}-{two}"
        return self._rename(one, names, salt), self._rename(two, names, salt)

    def as_other_event(self, one: int, two: int) -> Articles | None:
        """Returns one article, and the other with other names and numbers; None where one has no names."""
        names = self.names(two)
        if not names or not self.names(one):
            return None
        return self._articles[one], self._rename(two, names, f"{one}-{two}", with_numbers=True)

    def as_namesakes(self, one: int, two: int) -> Articles | None:
        """Returns two articles whose people share a first name or a last one; None where a headline names nobody."""
        first, second = self._find_person(one), self._find_person(two)
        if first is None or second is None or set(first) & set(second):
            return None
        salt = f"{one}-{two}"
        part = len(salt) % 2
        new = _invent(salt)
        return (
            _replace(self._articles[one], lambda text: re.sub(rf"\b{first[part]}\b", new, text)),
            _replace(self._articles[two], lambda text: re.sub(rf"\b{second[part]}\b", new, text)),
        )

    def _find_person(self, number: int) -> tuple[str, str] | None:
        names = self.names(number)
        for first, last in _FULL_NAME.findall(self._articles[number].headline or ""):
            if {cut_term(first.lower()), cut_term(last.lower())} <= names:
                return first, last
        return None

    def _rename(self, number: int, names: AbstractSet[str], salt: str, *, with_numbers: bool = False) -> Article:
        def change(match: re.Match[str]) -> str:
            word = match.group()
            term = cut_term(word.lower())
            if word[:1].isupper() and term in names:
                return _invent(f"{salt}{term}")
            return _change_number(word, f"{salt}{word}") if with_numbers else word

        return _replace(self._articles[number], lambda text: _WORD.sub(change, text))


def _replace(article: Article, change: Callable[[str], str]) -> Article:
    return replace(article, headline=change(article.headline or ""), body=change(article.body[:1_000]))


def _change_number(word: str, seed: str) -> str:
    """Returns another number in the place of a number, in digits or in words; other words as they are."""
    chance = random.Random(seed)  # noqa: S311  (a made-up text)
    if word.isdecimal() and not _is_year(word):
        return str(int(word[:6]) + chance.randint(1, 9))
    place = _NUMBER_WORDS.index(word.lower()) if word.lower() in _NUMBER_WORDS else None
    return word if place is None else _NUMBER_WORDS[(place + chance.randint(1, 9)) % len(_NUMBER_WORDS)]


def _is_year(word: str) -> bool:
    return len(word) == 4 and word[:2] in {"19", "20"}


def _invent(seed: str) -> str:
    """Returns a name that nobody has; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  (a made-up name)
    syllables = (chance.choice(_CONSONANTS) + chance.choice(_VOWELS) for _ in range(chance.randint(2, 4)))
    return "".join(syllables).capitalize()
