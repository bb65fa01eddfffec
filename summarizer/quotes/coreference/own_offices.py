"""Noun phrases that say themselves whose office they mean: with an owner, a field or a party of its own."""

from collections.abc import Iterator, Sequence

from summarizer.quotes.document.mentions import POSSESSIVE, EntityMention
from summarizer.quotes.document.tokens import CAPITAL, WORD, Token
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import GROUPS

LONGEST_PARTY = 6  # letters


def names_own_office(tokens: Sequence[Token], mention: EntityMention, lexicon: LanguageLexicon) -> bool:
    """Whether an English role has an owner or a field: "the state's hydrologist", "the Deputy Envoy for the Reefs"."""
    is_office = any(lexicon.is_role(token.lower) for token in tokens[mention.first : mention.last])
    if not lexicon.traits.owner_precedes_noun or not is_office:
        return False
    if any(token.text.endswith(POSSESSIVE) for token in tokens[mention.first : mention.last - 1]):
        return True
    behind = tokens[mention.last : mention.last + 2]
    return len(behind) > 1 and behind[0].lower == "for" and behind[1].kind in (WORD, CAPITAL)


def names_own_group(tokens: Sequence[Token], mention: EntityMention, lexicon: LanguageLexicon) -> bool:
    """Whether a name describes an English group: "the Norvik fisheries ministry", not "the bank"."""
    if not lexicon.traits.owner_precedes_noun or tokens[mention.last - 1].lower not in GROUPS:
        return False
    return any(token.kind == CAPITAL for token in tokens[mention.first + 1 : mention.last - 1])


def parties(tokens: Sequence[Token], first: int, last: int) -> Iterator[str]:
    """The parties that roles are glued to, in German: "FVS" of "FVS-Spitzenkandidat"."""
    for token in tokens[first:last]:
        party, _, role = token.text.partition("-")
        if role and party.isupper() and 1 < len(party) <= LONGEST_PARTY:
            yield party
