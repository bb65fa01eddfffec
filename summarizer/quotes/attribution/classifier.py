"""The learned classifier: one weight per feature, a softmax over the candidates and "no speaker".

The weights are in lexicon/weights/attribution.json; tools/train_attribution.py rebuilds them. Multinomial logistic
regression over candidates as in O'Keefe et al., "A Sequence Labelling Approach to Quote Attribution" (EMNLP 2012),
with our own features.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files


def load_weights() -> dict[str, float]:
    """The shipped weights: feature -> weight; empty if they were not built yet."""
    file = files("summarizer") / "lexicon" / "weights/attribution.json"
    weights: dict[str, float] = json.loads(file.read_text(encoding="utf-8"))["weights"]
    return weights


WEIGHTS: Mapping[str, float] = load_weights()


def score(features: Iterable[str], weights: Mapping[str, float] = WEIGHTS) -> float:
    """Sum of the weights of the features."""
    return sum(weights.get(feature, 0.0) for feature in features)


def probabilities(scores: Sequence[float]) -> list[float]:
    """Softmax of the scores."""
    highest = max(scores)
    raised = [math.exp(value - highest) for value in scores]
    total = sum(raised)
    return [value / total for value in raised]
