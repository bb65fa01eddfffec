"""Finds phrases among words: "# things to know", "^best ** to buy", "horoscope for monday". Pure.

^ $      the phrase begins, or ends, its part of a title
#        a number, in digits or as a word of the phrase's language
*  **    one to four words; one or more
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.newsroom.editions.ranking.titles import split_words

Meaning = TypeVar("Meaning")

_MOST_WORDS = 40
_SHORT_GAP = 4
_GAPS = frozenset({"*", "**"})
_WILD = _GAPS | {"#"}


@dataclass(frozen=True, slots=True)
class Phrase(Generic[Meaning]):
    """A phrase and what it says.

    Attributes:
        tokens: words and signs, see the module.
        is_first: nothing comes before it.
        is_last: nothing comes behind it.
        numbers: words for numbers.
        meaning: what is found where the phrase is.
    """

    tokens: tuple[str, ...]
    is_first: bool
    is_last: bool
    numbers: frozenset[str]
    meaning: Meaning


def read_phrase(written: str, numbers: frozenset[str], meaning: Meaning) -> Phrase[Meaning]:
    """Return a phrase as it is written in a list.

    Raises:
        ValueError: it has no words, or begins with a gap and does not end its part of a title with a word.
    """
    parts = written.removeprefix("^").removesuffix("$").split()
    tokens = tuple(token for part in parts for token in ((part,) if part in _WILD else split_words(part)))
    phrase = Phrase(tokens, written.startswith("^"), written.endswith("$"), numbers, meaning)
    is_whole = phrase.is_first and phrase.is_last
    if not set(tokens) - _WILD or (tokens[0] in _GAPS and not (is_whole and tokens[-1] not in _WILD)):
        raise ValueError(f"no phrase: {written!r}")
    return phrase


class PhraseBook(Generic[Meaning]):
    """Phrases, found by their first word; those that begin with a gap by their last."""

    def __init__(self, phrases: Iterable[Phrase[Meaning]]) -> None:
        self._by_first: defaultdict[str, list[Phrase[Meaning]]] = defaultdict(list)
        self._by_last: defaultdict[str, list[Phrase[Meaning]]] = defaultdict(list)
        for phrase in phrases:
            first, last = phrase.tokens[0], phrase.tokens[-1]
            if first in _GAPS:
                self._by_last[last].append(phrase)
            for word in phrase.numbers | {"#"} if first == "#" else {first} - _GAPS:
                self._by_first[word].append(phrase)

    def find(self, words: Sequence[str]) -> Meaning | None:
        """Return what the longest phrase among these words says, of equals the first; None where there is none."""
        longest = max(self._find_all(words[:_MOST_WORDS]), key=lambda phrase: len(phrase.tokens), default=None)
        return longest.meaning if longest is not None else None

    def _find_all(self, words: Sequence[str]) -> Iterator[Phrase[Meaning]]:
        for start, word in enumerate(words):
            for phrase in (*self._by_first.get(word, ()), *(self._by_first["#"] if word.isdigit() else ())):
                if (start == 0 or not phrase.is_first) and _fits(phrase, 0, words, start):
                    yield phrase
        for phrase in self._by_last.get(words[-1], ()) if words else ():
            if _fits(phrase, 0, words, 0):
                yield phrase


def _fits(phrase: Phrase[Meaning], place: int, words: Sequence[str], start: int) -> bool:
    """Return whether a phrase's tokens from a place on are the words from a start on."""
    if place == len(phrase.tokens):
        return start == len(words) or not phrase.is_last
    sign = phrase.tokens[place]
    if sign in _GAPS:
        most = min(len(words) - start, _SHORT_GAP) if sign == "*" else len(words) - start
        return any(_fits(phrase, place + 1, words, start + gap) for gap in range(1, most + 1))
    return start < len(words) and _is_word(phrase, sign, words[start]) and _fits(phrase, place + 1, words, start + 1)


def _is_word(phrase: Phrase[Meaning], sign: str, word: str) -> bool:
    return word.isdigit() or word in phrase.numbers if sign == "#" else word == sign
