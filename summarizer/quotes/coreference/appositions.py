"""Nouns with the same entity as the name behind them: "le maire de Velby, Jean Lind", "a survey by Jo Lind"."""

from collections.abc import Iterator, Sequence

from summarizer.quotes.document.mentions import NAME, NOUN, EntityMention
from summarizer.quotes.document.tokens import CAPITAL, WORD, TokenizedArticle
from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import is_first_name
from summarizer.quotes.grammar.word_lists import short_list

INDEFINITE = short_list("en", "indefinite")

MOST_BETWEEN = 9
NAMING_CLAUSES = short_list("en", "naming_clauses")
NAMING_OPENERS = short_list("en", "naming_openers")
NAMING_TIES = short_list("en", "naming_ties")
TEXTS = short_list("en", "texts")
"""Texts: what they say, their author says."""


def find_appositions(
    tokenized: TokenizedArticle, mentions: Sequence[EntityMention], lexicon: LanguageLexicon
) -> Iterator[tuple[int, int]]:
    """Pairs of mentions: a noun phrase with a role, and the name behind it that has the same entity."""
    if not lexicon.traits.names_roles_in_appositions:
        return
    for number, mention in enumerate(mentions):
        if mention.kind == NOUN and lexicon.traits.inserts_indefinite_nouns:
            named = _named_in_clause(tokenized, mentions, number)
            if named >= 0:
                yield number, named
        if mention.kind == NOUN and _is_by_the_next(tokenized, mentions, number):
            yield number, number + 1
        if _describes_the_last(tokenized, mentions, number, lexicon):
            yield number, number - 1
        if mention.kind != NOUN or not (
            _has_role(tokenized, mention, lexicon) or _is_spoken_about(tokenized, mention, lexicon)
        ):
            continue
        name = _name_behind(tokenized, mentions, number, lexicon)
        if name >= 0:
            yield number, name


def _named_in_clause(tokenized: TokenizedArticle, mentions: Sequence[EntityMention], number: int) -> int:
    """The name that a clause gives the noun: "one user, posting as Jo Lind", "a woman who goes by the name Ana"; or -1.

    Somebody who is only known so has no other name in the article.
    """
    noun, tokens = mentions[number], tokenized.tokens
    for other in range(number + 1, min(number + 3, len(mentions))):
        name = mentions[other]
        between = [token.lower for token in tokens[noun.last : name.first]]
        if len(between) > MOST_BETWEEN or len(between) < len((",", "named")):
            return -1
        opens = between[0] in NAMING_OPENERS
        if opens and name.kind == NAME and between[-1] in NAMING_TIES and not NAMING_CLAUSES.isdisjoint(between):
            return other
    return -1


def _is_by_the_next(tokenized: TokenizedArticle, mentions: Sequence[EntityMention], number: int) -> bool:
    """Whether the noun is a text, and the mention behind it the person who wrote it: "a survey by Jo Lind"."""
    noun, tokens = mentions[number], tokenized.tokens
    if tokens[noun.last - 1].lower not in TEXTS or number + 1 == len(mentions):
        return False
    name = mentions[number + 1]
    is_behind = name.first == noun.last + 1 and tokens[noun.last].lower == "by"
    return is_behind and name.kind == NAME and is_first_name(tokens[name.core].lower) and name.last - name.core > 1


def _describes_the_last(
    tokenized: TokenizedArticle, mentions: Sequence[EntityMention], number: int, lexicon: LanguageLexicon
) -> bool:
    """Whether the noun says in an insertion what the one named before it is: "Lind, a retired worker, said"."""
    noun, name, tokens = mentions[number], mentions[number - 1], tokenized.tokens
    if number == 0 or not lexicon.traits.inserts_indefinite_nouns or noun.kind != NOUN or name.kind != NAME:
        return False
    is_next = name.last + 1 == noun.first and tokens[name.last].text == ","
    return is_next and tokens[noun.first].lower in INDEFINITE and _has_role(tokenized, noun, lexicon)


def _has_role(tokenized: TokenizedArticle, mention: EntityMention, lexicon: LanguageLexicon) -> bool:
    return any(lexicon.is_role(token.lower) for token in tokenized.tokens[mention.first : mention.last])


def _is_spoken_about(tokenized: TokenizedArticle, mention: EntityMention, lexicon: LanguageLexicon) -> bool:
    """Whether the noun follows right after a speech verb: "said the harbour's new master, Jo Lind"."""
    return (
        lexicon.traits.noun_behind_verb_is_role
        and mention.first > 0
        and tokenized.tokens[mention.first - 1].lower in lexicon.speech_verbs
    )


def _is_same_person(
    tokenized: TokenizedArticle, noun: EntityMention, name: EntityMention, lexicon: LanguageLexicon
) -> bool:
    """Whether a role right behind the comma is the same person's: "said his neighbour, the boat builder Jo Lind"."""
    tokens = tokenized.tokens
    if name.first != noun.last + 1 or tokens[noun.last].text != "," or name.core == name.first:
        return False
    is_owned = tokens[noun.first].lower in lexicon.possessives or tokens[noun.first].lower.endswith("'s")
    return is_owned or _is_spoken_about(tokenized, noun, lexicon)


def _name_behind(
    tokenized: TokenizedArticle, mentions: Sequence[EntityMention], number: int, lexicon: LanguageLexicon
) -> int:
    """The name that follows the noun after a comma, or after an "of" phrase; -1 for none."""
    tokens, noun = tokenized.tokens, mentions[number]
    for other in range(number + 1, min(number + 4, len(mentions))):
        name = mentions[other]
        if name.core - noun.last > MOST_BETWEEN or name.kind != NAME:
            if name.kind == NOUN and name.first - noun.last <= MOST_BETWEEN:
                continue
            return -1
        between = tokens[noun.last : name.first if _is_same_person(tokenized, noun, name, lexicon) else name.core]
        commas = sum(token.text == "," for token in between)
        plain = all(
            token.text == "," or (token.kind in (WORD, CAPITAL) and not lexicon.is_cue(token.lower))
            for token in between
        )
        if not plain or commas > 1 or any(lexicon.is_role(token.lower) for token in between):
            return -1  # "the spokesman of the prime minister, Jo Lind": either of them
        after_comma = commas == 1 and between[-1].text == ","
        after_of = commas == 0 and bool(between) and between[0].lower in lexicon.prepositions
        if tokens[noun.first].lower in INDEFINITE and name.first == noun.last + 1:
            after_of = False  # "a lawyer for Jo Lind" is another person
        closing = tokens[name.last].text if name.last < len(tokens) else "."
        is_told = (
            after_comma and between[0].lower in lexicon.prepositions and _is_spoken_about(tokenized, noun, lexicon)
        )
        is_framed = after_comma and (len(between) == 1 or is_told) and closing in (",", ".", "\n")
        is_person = is_framed or is_first_name(tokens[name.core].lower)
        if (after_comma or after_of) and name.last - name.core > 1 and is_person:
            return other
    return -1
