"""Few words that ask for something, in the languages that we read. Pure.

A message without a link is compared with the phrases of all languages at once: nobody says in which they write. What is
not among them asks for nothing that we know. A language is an entry of `phrases.json`, or of `phrases_unspaced.json`
where words have no blanks between them.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from importlib.resources import files
from itertools import groupby
from typing import TypeVar

from bot.newsroom.requests.request import Intent

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_WITHOUT_STROKE = str.maketrans("łøđıœæ", "lodioe")
_QUESTION_MARKS = ("?", "？")

_MOST_WORDS = 25
"""A longer text is no request."""

_LONGEST_REQUEST = 1_000
"""Characters; a longer text is not looked at for words that ask."""

_FEW = 8

_SHARE_OF_FILLERS = 0.65
"""In a long sentence that asks; in sentences of news it is about a half."""


def fold_words(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, without accents."""
    small = text.casefold()
    if not small.isascii():
        plain = unicodedata.normalize("NFKD", small.replace("’", "'").translate(_WITHOUT_STROKE))
        small = _ACCENTS.sub("", plain)
    return tuple(_WORD.findall(small))


_HERE = files("bot.slack.parsing.messages")
_SPACED = json.loads(_HERE.joinpath("phrases.json").read_text("utf-8"))
_UNSPACED = json.loads(_HERE.joinpath("phrases_unspaced.json").read_text("utf-8"))


def _words_of(name: str) -> frozenset[str]:
    return frozenset(word for language in _SPACED.values() for word in fold_words(language[name]))


