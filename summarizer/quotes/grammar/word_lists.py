"""Short lists of single patterns, beside the word lists of whole languages: what names things, what tells of speech."""

import json
from importlib.resources import files

LANGUAGES = ("de", "en", "es", "fr", "it", "pt")


def short_list(language: str, name: str) -> frozenset[str]:
    """One list, lower case."""
    return frozenset(_LISTS[language][name].split())


def _load(language: str) -> dict[str, str]:
    file = files("summarizer") / "lexicon" / f"quotes/{language}_lists.json"
    lists: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return lists


_LISTS = {language: _load(language) for language in LANGUAGES}
