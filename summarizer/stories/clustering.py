"""Merges the most similar articles, then groups of them, until no two groups are similar enough.

Average link: the similarity of two groups is the average over their members (Sokal & Michener 1958). For unit vectors
that average is the product of the groups' sum vectors divided by the number of pairs, so no table of pairs is needed. A
group too far from each of two others is almost always too far from both together, so pairs below the threshold are
dropped.
"""

import heapq
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from summarizer.stories.candidate_pairs import Pair
from summarizer.stories.merge_constraints import Cluster
from summarizer.stories.vectors import PostingsMatrix, Vector, add_vectors, count_terms

NEAR_H = 12.0
"""Within this many hours the time between two articles is ignored."""

GAP_COST = 0.06
"""Added to the threshold when two groups are `GAP_H` hours further apart than `NEAR_H`; in proportion."""

GAP_H = 72.0

SURE_PAIRS = 4
SURER = 0.15
"""Two headlines share few words, so one pair says little; the average of many pairs says more, and a large story's
headlines differ more among themselves. So for groups of bare headlines with more than `SURE_PAIRS` pairs the threshold
falls by this at each doubling. Chosen on headlines and opening lines of the history's stories (.10 to .20 did equally
well); articles with openings gained nothing by it."""

_LEAST_WANTED = 0.5
"""But never below this share."""

_MOST_TERMS = 2_000
"""Only this many of a group's heaviest words are kept: the rest weigh next to nothing, and huge groups stay cheap."""

_MOST_NEAR = 300
"""The number of nearest groups that are kept for a new group."""


@dataclass(frozen=True, slots=True)
class Node:
    """A group of articles.

    Attributes:
        members: the articles' indices.
        total: the sum of their vectors.
        threshold: the sum of their thresholds.
        bare: how many are headlines without an opening.
        hour_sum: the sum of the known times.
        timed: how many times are known.
        guard: what the merge constraints need.
    """

    members: tuple[int, ...]
    total: Vector
    threshold: float
    bare: int
    hour_sum: float
    timed: int
    guard: Cluster


def start_node(
    number: int, vector: Vector, threshold: float, hour: float | None, guard: Cluster, *, is_bare: bool
) -> Node:
    """Returns a group of one article."""
    return Node((number,), vector, threshold, int(is_bare), hour or 0.0, int(hour is not None), guard)


def link(nodes: Sequence[Node], pairs: Iterable[Pair]) -> list[tuple[int, ...]]:
    """Returns the members of each remaining group, in an arbitrary but fixed order."""
    linker = _Linker(nodes)
    for pair in pairs:
        linker.offer(pair.first, pair.second, pair.similarity)
    linker.run()
    return [node.members for node in linker.alive.values()]


class _Linker:
    """The groups so far, their neighbours, and the queue of pairs to merge."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.alive = dict(enumerate(nodes))
        self._next = len(nodes)
        self._near: dict[int, set[int]] = {number: set() for number in self.alive}
        self._queue: list[tuple[float, int, int]] = []
        self._board = PostingsMatrix(count_terms([node.total for node in nodes]))

    def offer(self, one: int, two: int, similarity: float) -> None:
        """Queue two groups for merging if they may be merged."""
        margin = measure_margin(self.alive[one], self.alive[two], similarity)
        if margin >= 0 and self.alive[one].guard.may_join(self.alive[two].guard, similarity):
            self._remember(one, two, round(margin, 9))

    def run(self) -> None:
        """Merge until no pair is left."""
        while self._queue:
            _, one, two = heapq.heappop(self._queue)
            if one in self.alive and two in self.alive:
                self._join(one, two)

    def _join(self, one: int, two: int) -> None:
        """Replace two groups by their union."""
        near = sorted((self._near.pop(one) | self._near.pop(two)) - {one, two})
        joined = _add(self.alive.pop(one), self.alive.pop(two))
        number, self._next = self._next, self._next + 1
        self.alive[number] = joined
        self._near[number] = set()
        margins = []
        for other, product in zip(near, self._multiply(joined, near), strict=True):
            self._near[other] -= {one, two}
            similarity = product / (len(joined.members) * len(self.alive[other].members))
            margin = measure_margin(joined, self.alive[other], similarity)
            if margin >= 0:
                margins.append((-round(margin, 9), other, similarity))
        for negative, other, similarity in sorted(margins):
            if len(self._near[number]) == _MOST_NEAR:
                break
            if joined.guard.may_join(self.alive[other].guard, similarity):
                self._remember(number, other, -negative)

    def _multiply(self, node: Node, others: Iterable[int]) -> list[float]:
        """Returns the sum of all similarities between a group's articles and those of each of the others."""
        return self._board.multiply(node.total, [self.alive[other].total for other in others])

    def _remember(self, one: int, two: int, margin: float) -> None:
        """Put two groups in the queue."""
        self._near[one].add(two)
        self._near[two].add(one)
        heapq.heappush(self._queue, (-margin, min(one, two), max(one, two)))


def measure_margin(one: Node, two: Node, similarity: float) -> float:
    """Returns the similarity of two groups less their threshold."""
    wanted = (one.threshold / len(one.members) + two.threshold / len(two.members)) / 2 * _measure_doubt(one, two)
    gap = abs(one.hour_sum / one.timed - two.hour_sum / two.timed) if one.timed and two.timed else 0.0
    return similarity - wanted - GAP_COST * max(0.0, gap - NEAR_H) / GAP_H


def _measure_doubt(one: Node, two: Node) -> float:
    """Returns the factor on the threshold: 1, or less where there are many pairs of bare headlines."""
    pairs = len(one.members) * len(two.members)
    if pairs <= SURE_PAIRS or one.bare + two.bare < len(one.members) + len(two.members):
        return 1.0
    return max(_LEAST_WANTED, 1 - SURER * math.log2(pairs / SURE_PAIRS))


def _add(one: Node, two: Node) -> Node:
    """Returns two groups as one."""
    return Node(
        one.members + two.members,
        _drop_lightest(add_vectors([one.total, two.total])),
        one.threshold + two.threshold,
        one.bare + two.bare,
        one.hour_sum + two.hour_sum,
        one.timed + two.timed,
        one.guard.join(two.guard),
    )


def _drop_lightest(vector: Vector) -> Vector:
    """Returns the vector without its lightest terms, where there are very many."""
    if len(vector.ids) <= _MOST_TERMS:
        return vector
    kept = np.sort(np.lexsort((vector.ids, -vector.weights))[:_MOST_TERMS])
    return Vector(vector.ids[kept], vector.weights[kept])
