"""Names that look like small words: Sara May, Al From, Will Lind."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from summarizer.quotes.document.tokens import CAPITAL, QUOTE, WORD, Layout, Token
from summarizer.quotes.grammar.lexicon import Words
from summarizer.quotes.grammar.name_lists import is_first_name
from summarizer.quotes.grammar.word_lists import short_list

DAYS_AND_MONTHS = short_list("en", "days_and_months")
"""Capitals behind a first name that are no surname: "told Ana Tuesday". May is not among them."""


def words_with_names(words: Words, layout: Layout) -> Words:
    """The lists for one article: what it prints as somebody's name opens no sentence there. English only."""
    if words.language != "en":
        return words
    names = frozenset(_names(words, layout))
    return replace(words, starters=words.starters - names, names=names) if names else words


def _names(words: Words, layout: Layout) -> Iterator[str]:
    tokens = layout.tokens
    openers = {first for first, _ in layout.bounds}
    for index, token in enumerate(tokens):
        if token.kind != CAPITAL or token.lower not in words.starters or index == 0:
            continue
        if _is_surname(tokens, index, words) or (index not in openers and _is_first_name(tokens, index)):
            yield token.lower


def _is_first_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether the capital stands in front of a surname within a sentence: "says Will Lind"."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    if token.text.isupper() or token.lower in DAYS_AND_MONTHS or not is_first_name(token.lower):
        return False
    return tokens[index - 1].kind in (WORD, QUOTE) and bool(behind) and behind[0].kind == CAPITAL


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
    """Whether a name's look-alike opens a sentence as the small word it is: "Will he go?", not "Will said"."""
    if tokens[index].lower not in words.names:
        return False
    behind = tokens[index + 1 : index + 3]
    if behind and behind[0].kind == CAPITAL:
        behind = behind[1:]  # "Will Lind said"
    return not behind or not (words.is_cue(behind[0].lower) or behind[0].lower in words.adverbs)
