"""Logistic regression with a start of its own for each set: how many of its pairs are one story says nothing of others.

Ridge-regularised, by Newton's method, without randomness. Source: McCullagh & Nelder, Generalized Linear Models (1989).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from summarizer.stories.pair_evidence.article_view import Values
from tools.story_training.labelled_days import BARE
from tools.story_training.pair_cases import PairCases

RIDGE = 2.0
ROUNDS = 25
_FURTHEST = 30.0


@dataclass(frozen=True, slots=True)
class Fit:
    """What was learned.

    Attributes:
        opening: the weight of each feature.
        bare: the same for two bare headlines.
        opening_start: the mean start of sets with openings.
        bare_start: the mean start of sets of bare headlines.
    """

    opening: Values
    bare: Values
    opening_start: float
    bare_start: float


def fit(cases: Sequence[PairCases]) -> Fit:
    """Returns the weights that make the labels of all pairs likely."""
    names = sorted({case.day.name for case in cases})
    rows = np.concatenate([_make_rows(case, names) for case in cases])
    right = np.concatenate([case.is_same for case in cases]).astype(np.float64)
    counts = np.concatenate([np.full(len(case.is_same), case.weight) for case in cases])
    width = rows.shape[1] - len(names)
    ridge = np.array([RIDGE] * width + [1e-3] * len(names))
    weights = np.zeros(rows.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -_FURTHEST, _FURTHEST)))
        slope = rows.T @ (counts * (chance - right)) + ridge * weights
        curve = (rows * (counts * chance * (1 - chance))[:, None]).T @ rows + np.diag(ridge)
        weights = weights - np.linalg.solve(curve, slope)
    return _split(weights, width, names, {case.day.name: bool(case.is_bare.all()) for case in cases})


def _make_rows(case: PairCases, names: Sequence[str]) -> Values:
    """Returns the features, the same once more where both are bare, and a 1 in the column of the set."""
    starts = np.zeros((len(case.is_same), len(names)))
    starts[:, names.index(case.day.name)] = 1
    return np.concatenate([case.features, case.features * case.is_bare[:, None], starts], axis=1)


def _split(weights: Values, width: int, names: Sequence[str], is_bare: dict[str, bool]) -> Fit:
    half = width // 2
    starts = dict(zip(names, weights[width:].tolist(), strict=True))
    bare = [start for name, start in starts.items() if is_bare[name]]
    opening = [start for name, start in starts.items() if not is_bare[name] and not name.startswith(BARE)]
    return Fit(weights[:half], weights[:half] + weights[half:width], _mean(opening), _mean(bare))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
