"""Text -> words that can be counted and compared, in any script.

Words of scripts written without spaces (Han, kana, Thai, Lao, Khmer, Burmese) are overlapping character bigrams, as in
information retrieval for these languages without a dictionary (Nie, Gao & Zhou, "On the use of words and n-grams for
Chinese information retrieval", 2000).
"""

import json
import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

_MARKS = "".join(
    re.escape(chr(code)) for code in range(0x300, 0x1DFF) if unicodedata.category(chr(code)).startswith("M")
)
"""Vowel signs and accents on a letter: Python's `\\w` does not match them, so it would split Hindi and Thai words."""

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+")
_WORD = re.compile(rf"[^\W_][\w{_MARKS}]*")
_LONGEST_WORD = 60
"""Longer "words" are addresses or noise; their prefix is enough to compare them."""


def _load() -> tuple[dict[str, frozenset[str]], dict[str, tuple[str, ...]]]:
    """Returns stop words and suffixes by language."""
    data = json.loads(files("summarizer").joinpath("lexicon/text/words.json").read_text("utf-8"))
    stop_words = {language: frozenset(words.split()) for language, words in data["stop_words"].items()}
    return stop_words, {language: tuple(endings.split()) for language, endings in data["suffixes"].items()}


_STOP_WORDS, _SUFFIXES = _load()
_NO_WORDS: frozenset[str] = frozenset()

LISTED_LANGUAGES = tuple(sorted(_STOP_WORDS))
"""Languages that have a list of stop words, as ISO 639-1 codes."""


def find_words(text: str) -> tuple[str, ...]:
    """Returns the words of `text` as printed, in order; character bigrams where the script has no spaces."""
    if not _UNSPACED_RUN.search(text):
        return tuple(word[:_LONGEST_WORD] for word in _WORD.findall(text))
    words: list[str] = []
    for match in _WORD.finditer(text):
        word = match.group()
        if _UNSPACED_RUN.search(word):
            words.extend(_cut_unspaced(word))
        else:
            words.append(word[:_LONGEST_WORD])
    return tuple(words)


def find_tokens(text: str, language: str | None) -> tuple[str, ...]:
    """Returns the words of `text`, lower-cased and stemmed, in order; stop words are kept unstemmed.

    Args:
        text: any text.
        language: ISO 639-1 code; for None or one without a list, words are only lower-cased.
    """
    return tuple(stem(word, language) for word in find_words(unicodedata.normalize("NFKC", text).lower()))


def find_content(text: str, language: str | None) -> tuple[str, ...]:
    """Returns the stems of the content words of `text`, in order."""
    words = find_words(unicodedata.normalize("NFKC", text).lower())
    return tuple(stem(word, language) for word in words if not is_stop_word(word, language))


def is_stop_word(word: str, language: str | None) -> bool:
    """Whether a lower-cased word is a stop word."""
    listed = _STOP_WORDS.get(language or "")
    if listed is None:  # without a list: a word of one or two letters, unless it is a number or a bigram
        return len(word) <= 2 and not word.isdigit() and not _UNSPACED_RUN.match(word)
    return word in listed or (len(word) == 1 and word.isascii() and word.isalpha())


def stop_words(language: str | None) -> frozenset[str]:
    """Returns the listed stop words of a language; empty where there is no list."""
    return _STOP_WORDS.get(language or "", _NO_WORDS)


@lru_cache(maxsize=20_000)
def stem(word: str, language: str | None) -> str:
    """Returns a lower-cased word without its longest listed suffix, as long as four letters remain.

    A light stemmer: it need not find the dictionary form, only map "minister" and "ministers" to one stem.
    """
    if word.isdigit():
        return word
    for ending in _SUFFIXES.get(language or "", ()):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def count_words(text: str) -> int:
    """Returns the number of words as a reader counts them; two characters of an unspaced script count as one."""
    if not _UNSPACED_RUN.search(text):
        return len(_WORD.findall(text))
    count = 0
    for match in _WORD.finditer(text):
        unspaced = sum(len(run.group()) for run in _UNSPACED_RUN.finditer(match.group()))
        count += (unspaced + 1) // 2 if unspaced else 1
    return count


def _cut_unspaced(word: str) -> list[str]:
    """Returns character bigrams for runs of an unspaced script, whole words for the rest."""
    parts: list[str] = []
    at = 0
    for run in _UNSPACED_RUN.finditer(word):
        if run.start() > at:
            parts.append(word[at : run.start()][:_LONGEST_WORD])
        letters = run.group()
        parts.extend(letters[i : i + 2] for i in range(max(1, len(letters) - 1)))
        at = run.end()
    if at < len(word):
        parts.append(word[at:][:_LONGEST_WORD])
    return parts