def _phrases_of(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(fold_words(phrase) for language in _SPACED.values() for phrase in language[name])


def _unspaced_of(name: str) -> tuple[str, ...]:
    return tuple(phrase for language in _UNSPACED.values() for phrase in language[name])


FILLERS = _words_of("fillers")
"""Words that change nothing about what is asked for."""

NEGATIONS = _words_of("negations")
_SUMMARISE, _UNSPACED_SUMMARISE = _words_of("summarise"), _unspaced_of("summarise")
_THANKS, _PRAISE, _HELP = _words_of("thanks"), _words_of("praise"), _words_of("help")
_GREETINGS, _QUESTIONS = _words_of("greetings") | frozenset({"nutgraf"}), _words_of("questions")
_ABOUT, _ABOUT_ME = _phrases_of("about"), _phrases_of("about_me")
_PRAISE_PHRASES = _phrases_of("praise_phrases")


_Meaning = TypeVar("_Meaning")


def _meanings(names: Mapping[str, _Meaning]) -> Mapping[tuple[str, ...], _Meaning]:
    """The phrases with some names -> what each means."""
    return {phrase: meaning for name, meaning in names.items() for phrase in _phrases_of(name)}


_CHANGE_INTENTS = (Intent.LONGER, Intent.SHORTER, Intent.QUOTES, Intent.WHY)
_CHANGES = _meanings({intent.value: intent for intent in _CHANGE_INTENTS})
_LENGTHS = _meanings({"shorter": "short", "medium": "medium", "longer": "long"})


def read_intent(text: str) -> Intent:
    """What few words without a link ask for, but for a change: READ for a summary, a question, or nothing at all."""
    said = fold_words(text)
    if not said and not _asks(text):
        return Intent.READ
    if _is_thanks(text, said):
        return Intent.THANK
    if _is_help(text, said):
        return Intent.HELP
    return Intent.READ if asks_to_read(text) else Intent.UNCLEAR


def asks_to_read(text: str) -> bool:
    """Whether words ask for a summary, or ask anything."""
    said = fold_words(text)
    if len(said) > _MOST_WORDS:
        return False
    asks = bool(_SUMMARISE & set(said)) or any(sign in text for sign in _UNSPACED_SUMMARISE)
    return asks or _has_phrase(said, _ABOUT) or set(said) <= FILLERS or _asks(text)


def asks_at_length(text: str) -> bool:
    """Whether a sentence of many words asks for a summary, and is no article: most of its words say nothing else."""
    if len(text) > _LONGEST_REQUEST:
        return False
    said = fold_words(text)
    if len(said) > 2 * _MOST_WORDS or not _SUMMARISE & set(said):
        return False
    return sum(word in FILLERS or word in _SUMMARISE for word in said) >= _SHARE_OF_FILLERS * len(said)


def is_question(text: str) -> bool:
    """Whether words ask something about a story that is more than what it says as a whole."""
    said = fold_words(text)
    if not _asks(text) or not 2 < len(said) <= _MOST_WORDS or _SUMMARISE & set(said):
        return False
    return said[0] in _QUESTIONS and not _has_phrase(said, _ABOUT | _ABOUT_ME)


def named_length(text: str) -> str | None:
    """The length that words name, if they say nothing else: "short", "the long version please"."""
    said = fold_words(text)
    return None if NEGATIONS & set(said) or _asks(text) else _find_meant(said, _LENGTHS)


def only_asks_to_read(text: str) -> bool:
    """Whether words ask for a summary, and say nothing else."""
    return bool(_SUMMARISE & set(fold_words(text))) and says_no_more(text)


def says_no_more(text: str) -> bool:
    """Whether words say nothing but that something is to be summarised, and how politely."""
    return set(fold_words(text)) <= _SUMMARISE | FILLERS | {"following", "below"}


def _asks(text: str) -> bool:
    """Whether words end in a question mark, or begin as a question does."""
    if text.rstrip(" \"'”»)").endswith(_QUESTION_MARKS):
        return True
    said = fold_words(text)
    return len(said) > 2 and said[0] in _QUESTIONS


def _is_thanks(text: str, said: tuple[str, ...]) -> bool:
    if any(sign in text for sign in _unspaced_of("thanks")):
        return True
    if _asks(text):
        return False
    return said in _PRAISE_PHRASES or (bool(_THANKS & set(said)) and set(said) <= _THANKS | _PRAISE | FILLERS)


def _is_help(text: str, said: tuple[str, ...]) -> bool:
    if _has_phrase(said, _ABOUT_ME) or any(sign in text for sign in _unspaced_of("help")) or text.strip() == "?":
        return True
    if said and set(said) <= _GREETINGS | _PRAISE:
        return True
    return bool(_HELP & set(said)) and set(said) <= _HELP | FILLERS and len(said) <= _FEW


def find_change(text: str) -> Intent | None:
    """The change of a posted digest that words ask for: "longer", "all quotes please"; None among other words."""
    said = fold_words(text)
    for intent in _CHANGE_INTENTS:
        if len(text) <= 2 * _FEW and any(phrase in text for phrase in _unspaced_of(intent.value)):
            return intent
    once = tuple(word for word, _ in groupby(said))  # "why why why"
    return None if NEGATIONS & set(said) else _find_meant(once, _CHANGES)


def _find_meant(said: tuple[str, ...], meanings: Mapping[tuple[str, ...], _Meaning]) -> _Meaning | None:
    """What words mean: the meaning of the longest phrase among them, if all others are fillers.

    The longest, because "too long" asks for the contrary of "long".
    """
    count = len(said)
    if not 0 < count <= _FEW:
        return None
    unmeant = [number for number, word in enumerate(said) if not (word in FILLERS or word in _THANKS)]
    first, last = (unmeant[0], unmeant[-1]) if unmeant else (count, -1)
    spans = [
        (start, end) for start in range(min(first, count - 1) + 1) for end in range(max(last, start) + 1, count + 1)
    ]
    for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
        if (meaning := meanings.get(said[start:end])) is not None:
            return meaning
    return None


def _has_phrase(said: tuple[str, ...], phrases: Iterable[tuple[str, ...]]) -> bool:
    joined = f" {' '.join(said)} "
    return any(f" {' '.join(phrase)} " in joined for phrase in phrases)


_POLITE = (
    r"(?:hey|hi|please|pls|(?:can|could|would) you|bitte|kannst du|por favor|per favore|s'il (?:te|vous) pla[iî]t)"
)
_VERBS = r"(?:summari[sz]e|tl;?dr|riassumi|samenvatten|sammanfatta)"
_AMBIGUOUS_VERBS = r"(?:sum up|fasse?|r[eé]sume[rz]?|resum(?:e|a|en|ir))"
"""Words that open sentences too: "Resume of the mayor"."""

_OBJECTS = (
    r"(?:this|that|the|following|below|for|me|us|please|article|story|text|bitte|zusammen|das|diesen|dies|folgenden"
    r"|artikel|cet|cette|ce|texte|este|esta|esto|texto|art[ií]culo|questo|articolo|testo)"
)
_BREAK = r"\s*[:\-–—,.]+\s*"
_OPENING = re.compile(
    rf"(?:{_POLITE}[,\s]+){{0,3}}"
    rf"(?:{_VERBS}\b(?:\s+{_OBJECTS}\b){{0,6}}(?:{_BREAK}|\s+)"
    rf"|{_AMBIGUOUS_VERBS}\b(?:(?:\s+{_OBJECTS}\b){{1,6}}(?:{_BREAK}|\s+)|{_BREAK}))",
    re.IGNORECASE,
)


def cut_request(text: str) -> str:
    """A pasted text without the words before it that only ask for its summary.

    These are a first line of such words alone, or such words before the text's first sentence.
    """
    first, newline, rest = text.partition("\n")
    if newline and rest.strip() and len(first) <= 200 and only_asks_to_read(first):
        return rest.strip()
    opening = _OPENING.match(text)
    return text[opening.end() :].lstrip() if opening and text[opening.end() :].strip() else text
