"""Whether a text has a word or a phrase, without regard to accents and capitals: a channel's filters."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

MAX_RULES = 50
MAX_RULE = 100
"""Characters of one rule."""

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts without blanks between words: there a rule is found wherever its characters stand."""


def find_rule(text: str, rules: Iterable[str]) -> str | None:
    """The first rule that a text has; None where it has none."""
    folded = fold(text)
    return next((rule for rule in rules if _pattern(rule).search(folded)), None)


def fold(text: str) -> str:
    """The text as it is compared: no accents, no capitals, single blanks, plain apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(letters.casefold().split())


@lru_cache(maxsize=2_000)
def _pattern(rule: str) -> re.Pattern[str]:
    """A rule as a whole word or phrase; blanks in it stand for any blanks and dashes."""
    # Without dashes at the ends of words no run of dashes can be shared out in many ways: "- - - x" took for ever.
    words = [re.escape(stripped) for word in fold(rule[:MAX_RULE]).split() if (stripped := word.strip("-"))]
    if not words:
        return re.compile(r"(?!)")
    phrase = r"[\s\-]+".join(words)
    return re.compile(phrase if _UNSPACED.search(rule) else rf"(?<!\w){phrase}(?!\w)")
