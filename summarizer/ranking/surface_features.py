"""Features of one sentence that do not depend on the others."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from summarizer.model import Sentence
from summarizer.text.sentence_form import (
    OPENING_MARKS,
    PRONOUNS,
    asks,
    has_end_mark,
    is_balanced,
    is_boilerplate,
    opens_with_anaphor,
    starts_lower,
)
from summarizer.text.words import count_words, find_words, is_stop_word, stem

_DATA = json.loads(files("summarizer").joinpath("lexicon/text/ranking.json").read_text("utf-8"))
_SELF = {language: frozenset(words.split()) for language, words in _DATA["self"].items()}
_SPEECH = {language: frozenset(words.split()) for language, words in _DATA["speech"].items()}
_NONE: frozenset[str] = frozenset()

MOST_WORDS = 120
"""Words of one sentence that are read; its length is counted in full."""

MOST_CHARACTERS = 1_500
_QUOTED = re.compile(r"[“„«»\"][^“”„«»\"]{0,1000}[”“»«\"]|``.{0,1000}?''|(?:^|(?<=\s))'\s.{0,1000}?\s'(?=\s|$)")
_OPENS_QUOTED = re.compile(r"^(?:[“„«»\"‘]|``|'\s)")
"""Quotes, also as old corpora print them: `` so '' and ' so '."""


@dataclass(frozen=True, slots=True)
class SurfaceFeatures:
    """Words and flags of one sentence.

    Attributes:
        sentence: the sentence.
        tokens: stems of all its words, in order.
        content: stems of its content words, in order.
        names: capitalised words that do not open the sentence: names, in most languages.
        word_count: its number of words.
        flags: named shares and booleans, all 0..1.
    """

    sentence: Sentence
    tokens: tuple[str, ...]
    content: tuple[str, ...]
    names: tuple[str, ...]
    word_count: int
    flags: dict[str, float]


def find_surface_features(sentence: Sentence, language: str | None) -> SurfaceFeatures:
    """Returns the surface features of a sentence.

    Args:
        sentence: any sentence; only the start of a very long one is read.
        language: ISO 639-1 code; without lists for it, the flags that need them are 0.
    """
    text = sentence.text[:MOST_CHARACTERS]
    words = find_words(text)[:MOST_WORDS]
    lowered = tuple(word.lower() for word in words)
    is_content = tuple(not is_stop_word(word, language) for word in lowered)
    tokens = tuple(stem(word, language) for word in lowered)
    content = tuple(token for token, keep in zip(tokens, is_content, strict=True) if keep)
    names = tuple(
        low
        for place, (word, low, keep) in enumerate(zip(words, lowered, is_content, strict=True))
        if place > 0 and keep and word[0].isupper()
    )
    return SurfaceFeatures(
        sentence=sentence,
        tokens=tokens,
        content=content,
        names=names,
        word_count=count_words(sentence.text),
        flags=_flag(text, lowered, language)
        | {"name_share": len(names) / max(1, len(words)), "content_share": sum(is_content) / max(1, len(words))},
    )


def _flag(text: str, lowered: Sequence[str], language: str | None) -> dict[str, float]:
    """Returns the named shares and booleans of one sentence."""
    count = max(1, len(lowered))
    code = language or ""
    quoted = sum(len(match.group()) for match in _QUOTED.finditer(text))
    outside = {word.lower() for word in find_words(_QUOTED.sub(" ", text))} if quoted else set(lowered)
    letters = sum(map(str.isalpha, text))  # map, not a generator: a third of the time
    start = text.lstrip(OPENING_MARKS)
    has_digit = any(map(str.isdigit, text))
    digits = sum(any(map(str.isdigit, word)) for word in lowered) if has_digit else 0
    return {
        "points_back": float(opens_with_anaphor(text, language)),
        "boilerplate": float(is_boilerplate(text)),
        "no_end": float(not has_end_mark(text)),
        "unbalanced": float(not is_balanced(text)),
        "starts_lower": float(starts_lower(text)),
        "question": float(asks(text)),
        "shout": float("!" in text[-4:]),
        "ellipsis": float("…" in text[-4:] or text.rstrip('"”’ ').endswith("...")),
        "colon_end": float(text.rstrip('"”’ ').endswith(":")),
        "colon": float(":" in text),
        "opens_quoted": float(bool(_OPENS_QUOTED.match(text))),
        "quoted_share": quoted / max(1, len(text)),
        "opens_digit": float(start[:1].isdigit()),
        "capitals": sum(map(str.isupper, text)) / max(1, letters),
        "digit_share": min(1.0, digits / count * 2),
        "has_digit": float(has_digit),
        "pronoun_share": sum(map(PRONOUNS.get(code, _NONE).__contains__, lowered)) / count,
        "self_outside": float(bool(outside & _SELF.get(code, _NONE))),
        "self_share": sum(map(_SELF.get(code, _NONE).__contains__, lowered)) / count,
        "speech": float(not _SPEECH.get(code, _NONE).isdisjoint(lowered)),
        "brackets": float("(" in text),
        "dash": float(" – " in text or " — " in text or " - " in text),
    }
