"""What is compared of an article: its terms as arrays, and which of them are in the headline, names or numbers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from summarizer.model import Article
from summarizer.stories.pair_evidence.names import CasedTerms, find_names, find_small_terms
from summarizer.stories.vectors import Vector, WeighedTerms, make_vector

_NUMBER_WORDS = frozenset(
    " ".join(
        json.loads(files("summarizer").joinpath("lexicon/stories/number_words.json").read_text("utf-8"))["words"]
    ).split()
)

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as it is compared with others. All arrays have a place for each of its terms.

    Attributes:
        vector: ids and weights of its terms.
        rarity: of each term, in nats; 0 for a single letter.
        in_headline: 1 or 0.
        is_name: 1 or 0.
        is_number: 1 or 0.
        followers: id of a name -> ids of the names that follow it.
        is_bare: there is a headline only.
    """

    vector: Vector
    rarity: Values
    in_headline: Values
    is_name: Values
    is_number: Values
    followers: Mapping[int, frozenset[int]]
    is_bare: bool


def view_articles(
    articles: Sequence[Article],
    weighed: Sequence[WeighedTerms],
    cases: Sequence[CasedTerms],
    numbers: Mapping[str, int],
) -> tuple[ArticleView, ...]:
    """Returns each article as it is compared.

    Args:
        articles: of one batch.
        weighed: their terms.
        cases: how they write them.
        numbers: the number of each term.
    """
    viewer = _Viewer(numbers, find_small_terms(cases))
    return tuple(
        viewer.view(each, case, is_bare=not article.body.strip())
        for article, each, case in zip(articles, weighed, cases, strict=True)
    )


class _Viewer:
    """Makes the views of one batch.

    Args:
        numbers: the number of each term.
        small: terms that are written small somewhere.
    """

    def __init__(self, numbers: Mapping[str, int], small: frozenset[str]) -> None:
        self._numbers, self._small = numbers, small
        self._terms = {number: term for term, number in numbers.items()}

    def view(self, weighed: WeighedTerms, case: CasedTerms, *, is_bare: bool) -> ArticleView:
        """Returns an article's view."""
        vector = make_vector(weighed, self._numbers)
        terms = [self._terms[number] for number in vector.ids.tolist()]
        headline = frozenset(weighed.terms.headline)
        numbers = [term[:1].isdigit() or term in _NUMBER_WORDS for term in terms]
        found = find_names(case, self._small)
        names = [term in found and not number for term, number in zip(terms, numbers, strict=True)]
        return ArticleView(
            vector,
            np.array([weighed.rarity[term] if _is_word(term) else 0.0 for term in terms], dtype=np.float64),
            np.array([term in headline for term in terms], dtype=np.float64),
            np.array(names, dtype=np.float64),
            np.array(numbers, dtype=np.float64),
            self._find_followers(case, {term for term, is_name in zip(terms, names, strict=True) if is_name}),
            is_bare,
        )

    def _find_followers(self, case: CasedTerms, names: set[str]) -> dict[int, frozenset[int]]:
        """Returns which names follow which, by their numbers."""
        numbers, found = self._numbers, {}
        for term, after in case.followers.items():
            behind = frozenset(numbers[name] for name in after & names)
            if term in names and behind:
                found[numbers[term]] = behind
        return found


def _is_word(term: str) -> bool:
    """Whether a term is more than an initial, or what an apostrophe leaves of a word."""
    return len(term) > 1 or not term.isascii() or term.isdigit()
