"""Whether a text contains a word or phrase, ignoring accents and case: a channel's filters."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

MAX_RULES = 50
MAX_RULE = 100
"""Maximum characters of a rule."""

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts without spaces between words: there a rule matches anywhere."""


def find_rule(text: str, rules: Iterable[str]) -> str | None:
    """Return the first rule that a text matches; None where there is none."""
    folded = fold(text)
    return next((rule for rule in rules if _pattern(rule).search(folded)), None)


def fold(text: str) -> str:
    """Return the text normalised for comparison: no accents, lower case, single spaces, plain apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    entries = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(entries.casefold().split())


@lru_cache(maxsize=2_000)
def _pattern(rule: str) -> re.Pattern[str]:
    """Return a pattern for a rule as a whole word or phrase; its spaces match any spaces and dashes."""
    # Dashes are excluded at word ends, so that a run of dashes matches in one way only: "- - - x" backtracked for ever.
    words = [re.escape(stripped) for word in fold(rule[:MAX_RULE]).split() if (stripped := word.strip("-"))]
    if not words:
        return re.compile(r"(?!)")
    phrase = r"[\s\-]+".join(words)
    return re.compile(phrase if _UNSPACED.search(rule) else rf"(?<!\w){phrase}(?!\w)")
