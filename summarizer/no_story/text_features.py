"""What a text is made of, in shares: sentences, digits, words that sites ask for consent or a login with."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from summarizer.no_story.letter_pairs import without_accents
from summarizer.text.words import count_words

SHORTEST_STEM, LONGEST_STEM = 3, 16
"""Letters of the beginnings of words in `consent_words.txt`."""

_SENTENCE_END = re.compile(r"""[.!?…։።۔؟।]["'”’»)\]]*$|[。．！？]["'”’」』]?$""")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_TOKEN = re.compile(r"\S+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+", re.IGNORECASE)
_LATIN_TOKEN = re.compile(r"[A-Za-z0-9+/=_-]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_QUOTED = re.compile(r"[\"“„«「]([^\"“”„«»「」\n]{25,})[\"”“»」]")

LONGEST_PLAIN_TOKEN = 30
"""A run of Latin letters and digits that is longer is no word."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Words to look for: `spaced` ones at the beginning of a word, `unspaced` ones anywhere."""

    spaced: frozenset[str]
    unspaced: tuple[str, ...]


@cache
def load_lines(name: str) -> tuple[str, ...]:
    """Returns the lines of a list in the lexicon, without its comments."""
    text = files("summarizer").joinpath(f"lexicon/text/{name}").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def split_phrases(lines: tuple[str, ...]) -> Phrases:
    """Returns the lines without accents, by whether their script puts spaces between words."""
    unspaced = tuple(line for line in lines if _UNSPACED.search(line))
    spaced = frozenset(lines) - frozenset(unspaced)
    return Phrases(frozenset(map(without_accents, spaced)), tuple(map(without_accents, unspaced)))


def share_of_sentences(lines: list[str]) -> float:
    """Returns the share of the characters that are in lines which end a sentence and have five words or more, 0..1."""
    total = sum(map(len, lines))
    ended = sum(len(line) for line in lines if _SENTENCE_END.search(line.rstrip()) and count_words(line) >= 5)
    return ended / total if total else 0.0


def share_of_digits(text: str) -> float:
    """Returns the share of the letters and digits that are digits, 0..1."""
    digits = sum(map(str.isdigit, text))
    letters = sum(map(str.isalpha, text))
    return digits / (digits + letters) if digits else 0.0


def share_of_codes(text: str) -> float:
    """Returns the share of the characters that are in tokens that are no words: with digits inside, or endless."""
    tokens = _TOKEN.findall(_ADDRESS.sub(" ", text))
    total = sum(map(len, tokens))
    return sum(len(token) for token in tokens if _is_code(token)) / total if total else 0.0


def _is_code(token: str) -> bool:
    """Whether a token looks like encoded bytes, a key or a password."""
    if token.isalpha() and len(token) <= LONGEST_PLAIN_TOKEN:
        return False
    if _LATIN_TOKEN.fullmatch(token) is None:
        return False
    pairs = ((one, other) for one, other in pairwise(token) if (one + other).isalnum())
    changes = sum(one.isdigit() != other.isdigit() for one, other in pairs)
    return changes >= 2 or (len(token) > LONGEST_PLAIN_TOKEN and "-" not in token)


def count_kinds(text: str) -> tuple[int, int]:
    """Returns how many words a text has, and how many different ones."""
    words = _WORD.findall(text.casefold())
    return len(words), len(set(words))


def find_stems(text: str, phrases: Phrases) -> tuple[int, int]:
    """Returns how many words of `text` begin like one of the phrases, and how many of the phrases occur."""
    plain = without_accents(text)
    found = [stem for word in _WORD.findall(plain) if (stem := _stem_of(word, phrases.spaced)) is not None]
    found += [phrase for phrase in phrases.unspaced for _ in range(plain.count(phrase))]
    return len(found), len(set(found))


def _stem_of(word: str, stems: frozenset[str]) -> str | None:
    """Returns the shortest of `stems` that a word begins with."""
    cuts = (word[:length] for length in range(SHORTEST_STEM, min(len(word), LONGEST_STEM) + 1))
    return next((cut for cut in cuts if cut in stems), None)


def count_words_of(text: str, words: Phrases) -> int:
    """Returns how many words of `text` are one of those listed."""
    plain = without_accents(text)
    spaced = sum(word in words.spaced for word in _WORD.findall(plain))
    return spaced + sum(plain.count(word) for word in words.unspaced)


def share_covered(text: str, phrases: frozenset[str]) -> tuple[float, frozenset[str]]:
    """Returns the share of the letters of `text` that are in one of the phrases, 0..1, and which phrases occur.

    Args:
        text: any text.
        phrases: in lower case, without accents.
    """
    plain = without_accents(text)
    found = frozenset(phrase for phrase in phrases if phrase in plain)
    if not found:
        return 0.0, found
    rest = plain
    for phrase in sorted(found, key=lambda phrase: (-len(phrase), phrase)):
        rest = rest.replace(phrase, " ")
    return 1 - sum(map(str.isalpha, rest)) / sum(map(str.isalpha, plain)), found


def quotes_somebody(text: str) -> bool:
    """Whether the text has somebody's words between quotation marks."""
    return _QUOTED.search(text) is not None
