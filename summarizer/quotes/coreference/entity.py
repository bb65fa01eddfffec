"""One person or organisation, and how its names are compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from summarizer.model import Span
from summarizer.quotes.document.entity_mention import SUFFIX, EntityMention
from summarizer.quotes.document.tokens import ARABIC_ARTICLE, Token

GENERATIONS = ("jr", "sr")
WITH_ARTICLE = re.compile(rf"^{ARABIC_ARTICLE}(?=\w{{3}})")


@dataclass(slots=True)
class Entity:
    """A person the article names, or an organisation or place that can be a speaker.

    Attributes:
        words: the words of the full name, lower case.
        full: the fullest form, as printed.
        span: the place of that form.
        is_full: a person named with first name and surname.
        generation: "jr" or "sr" where the full form has it.
        mentions: indices of the mentions that refer to it.
    """

    words: tuple[str, ...]
    full: str
    span: Span
    is_full: bool
    generation: str = ""
    mentions: list[int] = field(default_factory=list)


def bare_word(word: str) -> str:
    """Without a genitive's ending or an Arabic article: "Lind said" may mean Omar al-Lind."""
    if word.isalpha():
        return word  # most words: nothing to take off
    ending = SUFFIX.search(word)
    word = word[: ending.start()] if ending else word.rstrip("'’")
    return WITH_ARTICLE.sub("", word)


def generation_of(tokens: Sequence[Token], mention: EntityMention) -> str:
    """The "jr" or "sr" behind a name; "" for none."""
    last = bare_word(tokens[mention.last - 1].lower).rstrip(".")
    return last if last in GENERATIONS else ""


def of_generation(entities: Sequence[Entity], numbers: Sequence[int], generation: str) -> list[int]:
    """Those of `numbers` that are called junior or senior as a mention is; all where none is."""
    return [number for number in numbers if entities[number].generation == generation] or list(numbers)


def is_same_person(entity: Entity, name: tuple[str, ...], generation: str) -> bool:
    """Whether a full name is the entity's: "J. Mattis" is "James Mattis", "Ana Lind Jr" is not "Ana Lind"."""
    return is_same_name(entity.words, name) and (entity.words != name or entity.generation == generation)


def is_same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Same surname, and first names that do not clash ("J. Mattis" is "James Mattis")."""
    if one[-1] != other[-1]:
        return False
    first, second = one[0].rstrip("."), other[0].rstrip(".")
    return first == second or (min(len(first), len(second)) == 1 and first[0] == second[0])


def is_part_of_name(name: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether all words of a shorter name are in the full one."""
    return all(word in full for word in name)
