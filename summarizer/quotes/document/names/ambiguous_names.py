"""Names that look like small words: Sara May, Al From, Will Lind."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from summarizer.quotes.document.tokens import CAPITAL, QUOTE, WORD, Token, TokenizedArticle
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import is_first_name
from summarizer.quotes.grammar.word_lists import short_list

DAYS_AND_MONTHS = short_list("en", "days_and_months")
"""Capitals behind a first name that are no surname: "told Ana Tuesday". May is not among them."""


def words_with_names(lexicon: LanguageLexicon, tokenized: TokenizedArticle) -> LanguageLexicon:
    """The lists for one article: a word it prints as a name is no sentence opener there. English only."""
    if not lexicon.traits.has_names_like_small_words:
        return lexicon
    names = frozenset(_names(lexicon, tokenized))
    return replace(lexicon, starters=lexicon.starters - names, names=names) if names else lexicon


def _names(lexicon: LanguageLexicon, tokenized: TokenizedArticle) -> Iterator[str]:
    tokens = tokenized.tokens
    openers = {first for first, _ in tokenized.bounds}
    for index, token in enumerate(tokens):
        if token.kind != CAPITAL or token.lower not in lexicon.starters or index == 0:
            continue
        if _is_surname(tokens, index, lexicon) or (index not in openers and _is_first_name(tokens, index)):
            yield token.lower


def _is_first_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether the capital precedes a surname within a sentence: "says Will Lind"."""
    token, behind = tokens[index], tokens[index + 1 : index + 2]
    if token.text.isupper() or token.lower in DAYS_AND_MONTHS or not is_first_name(token.lower):
        return False
    return tokens[index - 1].kind in (WORD, QUOTE) and bool(behind) and behind[0].kind == CAPITAL


def _is_surname(tokens: Sequence[Token], index: int, lexicon: LanguageLexicon) -> bool:
    """Whether the capital follows a first name, and is not in a headline with capitals throughout."""
    token, before = tokens[index], tokens[index - 1]
    if token.lower in DAYS_AND_MONTHS or token.lower in lexicon.people or token.text.isupper():
        return False
    if before.kind != CAPITAL or before.text.isupper() or not is_first_name(before.lower):
        return False
    if before.lower in lexicon.starters:
        return False  # "the party Will Do"
    behind = tokens[index + 1 : index + 2]
    return bool(behind) and (behind[0].kind == WORD or behind[0].text in ",.)")


def is_plain_opener(tokens: Sequence[Token], index: int, lexicon: LanguageLexicon) -> bool:
    """Whether a name's look-alike opens a sentence as the small word it is: "Will he go?", not "Will said"."""
    if tokens[index].lower not in lexicon.names:
        return False
    behind = tokens[index + 1 : index + 3]
    if behind and behind[0].kind == CAPITAL:
        behind = behind[1:]  # "Will Lind said"
    return not behind or not (lexicon.is_cue(behind[0].lower) or behind[0].lower in lexicon.adverbs)
