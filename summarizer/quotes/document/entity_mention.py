"""One place where a possible speaker is named."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from summarizer.quotes.document.tokens import Token

NAME, PRONOUN, NOUN = "name", "pronoun", "noun"
# "Mattis's", and what Turkish adds to names: "Toplantısı'nda". In Cyrillic the sign is a letter: "Мар'яна".
SUFFIX = re.compile(r"(?<=.)['’‘][^\W\d_A-Z\u0400-\u04ff]{1,5}$")


class EntityMention(NamedTuple):
    """A place where a possible speaker is named.

    Attributes:
        first: index of its first token.
        last: index after its last token.
        kind: "name", "pronoun" or "noun".
        core: index of the token where the name itself begins, behind titles and roles; of the head noun for nouns.
        start: first code point.
        end: after the last code point, without a possessive ending.
        is_possessive: ends with 's.
    """

    first: int
    last: int
    kind: str
    core: int
    start: int
    end: int
    is_possessive: bool = False


def make_mention(tokens: Sequence[Token], first: int, last: int, kind: str, core: int) -> EntityMention:
    """The mention of these tokens; a possessive ending is no part of its text."""
    end_token = tokens[last - 1]
    if end_token.text.isalpha():  # most words: nothing to take off
        return EntityMention(first, last, kind, core, tokens[first].start, end_token.end)
    ending = SUFFIX.search(end_token.text)
    is_possessive = ending is not None and kind != PRONOUN  # "he's" is he
    end = end_token.start + ending.start() if ending else end_token.end
    if not is_possessive and end_token.text[-1:] in "'’‘":
        end -= 1
    return EntityMention(first, last, kind, core, tokens[first].start, max(end, tokens[first].start + 1), is_possessive)
