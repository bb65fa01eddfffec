"""What a noun names by its form alone: a person, a group, or nothing that can speak."""

import re

from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.name_lists import GROUPS
from summarizer.quotes.grammar.word_lists import endings

ABSTRACT = endings("de", "abstract_endings")
AGE = re.compile(r"\d{1,3}-\w{4}")
"""As in "der 31-Jährige"."""


def is_person_or_group(word: str, lexicon: LanguageLexicon) -> bool:
    """Whether the (lower-case) noun names a person by what they are, or a group."""
    if lexicon.is_role(word) or word in lexicon.people or word in GROUPS:
        return True
    return word.endswith(lexicon.speaking_endings) or AGE.match(word) is not None


def is_abstract(word: str, lexicon: LanguageLexicon) -> bool:
    """Whether a German noun names no person and no group: "die Souveränität Norviks"."""
    return word.endswith(ABSTRACT) and not word.endswith(lexicon.speaking_endings) and not lexicon.is_role(word)
