"""Selects the sentences that together cover most of a story.

Choosing sentences one by one, the best first, repeats the same content and favours long sentences. So the whole set is
scored: the scores of its sentences, and its coverage of the words of a summary for its length (the expected ROUGE-1 F).
The set is found greedily and then improved by exchanges.

Source: Gillick & Favre, "A Scalable Global Model for Summarization", ILP for NLP 2009 (a set is worth the words it
covers); the probabilities of the words come from `summarizer/ranking/word_salience.py`.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from summarizer.model import Sentence
from summarizer.text.words import count_words

CANDIDATES = 4
"""Candidates per sentence of the budget, the best first."""

SUMMARY_WORDS = 16
"""Words of a summary for each sentence of the budget: people write 33 to 60 for three."""

MOST_COVERED = 12
"""A larger budget is not a summary; its sentences are chosen one by one."""

_MOST_EXCHANGES = 3
_SCORE_WEIGHT = 0.025
"""Weight of the mean of the sentences' own standard scores beside the coverage, 0..1."""


@dataclass(frozen=True, slots=True)
class CoverageProblem:
    """The candidates; all arrays have one row per candidate, in document order.

    Attributes:
        places: index of each among the article's sentences.
        values: score of each on its own, standardised.
        holds: which words each has.
        chances: probability of each word, in thousandths.
        lengths: words of each.
        antecedents: rows of the candidates of which each needs one in the set; empty where it needs none.
    """

    places: tuple[int, ...]
    values: NDArray[np.float64]
    holds: NDArray[np.bool_]
    chances: NDArray[np.int64]
    lengths: NDArray[np.int64]
    antecedents: tuple[frozenset[int], ...]


def select_cover(
    sentences: Sequence[Sentence],
    values: Mapping[int, float],
    needs: Mapping[int, frozenset[int]],
    repeats: Callable[[int, int], bool],
    *,
    budget: int,
) -> list[int]:
    """Returns the places of the best set of at most `budget` sentences; empty where none is allowed.

    Args:
        sentences: of the article, with their word probabilities.
        values: place -> score of the sentence on its own, for those that may be shown.
        needs: place -> places of which one must be shown with it, for sentences that point to one before them.
        repeats: whether the sentence at one place repeats that at another.
        budget: 1 to `MOST_COVERED`.
    """
    board = _set_up(sentences, values, needs, budget)
    judge = _CoverageScorer(board, budget, cache(lambda one, two: repeats(board.places[one], board.places[two])))
    rows: list[int] = []
    while len(rows) < budget and (best := judge.best_addition(rows)) is not None:
        rows.append(best[1])
    for _ in range(_MOST_EXCHANGES):
        exchanged = judge.local_search(rows)
        if exchanged is None:
            break
        rows = exchanged
    return [board.places[row] for row in rows]


class _CoverageScorer:
    """Scores sets of rows."""

    def __init__(self, board: CoverageProblem, budget: int, repeats: Callable[[int, int], bool]) -> None:
        self._board = board
        self._repeats = repeats
        self._spare = SUMMARY_WORDS * budget
        self._score_weight = _SCORE_WEIGHT / budget

    def best_addition(self, rows: Sequence[int]) -> tuple[float, int] | None:
        """Returns the score of the set with the best allowed further row, and that row; of equal ones the first."""
        worths = self._weigh_additions(rows)
        for row in np.argsort(-worths, kind="stable"):
            if self._may_join(int(row), rows):
                return float(worths[row]), int(row)
        return None

    def local_search(self, rows: Sequence[int]) -> list[int] | None:
        """Returns the set after the exchange of one row that improves it most; None where none does."""
        best: tuple[float, list[int]] | None = None
        for row in rows:
            rest = [other for other in rows if other != row]
            found = self.best_addition(rest)
            if found is not None and (best is None or found[0] > best[0]):
                best = found[0], [*rest, found[1]]
        if best is None or len(best[1]) < len(rows) or best[0] <= self._weigh(rows):
            return None
        return best[1]

    def _weigh(self, rows: Sequence[int]) -> float:
        """Returns the score of the set."""
        return float(self._weigh_additions(rows[:-1])[rows[-1]]) if rows else 0.0

    def _weigh_additions(self, rows: Sequence[int]) -> NDArray[np.float64]:
        """Returns the score of the set with each candidate added; rounded, so that the last bits never decide."""
        board, taken = self._board, list(rows)
        told = (board.holds | board.holds[taken].any(axis=0)) @ board.chances
        words = board.lengths + board.lengths[taken].sum()
        scores = board.values + board.values[taken].sum()
        coverage = 2 * told / (1000 * (words + self._spare))
        worths: NDArray[np.float64] = np.round(self._score_weight * scores + coverage, 7)
        return worths

    def _may_join(self, row: int, rows: Sequence[int]) -> bool:
        """Whether the row is new, repeats no other, and leaves no sentence dangling."""
        if row in rows or any(self._repeats(min(row, other), max(row, other)) for other in rows):
            return False
        together = {row, *rows}
        needed = (self._board.antecedents[each] for each in together)
        return all(not each or not each.isdisjoint(together) for each in needed)


def _set_up(
    sentences: Sequence[Sentence],
    values: Mapping[int, float],
    needs: Mapping[int, frozenset[int]],
    budget: int,
) -> CoverageProblem:
    """Returns the best candidates as arrays."""
    best = sorted(values, key=lambda place: (-values[place], place))[: CANDIDATES * budget]
    places = tuple(sorted(place for place in best if place not in needs or not needs[place].isdisjoint(best)))
    rows = {place: row for row, place in enumerate(places)}
    columns: dict[str, int] = {}
    chances: list[int] = []
    for place in places:
        for word, chance in sentences[place].tells:
            if word not in columns:
                columns[word] = len(chances)
                chances.append(chance)
    holds = np.zeros((len(places), len(columns)), dtype=bool)
    for place, row in rows.items():
        holds[row, [columns[word] for word, _ in sentences[place].tells]] = True
    return CoverageProblem(
        places=places,
        values=_standardise(values, places),
        holds=holds,
        chances=np.array(chances, dtype=np.int64),
        lengths=np.array([count_words(sentences[place].text) for place in places], dtype=np.int64),
        antecedents=tuple(frozenset(rows.get(each, -1) for each in needs.get(place, ())) for place in places),
    )


def _standardise(values: Mapping[int, float], places: Sequence[int]) -> NDArray[np.float64]:
    """Returns the candidates' values less the mean of all, in standard deviations."""
    mean = math.fsum(values.values()) / max(1, len(values))
    spread = math.sqrt(math.fsum((value - mean) ** 2 for value in values.values()) / max(1, len(values)))
    return np.array([(values[place] - mean) / (spread or 1.0) for place in places])
