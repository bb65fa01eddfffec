"""Where an English role in front of a name begins: "TD Economics director and senior economist Andrew Lind"."""

from collections.abc import Sequence

from summarizer.quotes.coreference.roles.role_ends import is_age
from summarizer.quotes.document.noun_phrases import PAST, RANKS
from summarizer.quotes.document.tokens import CAPITAL, GAP, MARK, QUOTE, WORD, Token
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.word_lists import short_list

PLURALS = short_list("en", "plurals_in_roles")
TIES = ("of", "for", "the", "&")
MOST_WORDS = 8
MOST_SMALL = 3


def begin_further_left(tokens: Sequence[Token], first: int, lexicon: LanguageLexicon) -> int:
    """Where the role really begins, if the words in front of `first` are part of it; else `first`."""
    if not lexicon.traits.past_ends_in_ed:
        return first
    start = _reach(tokens, first, lexicon)
    if start == first or _may_stand_before(tokens, start - 1, lexicon):
        return start
    ranks = (index for index in range(start, first) if tokens[index].lower in RANKS)
    return next(ranks, first)


def _reach(tokens: Sequence[Token], first: int, lexicon: LanguageLexicon) -> int:
    """The first of the words in front that may be part of the role."""
    start, small = first, 0
    while start > 0 and first - start < MOST_WORDS:
        width = _width_before(tokens, start, lexicon)
        small += tokens[start - 1].kind == WORD and tokens[start - 1].lower not in RANKS and width == 1
        if width == 0 or small > MOST_SMALL:
            break
        start -= width
    return start


def _width_before(tokens: Sequence[Token], start: int, lexicon: LanguageLexicon) -> int:
    """How many tokens in front of `start` are the next part of the role; 0 for none."""
    before = tokens[start - 1]
    if before.kind == CAPITAL:
        return int(before.lower in RANKS or before.lower not in lexicon.starters)  # "First Minister"
    if before.lower == "and" and start > 1 and lexicon.is_role(tokens[start - 2].lower):
        return 2
    if before.lower in TIES and tokens[start].kind == CAPITAL:
        return _width_of_tie(tokens, start, lexicon)
    return int(_is_describing(before, lexicon))


def _width_of_tie(tokens: Sequence[Token], start: int, lexicon: LanguageLexicon) -> int:
    """As in "Bank of Velby", "Party for the People": small words between two capitals."""
    for width in (2, 3):
        if start < width:
            return 0
        token = tokens[start - width]
        if token.kind == CAPITAL and token.lower not in lexicon.starters:
            return width
        if token.lower not in TIES:
            return 0
    return 0


def _is_describing(token: Token, lexicon: LanguageLexicon) -> bool:
    """Whether a small word may describe the role behind it: "chief", "investment", "organizing"; no verb."""
    word = token.lower
    if token.kind != WORD or lexicon.is_cue(word) or word in lexicon.people or is_age(token):
        return False
    if word in RANKS:
        return True
    if word in lexicon.verbs or PAST.fullmatch(word) or word.endswith("ly") or lexicon.is_role(word):
        return False
    if word.endswith("s") and word not in PLURALS:
        return False
    lists = (lexicon.prepositions, lexicon.conjunctions, lexicon.adverbs, lexicon.pronouns, lexicon.determiners)
    return not any(word in known for known in lists) and word not in lexicon.starters


def _may_stand_before(tokens: Sequence[Token], index: int, lexicon: LanguageLexicon) -> bool:
    """Whether a role can begin behind the token: an article, a speech verb, a preposition, the sentence's start."""
    begins = tokens[index + 1]
    if begins.lower.endswith("ing"):
        return index >= 0 and tokens[index].lower in lexicon.determiners
    if index < 0 or tokens[index].kind in (GAP, QUOTE, MARK):
        return True
    word = tokens[index].lower
    return word in lexicon.determiners or word in lexicon.prepositions or word in lexicon.speech_verbs
