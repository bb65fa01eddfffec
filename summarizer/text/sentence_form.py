"""The form of a sentence: boilerplate, heading, fragment, or one that depends on a sentence before it.

The lists are in `lexicon/text/sentences.json`. Nothing here looks at the topic of a sentence.
"""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

from summarizer.text.appeals import speaks_to_reader
from summarizer.text.boilerplate import is_about_site

_DATA: dict[str, Any] = json.loads(files("summarizer").joinpath("lexicon/text/sentences.json").read_text("utf-8"))

OPENING_MARKS = "\"“„‟«»‹›‘‚'’([{¿¡—–-•* \u00a0"
"""Characters that may precede the first word of a sentence."""

CLOSING_MARKS = '"”’“»«)]」』】） \u00a0'

_LOOKED_AT = 1_000
"""Patterns read this many characters: boilerplate shows early, and hostile sentences can be very long."""

_LONGEST_CHROME = 160
"""Notices of a site about itself are short."""

_BOILERPLATE = re.compile("|".join(f"(?:{pattern})" for pattern in _DATA["boilerplate"]), re.IGNORECASE)
_TRIGGERS: tuple[str, ...] = tuple(_DATA["boilerplate_triggers"])
"""Every match contains one of these: searching for them first is twenty times faster."""

_END = re.compile(r"[.!?…:。！？؟।॥]\s?[\"”“’'»«›‹)\]」』】）]*\s*$")
_OPENER_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_LONE_QUOTE = re.compile(r"(?:^|(?<![a-z]s)\s)'(?=\s|$)")
"""A straight quote mark with spaces around it, as in old corpora; after an s it may be a genitive's."""

_BRACKETS = (("“", "”"), ("(", ")"), ("[", "]"), ("「", "」"), ("『", "』"))


_UNSPACED = ("ja", "zh")
"""Written without spaces: no word boundary is needed after a phrase."""


def _read_openers() -> dict[str, tuple[frozenset[str], re.Pattern[str]]]:
    """By language: single words, and a pattern of phrases, that are anaphoric at the start of a sentence."""
    openers = {}
    for language, lists in _DATA["openers"].items():
        listed = frozenset(f"{lists['pronouns']} {lists['connectives']}".split())
        choices = [_choose({*lists["phrases"], *(word.replace("_", " ") for word in listed if "_" in word)})]
        for first, second in (("leads", "bound"), ("joins", "persons")):  # "with" + "him"; "when" + "she"
            if lists[first]:
                leads = _choose(word.replace("_", " ") for word in lists[first].split())
                choices.append(rf"{leads}\s{_choose(lists[second].split())}")
        end = "" if language in _UNSPACED else r"(?![^\W_])"
        words = frozenset(word for word in listed if "_" not in word)
        openers[language] = (words, re.compile(rf"(?:{'|'.join(choices)}){end}"))
    return openers


def _choose(phrases: Iterable[str]) -> str:
    """Returns a pattern that matches any of these, the longest first."""
    return f"(?:{'|'.join(re.escape(phrase) for phrase in sorted(phrases, key=_longest))})"


def _longest(phrase: str) -> tuple[int, str]:
    """Sort key that puts longer phrases first."""
    return -len(phrase), phrase


_OPENERS = _read_openers()
PRONOUNS: dict[str, frozenset[str]] = {
    language: frozenset(lists["pronouns"].split()) for language, lists in _DATA["openers"].items()
}
"""By language: words that refer to something named elsewhere."""


@lru_cache(maxsize=4_096)
def is_boilerplate(text: str) -> bool:
    """Whether the sentence is the site's, not the story's: sign-up lines, credits, time stamps, links."""
    front = text[:_LOOKED_AT]
    lowered = front.lower()
    if any(map(lowered.__contains__, _TRIGGERS)) and _BOILERPLATE.search(front):
        return True
    if speaks_to_reader(front):
        return True
    return len(text) <= _LONGEST_CHROME and is_about_site(text)


def opens_with_anaphor(text: str, language: str | None) -> bool:
    """Whether the sentence opens with a pronoun or connective that refers to a sentence before it."""
    words, phrases = _OPENERS.get(language or "", (frozenset(), None))
    start = text[:120].lstrip(OPENING_MARKS).lower()
    if phrases is not None and phrases.match(start):
        return True
    first = _OPENER_WORD.match(start)
    return first is not None and (first.group() in words or first.group().split("'")[0].split("’")[0] in words)


def has_end_mark(text: str) -> bool:
    """Whether the sentence ends with an end mark."""
    return bool(_END.search(text[-12:]))


def asks(text: str) -> bool:
    """Whether the sentence is a question; ".?" is a full stop and a quote mark lost in a bad conversion."""
    end = text[-12:].rstrip(CLOSING_MARKS)
    return end.endswith(("?", "？", "؟")) and not end.endswith((".?", ",?", "!?"))


def is_question_or_teaser(text: str) -> bool:
    """Whether the sentence ends in a question, a colon or dots: what it promises is elsewhere."""
    return asks(text) or text[-12:].rstrip(CLOSING_MARKS).endswith((":", "：", "…", "..."))


def is_parenthetical(text: str) -> bool:
    """Whether the whole sentence is in brackets: an editor's note."""
    return text[:1] in "[(（［" and text.rstrip(".!?")[-1:] in "])）］"


def is_balanced(text: str) -> bool:
    """Whether every quote mark and bracket opened in the sentence is closed in it."""
    if text.count('"') % 2 or text.count("``") != text.count("''") or len(_LONE_QUOTE.findall(text)) % 2:
        return False
    if any(
        text.count(opening) != text.count(closing) for opening, closing in _BRACKETS if (opening, closing) != ("“", "”")
    ):
        return False
    if "„" in text:  # German closes „ with “, Dutch and Polish with ”
        return text.count("„") == text.count("“") + text.count("”") or text.count("“") == text.count("”")
    return text.count("“") == text.count("”") and text.count("«") == text.count("»")


def starts_lower(text: str) -> bool:
    """Whether the first letter is lower case although the sentence has capitals: its start is missing."""
    start = text.lstrip(OPENING_MARKS)[:1]
    return start.islower() and text != text.lower()
