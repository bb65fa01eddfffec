"""Labelled pairs of articles, with their evidence."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from summarizer.model import Article
from summarizer.stories import count_hours
from summarizer.stories.candidate_pairs import find_pairs
from summarizer.stories.document_frequency import DocumentFrequencies
from summarizer.stories.merge_constraints import LONGEST_H
from summarizer.stories.pair_evidence.article_view import ArticleView, Values, view_articles
from summarizer.stories.pair_evidence.features import FEATURES, PairComparer
from summarizer.stories.pair_evidence.model import is_apart
from summarizer.stories.pair_evidence.names import read_case
from summarizer.stories.vectors import count_terms, number_terms, weigh_articles
from tools.story_training.changed_names import Articles, NameChanger
from tools.story_training.labelled_days import LabelledDay

MOST_CHANGED = 400
MOST_REAL = 3_000
LEAST = 0.05
"""Pairs that are less alike are never merged, and teach nothing."""

FULL = 1_000.0
"""The weight of all pairs of a set together, times the set's own."""

CHANGED = 0.5
"""Pairs with other names count half, and a few pairs count little."""

MOST_EACH = 2.5

_Index = tuple[int, int]


@dataclass(slots=True)
class PairCases:
    """Labelled pairs of one kind of one set.

    Attributes:
        day: the set.
        features: a row a pair.
        is_bare: whether both are bare headlines.
        is_same: whether they are of one story.
        weight: of each pair.
    """

    day: LabelledDay
    features: Values
    is_bare: NDArray[np.bool_]
    is_same: NDArray[np.bool_]
    weight: float = field(default=1.0)


def make_cases(day: LabelledDay, background: DocumentFrequencies) -> list[PairCases]:
    """Returns the pairs of a set as they are, and some with other names."""
    batch = _Batch(day.articles, background)
    pairs = batch.find_pairs()
    same = [pair for pair in pairs if day.stories[pair[0]] == day.stories[pair[1]]]
    other = [pair for pair in pairs if day.stories[pair[0]] != day.stories[pair[1]]]
    chance = random.Random(day.name)  # noqa: S311  (which pairs are taken)
    chance.shuffle(same)
    chance.shuffle(other)
    kept = same[: MOST_REAL // 3]
    kept += other[: MOST_REAL - len(kept)]
    cases = [_collect(day, batch, kept, [day.stories[one] == day.stories[two] for one, two in kept], FULL / len(kept))]
    return cases + _make_changed(day, batch, same[:MOST_CHANGED], other, background)


def _make_changed(
    day: LabelledDay, batch: "_Batch", same: list[_Index], other: list[_Index], background: DocumentFrequencies
) -> list[PairCases]:
    """Returns pairs with other names: new names throughout, another event in like words, and namesakes."""
    changer = NameChanger(day.articles)
    named = [pair for pair in other if batch.share_a_name(*pair)][:MOST_CHANGED]
    kinds: list[tuple[Callable[[int, int], Articles | None], list[_Index], bool]] = [
        (changer.as_unknown, same, True),
        (changer.as_unknown, named + other[: MOST_CHANGED // 2], False),
        (changer.as_other_event, same, False),
        (changer.as_namesakes, other[:MOST_CHANGED], False),
    ]
    cases = []
    for change, pairs, is_same in kinds:
        changed = [made for pair in pairs if (made := change(*pair)) is not None]
        if changed:
            # Made-up words are in no other article: each pair of them is compared, not searched for.
            articles = [article for pair in changed for article in pair]
            places = [(2 * number, 2 * number + 1) for number in range(len(changed))]
            weight = CHANGED * min(FULL / len(changed), MOST_EACH)
            cases.append(_collect(day, _Batch(articles, background), places, [is_same] * len(places), weight))
    return cases


def _collect(
    day: LabelledDay, batch: "_Batch", pairs: Sequence[_Index], is_same: Sequence[bool], weight: float
) -> PairCases:
    features, is_bare = batch.compare(pairs)
    open_ = ~is_apart(features)  # of the others the names decide
    return PairCases(day, features[open_], is_bare[open_], np.array(is_same)[open_], day.weight * weight)


class _Batch:
    """Articles that are weighed together."""

    def __init__(self, articles: Sequence[Article], background: DocumentFrequencies) -> None:
        weighed = weigh_articles(articles, background)
        numbers = number_terms(weighed)
        cases = [read_case(article) for article in articles]
        self._views: tuple[ArticleView, ...] = view_articles(articles, weighed, cases, numbers)
        self._vectors = tuple(view.vector for view in self._views)
        self._hours = [count_hours(article.published_at) for article in articles]

    def find_pairs(self) -> list[_Index]:
        pairs = find_pairs(self._vectors, self._hours, window_h=LONGEST_H, least=LEAST)
        return sorted((pair.first, pair.second) for pair in pairs)

    def compare(self, pairs: Sequence[_Index]) -> tuple[Values, NDArray[np.bool_]]:
        """Returns the features of each pair, and whether both are bare headlines."""
        comparer = PairComparer(self._views, count_terms(self._vectors))
        by_first: defaultdict[int, list[int]] = defaultdict(list)
        for place, (one, _) in enumerate(pairs):
            by_first[one].append(place)
        features = np.zeros((len(pairs), len(FEATURES)))
        for one, places in by_first.items():
            features[places] = comparer.compare(one, [pairs[place][1] for place in places])
        return features, np.array([self._views[one].is_bare and self._views[two].is_bare for one, two in pairs])

    def share_a_name(self, one: int, two: int) -> bool:
        """Whether both headlines have a name in common."""
        return not self._headline_names(one).isdisjoint(self._headline_names(two))

    def _headline_names(self, number: int) -> set[int]:
        view = self._views[number]
        return set(view.vector.ids[view.is_name * view.in_headline > 0].tolist())
