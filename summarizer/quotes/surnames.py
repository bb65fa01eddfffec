"""Surnames that look like small words: Theresa May, George Will, Al From."""

from collections.abc import Sequence
from dataclasses import replace

from summarizer.quotes.layout import CAPITAL, WORD, Layout, Token
from summarizer.quotes.names import is_first_name
from summarizer.quotes.words import Words

DAYS_AND_MONTHS = frozenset(
    (
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tomorrow",
        "january", "february", "march", "april", "june", "july", "august", "september", "october", "november",
        "december", "i",
    )
)  # fmt: skip
"""Capitals behind a first name that are no surname: "told Ana Tuesday". May is not among them."""


def words_with_surnames(words: Words, layout: Layout) -> Words:
    """The lists for one article: what it prints as a surname opens no sentence there. English only."""
    if words.language != "en":
        return words
    surnames = _surnames(words, layout)
    if not surnames:
        return words
    return replace(words, starters=words.starters - surnames, surnames=surnames)


def _surnames(words: Words, layout: Layout) -> frozenset[str]:
    tokens = layout.tokens
    return frozenset(
        token.lower
        for index, token in enumerate(tokens)
        if index and token.kind == CAPITAL and token.lower in words.starters and _is_surname(tokens, index, words)
    )


def _is_surname(tokens: Sequence[Token], index: int, words: Words) -> bool:
    """Whether the capital stands behind a first name, and not in a headline that has capitals throughout."""
    token, before = tokens[index], tokens[index - 1]
    if token.lower in DAYS_AND_MONTHS or token.lower in words.people or token.text.isupper():
        return False
    if before.kind != CAPITAL or before.text.isupper() or not is_first_name(before.lower):
        return False
    if before.lower in words.starters:
        return False  # "the party Will Do"
    behind = tokens[index + 1 : index + 2]
    return bool(behind) and (behind[0].kind == WORD or behind[0].text in ",.)")


def is_plain_opener(tokens: Sequence[Token], index: int, words: Words) -> bool:
    """Whether a surname's look-alike opens a sentence as the small word it is: "Will he go?", not "Will said"."""
    if tokens[index].lower not in words.surnames:
        return False
    behind = tokens[index + 1 : index + 2]
    return not behind or not (words.is_cue(behind[0].lower) or behind[0].lower in words.adverbs)
