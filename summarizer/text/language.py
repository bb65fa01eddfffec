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

# Scripts written without spaces between words for which we have no way to find the words.
_UNCUT = (
    ("Thai", re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e]")),
    ("Lao", re.compile(r"[\u0e81-\u0edf]")),
    ("Burmese", re.compile(r"[\u1000-\u109f\ua9e0-\ua9fe\uaa60-\uaa7f]")),
    ("Khmer", re.compile(r"[\u1780-\u17d3]")),
    ("Tibetan", re.compile(r"[\u0f40-\u0fbc]")),
    ("Tai Lue", re.compile(r"[\u1950-\u19df\u1a20-\u1aad]")),
    ("Javanese", re.compile(r"[\ua980-\ua9df]")),
    ("Balinese", re.compile(r"[\u1b00-\u1b7f]")),
    ("Yi", re.compile(r"[\ua000-\ua4cf]")),
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


def detect_language(text: str) -> str | None:
    """Returns the ISO 639-1 code of the text's language; None where there is too little text.

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
    return str(code) if confidence >= MIN_CONFIDENCE else None


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
        UnsupportedLanguageError: most of its letters are in a script without spaces that we cannot split.
    """
    sample = text[:SAMPLE_CHARACTERS]
    letters = len(_LETTER.findall(sample))
    for name, script in _UNCUT:
        if letters and len(script.findall(sample)) > 0.5 * letters:
            # Dzongkha is written in Tibetan script too: the detector is more reliable than the script.
            raise UnsupportedLanguageError(language_name("dz") if language == "dz" else name)
