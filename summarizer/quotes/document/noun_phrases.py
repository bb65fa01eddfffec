"""Where a noun phrase begins and ends: which words are part of one, and which are not."""

import re
from collections.abc import Sequence

from summarizer.quotes.document.tokens import WORD, Token
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import GROUPS
from summarizer.quotes.grammar.romance_words import CLITICS, HELPING, OF
from summarizer.quotes.grammar.word_lists import short_list

OBJECTS_OPEN = short_list("en", "objects_open")
RANKS = short_list("en", "ranks")
"""Adjectives of roles: "former", "deputy"."""

# "opened"; not "speed", "need", nor what seldom is a verb.
PAST = re.compile(r"(?!(?:hundred|sacred|naked|wicked|rugged|named)$)\w{2,}(?<!e)ed")


def stands_aside(tokens: Sequence[Token], index: int, lexicon: LanguageLexicon) -> bool:
    """Whether a preposition before the token marks an addressee, place or time, no source: "à", "sur", "auprès de"."""
    if index == 0:
        return False
    before = tokens[index - 1].lower
    if before in OF and index > 1:
        before = tokens[index - 2].lower
    return before in lexicon.asides


def cannot_open(word: str, lexicon: LanguageLexicon, *, behind: str) -> bool:
    """Whether the word cannot follow the determiner `behind` in a noun phrase: "Det sier", "another added"."""
    if behind in lexicon.people and word in lexicon.speech_verbs:
        return True
    if word in lexicon.prepositions or word in lexicon.pronouns:
        return True
    if (lexicon.traits.verbs_have_clitics and word in HELPING) or word in lexicon.verbs_after_determiner:
        return True
    return lexicon.traits.determiners_are_pronouns and word in lexicon.speech_verbs and not lexicon.is_role(word)


def stops(tokens: Sequence[Token], position: int, lexicon: LanguageLexicon) -> bool:
    """Whether a noun phrase ends before the token."""
    return ends_phrase(tokens[position], lexicon) or _is_verb(tokens, position, lexicon)


def _is_verb(tokens: Sequence[Token], position: int, lexicon: LanguageLexicon) -> bool:
    """Whether an English noun phrase ends before the word, a verb: "the council closed the pier"."""
    if not lexicon.traits.past_ends_in_ed:
        return False
    word = tokens[position].lower
    behind = tokens[position + 1 : position + 2]
    if word in lexicon.verbs or word.endswith("n't") or _has_object(tokens[position - 1 : position + 2], lexicon):
        return True
    describes = bool(behind) and (lexicon.is_role(behind[0].lower) or behind[0].lower in lexicon.people)
    describes = describes and _opens_description(tokens[position - 1].lower, lexicon)
    return PAST.fullmatch(word) is not None and not describes and not lexicon.is_role(word)


def _has_object(words: Sequence[Token], lexicon: LanguageLexicon) -> bool:
    """Whether the second word is a verb between a plural and an article: "her remarks buttress the claim"."""
    if len(words) < len(("remarks", "buttress", "the")) or words[2].lower not in OBJECTS_OPEN:
        return False
    plural, verb = words[0].lower, words[1]
    is_plural = words[0].kind == WORD and plural.endswith("s") and not plural.endswith(("ss", "'s"))
    is_noun = lexicon.is_role(verb.lower) or verb.lower in lexicon.people or verb.lower in GROUPS
    return is_plural and verb.kind == WORD and not is_noun and plural not in lexicon.determiners


def _opens_description(word: str, lexicon: LanguageLexicon) -> bool:
    """Whether a participle behind the word describes what follows: "the newly retired mayor", not "rides included"."""
    if word in RANKS or word in lexicon.determiners or word in lexicon.possessives or word.endswith(("ly", "'s")):
        return True
    return PAST.fullmatch(word) is not None


def ends_phrase(token: Token, lexicon: LanguageLexicon) -> bool:
    """Whether the word belongs to no noun phrase, whatever follows."""
    lower = token.lower
    if lower in lexicon.roles:
        return False
    if lexicon.traits.verbs_have_clitics and (lower in HELPING or lower in CLITICS):
        return True
    return (
        lower in lexicon.prepositions
        or lower in lexicon.conjunctions
        or lower in lexicon.speech_verbs
        or lower in lexicon.adverbs
        or lower in lexicon.determiners
        or lower in lexicon.pronouns
        or (lexicon.traits.adverbs_end_in_ly and lower.endswith("ly"))
        or (lower in lexicon.weak and not lexicon.traits.weak_verbs_end_no_phrase)
    )
