"""Chooses the headline of a story: the plainest of its articles' headlines. Pure.

A plain headline is a report's and says what happened: it is no question, no quotation alone, does not withhold ("This
is why …"), is not cut, is of usual length, and shares words with the story's other headlines. Of equally plain ones the
most central article's is taken, whose words the story shares most: it opens the digest too.
"""

import re
from collections.abc import Sequence

from bot.newsroom.editions.ranking.kinds import is_report
from bot.newsroom.editions.ranking.phrases import PhraseBook, read_phrase
from bot.newsroom.editions.ranking.titles import split_title, split_words
from bot.newsroom.editions.ranking.word_lists import read_word_lists
from bot.newsroom.feeds.model import Item
from summarizer.text.words import stop_words

FEWEST_WORDS = 4
LONGEST = 140
"""Characters of a usual headline; longer ones are a post of a network or a whole sentence."""

_MOST_COMPARED = 40
_NO_REPORT, _HEAVY, _LIGHT = 100, 3, 1
_CUT = ("…", "...")
_QUOTES = "\"“”„«»‘’'"
_ALL_QUOTED = re.compile(r"[“\"„«‘'][^“”\"„«»]{1,400}[”\"“»’'][.!?]?")
_OPENS_QUOTED = re.compile(r"[“\"„«‘]")
_TEASERS = PhraseBook(
    read_phrase(written, words.numbers, written) for words in read_word_lists() for written in words.teasers
)
_STOP_WORDS = frozenset(split_words(" ".join(each for words in read_word_lists() for each in stop_words(words.code))))


def put_plainest_first(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items of a story with the plainest headline first, then reports, then the others, in their order."""
    reports_first = sorted(items, key=lambda item: not is_report(item))
    if len(reports_first) < 2:
        return tuple(reports_first)
    words = [_find_content(item.title) for item in reports_first[:_MOST_COMPARED]]
    flaws = [
        count_flaws(item) + (_HEAVY if _is_apart(number, words) else 0)
        for number, item in enumerate(reports_first[:_MOST_COMPARED])
    ]
    best = flaws.index(min(flaws))
    return (reports_first[best], *reports_first[:best], *reports_first[best + 1 :])


def count_flaws(item: Item) -> int:
    """Return how far an item's headline is from plain: 0 is plain, 100 and more no report's."""
    title = item.title.strip()
    heavy = (title.endswith(_CUT), title.endswith(("?", "？", "؟")), bool(_ALL_QUOTED.fullmatch(title)), _teases(title))
    light = (
        len(title.split()) < FEWEST_WORDS and len(title) < 4 * FEWEST_WORDS,
        len(title) > LONGEST,
        title.endswith("!"),
        title.isupper(),
        bool(_OPENS_QUOTED.match(title)),
        title.endswith(tuple(_QUOTES)),
    )
    return (0 if is_report(item) else _NO_REPORT) + _HEAVY * sum(heavy) + _LIGHT * sum(light)


def _teases(title: str) -> bool:
    return any(_TEASERS.find(part.words) is not None for part in split_title(title))


def _find_content(title: str) -> frozenset[str]:
    return frozenset(word for word in split_words(title) if len(word) > 2 and word not in _STOP_WORDS)


def _is_apart(number: int, words: Sequence[frozenset[str]]) -> bool:
    """Return whether a headline shares no word with another of its story, though two of the others share some."""
    others = [found for place, found in enumerate(words) if place != number]
    if any(words[number] & other for other in others):
        return False
    return any(one & two for place, one in enumerate(others) for two in others[place + 1 :])
