"""Capitals in front of a name that are no part of it: "Yesterday Ana Lind", "MK Dana Lind"."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from summarizer.quotes.document.mentions import EntityMention
from summarizer.quotes.document.tokens import CAPITAL, TokenizedArticle
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import FIRST_NAMES, PARTICLES, could_be_person

MIN_WITH_TITLE = 3  # words of "MK Dana Lind"
MAX_SHORT_TITLE = 3  # letters of "MK", "FDP"


def without_opener(
    tokenized: TokenizedArticle,
    mention: EntityMention,
    lexicon: LanguageLexicon,
    small: AbstractSet[str],
    starts: Mapping[str, int],
) -> EntityMention:
    """The mention without the capitalised word that only opens the sentence: "Inden Stine", "Yesterday Ana".

    Args:
        tokenized: the article.
        mention: a name.
        lexicon: of its language.
        small: words that the article prints without a capital.
        starts: how many names of several words begin with a word.
    """
    tokens = tokenized.tokens
    opens = mention.core == tokenized.bounds[tokenized.sentence_of[mention.core]][0]
    if mention.last - mention.core < len(("first", "last")) or not opens:
        return mention
    first, second = tokens[mention.core].lower, tokens[mention.core + 1]
    if first in FIRST_NAMES or second.kind != CAPITAL or second.lower in PARTICLES:
        return mention
    is_pair = mention.last - mention.core == len(("first", "last"))
    if is_pair and lexicon.traits.opening_pair_is_name and first not in small and not first.endswith("ing"):
        return mention  # "Zeke Emanuel": what a person is called is written small nowhere
    if second.lower in FIRST_NAMES or (is_pair and starts[second.lower]):
        return mention._replace(first=mention.core + 1, core=mention.core + 1, start=second.start)
    return mention


def without_short_title(tokenized: TokenizedArticle, mention: EntityMention) -> EntityMention:
    """The mention without an abbreviated office or party in front of a full name: "MK Dana Lind"."""
    name = tokenized.tokens[mention.core : mention.last]
    if len(name) < MIN_WITH_TITLE or not name[0].text.isupper() or len(name[0].text) > MAX_SHORT_TITLE:
        return mention
    if name[0].text.endswith("."):
        return mention  # "D. Joshua Lind"
    rest = [token.lower for token in name[1:]]
    if all(token.kind == CAPITAL and not token.text.isupper() for token in name[1:]) and could_be_person(rest):
        return mention._replace(core=mention.core + 1)
    return mention
