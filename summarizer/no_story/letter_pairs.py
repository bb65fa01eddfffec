"""How likely letters follow each other as they do: words of a language, or keys hit at random.

One table for all languages in Latin letters: pairs of letters are common in some language, or in none.
"""

import json
import re
import unicodedata
from importlib.resources import files
from itertools import pairwise

MIN_PAIRS = 40
"""With fewer pairs of letters nothing is certain."""

MIN_LATIN = 0.8
"""Share of the letters that must be Latin."""

_BASE = str.maketrans({"ł": "l", "ø": "o", "æ": "ae", "đ": "d", "ı": "i", "œ": "oe", "ð": "d", "þ": "th"})
_WORD = re.compile(r"[a-z]+")


def _load() -> dict[str, float]:
    """Returns a pair of letters -> log2 of how often the second follows the first; a blank is the edge of a word."""
    data = json.loads(files("summarizer").joinpath("lexicon/text/letter_pairs.json").read_text("utf-8"))
    letters = data["letters"]
    return {
        first + second: -tenths / 10
        for first, row in zip(letters, data["tenths"], strict=True)
        for second, tenths in zip(letters, row, strict=True)
    }


_PAIRS = _load()


def without_accents(text: str) -> str:
    """Returns the text in lower case, its Latin letters without accents."""
    text = text.casefold()
    if text.isascii():
        return text
    split = unicodedata.normalize("NFKD", text.translate(_BASE))
    return "".join(character for character in split if not unicodedata.combining(character))


def rate_letters(text: str) -> float | None:
    """Returns the mean log2 likelihood of the pairs of letters in `text`; None where too few letters are Latin.

    Sentences have about -3.5 in any language, and hardly ever less than -4.3; keys hit at random have -5 to -7.

    Source: Shannon, A Mathematical Theory of Communication, 1948, section 3 (second-order approximation).
    """
    plain = without_accents(text)
    words = _WORD.findall(plain)
    latin = sum(map(len, words))
    pairs = latin + len(words)
    if pairs < MIN_PAIRS or latin < MIN_LATIN * sum(map(str.isalpha, plain)):
        return None
    padded = f" {' '.join(words)} "
    return sum(_PAIRS.get(first + second, 0.0) for first, second in pairwise(padded)) / pairs
