"""The role behind a name: "Karen Flynn, president of Common Cause,", "Arno Velten (Vorsitzender der Partei)"."""

from collections.abc import Sequence

from summarizer.quotes.coreference.roles.role_ends import (
    cannot_lead,
    end_of_role,
    is_age,
    is_clause,
    is_dot_inside,
    is_quoted_name,
    is_relative,
    names_another,
)
from summarizer.quotes.document.mentions import EntityMention
from summarizer.quotes.document.names.capitals import PARTY_TAG
from summarizer.quotes.document.tokens import GAP, MARK, NUMBER, QUOTE, Token
from summarizer.quotes.grammar.lexicon import LanguageLexicon

MOST_WORDS = 24
MOST_BEFORE_HEAD = 5


def role_behind(tokens: Sequence[Token], mention: EntityMention, lexicon: LanguageLexicon) -> tuple[int, int] | None:
    """First and last (exclusive) token of an appositive that begins with a role."""
    opens = _over_details(tokens, mention.last)
    if mention.is_possessive or opens + 1 >= len(tokens) or tokens[opens].text not in ",،(–—-":
        return None
    first = opens + 1
    last = _end_of_insertion(tokens, first, ")" if tokens[opens].text == "(" else ",،–—)", lexicon)
    while first < last and (tokens[first].lower in lexicon.determiners or is_age(tokens[first])):
        if is_relative(tokens[first], lexicon):
            return None
        first += 1
    return _role_within(tokens, first, last, lexicon)


def _end_of_insertion(tokens: Sequence[Token], first: int, closes: str, lexicon: LanguageLexicon) -> int:
    last = first
    while last < min(len(tokens), first + MOST_WORDS):
        token = tokens[last]
        if token.kind == GAP or (token.kind == QUOTE and not is_quoted_name(tokens, last, lexicon)):
            break
        if token.text in closes or (token.kind == MARK and token.text in ".!?;:" and not is_dot_inside(tokens, last)):
            break
        last += 1
    return last


def _over_details(tokens: Sequence[Token], index: int) -> int:
    """Skip a party and an age: "Ana Lind (SPD), mayor", "Ana Lind, D-Velby, chair", "Ana Lind, 71, a teacher"."""
    texts = [token.text for token in tokens[index : index + 5]]
    if texts[:1] == ["("] and texts[2:4] == [")", ","]:
        return index + 3
    is_detail = texts[2:3] == [","] and (tokens[index + 1].kind == NUMBER or PARTY_TAG.fullmatch(texts[1]) is not None)
    if texts[:1] == [","] and is_detail:
        return index + 2
    return index


def _role_within(tokens: Sequence[Token], first: int, last: int, lexicon: LanguageLexicon) -> tuple[int, int] | None:
    early = range(first, min(last, first + MOST_BEFORE_HEAD))
    head = next((index for index in early if lexicon.is_role(tokens[index].lower)), None)
    if head is None or any(cannot_lead(tokens[index], lexicon) for index in range(first, head)):
        return None
    if names_another(tokens, head, last) or is_clause(tokens, head, last, lexicon):
        return None
    return first, end_of_role(tokens, first, head, last, lexicon)
