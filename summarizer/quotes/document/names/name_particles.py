"""Small words inside names, and what behind a name is no part of it: "Ursula von der Leyen", "Lind von den Grünen"."""

from collections.abc import Sequence

from summarizer.quotes.document.entity_mention import EntityMention
from summarizer.quotes.document.tokens import CAPITAL, Token
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import FIRST_NAMES, PARTICLES, PLACES, could_be_person, is_first_name
from summarizer.quotes.grammar.noun_kinds import is_abstract
from summarizer.quotes.grammar.word_lists import endings, short_list

ARTICLES = short_list("de", "articles_in_names")
BEFORE_ARTICLE = short_list("de", "before_article_in_names")
FOREIGN_PARTICLES = short_list("de", "foreign_particles")
ZU = short_list("de", "to_place")
VON = short_list("de", "by")
NOBLES = short_list("de", "nobles")
PERSON_NOUNS = endings("de", "person_noun_endings")


def says_where_from(tokens: Sequence[Token], index: int, position: int, lexicon: LanguageLexicon) -> bool:
    """Whether a German "von" behind a whole name names a group or a place: "Filiz Lind von den Grünen"."""
    if not lexicon.traits.ties_owners_with_von or tokens[position].lower not in VON or position - index < 2:
        return False
    first, second = tokens[position - 2], tokens[position - 1]
    return second.kind == CAPITAL and is_first_name(first.lower) and not is_first_name(second.lower)


def before_von(tokens: Sequence[Token], run: EntityMention, lexicon: LanguageLexicon) -> EntityMention:
    """The noun without its owner, "die Besucher" in "die Besucher von Kammer": a person has no article."""
    second = run.first + 1
    is_owner = second < run.last and tokens[second].lower in VON and run.core == run.first
    first = tokens[run.first].lower
    if not is_owner or not lexicon.traits.ties_owners_with_von or is_first_name(first) or first in NOBLES:
        return run
    return run._replace(last=second)


def behind_person_noun(tokens: Sequence[Token], core: int, last: int, lexicon: LanguageLexicon) -> int:
    """Where a German name begins behind a noun for a person that is in no list: "Kolumnistin Sefora Lind"."""
    if not lexicon.traits.noun_before_name_is_role or last - core < len(("noun", "first", "last")):
        return core
    noun, name = tokens[core].lower, tokens[core + 1 : core + 3]
    if not noun.endswith(PERSON_NOUNS) or is_first_name(noun) or noun in PLACES:
        return core
    are_names = all(token.kind == CAPITAL and not token.text.isupper() for token in name)
    return core + 1 if are_names and could_be_person([token.lower for token in name]) else core


def is_genitive(tokens: Sequence[Token], position: int, index: int, lexicon: LanguageLexicon) -> bool:
    """Whether the name is the owner of the noun behind it: "Anna Linds Partei"."""
    traits = lexicon.traits
    if not (traits.has_genitive_s and traits.capitalises_nouns):
        return False
    if position - index < 2 or not tokens[position - 1].lower.endswith("s"):
        return False
    return tokens[position - 2].lower in FIRST_NAMES and tokens[position - 1].lower not in FIRST_NAMES


def joins_name(tokens: Sequence[Token], position: int, lexicon: LanguageLexicon) -> bool:
    """Whether a small word inside a run of capitals is part of the name."""
    token = tokens[position]
    ahead = tokens[position + 1 : position + 3]
    if token.lower not in PARTICLES and not (token.text == "&" and ahead):
        return False
    if token.lower in lexicon.never_particles:
        return False
    is_before_name = bool(ahead) and ahead[0].kind == CAPITAL
    if lexicon.traits.particles_are_common_words:
        if not _joins_in_german(tokens, position, lexicon):
            return False
        if token.lower in ARTICLES:
            return tokens[position - 1].lower in BEFORE_ARTICLE and is_before_name
        if token.lower in FOREIGN_PARTICLES:
            return is_before_name
    return is_before_name or (len(ahead) > 1 and ahead[0].lower in PARTICLES and ahead[1].kind == CAPITAL)


def _joins_in_german(tokens: Sequence[Token], position: int, lexicon: LanguageLexicon) -> bool:
    """Whether "von" or "zu" is part of a name, not as in "den Worten von Ana Lind" or "Lind zu Wort"."""
    small, before = tokens[position].lower, tokens[position - 1].lower
    if small in ZU:
        return is_first_name(before) or lexicon.is_role(before)
    if small not in VON:
        return True
    return before not in lexicon.starters and before not in lexicon.people and not is_abstract(before, lexicon)
