"""Finds the pairs of articles worth comparing: those that share one of their heaviest terms within the time window."""

import math
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from summarizer.stories.vectors import PostingsMatrix, Vector, count_terms

HEAVIEST_TERMS = 16
NEWEST_HOLDERS = 100
"""At most this many articles with a term are candidates, the newest. Both numbers lose nothing against comparing all
with all, and they bound the work for one article."""

NEAREST = 10
"""Candidates kept for each article: a story grows from its nearest pairs."""


class Pair(NamedTuple):
    """Two articles, by index, and the dot product of their unit vectors."""

    first: int
    second: int
    similarity: float


def find_pairs(
    vectors: Sequence[Vector], hours: Sequence[float | None], *, window_h: float, least: float
) -> Iterator[Pair]:
    """Returns the pairs of articles that may be one story, each once, in an arbitrary but fixed order.

    Args:
        vectors: one for each article.
        hours: when each was published, in hours from any fixed moment; None: not known, no window.
        window_h: articles further apart are not compared.
        least: less similar pairs are left out.
    """
    holders: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=NEWEST_HOLDERS))
    board = PostingsMatrix(count_terms(vectors))
    moments = [math.inf if hour is None else hour for hour in hours]
    for number in sorted(range(len(vectors)), key=lambda i: (moments[i], i)):
        heaviest = _find_heaviest(vectors[number])
        # Everything before it in this order is no later, so a candidate is in the window if it is not too early.
        earliest = -math.inf if hours[number] is None else moments[number] - window_h
        candidates = sorted({other for term in heaviest for other in holders[term] if moments[other] >= earliest})
        products = board.multiply(vectors[number], [vectors[other] for other in candidates])
        rows = sorted((-value, other) for value, other in zip(products, candidates, strict=True) if value >= least)
        for negative, other in rows[:NEAREST]:
            yield Pair(min(number, other), max(number, other), -negative)
        for term in heaviest:
            holders[term].append(number)


def _find_heaviest(vector: Vector) -> list[int]:
    """Returns the ids of the heaviest terms; of equal ones the first seen."""
    order = np.lexsort((vector.ids, -vector.weights))[:HEAVIEST_TERMS]
    return [int(number) for number in vector.ids[order]]
