"""The slice of an article with a name and the role beside it: "Mayor Liv Achterberg", "Aurel Quist (SPD), mayor"."""

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.model import Span
from summarizer.quotes.document.mentions import EntityMention
from summarizer.quotes.document.tokens import CAPITAL, WORD, Token
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.word_lists import all_words

LONGEST_LINE = 200
"""Code points. What is longer is no line under a quote, but half a paragraph."""

ORGANISATION_TIES = all_words("organisation_ties")
CLOSING = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class RoleSpot:
    """A role, and the mention it is printed beside.

    Attributes:
        first: index of the role's first token.
        last: index after its last token.
        mention: the name.
    """

    first: int
    last: int
    mention: EntityMention


def speaker_line(tokens: Sequence[Token], spot: RoleSpot, lexicon: LanguageLexicon) -> Span | None:
    """From the role to the name, or from the name to the role; None where that is too long, or makes no sense alone."""
    if spot.last <= spot.mention.core:
        line = Span(
            tokens[_with_article(tokens, spot, lexicon)].start, _with_organisation(tokens, spot.mention, lexicon)
        )
    else:
        end = _with_bracket(tokens, spot)
        if end is None or _depends(tokens, spot, lexicon):
            return None
        line = Span(tokens[spot.mention.core].start, end)
    return line if line.end - line.start <= LONGEST_LINE else None


def _with_organisation(tokens: Sequence[Token], mention: EntityMention, lexicon: LanguageLexicon) -> int:
    """Where the line ends behind a name: with its organisation, "Professor Ilse Tarn of Velby University"."""
    first = mention.last + 1
    if mention.is_possessive or first >= len(tokens) or tokens[mention.last].lower not in ORGANISATION_TIES:
        return mention.end
    if tokens[mention.last].lower not in lexicon.prepositions:
        return mention.end
    while first < len(tokens) and tokens[first].lower in lexicon.definite_articles:
        first += 1
    last = first
    while last < len(tokens) and tokens[last].kind == CAPITAL and tokens[last].lower not in lexicon.starters:
        last += 1
    return tokens[last - 1].end if last > first else mention.end


def _with_article(tokens: Sequence[Token], spot: RoleSpot, lexicon: LanguageLexicon) -> int:
    """Where a role in front begins, with the article it needs: "the harbour line's director, Aurel Quist"."""
    before, opening = spot.first - 1, tokens[spot.first]
    if before < 0 or tokens[before].lower not in lexicon.definite_articles or tokens[before].lower in lexicon.oblique:
        return spot.first
    is_described = lexicon.traits.inflects_roles or opening.lower.endswith("'s")
    needs_article = tokens[spot.mention.core - 1].text == "," or (opening.kind == WORD and is_described)
    return before if needs_article else spot.first


def _depends(tokens: Sequence[Token], spot: RoleSpot, lexicon: LanguageLexicon) -> bool:
    """Whether the role behind the name opens with "their", or in a case that depends on a verb: "dem Vorsitzenden"."""
    before = tokens[spot.first - 1].lower
    return before in lexicon.possessives or before in lexicon.oblique


def _with_bracket(tokens: Sequence[Token], spot: RoleSpot) -> int | None:
    """Where a role behind the name ends, with the bracket it is in; None where more is in the bracket."""
    opened = [token.text for token in tokens[spot.mention.last : spot.first] if token.text in CLOSING]
    closed = sum(token.text in CLOSING.values() for token in tokens[spot.mention.last : spot.first])
    if len(opened) == closed:
        return tokens[spot.last - 1].end
    behind = tokens[spot.last : spot.last + 1]
    return behind[0].end if behind and behind[0].text == CLOSING[opened[-1]] else None
