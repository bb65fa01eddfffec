"""The gender of pronouns, titles and first names."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Gender(StrEnum):
    """Gender, number or person, as the data files write it."""

    UNKNOWN = ""
    MASCULINE = "m"
    FEMININE = "f"
    PLURAL = "p"
    NEUTER = "n"
    RELATIVE = "w"
    """A relative pronoun: "who"."""

    FIRST_PERSON = "x"


PERSONAL = (Gender.MASCULINE, Gender.FEMININE)
IMPERSONAL_PRONOUNS = (Gender.NEUTER, Gender.PLURAL)


def read_genders(words: Mapping[str, str]) -> Mapping[str, Gender]:
    """The words of a data file with their genders."""
    return MappingProxyType({word: Gender(code) for word, code in words.items()})
