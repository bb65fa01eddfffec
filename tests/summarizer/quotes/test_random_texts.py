"""No text may raise: random ones of the words, names and marks that the quote finder has rules for, over and over."""

import json
import random
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from summarizer import find_quotes
from summarizer.model import Article
from summarizer.quotes.grammar.lexicon import LANGUAGES

NAMES = (
    "Ana",
    "Lind",
    "Jo",
    "Berg",
    "Velby",
    "Maria's",
    "Lind’s",
    "EU",
    "U.S.",
    "Mr.",
    "Dr",
    "O'Brien",
    "von",
    "de",
    "al-Lind",
)
MARKS = ('"', "“", "”", "'", "‘", "’", "«", "»", "„", "–", "—", ",", ".", ":", "\n\n", "?", "(", ")", "…")
TEXTS = 1_500
"""Of each seed. Chains of owners ("Lind spokesman Lind spokesman …") and a particle at the end were found so."""


def words_in(value: Any) -> Iterator[str]:
    """All strings in a word list."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from words_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words_in(inner)


def make_text(chance: random.Random, words: tuple[str, ...]) -> str:
    """A few words again and again, then many at random."""
    lists = (words, NAMES, NAMES, MARKS)
    unit = " ".join(chance.choice(chance.choice(lists)) for _ in range(chance.randint(1, 6)))
    rest = " ".join(chance.choice(chance.choice(lists)) for _ in range(chance.randint(0, 200)))
    return f"{unit} " * chance.choice((1, 3, 50, 800)) + rest


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_no_text_of_our_own_words_raises(seed: int):
    chance = random.Random(seed)  # noqa: S311  (texts that can be made again)
    lists = files("summarizer").joinpath("lexicon")
    words = {
        language: tuple(words_in(json.loads(lists.joinpath(f"quotes/{language}.json").read_text("utf-8"))))
        for language in LANGUAGES
    }
    for _ in range(TEXTS):
        language = chance.choice(LANGUAGES)
        body = make_text(chance, words[language])[:20_000]
        for quote in find_quotes(Article(body=body, language=language)):
            assert quote.span.of(body) == quote.text
