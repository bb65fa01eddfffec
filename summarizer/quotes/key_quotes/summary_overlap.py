"""Which quotes of a running text a summary would repeat.

A text without paragraphs comes from an archive or out of a paste, mostly without its headline, and a part of what
editors go by is not there. A summary repeats quotes that say what the opening says, in phrases that come again. Six
numbers for each quote; their weights (lexicon/weights/summary_overlap.json, rebuilt by tools/train_echoes.py) were
learned from quotes that share four words in a row with a summary of their article.
"""

import json
import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise

from summarizer.model import Article, Quote

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
MOST_LINES = 2
"""A body of more lines than this has paragraphs."""

OPENING_WORDS = 100
"""About the first four sentences."""

LEARNED: Mapping[str, float] = json.loads(
    (files("summarizer") / "lexicon" / "weights/summary_overlap.json").read_text(encoding="utf-8")
)["weights"]


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of an article, lower case.

    Attributes:
        words: in order.
        starts: where each begins in the body.
        first: word -> the number of its first occurrence.
        pairs: how often two words occur side by side.
        opening: words of the headline and of the first sentences that carry meaning.
    """

    words: Sequence[str]
    starts: Sequence[int]
    first: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    opening: frozenset[str]


def is_running(body: str) -> bool:
    """Whether the body has no paragraphs to speak of."""
    return sum(1 for line in body.splitlines() if line.strip()) <= MOST_LINES


def score_echoes(article: Article, quotes: Sequence[Quote]) -> list[float]:
    """For each quote how much a summary would want it; only comparable within one article."""
    return [
        sum(LEARNED.get(name, 0.0) * value for name, value in values.items())
        for values in measure_echoes(article, quotes)
    ]


def measure_echoes(article: Article, quotes: Sequence[Quote]) -> list[dict[str, float]]:
    """For each quote the values that the learned weights know."""
    text = _read(article)
    return [_measure(text, rank, quote) for rank, quote in enumerate(quotes)]


def _read(article: Article) -> _Text:
    found = [(match.start(), match.group().lower()) for match in WORD.finditer(article.body)]
    words = [word for _, word in found]
    first: dict[str, int] = {}
    for number, word in enumerate(words):
        first.setdefault(word, number)
    headline = [word.lower() for word in WORD.findall(article.headline or "")]
    return _Text(
        words=words,
        starts=[start for start, _ in found],
        first=first,
        pairs=Counter(pairwise(words)),
        opening=_telling(headline + words[:OPENING_WORDS]),
    )


def _measure(text: _Text, rank: int, quote: Quote) -> dict[str, float]:
    start, end = bisect_left(text.starts, quote.span.start), bisect_left(text.starts, quote.span.end)
    inside = text.words[start:end]
    telling = _telling(inside)
    pairs = {pair for pair in pairwise(inside) if max(map(len, pair)) > 3}
    return {
        "rank": math.log1p(rank),
        "place": math.log1p(start / 40),
        "opening": math.log1p(len(telling & text.opening)),
        "early": -sum(math.log1p(text.first[word] / 20) for word in sorted(telling)) / max(1, len(telling)),
        "again": math.log1p(sum(text.pairs[pair] > 1 for pair in pairs)),
        "small": sum(len(word) < 4 for word in inside) / max(4, len(inside)),
    }


def _telling(words: Sequence[str]) -> frozenset[str]:
    """Those that carry meaning: four letters and more."""
    return frozenset(word for word in words if len(word) > 3)
