"""First names with their genders, and words that rule a person's name out. Lists of our own, in lexicon/."""

from collections.abc import Sequence

from summarizer.quotes.grammar.gender import Gender
from summarizer.quotes.grammar.language_files import read_file
from summarizer.quotes.grammar.word_lists import all_words

_NAMES = read_file("names")
_THINGS = read_file("common_nouns")
_F = frozenset(_NAMES["f"].split()) | all_words("first_names_f")
_M = frozenset(_NAMES["m"].split()) | all_words("first_names_m")
WOMEN, MEN, FIRST_NAMES = _F - _M, _M - _F, _F | _M
THINGS = frozenset(_THINGS["things"].split())
GROUPS = frozenset(_THINGS["groups"].split())
PLACES = frozenset(_THINGS["places"].split())
NATIONS_LIKE_NAMES = frozenset(_THINGS["nations_like_names"].split())
CITIES_LIKE_NAMES = frozenset(_THINGS["cities_like_names"].split())
NEVER_SURNAMES = frozenset(_THINGS["institutions"].split())
THING_ENDINGS = tuple(_THINGS["endings"].split())
SUFFIXES = frozenset(_NAMES["suffixes"].split())
PARTICLES = all_words("name_particles") | frozenset(_NAMES["particles"].split())
"""Lower-case words inside names, also of other languages than the text's: "Ursula von der Leyen", "Osama bin Laden"."""


def first_name_gender(word: str) -> Gender:
    """The gender of a first name (lower case); unknown for names of both."""
    for part in (word, word.split("-", maxsplit=1)[0]):
        if part in WOMEN:
            return Gender.FEMININE
        if part in MEN:
            return Gender.MASCULINE
    return Gender.UNKNOWN


def is_first_name(word: str) -> bool:
    """Whether the (lower-case) word is a first name: "Jean-Marc" counts for "Jean"."""
    return word in FIRST_NAMES or ("-" in word and word.split("-", maxsplit=1)[0] in FIRST_NAMES)


def could_be_person(name: Sequence[str]) -> bool:
    """Whether the words (lower case) may be somebody's name: no institution, no place."""
    if any(word in NEVER_SURNAMES for word in name):
        return False
    if name[0] in FIRST_NAMES:
        return True
    return not any(word in THINGS for word in name) and not name[-1].endswith(THING_ENDINGS)
