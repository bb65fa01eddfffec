"""Multinomial logistic regression over the choices of each case, where several may be right.

Full-batch Adam with ridge regularisation toward a starting point, without randomness: the same cases give the same
weights.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

ROUNDS = 200
STEP = 0.08
LEAST_SEEN = 3
SMALLEST = 0.04  # a weight below is left out


@dataclass(frozen=True, slots=True)
class Case:
    """One decision: the features of each choice, which of them are right, and how much the case counts."""

    choices: Sequence[Sequence[str]]
    right: Sequence[bool]
    weight: float = 1.0


def learn(
    cases: Sequence[Case],
    *,
    ridge: float,
    start: Callable[[str], float] = lambda _: 0.0,
    stiffness: Callable[[str], float] = lambda _: 1.0,
    least_seen: int = LEAST_SEEN,
    always: Iterable[str] = (),
) -> dict[str, float]:
    """The weights that make the right choices likely, without small ones.

    Args:
        cases: at least one choice of each is right.
        ridge: how strongly weights are held to the start.
        start: feature -> where its weight starts, and is drawn to where the cases say nothing.
        stiffness: feature -> how many times the ridge counts for it.
        least_seen: features seen less often get no weight.
        always: features that keep their start where no case has them.
    """
    counts = Counter(feature for case in cases for choice in case.choices for feature in set(choice))
    seen = {feature for feature, count in counts.items() if count >= least_seen or start(feature)}
    features = sorted(seen | set(always))
    column = {feature: index for index, feature in enumerate(features)}
    entries: list[int] = []
    row_of_entry: list[int] = []
    case_of_row: list[int] = []
    right: list[bool] = []
    for number, case in enumerate(cases):
        for choice, mark in zip(case.choices, case.right, strict=True):
            known = [column[feature] for feature in choice if feature in column]
            entries.extend(known)
            row_of_entry.extend([len(right)] * len(known))
            case_of_row.append(number)
            right.append(mark)
    weights = _descend(
        np.array(entries),
        np.array(row_of_entry),
        np.array(case_of_row),
        np.array(right),
        np.array([case.weight for case in cases]),
        start=np.array([start(feature) for feature in features]),
        ridge=ridge * np.array([stiffness(feature) for feature in features]),
    )
    return {
        feature: round(float(weight), 2)
        for feature, weight in zip(features, weights, strict=True)
        if abs(weight) >= SMALLEST
    }


def _descend(entries: Any, rows: Any, case_of: Any, right: Any, counts: Any, *, start: Any, ridge: Any) -> Any:
    width = len(start)
    weights = start.copy()
    mean, square = np.zeros(width), np.zeros(width)
    count = case_of[-1] + 1
    for step in range(1, ROUNDS + 1):
        scores = np.bincount(rows, weights[entries], minlength=len(right))
        highest = np.full(count, -np.inf)
        np.maximum.at(highest, case_of, scores)
        raised = np.exp(scores - highest[case_of])
        chance = raised / np.bincount(case_of, raised)[case_of]
        good = raised * right
        wanted = good / np.bincount(case_of, good)[case_of]
        error = (chance - wanted) * counts[case_of]
        slope = np.bincount(entries, error[rows], minlength=width) + ridge * (weights - start)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights = weights - STEP * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights
