"""Where a role behind a name, or in front of a comma, begins and ends."""

import re
from collections.abc import Sequence

from summarizer.quotes.document.noun_phrases import PAST
from summarizer.quotes.document.tokens import CAPITAL, MARK, NUMBER, QUOTE, WORD, Token
from summarizer.quotes.grammar.gender import Gender
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import could_be_person, is_first_name
from summarizer.quotes.grammar.romance_words import OF as ROMANCE_OF
from summarizer.quotes.grammar.word_lists import all_words, short_list

OF = ROMANCE_OF | all_words("role_ties")
NAMING = all_words("naming")
YEARS = all_words("years")
NUMBERS = short_list("en", "numbers")
DURATION_TIES = short_list("en", "duration_ties")
HELPERS = short_list("en", "helpers")
PARTICIPLES = short_list("en", "role_participles")
"""Verb forms that go on with a role: "psychologist based in Velby", "lawyer accused of theft"."""

AGE = re.compile(r"\d{1,3}[-‑]\D")
GLUED_SENTENCE = re.compile(r"\w{2}\.[^\W\d_a-z]")
LONGEST_NAME = 45
MOST_CHARACTERS = 110
"""A longer role is cut where one of its phrases ends."""


def is_age(token: Token) -> bool:
    """Whether the token is an age: "71-year-old", "71-jährige". It belongs to no role."""
    return AGE.match(token.text) is not None


def cannot_lead(token: Token, lexicon: LanguageLexicon) -> bool:
    """Whether no role has this word in front of its noun: a verb, "when", "for", "his", "whose"."""
    if token.kind not in (WORD, CAPITAL, NUMBER) or lexicon.is_cue(token.lower) or is_relative(token, lexicon):
        return True
    lists = (lexicon.prepositions, lexicon.conjunctions, lexicon.pronouns, lexicon.determiners)
    return lexicon.traits.function_words_end_roles and any(token.lower in known for known in lists)


def is_relative(token: Token, lexicon: LanguageLexicon) -> bool:
    """Whether a clause begins: "who", "who's", "whose"; not German "der", which is an article too."""
    word = token.lower.split("'")[0]
    if lexicon.traits.past_ends_in_ed and word == "whose":
        return True
    return lexicon.pronouns.get(word) is Gender.RELATIVE and word not in lexicon.determiners


def end_of_role(tokens: Sequence[Token], first: int, head: int, last: int, lexicon: LanguageLexicon) -> int:
    """The index behind a role whose noun is `head`, at most `last`: at the end of a phrase, not too long."""
    last = next((index for index in range(head + 1, last) if _ends_role(tokens, index, lexicon)), last)
    last = _without_age(tokens, head, last)
    last = _capped(tokens, first, head, last, lexicon)
    while last - 1 > head and _is_loose_end(tokens[last - 1], lexicon):
        last -= 1
    return last


def names_another(tokens: Sequence[Token], head: int, last: int) -> bool:
    """Whether the noun is the role of the next person in a list: "Billie Lind, activist Jo Marsh"."""
    first = head + 1
    if last - first < 2 or tokens[first].kind != CAPITAL or tokens[first].text.isupper():
        return False
    if is_first_name(tokens[first].lower):
        return True
    name = [token.lower for token in tokens[first : first + 2]]
    return tokens[head].kind == WORD and tokens[first + 1].kind == CAPITAL and could_be_person(name)


def is_clause(tokens: Sequence[Token], head: int, last: int, lexicon: LanguageLexicon) -> bool:
    """Whether a noun and its verb, and no role, follow the comma: "daughter remained on lists", "winner has left"."""
    if not lexicon.traits.past_ends_in_ed or head + 1 >= last:
        return False
    word = tokens[head + 1].lower
    if word in HELPERS or word in lexicon.verbs:
        return True
    return PAST.fullmatch(word) is not None and word not in PARTICIPLES


def _ends_role(tokens: Sequence[Token], index: int, lexicon: LanguageLexicon) -> bool:
    """Whether the role is over before this token: at a mark, a verb, "who", or a sentence glued on with a dot."""
    token = tokens[index]
    following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    if token.kind == MARK and token.text not in "/&'’-+" and not is_dot_inside(tokens, index):
        return True
    if token.lower in lexicon.speech_verbs or (following in lexicon.speech_verbs and token.lower in lexicon.adverbs):
        return token.lower not in PARTICIPLES
    if lexicon.traits.past_ends_in_ed and token.kind == WORD and token.lower in HELPERS:
        return True
    return is_relative(token, lexicon) or GLUED_SENTENCE.search(token.text) is not None


def is_dot_inside(tokens: Sequence[Token], index: int) -> bool:
    """Whether a dot is no full stop: "des 1. FC Velby", "Verband Meer e. V."."""
    if tokens[index].text != "." or index == 0 or index + 1 >= len(tokens):
        return False
    before, behind = tokens[index - 1], tokens[index + 1]
    is_ordinal = before.kind == NUMBER and len(before.text) < len("100") and behind.kind == CAPITAL
    is_ordinal = is_ordinal and tokens[index - 2].kind != CAPITAL
    return is_ordinal or (before.text == "e" and behind.text.startswith("V"))


def _without_age(tokens: Sequence[Token], head: int, last: int) -> int:
    """The end of a role without "of 33 years", "for eleven years" behind it."""
    for index in range(head + 1, last - 1):
        following = tokens[index + 1]
        years = tokens[index + 2].text.split(".")[0].lower() if index + 2 < len(tokens) else ""
        is_counted = following.kind == NUMBER or following.lower in NUMBERS
        if is_counted and years in YEARS and (tokens[index].lower in OF or tokens[index].lower in DURATION_TIES):
            return index
    return last


def _capped(tokens: Sequence[Token], first: int, head: int, last: int, lexicon: LanguageLexicon) -> int:
    """The end of the last phrase that still fits where a role is too long: before "at", "for", "and"."""
    if tokens[last - 1].end - tokens[first].start <= MOST_CHARACTERS:
        return last
    ends = (
        index
        for index in range(last - 1, head, -1)
        if tokens[index - 1].end - tokens[first].start <= MOST_CHARACTERS
        and (tokens[index].lower in lexicon.prepositions or tokens[index].lower in lexicon.conjunctions)
        and tokens[index].lower not in OF
    )
    return next(ends, head + 1)


def _is_loose_end(token: Token, lexicon: LanguageLexicon) -> bool:
    """Whether a role cannot end with this word: "ambassador to", "head of the"."""
    if token.lower in NAMING:
        return True
    small = token.kind == WORD and not lexicon.is_role(token.lower)
    lists = (lexicon.prepositions, lexicon.determiners, lexicon.conjunctions)
    return small and any(token.lower in known for known in lists)


def is_quoted_name(tokens: Sequence[Token], index: int, lexicon: LanguageLexicon) -> bool:
    """Whether words in marks go on with a role: the name of a party, a book: `Vorsitzender der Partei "Ufer"`."""
    if tokens[index].kind != QUOTE or index == 0 or tokens[index].end - tokens[index].start > LONGEST_NAME:
        return False
    before = tokens[index - 1]
    behind = tokens[index + 1].text if index + 1 < len(tokens) else "."
    return before.kind in (WORD, CAPITAL) and not lexicon.is_cue(before.lower) and behind in ",.;)–—"
