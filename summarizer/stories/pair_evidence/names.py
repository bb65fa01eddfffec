"""Which words of an article are names, by their letters alone: no language is treated specially.

A word is a name where it is printed with a capital and neither past news nor today's write it small. Headlines Like
This One have capitals everywhere, so the capital alone says nothing.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from summarizer.model import Article
from summarizer.stories.document_frequency import (
    HEADLINE_CHARACTERS,
    OPENING_CHARACTERS,
    OPENING_WORDS,
    cut_term,
)

LOWER_CASE_LEAST = 0.25
"""A word is no name where at least this share of its occurrences is written small."""

_TABLE = "lexicon/stories/lower_case_words.txt"
_WORD = re.compile(r"\w+")
_WITHIN_A_NAME = frozenset({" ", "-", ". "})


def read_lower_case_words(text: str) -> frozenset[str]:
    """Parses the list written by tools/build_idf.py: words cut like terms, one a line, with comments."""
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


_LOWER_CASE_WORDS = read_lower_case_words(files("summarizer").joinpath(_TABLE).read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class CasedTerms:
    """How an article writes its terms.

    Attributes:
        capital: terms with a capital somewhere.
        small: terms without one somewhere.
        followers: term -> capitalised terms that follow it within a name: "maren" -> {"quill"}.
    """

    capital: frozenset[str]
    small: frozenset[str]
    followers: Mapping[str, frozenset[str]] = field(repr=False)


def read_case(article: Article) -> CasedTerms:
    """Returns how an article writes the terms of its headline and opening."""
    capital, small = set[str](), set[str]()
    followers: dict[str, set[str]] = {}
    for text in (_headline(article), _opening(article)):
        before, end = None, 0
        for match in _WORD.finditer(text):
            word = match.group()
            term = cut_term(word.lower())
            is_capital = word[:1].isupper()
            (capital if is_capital else small).add(term)
            if is_capital and before is not None and text[end : match.start()] in _WITHIN_A_NAME:
                followers.setdefault(before, set()).add(term)
            before, end = term if is_capital else None, match.end()
    kept = {term: frozenset(after) for term, after in followers.items()}
    return CasedTerms(frozenset(capital), frozenset(small), kept)


def find_small_terms(articles: Iterable[CasedTerms]) -> frozenset[str]:
    """Returns the terms that past news, or enough of these articles, write small."""
    small, capital = Counter[str](), Counter[str]()
    for article in articles:
        small.update(article.small)
        capital.update(article.capital)
    today = {term for term, count in small.items() if count > LOWER_CASE_LEAST * (count + capital[term])}
    return _LOWER_CASE_WORDS | today


def find_names(case: CasedTerms, small: frozenset[str]) -> frozenset[str]:
    """Returns an article's terms that are names; "Q3" is none.

    Args:
        case: how the article writes its terms.
        small: terms that are written small elsewhere.
    """
    found = case.capital - case.small - small
    return frozenset(term for term in found if not any(character.isdigit() for character in term))


def _headline(article: Article) -> str:
    return unicodedata.normalize("NFKC", (article.headline or "")[:HEADLINE_CHARACTERS])


def _opening(article: Article) -> str:
    """Returns the words of the body that are compared."""
    text = unicodedata.normalize("NFKC", article.body[:OPENING_CHARACTERS])
    for number, match in enumerate(_WORD.finditer(text), 1):
        if number > OPENING_WORDS:
            return text[: match.start()]
    return text
