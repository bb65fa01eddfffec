"""Which articles are worth comparing: those that share one of their heaviest terms within the time window."""

import math
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from summarizer.stories.vectors import Board, Vector, count_terms

HEAVIEST_TERMS = 16
NEWEST_HOLDERS = 100
"""Of the articles that hold a term only so many are candidates, the newest. Both numbers lose nothing against comparing
all with all, and they bound the work for one article whatever is sent."""

NEAREST = 20
"""So many of an article's candidates are kept: a story grows from its nearest pairs."""


class Pair(NamedTuple):
    """Two articles, by their number, and the product of their unit vectors."""

    first: int
    second: int
    similarity: float


def find_pairs(
    vectors: Sequence[Vector], hours: Sequence[float | None], *, window_h: float, least: float
) -> Iterator[Pair]:
    """The pairs of articles that may belong together, each once, in no special but always the same order.

    Args:
        vectors: one for each article.
        hours: when each was published, in hours from any fixed moment; None: not known, no window.
        window_h: articles further apart are not compared.
        least: pairs less similar are left out.
    """
    holders: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=NEWEST_HOLDERS))
    board = Board(count_terms(vectors))
    moments = [math.inf if hour is None else hour for hour in hours]
    for number in sorted(range(len(vectors)), key=lambda i: (moments[i], i)):
        heaviest = _find_heaviest(vectors[number])
        # All before it in this order is no later, so a candidate is near if it is not too early.
        earliest = -math.inf if hours[number] is None else moments[number] - window_h
        candidates = sorted({other for term in heaviest for other in holders[term] if moments[other] >= earliest})
        products = board.multiply(vectors[number], [vectors[other] for other in candidates])
        rows = sorted((-value, other) for value, other in zip(products, candidates, strict=True) if value >= least)
        for negative, other in rows[:NEAREST]:
            yield Pair(min(number, other), max(number, other), -negative)
        for term in heaviest:
            holders[term].append(number)


def _find_heaviest(vector: Vector) -> list[int]:
    """The ids of the heaviest terms; of equal ones the first seen."""
    order = np.lexsort((vector.ids, -vector.weights))[:HEAVIEST_TERMS]
    return [int(number) for number in vector.ids[order]]
