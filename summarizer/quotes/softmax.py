"""The learned classifiers: one weight per feature, a softmax over the choices of one case.

The weights are in lexicon/weights/; tools/train_quotes.py rebuilds them. Multinomial logistic regression over
candidates as in O'Keefe et al., "A Sequence Labelling Approach to Quote Attribution" (EMNLP 2012), with our own
features.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files

Weights = Mapping[str, float]
"""Feature -> weight. A feature without a weight counts 0."""


def load_weights(name: str) -> Weights:
    """The shipped weights of one classifier."""
    file = files("summarizer") / "lexicon" / f"weights/{name}.json"
    weights: dict[str, float] = json.loads(file.read_text(encoding="utf-8"))["weights"]
    return weights


def score(features: Iterable[str], weights: Weights) -> float:
    """Sum of the weights of the features."""
    total, weight = 0.0, weights.get
    for feature in features:
        total += weight(feature, 0.0)
    return total


def probabilities(scores: Sequence[float]) -> list[float]:
    """Softmax of the scores."""
    highest = max(scores)
    raised = [math.exp(value - highest) for value in scores]
    total = sum(raised)
    return [value / total for value in raised]
