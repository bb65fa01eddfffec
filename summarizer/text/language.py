"""Which language a text is in, and what we can do in it."""

import re
from functools import cache
from importlib import resources
from typing import Any

from py3langid import langid

from summarizer.errors import UnsupportedLanguageError

SAMPLE_CHARACTERS = 1_200
"""So much of a text is looked at: more changes no answer and costs time."""

MIN_LETTERS = 3
"""Fewer letters say nothing about a language."""

MIN_CONFIDENCE = 0.15
"""Below it the detector is guessing: numbers, names, noises."""

_LETTER = re.compile(r"[^\W\d_]")

# One script, one language for our purpose: the detector is right about these too, but not on three words.
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
    """py3langid's detector for the languages with a two-letter code, with probabilities.

    Read from disk at the first text, once: it costs a second, and most processes never ask. A digest never does.
    """
    detector = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    detector.set_languages([code for code in detector.labels if len(code) == 2])
    return detector


_NAMES = _load_names()


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the text's language; None where there is too little text to say.

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
    """The language whose own script most of the letters are in; Japanese shows by a share of kana between its Han."""
    for code, script in _SCRIPTS:
        needed = 0.1 if code == "ja" else 0.5
        if len(script.findall(sample)) > needed * letters:
            return code
    return None


def language_name(code: str) -> str:
    """English name of a language ("Norwegian" for "no"); the code itself where we know no name."""
    return _NAMES.get(code.replace("_", "-").split("-")[0].lower(), code)


def check_supported(text: str, language: str | None) -> None:
    """Refuse texts we cannot cut into words.

    Args:
        text: the body.
        language: what `detect_language` said of it.

    Raises:
        UnsupportedLanguageError: most of its letters are in a script without spaces that we have no words for.
    """
    sample = text[:SAMPLE_CHARACTERS]
    letters = len(_LETTER.findall(sample))
    for name, script in _UNCUT:
        if letters and len(script.findall(sample)) > 0.5 * letters:
            # Tibetan script is also Dzongkha's: the detector knows better than the script.
            raise UnsupportedLanguageError(language_name("dz") if language == "dz" else name)
