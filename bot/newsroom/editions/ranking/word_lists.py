"""Reads the lists of `words/`: what papers print in titles and addresses, one file a language.

All languages are looked up at once: a title has few words to tell its language by.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Lists = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """The lists of a language.

    Attributes:
        code: two letters.
        numbers: words for numbers.
        teasers: phrases of headlines that withhold what happened.
        kinds: by kind of piece: "marks", "forms" and "address", see `bot.newsroom.editions.ranking.kinds`.
    """

    code: str
    numbers: frozenset[str]
    teasers: tuple[str, ...]
    kinds: Mapping[str, Lists]


@cache
def read_word_lists() -> tuple[LanguageWords, ...]:
    """Return the lists of all languages; English first, the others by their codes."""
    folder = files("bot").joinpath("newsroom/editions/ranking/words")
    named = sorted((file.name != "en.json", file.name) for file in folder.iterdir() if file.name.endswith(".json"))
    return tuple(_read(name[:2], json.loads(folder.joinpath(name).read_text("utf-8"))) for _, name in named)


def _read(code: str, lists: dict[str, Any]) -> LanguageWords:
    kinds = {name: found for name, found in lists.items() if isinstance(found, dict)}
    return LanguageWords(code, frozenset(lists["numbers"]), tuple(lists["teasers"]), kinds)
