"""The data file of each language, lexicon/quotes/XX.json, and the file of the languages of which we know two lists."""

import json
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any

LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "sv",
    "no",
    "da",
    "is",
    "tr",
    "pl",
    "cs",
    "ru",
    "uk",
    "ro",
    "el",
    "ar",
)

LanguageData = Mapping[str, Any]


def read_file(name: str) -> dict[str, Any]:
    """One file of lexicon/quotes/."""
    text = (files("summarizer") / "lexicon" / f"quotes/{name}.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


LANGUAGE_FILES: Mapping[str, LanguageData] = MappingProxyType({code: read_file(code) for code in LANGUAGES})
SMALL_LANGUAGES: Mapping[str, LanguageData] = MappingProxyType(read_file("plain")["languages"])
"""Languages of which we know only how they say "said" and "according to"."""
