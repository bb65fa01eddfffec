"""Capitals that name nobody: the first word of a sentence, the place in front of a story, a senator's state."""

import re
from collections.abc import Iterator, Sequence

from summarizer.quotes.document.names.ambiguous_names import is_plain_opener
from summarizer.quotes.document.tokens import CAPITAL, GAP, QUOTE, WORD, Token, TokenizedArticle
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import FIRST_NAMES, PLACES, THINGS, is_first_name

PARTY_TAG = re.compile(r"[RDI]-[A-Z][\w.]+")
"""As in "Ana Lind, R-Texas,": party and state."""

TAG_IN_BRACKETS = re.compile(r"[A-Z][A-Za-z]{0,3}-[A-Z][\w.]+")
"""As in "(Lab-Velby)"."""

DASHES = "–—-"
MOST_DATELINE = 12
LEAST_SHOUTED = 4
"""So many words in capitals are a title line; fewer may be a speaker's label or signature."""


def nameless_capitals(tokenized: TokenizedArticle, lexicon: LanguageLexicon) -> set[int]:
    """The tokens no mention begins with, though they have a capital."""
    found = _party_tags(tokenized.tokens)
    for first, last in _paragraphs(tokenized.tokens):
        found.update(range(first, _end_of_dateline(tokenized.tokens, first, last)))
        if _is_shouted(tokenized.tokens[first:last]):
            found.update(range(first, last))
    if not lexicon.traits.capitalises_nouns:
        found |= _plain_openers(tokenized, lexicon)
    return found


def _paragraphs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    first = 0
    for index, token in enumerate(tokens):
        if token.kind == GAP:
            yield first, index
            first = index + 1
    yield first, len(tokens)


def _party_tags(tokens: Sequence[Token]) -> set[int]:
    """Party and state between commas or brackets, with all words of the state: "(R-South Carolina)"."""
    found: set[int] = set()
    for index, token in enumerate(tokens):
        if token.kind is not CAPITAL or "-" not in token.text or index == 0 or tokens[index - 1].text not in ",(":
            continue
        tag = TAG_IN_BRACKETS if tokens[index - 1].text == "(" else PARTY_TAG
        if not tag.fullmatch(token.text) or is_first_name(token.lower):
            continue
        last = index + 1
        while last < len(tokens) and tokens[last].kind == CAPITAL and last - index < len(("R-State", "of", "Name")):
            last += 1
        if last < len(tokens) and tokens[last].text in ",).":
            found.update(range(index, last))
    return found


def _end_of_dateline(tokens: Sequence[Token], first: int, last: int) -> int:
    """The index behind the place that opens a story, "VELBY, Norvik (AP) —"; `first` where there is none."""
    last = min(last, first + MOST_DATELINE)
    dash = next((index for index in range(first + 1, last) if tokens[index].text in DASHES), first)
    place = tokens[first:dash]
    in_brackets = any(token.text == "(" for token in place)
    ends = ":" if in_brackets else ":."  # "SEOUL, Feb. 3 (AP)"
    if any(token.kind in (QUOTE, WORD) or token.text in ends for token in place):
        return first
    shouts = bool(place) and place[0].text.isupper() and len(place[0].text) >= LEAST_SHOUTED
    return dash if in_brackets or shouts else first


def _is_shouted(tokens: Sequence[Token]) -> bool:
    """Whether a paragraph is a title in capitals throughout."""
    count = 0
    for token in tokens:
        is_word = token.kind is WORD or token.kind is CAPITAL
        if token.kind is QUOTE or token.text == ":" or (is_word and not token.text.isupper()):
            return False
        count += is_word
    return count >= LEAST_SHOUTED


def _plain_openers(tokenized: TokenizedArticle, lexicon: LanguageLexicon) -> set[int]:
    """Tokens that have a capital only because they open a sentence: "Shortly", "Women", "Comparing"."""
    tokens = tokenized.tokens
    openers = {first for first, _ in tokenized.bounds}
    inside = {token.lower for index, token in enumerate(tokens) if token.kind == CAPITAL and index not in openers}
    found = {index for index in openers if is_plain_opener(tokens, index, lexicon)}
    for index in openers:
        if tokens[index].lower not in inside and _only_opens(tokens, index, lexicon, tokenized.small):
            found.add(index)
    return found


def _only_opens(tokens: Sequence[Token], index: int, lexicon: LanguageLexicon, small: frozenset[str]) -> bool:
    token = tokens[index]
    behind = tokens[index + 1] if index + 1 < len(tokens) else token
    if token.kind != CAPITAL or token.text.isupper() or lexicon.is_role(token.lower):
        return False
    if token.lower in lexicon.pronouns or token.lower in lexicon.determiners or token.lower in lexicon.people:
        return False
    is_name = token.lower in FIRST_NAMES or token.lower in PLACES or token.lower in THINGS
    if behind.kind == CAPITAL:
        return token.lower.endswith(lexicon.opener_endings) and not is_name and behind.lower not in THINGS
    is_adverb = lexicon.traits.adverbs_end_in_ly and token.lower.endswith("ly") and token.lower not in FIRST_NAMES
    return token.lower in small or is_adverb
