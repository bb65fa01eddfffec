"""Short lists for the patterns of German: what names things, what tells of speech."""

import json
from importlib.resources import files

_LISTS: dict[str, str] = json.loads(
    (files("summarizer") / "lexicon" / "quotes_german.json").read_text(encoding="utf-8")
)


def german(name: str) -> frozenset[str]:
    """One list, lower case."""
    return frozenset(_LISTS[name].split())
