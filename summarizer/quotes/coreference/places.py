"""Countries and cities that are called like a person: Jordan, Georgia, Paris."""

from collections.abc import Mapping, Sequence

from summarizer.quotes.coreference.entity import Entity, bare_word
from summarizer.quotes.document.mentions import NAME, EntityMention
from summarizer.quotes.document.tokens import Token
from summarizer.quotes.grammar.name_lists import CITIES_LIKE_NAMES, NATIONS_LIKE_NAMES
from summarizer.quotes.grammar.word_lists import all_words

PLACE_PREPOSITIONS = all_words("place_prepositions")
OFTEN = 3
"""So often a first name is printed alone in an article that calls a person by it."""


def words_of_places(tokens: Sequence[Token], mentions: Sequence[EntityMention]) -> frozenset[str]:
    """Names of one word, lower case, that the article prints behind "in" or "from"."""
    return frozenset(
        tokens[mention.core].lower
        for mention in mentions
        if mention.kind == NAME
        and mention.core > 0
        and mention.last - mention.core == 1
        and tokens[mention.core - 1].lower in PLACE_PREPOSITIONS
    )


def is_place(
    tokens: Sequence[Token],
    mention: EntityMention,
    entity: Entity,
    alone: Mapping[str, int],
    places: frozenset[str],
) -> bool:
    """Whether a first name alone is a country or a city: "Jordan said on Tuesday", after Jordan Lind.

    News call people by their surnames. A country is the person only where the first name alone is printed often and
    the surname never; a city is a city where the article says "in Paris".

    Args:
        tokens: of the article.
        mention: the name alone.
        entity: the person with that first name.
        alone: how often each word is printed as a name alone.
        places: `words_of_places` of the article.
    """
    word = bare_word(tokens[mention.core].lower)
    if mention.last - mention.core > 1 or mention.core > mention.first or word == entity.words[-1]:
        return False
    if word in NATIONS_LIKE_NAMES:
        return alone[entity.words[-1]] > 0 or alone[word] < OFTEN or word in places
    return word in CITIES_LIKE_NAMES and word in places
