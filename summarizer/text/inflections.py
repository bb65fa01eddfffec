"""Whether two words are forms of one: "election" and "elections", "Wahl" and "Wahlen". Pure.

Two things must agree: Snowball's stemmer of the language finds one stem, and the words differ in endings that inflect.
The stem alone is too little: "important" has that of "import". Endings alone are too little: "rat" and "rates".
Source: snowballstem.org.
"""

from functools import cache, lru_cache
from itertools import takewhile
from typing import Any

_ENGLISH = "en"
_ENDINGS = {
    "en": ("english", "s es y ies ied e ed d ing"),
    "de": ("german", "e en er em es s n ern ens"),
    "fr": ("french", "s e es x l ux"),
    "es": ("spanish", "s es a as o os e"),
    "it": ("italian", "a e i o hi he"),
    "pt": ("portuguese", "s es a as o os e m ns l is"),
    "nl": ("dutch", "s e en n ren eren"),
    "sv": ("swedish", "s n t en et er ar or na rna erna arna orna a e"),
    "da": ("danish", "s n t en et er e ne erne r"),
    "no": ("norwegian", "s n t en et er e ne ene a"),
    "ro": ("romanian", "i e a ul le lor lui ii"),
    "fi": ("finnish", "n t a ta ja en in na sta ssa lla lle"),
    "pl": ("polish", "a u y i e ow om em ami ach o"),
    "cs": ("czech", "a u y i e o em um ech ami"),
    "ru": ("russian", "а я у ю ы и е о ов ев ам ям ом ем ах ях ами ями ои еи ии ый ая ое ые"),
}
"""Endings that inflect, by language, without accents; beside them the bare word."""

_PAIRS = (
    ("s", "ses"), ("x", "xes"), ("h", "hes"), ("z", "zes"), ("man", "men"), ("fe", "ves"), ("f", "ves"),
    ("is", "es"), ("in", "innen"), ("ao", "oes"), ("ao", "aes"), ("al", "aux"), ("ail", "aux"),
)  # fmt: skip
"""Endings of the singular and the plural that Snowball has no common stem for."""

_DOUBLED = frozenset({"ed", "ing"})
"""English endings in front of which a consonant is doubled: "stop", "stopped"."""


@lru_cache(maxsize=20_000)
def is_inflected(one: str, other: str, language: str | None) -> bool:
    """Return whether two words are forms of one word.

    Args:
        one: lower case, without accents.
        other: the same.
        language: ISO 639-1, of the text. English endings are tried too: of a headline's few words the language is
            often guessed wrong.
    """
    if any(_is_pair(one, other, *pair) for pair in _PAIRS):
        return True
    languages = dict.fromkeys((language if language in _ENDINGS else _ENGLISH, _ENGLISH))
    return any(_is_inflected_in(*_ENDINGS[each], one, other) for each in languages)


def _is_inflected_in(stemmer: str, written: str, one: str, other: str) -> bool:
    endings = {"", *written.split()}
    shared = _shared_beginning(one, other)
    left, right = one[len(shared) :], other[len(shared) :]
    if not (_is_ending(left, endings, shared) and _is_ending(right, endings, shared)):
        return False
    stem = _stemmer(stemmer).stemWord
    return bool(stem(one) == stem(other))


def _is_pair(one: str, other: str, singular: str, plural: str) -> bool:
    return any(
        first.endswith(singular) and len(first) > len(singular) and second == first.removesuffix(singular) + plural
        for first, second in ((one, other), (other, one))
    )


def _shared_beginning(one: str, other: str) -> str:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(letter for letter, _ in same)


def _is_ending(rest: str, endings: set[str], shared: str) -> bool:
    return rest in endings or (rest[:1] == shared[-1:] and rest[1:] in _DOUBLED and "ing" in endings)


@cache
def _stemmer(name: str) -> Any:
    import snowballstemmer  # noqa: PLC0415  (a tenth of a second, where there are filters only)

    return snowballstemmer.stemmer(name)
