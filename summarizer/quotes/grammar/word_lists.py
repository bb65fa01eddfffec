"""Short lists that a single pattern needs, from the key "lists" of each language's file.

What every rule asks a language for is a field of `LanguageLexicon`; these lists are read by one module each.
"""

from summarizer.quotes.grammar.language_files import LANGUAGE_FILES, SMALL_LANGUAGES


def short_list(language: str, name: str) -> frozenset[str]:
    """One list of one language, lower case."""
    return frozenset(endings(language, name))


def endings(language: str, name: str) -> tuple[str, ...]:
    """The same in the order of the file, as `str.endswith` takes it."""
    words: str = LANGUAGE_FILES[language]["lists"][name]
    return tuple(words.split())


def all_words(name: str) -> frozenset[str]:
    """The lists of that name of all languages together, for patterns that several languages share."""
    return frozenset(all_endings(name))


def all_endings(name: str) -> tuple[str, ...]:
    """The same as a tuple."""
    return tuple(word for line in _lists_of(name) for word in line.split())


def _lists_of(name: str) -> list[str]:
    found: list[str] = [
        data["lists"][name]
        for data in (*LANGUAGE_FILES.values(), *SMALL_LANGUAGES.values())
        if name in data.get("lists", {})
    ]
    if not found:
        raise KeyError(name)
    return found
