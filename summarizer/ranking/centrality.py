"""Centrality of sentences in their article."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FloatMatrix = NDArray[np.float64]
FloatVector = NDArray[np.float64]

MOST_WORDS = 80
"""Words of one sentence that are read."""


def weigh_words(sentences: Sequence[Sequence[str]]) -> FloatMatrix:
    """Returns tf-idf unit vectors, one row per sentence; idf is computed within the article.

    Args:
        sentences: the content words of each sentence.
    """
    counts = [Counter(words[:MOST_WORDS]) for words in sentences]
    frequency: Counter[str] = Counter()
    for count in counts:
        frequency.update(count.keys())
    columns = {word: column for column, word in enumerate(frequency)}
    matrix = np.zeros((len(counts), len(columns)))
    for row, count in enumerate(counts):
        for word, times in count.items():
            matrix[row, columns[word]] = (1 + math.log(times)) * math.log((1 + len(counts)) / (0.5 + frequency[word]))
    norms = np.sqrt((matrix * matrix).sum(axis=1, keepdims=True))
    return matrix / np.where(norms > 0, norms, 1.0)


def walk_graph(similarity: FloatMatrix, *, damping: float = 0.85, steps: int = 30) -> FloatVector:
    """Returns the stationary distribution of a random walk between similar sentences; sums to 1.

    Args:
        similarity: shape (n, n), 0..1, symmetric.
        damping: probability of following a similarity at each step, 0..1.
        steps: fixed, so that the result does not depend on when rounding converges.

    Source: Erkan & Radev, LexRank, JAIR 22 (2004), section 3 (the continuous form).
    """
    count = len(similarity)
    if count == 0:
        return np.zeros(0)
    totals = similarity.sum(axis=1, keepdims=True)
    transition = np.where(totals > 0, similarity / np.where(totals > 0, totals, 1.0), 1.0 / count)
    visits = np.full(count, 1.0 / count)
    for _ in range(steps):
        visits = (1 - damping) / count + damping * (transition.T @ visits)
    return visits


def scale_ranks(values: FloatVector) -> FloatVector:
    """Returns ranks scaled to 0..1: 1 for the greatest, 0 for the least; equal values share the higher rank."""
    if len(values) < 2:
        return np.ones(len(values))
    rounded = np.round(values, 6)
    return np.searchsorted(np.sort(rounded), rounded, side="right") / len(values)
