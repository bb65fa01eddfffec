"""Detects the language of a text, and whether it is supported."""

import re
from functools import cache
from importlib import resources
from typing import Any

from py3langid import langid

from summarizer.errors import UnsupportedLanguageError

SAMPLE_CHARACTERS = 1_200
"""Characters of a text that are read: more changes no answer and costs time."""

MIN_LETTERS = 3
"""With fewer letters the language is unknown."""

MIN_CONFIDENCE = 0.15
"""Below this the detector is guessing: numbers, names, noise."""

SURE_CONFIDENCE = 0.5
"""From here on the detector is right in 98 of 100 lines of news, of any length; below, in 4 of 5 or fewer."""

PARTS, PART_CHARACTERS = 4, 300
"""A text of one language has it in most of so many parts of so many characters, from its whole length."""

OTHER_CONFIDENCE = 0.9
"""So sure must the detector be that a part is in another language."""

MIN_SCRIPT_LETTERS, SURE_SCRIPT = 12, 0.8
"""A script names a language where so many letters, and so many of all, are in it."""

_LETTER = re.compile(r"[^\W\d_]")

# Scripts that we map to one language: the detector is right about these too, but not on three words.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]")),
    ("th", re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e]")),
    ("lo", re.compile(r"[\u0e81-\u0edf]")),
    ("my", re.compile(r"[\u1000-\u109f\ua9e0-\ua9fe\uaa60-\uaa7f]")),
    ("km", re.compile(r"[\u1780-\u17d3]")),
    ("bo", re.compile(r"[\u0f40-\u0fbc]")),
    ("el", re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")),
    ("ka", re.compile(r"[\u10a0-\u10ff\u1c90-\u1cbf]")),
    ("hy", re.compile(r"[\u0531-\u0587]")),
)

# Scripts written without spaces between words for which we have no way to find the words. Several languages share the
# last three, and the detector knows none of these.
_UNCUT = (
    ("Thai", re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e]")),
    ("Lao", re.compile(r"[\u0e81-\u0edf]")),
    ("Burmese", re.compile(r"[\u1000-\u109f\ua9e0-\ua9fe\uaa60-\uaa7f]")),
    ("Khmer", re.compile(r"[\u1780-\u17d3]")),
    ("Tibetan", re.compile(r"[\u0f40-\u0fbc]")),
    ("Yi", re.compile(r"[\ua000-\ua4cf]")),
    (None, re.compile(r"[\u1950-\u19df\u1a20-\u1aad]")),  # Tai Lue, Northern Thai, Khün
    (None, re.compile(r"[\ua980-\ua9df]")),  # Javanese, Sundanese
    (None, re.compile(r"[\u1b00-\u1b7f]")),  # Balinese, Sasak
)


def _load_names() -> dict[str, str]:
    """Code -> English name."""
    text = resources.files("summarizer.lexicon").joinpath("text/language_names.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


@cache
def _detector() -> Any:
    """Returns py3langid's detector for the languages with a two-letter code, with probabilities.

    Loaded once, at the first text: it costs a second, and most processes never need it. A digest never does.
    """
    detector = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    detector.set_languages([code for code in detector.labels if len(code) == 2])
    return detector


_NAMES = _load_names()

_NORDIC = frozenset({"no", "nb", "nn", "da"})
"""A part of a text in one of these is often taken for another."""


def detect_language(text: str, *, min_confidence: float = MIN_CONFIDENCE) -> str | None:
    """Returns the ISO 639-1 code of the text's language; None where there is too little text.

    Args:
        text: its first 1,200 characters are read.
        min_confidence: the detector's probability, 0..1, below which its answer is dropped.

    Source: Lui & Baldwin, langid.py, ACL 2012 (the py3langid fork and its model).
    """
    sample = text[:SAMPLE_CHARACTERS]
    letters = len(_LETTER.findall(sample))
    if letters < MIN_LETTERS:
        return None
    by_script = _by_script(sample, letters)
    if by_script is not None:
        return by_script
    code, confidence = _detector().classify(sample)
    return str(code) if confidence >= min_confidence else None


def find_sure_language(text: str) -> str | None:
    """Returns the language of a text that a person may be told; None where the detector is not sure.

    It is not sure of a few words, of lists of names, and of texts of which half is in another language.
    """
    sample = text[:SAMPLE_CHARACTERS]
    letters = len(_LETTER.findall(sample))
    language = detect_language(text, min_confidence=SURE_CONFIDENCE)
    if language is None or letters < MIN_SCRIPT_LETTERS or len(text) < 2 * PARTS * MIN_SCRIPT_LETTERS:
        return language
    others = sum(_is_other(part, language) for part in cut_samples(text, PARTS, PART_CHARACTERS))
    return language if 2 * others < PARTS else None


def cut_samples(text: str, count: int, size: int) -> tuple[str, ...]:
    """Returns `count` pieces of at most `size` characters that are spread evenly over the text."""
    step = len(text) / count
    return tuple(text[int(number * step) : int(number * step) + min(size, int(step) + 1)] for number in range(count))


def _is_other(part: str, language: str) -> bool:
    """Whether a part of a text is surely in another language than the text."""
    found = detect_language(part, min_confidence=OTHER_CONFIDENCE)
    return found is not None and found != language and not {found, language} <= _NORDIC


def _by_script(sample: str, letters: int) -> str | None:
    """Returns the language of the script of most letters; a share of kana among the Han means Japanese."""
    for code, script in _SCRIPTS:
        needed = 0.1 if code == "ja" else 0.5
        if len(script.findall(sample)) > needed * letters:
            return code
    return None


def language_name(code: str) -> str:
    """Returns the English name of a language ("Norwegian" for "no"); the code itself where none is known."""
    return _NAMES.get(code.replace("_", "-").split("-")[0].lower(), code)


def check_supported(text: str, language: str | None) -> None:
    """Refuse texts that cannot be split into words.

    Args:
        text: the body.
        language: the result of `detect_language`.

    Raises:
        UnsupportedLanguageError: most of its letters are in a script without spaces that we cannot split. It names a
            language only where nearly all are.
    """
    sample = text[:SAMPLE_CHARACTERS]
    letters = len(_LETTER.findall(sample))
    for name, script in _UNCUT:
        found = len(script.findall(sample))
        if letters and found > 0.5 * letters:
            is_sure = found >= max(MIN_SCRIPT_LETTERS, SURE_SCRIPT * letters)
            # Dzongkha is written in Tibetan script too: the detector is more reliable than the script.
            raise UnsupportedLanguageError((language_name("dz") if language == "dz" else name) if is_sure else None)
