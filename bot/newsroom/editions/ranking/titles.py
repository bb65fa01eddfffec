"""Cuts a title into the parts that it sets apart, and those into words. Pure.

    "Opinion | The bridge must go"           opinion; the bridge must go
    "Storm hits Sarn – in pictures"          storm hits sarn; in pictures
    "VIDÉO. Tempête sur Sarn"                video; tempete sur sarn

What is quoted in a title is another's words, so it is left out.
"""

import re
from dataclasses import dataclass

from bot.newsroom.subscriptions.keyword_filter import fold

_LONGEST = 400
"""Characters of a title that are looked at."""

_BREAK = re.compile(r"[|•·»>\[\]()]|:(?=\s|$)|(?<=\s)[–—-](?=\s)|(?<=\w)[–—](?=\s)|(?<=\s)[–—](?=\w)")
_STOP = re.compile(r"([^\W\d_][^.|:]{1,30})\.(?=\s)")
"""The end of a mark in front as French and Italian papers print it: "VIDÉO. ", "L'editoriale. "."""

_QUOTED = re.compile(r"“[^“”]{1,300}[”\"]|\"[^\"]{1,300}\"|«[^«»]{1,300}»|„[^„“”]{1,300}[“”]|‘[^‘’]{1,300}’(?!\w)")
_WORD = re.compile(r"[^\W_]+(?:['&-][^\W_]+)*|\?")


@dataclass(frozen=True, slots=True)
class TitlePart:
    """A part of a title.

    Attributes:
        words: folded, see `fold`; a question mark is one too.
        may_be_mark: it stands first or last, and not behind a colon: papers put the kind of a piece there.
    """

    words: tuple[str, ...]
    may_be_mark: bool


def split_title(title: str) -> tuple[TitlePart, ...]:
    """Return the parts of a title in their order; none is empty."""
    start = title.strip()[:_LONGEST]
    stop = _STOP.match(start)
    text = _QUOTED.sub(" ", f"{stop[1]}|{start[stop.end() :]}" if stop else start)
    ends = [found.start() for found in _BREAK.finditer(text)]
    starts = [0, *(end + 1 for end in ends)]
    cut = [(start, split_words(text[start:end])) for start, end in zip(starts, [*ends, len(text)], strict=True)]
    filled = [(start, words) for start, words in cut if words]
    last = len(filled) - 1
    return tuple(
        TitlePart(words, number == 0 or (number == last and text[start - 1] != ":"))
        for number, (start, words) in enumerate(filled)
    )


def split_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, and its question marks."""
    return tuple(_WORD.findall(fold(text)))
