"""Whether a text contains a word or phrase, ignoring accents, case and inflection: a channel's filters."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from summarizer.text.inflections import is_inflected
from summarizer.text.language import detect_language

MAX_RULES = 50
MAX_RULE = 100
"""Maximum characters of a rule."""

_MIN_INFLECTED = 3
"""Shorter words ("EU") are looked for as they are."""

_LONGEST_ENDING = 3
"""Letters at the end of a word that an inflection may replace: "ferry", "ferries"."""

_STAR = r"\w{0,40}"
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts without spaces between words: there a rule matches anywhere."""


def find_rule(text: str, rules: Iterable[str]) -> str | None:
    """Return the first rule that a text matches; None where there is none.

    A word matches its inflections in the text's language: "election" is found in "elections". With a star at its end
    or beginning it matches every word that begins or ends like it: "strike*", "*streik".
    """
    folded = fold(text)

    @cache
    def language() -> str | None:
        return detect_language(text)

    for rule in rules:
        words, pattern = _pattern(rule)
        match = pattern.search(folded)
        while match is not None:
            shown = match.groups()
            if shown == words or all(
                one == other or is_inflected(one, other, language()) for one, other in zip(words, shown, strict=True)
            ):
                return rule
            match = pattern.search(folded, match.start() + 1)
    return None


def fold(text: str) -> str:
    """Return the text normalised for comparison: no accents, lower case, single spaces, plain apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    entries = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(entries.casefold().split())


@lru_cache(maxsize=2_000)
def _pattern(rule: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """Return the words of a rule that may be inflected, and a pattern for it as a whole word or phrase.

    The pattern has a group for each of these words, and finds words of like beginnings; its spaces match any spaces and
    dashes.
    """
    # Dashes are excluded at word ends, so that a run of dashes matches in one way only: "- - - x" backtracked for ever.
    words = [stripped for word in fold(rule[:MAX_RULE]).split() if (stripped := word.strip("-")).strip("*")]
    if not words:
        return (), re.compile(r"(?!)")
    if _UNSPACED.search(rule):
        return (), re.compile(r"[\s\-]+".join(re.escape(word) for word in words))
    phrase = r"[\s\-]+".join(_word_pattern(word) for word in words)
    return tuple(word for word in words if _may_inflect(word)), re.compile(rf"(?<!\w){phrase}(?!\w)")


def _word_pattern(word: str) -> str:
    if _may_inflect(word):
        beginning = word[: max(_MIN_INFLECTED, len(word) - _LONGEST_ENDING)]
        return rf"({re.escape(beginning)}\w{{0,{len(word) - len(beginning) + _LONGEST_ENDING + 1}}})"
    before, after = _STAR if word[0] == "*" else "", _STAR if word[-1] == "*" else ""
    return f"{before}{re.escape(word.strip('*'))}{after}"


def _may_inflect(word: str) -> bool:
    return len(word) >= _MIN_INFLECTED and word.isalpha()
