"""Where a noun phrase begins and ends: which words go on with one, and which do not."""

import re
from collections.abc import Sequence

from summarizer.quotes.document.tokens import Token
from summarizer.quotes.grammar.lexicon import Words
from summarizer.quotes.grammar.word_lists import short_list

ROMANCE = ("fr", "es", "it", "pt")
CIRCUMSTANCES = {language: short_list(language, "circumstances") for language in ROMANCE}
"""Nouns that say when, or whose turn it is: "la semaine dernière", "pour sa part"."""

ASIDES = {language: short_list(language, "asides") for language in ROMANCE}
"""Prepositions that make no source: who stands behind one was told, or is a place or a time."""

TO_WHOM = {language: short_list(language, "to_whom") for language in ROMANCE}
"""The same, grown together with "the"."""

ABSTRACT = ("ität", "ung", "heit", "keit", "nahme", "schaft", "tion", "ismus", "nis", "tum")
# "opened"; not "speed", "need", nor what seldom is a verb.
PAST = re.compile(r"(?!(?:hundred|sacred|naked|wicked|rugged|named)$)\w{2,}(?<!e)ed")
HELPING = frozenset(
    ("a", "ont", "avait", "est", "était", "ha", "han", "había", "hanno", "aveva", "foi", "tem", "è", "era", "é", "es")
)
PARTICIPLES = {
    "fr": ("é", "ée", "és", "ées", "u", "is"),
    "es": ("ado", "ada", "ido", "ida", "ados", "idos"),
    "it": ("ato", "ata", "uto", "ito", "ati", "ate"),
    "pt": ("ado", "ada", "ido", "ida", "ados", "idos"),
}
"""Endings; without "a" or "ont" before it no verb of a clause: « … » promis par la mairie."""

CLITICS = frozenset(("s'", "se", "n'", "ne", "m'", "t'", "si"))
AUXILIARIES = frozenset(
    ("is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may", "might")
)


OF_THE = frozenset(("du", "del", "della", "dell'", "dello", "do", "da"))
OF = OF_THE | frozenset(("de", "d'", "des", "di", "dei", "dos", "das"))


def stands_aside(tokens: Sequence[Token], index: int, words: Words) -> bool:
    """Whether a preposition before the token says whom, where or when, and no source: "à", "sur", "auprès de"."""
    if words.language not in ROMANCE or index == 0:
        return False
    before = tokens[index - 1].lower
    if before in OF and index > 1:
        before = tokens[index - 2].lower
    return before in ASIDES[words.language]


def cannot_open(word: str, words: Words) -> bool:
    """Whether no noun phrase goes on with the word behind its determiner: "Det sier"."""
    if word in words.prepositions or word in words.pronouns:
        return True
    if (words.language in ROMANCE and word in HELPING) or (words.language == "en" and word in AUXILIARIES):
        return True
    return words.language in ("no", "da", "sv", "nl") and word in words.said and not words.is_role(word)


def stops(tokens: Sequence[Token], position: int, words: Words) -> bool:
    """Whether a noun phrase ends before the token."""
    return ends_phrase(tokens[position], words) or _is_verb(tokens, position, words)


def _is_verb(tokens: Sequence[Token], position: int, words: Words) -> bool:
    """Whether an English noun phrase ends before the word, a verb: "the council closed the pier"."""
    if words.language != "en":
        return False
    word = tokens[position].lower
    if word in words.verbs or word.endswith("n't"):
        return True
    behind = tokens[position + 1 : position + 2]
    describes = bool(behind) and (words.is_role(behind[0].lower) or behind[0].lower in words.people)
    return PAST.fullmatch(word) is not None and not describes and not words.is_role(word)


def ends_phrase(token: Token, words: Words) -> bool:
    """Whether the word belongs to no noun phrase, whatever stands behind it."""
    lower = token.lower
    if lower in words.roles:
        return False
    if words.language in ROMANCE and (lower in HELPING or lower in CLITICS):
        return True
    return (
        lower in words.prepositions
        or lower in words.conjunctions
        or lower in words.said
        or lower in words.adverbs
        or lower in words.determiners
        or lower in words.pronouns
        or (words.language == "en" and lower.endswith("ly"))
        or (lower in words.weak and words.language != "de")
    )


def is_abstract(word: str, words: Words) -> bool:
    """Whether a German noun names no person and no group: "die Souveränität Norviks"."""
    return word.endswith(ABSTRACT) and not word.endswith(words.speaking_endings) and not words.is_role(word)
