"""The evidence that two articles report one event, as numbers.

One shared word is little, however rare ("moon", a first name, a club called Mills). And two reports of like words are
of two events where each headline names somebody or some place that the other article does not have (two fires, two
verdicts, two companies' results).
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from summarizer.stories.pair_evidence.article_view import ArticleView, Values

FEATURES = (
    "likeness",
    "heaviest_share",
    "shared_rarity",
    "headline_found",
    "names_found",
    "names_apart",
    "both_name",
    "numbers_apart",
    "names_missing",
    "names_alone",
    "namesakes",
)
"""In the order of the columns of `compare`. Rarity is in nats; a share is between 0 and 1.

likeness        root of the cosine, times four: evens out its spread
heaviest_share  the part of the cosine that its heaviest term gives
shared_rarity   log(1 + rarity of all shared terms that are not common)
headline_found  the share of one headline that the other article has; of both, the larger
names_found     the same for the headline's names; of both, the smaller
names_apart     both headlines name something, and nothing that the other article has
both_name       both headlines name something
numbers_apart   both headlines have numbers, and the articles share none
names_missing   log(1 + rarity of one headline's names that the other article lacks); of both, the smaller
names_alone     the part that names are of what they share: of one politician there are three stories a day
namesakes       they share a name that is followed by another in each: Maren Quill, Maren Falk
"""

COMMON = 1.5
"""Terms less rare than this are in every fourth text."""

_UNKNOWN = 0.5
"""The share of names that are found where a headline has none."""

_LEAST = 1e-9

Rows = NDArray[np.int64]
_Gather = Callable[[Rows], tuple[Values, ...]]
"""Term ids -> of the one article: weight, in its headline or not, whether it has the term, name or not, and rarity."""


class PairComparer:
    """Compares articles of one batch with each other.

    Args:
        views: the articles.
        term_count: one more than the highest term id.
    """

    def __init__(self, views: Sequence[ArticleView], term_count: int) -> None:
        self._views = views
        rows = (np.zeros(term_count) for _ in range(5))
        self._weight, self._headline, self._present, self._name, self._rarity = rows

    def compare(self, number: int, others: Sequence[int]) -> Values:
        """Returns the features of an article with each of the others: a row a pair, the columns of `FEATURES`."""
        if not others:
            return np.zeros((0, len(FEATURES)))
        one = self._views[number]
        ids = one.vector.ids
        self._weight[ids], self._headline[ids] = one.vector.weights, one.in_headline
        self._present[ids], self._name[ids], self._rarity[ids] = 1.0, one.is_name, one.rarity
        found = _Pairs(one, [self._views[other] for other in others], self._gather)
        for row in (self._weight, self._headline, self._present, self._name, self._rarity):
            row[ids] = 0.0
        return found.features()

    def _gather(self, ids: Rows) -> tuple[Values, ...]:
        rows = (self._weight, self._headline, self._present, self._name, self._rarity)
        return tuple(row[ids] for row in rows)


class _Pairs:
    """One article beside several. Arrays have a place for each term of each of the others; `_sum` adds by article."""

    def __init__(self, one: ArticleView, others: Sequence[ArticleView], gather: _Gather) -> None:
        self.one, self.others = one, others
        self.ids = np.concatenate([other.vector.ids for other in others])
        self.owners = np.repeat(np.arange(len(others)), [len(other.vector.ids) for other in others])
        self.weight = np.concatenate([other.vector.weights for other in others])
        self.rarity = np.concatenate([other.rarity for other in others])
        self.headline = np.concatenate([other.in_headline for other in others])
        self.name = np.concatenate([other.is_name for other in others])
        self.is_number = np.concatenate([other.is_number for other in others])
        self.one_weight, self.one_headline, self.shared, self.one_name, self.one_rarity = gather(self.ids)

    def features(self) -> Values:
        """Returns the columns of `FEATURES`."""
        products = self.one_weight * self.weight
        cosine = self._sum(products)
        namesakes = self._find_namesakes()
        shared_names = np.maximum(self.name, self.one_name) * self.shared * (1 - namesakes)
        rare = self.rarity * self.shared * (self.rarity > COMMON)
        others = rare * (1 - shared_names) * (1 - namesakes) * (1 - self.is_number)
        mine, theirs = self._measure_names(namesakes)
        both = (mine[0] > 0) & (theirs[0] > 0)
        found = _share(mine), _share(theirs)
        named = self._sum(self.rarity * shared_names)
        names_apart = both & (np.maximum(*found) == 0)
        columns = (
            4 * np.sqrt(np.maximum(cosine, 0)),
            self._largest(products) / np.maximum(cosine, _LEAST),
            np.log1p(self._sum(rare)),
            np.maximum(*self._find_headlines()),
            np.minimum(*found),
            names_apart,
            both,
            self._find_numbers_apart(),
            np.log1p(np.maximum(np.minimum(mine[0] - mine[1], theirs[0] - theirs[1]), 0)),
            named / np.maximum(named + self._sum(others), _LEAST),
            self._sum(namesakes) > 0,
        )
        return np.stack([column.astype(np.float64) for column in columns], axis=1)

    def _measure_names(self, namesakes: Values) -> tuple[tuple[Values, Values], tuple[Values, Values]]:
        """Returns, for this headline and the others': the rarity of its names, and of those that the other has."""
        one = self.one
        mine = np.full(len(self.others), float((one.rarity * one.in_headline * one.is_name).sum()))
        mine_found = self._sum(self.one_rarity * self.one_headline * self.one_name * (1 - namesakes))
        theirs = self._sum(self.rarity * self.headline * self.name)
        theirs_found = self._sum(self.rarity * self.headline * self.name * self.shared * (1 - namesakes))
        return (mine, mine_found), (theirs, theirs_found)

    def _find_headlines(self) -> tuple[Values, Values]:
        """Returns the share of this headline that each other has, and of each other's that this article has."""
        mine = float((self.one.rarity * self.one.in_headline).sum())
        theirs = self._sum(self.rarity * self.headline)
        return (
            self._sum(self.one_rarity * self.one_headline) / max(mine, _LEAST),
            self._sum(self.rarity * self.headline * self.shared) / np.maximum(theirs, _LEAST),
        )

    def _find_numbers_apart(self) -> NDArray[np.bool_]:
        has = bool((self.one.is_number * self.one.in_headline).any())
        theirs = self._sum(self.is_number * self.headline) > 0
        apart: NDArray[np.bool_] = theirs & (self._sum(self.is_number * self.shared) == 0)
        return apart if has else np.zeros_like(apart)

    def _find_namesakes(self) -> Values:
        """Returns 1 for each shared name that is followed by other names in each of the two articles."""
        found = np.zeros(len(self.ids))
        if not self.one.followers:
            return found
        for place in np.flatnonzero(np.maximum(self.name, self.one_name) * self.shared):
            term = int(self.ids[place])
            mine = self.one.followers.get(term)
            theirs = self.others[self.owners[place]].followers.get(term)
            if mine and theirs and mine.isdisjoint(theirs):
                found[place] = 1.0
        return found

    def _sum(self, values: Values) -> Values:
        return np.bincount(self.owners, weights=values, minlength=len(self.others)).astype(np.float64)

    def _largest(self, values: Values) -> Values:
        largest = np.zeros(len(self.others))
        np.maximum.at(largest, self.owners, values)
        return largest


def _share(names: tuple[Values, Values]) -> Values:
    """Returns which share of a headline's names is found."""
    total, found = names
    return np.where(total > 0, found / np.maximum(total, _LEAST), _UNKNOWN)
