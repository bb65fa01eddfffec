"""One person or organisation, and how its names are compared."""

import re
from dataclasses import dataclass, field

from summarizer.model import Span
from summarizer.quotes.document.entity_mention import SUFFIX
from summarizer.quotes.document.tokens import ARABIC_ARTICLE

WITH_ARTICLE = re.compile(rf"^{ARABIC_ARTICLE}(?=\w{{3}})")


@dataclass(slots=True)
class Entity:
    """A person the article names, or an organisation or place that can be a speaker.

    Attributes:
        words: the words of the full name, lower case.
        full: the fullest form, as printed.
        span: the place of that form.
        is_full: a person named with first name and surname.
        mentions: indices of the mentions that refer to it.
    """

    words: tuple[str, ...]
    full: str
    span: Span
    is_full: bool
    mentions: list[int] = field(default_factory=list)


def bare_word(word: str) -> str:
    """Without a genitive's ending or an Arabic article: "Lind said" may mean Omar al-Lind."""
    ending = SUFFIX.search(word)
    word = word[: ending.start()] if ending else word.rstrip("'’")
    return WITH_ARTICLE.sub("", word)


def is_same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Same surname, and first names that do not clash ("J. Mattis" is "James Mattis")."""
    if one[-1] != other[-1]:
        return False
    first, second = one[0].rstrip("."), other[0].rstrip(".")
    return first == second or (min(len(first), len(second)) == 1 and first[0] == second[0])


def is_part_of_name(name: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether all words of a shorter name are in the full one."""
    return all(word in full for word in name)
