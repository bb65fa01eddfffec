"""A learned decision: do two articles report one event, or only share words?

Two articles whose headlines both name somebody or some place, and nothing that the other has, never report one event.
Of all others decides a logistic regression over `FEATURES`, with weights of its own for two bare headlines. Learned by
tools/train_stories.py; how, and with which figures: docs/decisions/0119-a-story-is-one-event.md.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from summarizer.stories.candidate_pairs import Pair
from summarizer.stories.pair_evidence.article_view import ArticleView, Values
from summarizer.stories.pair_evidence.features import FEATURES, PairComparer

_WEIGHTS = "lexicon/weights/same_event.json"


VETO = -9.0
"""The score of two articles that are known to report two events."""


def is_apart(features: Values) -> NDArray[np.bool_]:
    """Returns for each pair whether its names alone say that it is of two events."""
    apart: NDArray[np.bool_] = features[:, FEATURES.index("names_apart")] > 0
    return apart


class PairModel:
    """Scores pairs of articles.

    Args:
        opening: the weight of each feature, and "start", where one of two articles has an opening; a feature that was
            not learned yet weighs nothing.
        bare: the same for two bare headlines.
    """

    def __init__(self, opening: dict[str, float], bare: dict[str, float]) -> None:
        rows = [[weights.get(name, 0.0) for name in FEATURES] for weights in (opening, bare)]
        self._weights = np.array(rows, dtype=np.float64)
        self._starts = np.array([opening["start"], bare["start"]], np.float64)

    def score(self, features: Values, is_bare: Sequence[bool]) -> Values:
        """Returns a score for each pair: 0 and more for one event.

        Args:
            features: a row a pair, see `FEATURES`.
            is_bare: whether both articles are bare headlines.
        """
        kinds = np.array(is_bare, dtype=np.int64)
        products = features * self._weights[kinds]
        total = self._starts[kinds].copy()
        for column in range(products.shape[1]):  # in a fixed order: sums differ between machines otherwise
            total += products[:, column]
        return np.where(is_apart(features), VETO, np.round(total, 9))


def read_model(text: str) -> PairModel:
    """Parses the weights written by tools/train_stories.py."""
    weights = json.loads(text)
    return PairModel(weights["opening"], weights["bare"])


MODEL = read_model(files("summarizer").joinpath(_WEIGHTS).read_text("utf-8"))


def keep_same_events(
    pairs: Iterable[Pair], views: Sequence[ArticleView], term_count: int, model: PairModel
) -> Iterator[Pair]:
    """Returns the pairs that report one event.

    Args:
        pairs: of articles, by index.
        views: the articles.
        term_count: one more than the highest term id.
        model: decides.
    """
    comparer = PairComparer(views, term_count)
    by_first: defaultdict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_first[pair.first].append(pair)
    for first, mine in by_first.items():
        features = comparer.compare(first, [pair.second for pair in mine])
        is_bare = [views[first].is_bare and views[pair.second].is_bare for pair in mine]
        scores = model.score(features, is_bare).tolist()
        yield from (pair for pair, score in zip(mine, scores, strict=True) if score >= 0)
