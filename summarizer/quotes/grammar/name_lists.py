"""What a name tells: whose it is, and whether it is a person's at all. Lists of our own, in lexicon/."""

import json
from collections.abc import Sequence
from importlib.resources import files

_NAMES = json.loads((files("summarizer") / "lexicon" / "quotes/names.json").read_text(encoding="utf-8"))
_THINGS = json.loads((files("summarizer") / "lexicon" / "quotes/common_nouns.json").read_text(encoding="utf-8"))
WOMEN = frozenset(_NAMES["f"].split()) - frozenset(_NAMES["m"].split())
MEN = frozenset(_NAMES["m"].split()) - frozenset(_NAMES["f"].split())
FIRST_NAMES = frozenset(_NAMES["f"].split()) | frozenset(_NAMES["m"].split())
THINGS = frozenset(_THINGS["things"].split())
GROUPS = frozenset(_THINGS["groups"].split())
PLACES = frozenset(_THINGS["places"].split())
NEVER_SURNAMES = frozenset(_THINGS["institutions"].split())
THING_ENDINGS = tuple(_THINGS["endings"].split())
SUFFIXES = frozenset(("jr.", "sr.", "jr", "sr", "ii", "iii", "iv"))


def first_name_gender(word: str) -> str:
    """Give "f" or "m" for a first name (lower case) that tells, else ""."""
    for part in (word, word.split("-", maxsplit=1)[0]):
        if part in WOMEN:
            return "f"
        if part in MEN:
            return "m"
    return ""


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
