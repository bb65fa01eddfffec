"""The sentences that together tell most of a story.

One sentence after the other, the best first, says the same things three times over and lets long sentences win. So the
whole set is judged: how good its sentences are, and how much of what a summary would hold it tells for its length (the
expected ROUGE-1 F). The set is found greedily and then mended by exchanges.

Source: Gillick & Favre, "A Scalable Global Model for Summarization", ILP for NLP 2009 (a set is worth the words it
covers); the chances of the words are `summarizer/ranking/word_salience.py`'s.
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
"""So many times the budget are looked at, the best first."""

SUMMARY_WORDS = 16
"""Words of a summary for each sentence of the budget: people write 33 to 60 for three."""

MOST_COVERED = 12
"""A larger budget is no summary; its sentences are judged one by one."""

_MOST_EXCHANGES = 3
_SCORE_WEIGHT = 0.025
"""What the sentences' own standard scores, their mean, count beside the coverage, 0..1."""


@dataclass(frozen=True, slots=True)
class Board:
    """What there is to choose from; all arrays have one row a candidate, in document order.

    Attributes:
        places: where each stands among the article's sentences.
        values: what each is worth alone, standard scores.
        holds: which words each has.
        chances: of each word, in thousandths.
        lengths: words of each.
        antecedents: row of the candidate that each may only stand behind; -1: it stands alone.
    """

    places: tuple[int, ...]
    values: NDArray[np.float64]
    holds: NDArray[np.bool_]
    chances: NDArray[np.int64]
    lengths: NDArray[np.int64]
    antecedents: tuple[int, ...]


def cover(
    sentences: Sequence[Sentence],
    values: Mapping[int, float],
    dangling: frozenset[int],
    repeats: Callable[[int, int], bool],
    *,
    budget: int,
) -> list[int]:
    """Places of the best set of at most `budget` sentences; empty where none is allowed.

    Args:
        sentences: of the article, with what they tell.
        values: place -> what the sentence is worth alone, for those that may be shown.
        dangling: places of those that may only stand right behind the one before them.
        repeats: whether the sentence at one place tells again what that at another tells.
        budget: 1 to `MOST_COVERED`.
    """
    board = _set_up(sentences, values, dangling, budget)
    judge = _Judge(board, budget, cache(lambda one, two: repeats(board.places[one], board.places[two])))
    rows: list[int] = []
    while len(rows) < budget and (best := judge.find_best(rows)) is not None:
        rows.append(best[1])
    for _ in range(_MOST_EXCHANGES):
        exchanged = judge.exchange(rows)
        if exchanged is None:
            break
        rows = exchanged
    return [board.places[row] for row in rows]


class _Judge:
    """Says what a set of rows is worth."""

    def __init__(self, board: Board, budget: int, repeats: Callable[[int, int], bool]) -> None:
        self._board = board
        self._repeats = repeats
        self._spare = SUMMARY_WORDS * budget
        self._score_weight = _SCORE_WEIGHT / budget

    def find_best(self, rows: Sequence[int]) -> tuple[float, int] | None:
        """The worth of the set with the best allowed further row, and that row; of equal ones the first."""
        worths = self._weigh_additions(rows)
        for row in np.argsort(-worths, kind="stable"):
            if self._may_join(int(row), rows):
                return float(worths[row]), int(row)
        return None

    def exchange(self, rows: Sequence[int]) -> list[int] | None:
        """The set after the exchange of one row that lifts it most; None where none does."""
        best: tuple[float, list[int]] | None = None
        for row in rows:
            rest = [other for other in rows if other != row]
            found = self.find_best(rest)
            if found is not None and (best is None or found[0] > best[0]):
                best = found[0], [*rest, found[1]]
        if best is None or len(best[1]) < len(rows) or best[0] <= self._weigh(rows):
            return None
        return best[1]

    def _weigh(self, rows: Sequence[int]) -> float:
        """What the set is worth."""
        return float(self._weigh_additions(rows[:-1])[rows[-1]]) if rows else 0.0

    def _weigh_additions(self, rows: Sequence[int]) -> NDArray[np.float64]:
        """What the set is worth with each candidate added to it; rounded, so that last bits never decide."""
        board, taken = self._board, list(rows)
        told = (board.holds | board.holds[taken].any(axis=0)) @ board.chances
        words = board.lengths + board.lengths[taken].sum()
        scores = board.values + board.values[taken].sum()
        coverage = 2 * told / (1000 * (words + self._spare))
        worths: NDArray[np.float64] = np.round(self._score_weight * scores + coverage, 7)
        return worths

    def _may_join(self, row: int, rows: Sequence[int]) -> bool:
        """Whether the row is new, tells nothing again, and leaves none dangling."""
        if row in rows or any(self._repeats(min(row, other), max(row, other)) for other in rows):
            return False
        antecedents = self._board.antecedents
        return all(antecedents[each] in (-1, row, *rows) for each in (row, *rows))


def _set_up(
    sentences: Sequence[Sentence],
    values: Mapping[int, float],
    dangling: frozenset[int],
    budget: int,
) -> Board:
    """The best candidates as arrays."""
    best = sorted(values, key=lambda place: (-values[place], place))[: CANDIDATES * budget]
    places = tuple(sorted(place for place in best if place not in dangling or place - 1 in best))
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
    return Board(
        places=places,
        values=_standardise(values, places),
        holds=holds,
        chances=np.array(chances, dtype=np.int64),
        lengths=np.array([count_words(sentences[place].text) for place in places], dtype=np.int64),
        antecedents=tuple(rows.get(place - 1, -2) if place in dangling else -1 for place in places),
    )


def _standardise(values: Mapping[int, float], places: Sequence[int]) -> NDArray[np.float64]:
    """The candidates' values less the mean of all, in standard deviations."""
    mean = math.fsum(values.values()) / max(1, len(values))
    spread = math.sqrt(math.fsum((value - mean) ** 2 for value in values.values()) / max(1, len(values)))
    return np.array([(values[place] - mean) / (spread or 1.0) for place in places])
