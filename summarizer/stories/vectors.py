"""Articles as weighted words: unit vectors whose dot product is the similarity of two articles."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summarizer.model import Article
from summarizer.stories.document_frequency import (
    HEADLINE_WEIGHT,
    DocumentFrequencies,
    count_words,
    find_headline_terms,
    find_opening_terms,
)
from summarizer.stories.languages import guess_language
from summarizer.text.words import is_stop_word

Ids = NDArray[np.int64]
Weights = NDArray[np.float64]

_TODAY_SHARE = 0.15
"""Today's texts are counted too, for new words that are in every one of them, but weigh at most this share of the
background: else a large batch makes its own stories' words common."""

_FOREIGN_SHARE = 0.5
"""Below this share of known words the background is of another language. Measured with the English starting table:
openings in ten other languages 0.03-0.46, English 0.64-1.00."""


@dataclass(frozen=True, slots=True)
class Vector:
    """A sparse vector: the weight of each term id, ids ascending; no weight is 0."""

    ids: Ids
    weights: Weights


@dataclass(frozen=True, slots=True)
class ArticleTerms:
    """The terms of an article's headline and opening."""

    headline: tuple[str, ...]
    opening: tuple[str, ...]
    language: str | None

    @property
    def all(self) -> tuple[str, ...]:
        """Both, in order."""
        return self.headline + self.opening


@dataclass(frozen=True, slots=True)
class WeighedTerms:
    """An article's terms with their weights.

    Attributes:
        terms: of headline and opening.
        weights: by term: (1 + log tf) x idf.
        rarity: by term: idf, in nats.
    """

    terms: ArticleTerms
    weights: Mapping[str, float]
    rarity: Mapping[str, float]


def make_vectors(articles: Sequence[Article], background: DocumentFrequencies) -> tuple[Vector, ...]:
    """Returns one unit vector for each article; without terms where there is nothing to read."""
    weighed = weigh_articles(articles, background)
    numbers = number_terms(weighed)
    return tuple(make_vector(each, numbers) for each in weighed)


def weigh_articles(articles: Sequence[Article], background: DocumentFrequencies) -> tuple[WeighedTerms, ...]:
    """Returns the weighed terms of each article.

    Source of the weights (1 + log tf) x idf: Salton & Buckley, Term-weighting approaches in automatic text retrieval,
    IPM 24 (1988).
    """
    documents = [_read(article) for article in articles]
    today = count_words(terms.all for terms in documents)
    known = background.add(today, min(1.0, _TODAY_SHARE * background.texts / max(1.0, today.texts)))
    foreign = _find_foreign(documents, background)
    return tuple(
        _weigh(terms, known)
        if terms.language not in foreign
        else _weigh_foreign(terms, foreign[terms.language], rarest=known.idf(""))
        for terms in documents
    )


def number_terms(weighed: Sequence[WeighedTerms]) -> dict[str, int]:
    """Returns a number for each term, from 0."""
    numbers: dict[str, int] = {}
    for each in weighed:
        for term in each.weights:
            numbers.setdefault(term, len(numbers))
    return numbers


def make_vector(weighed: WeighedTerms, numbers: Mapping[str, int]) -> Vector:
    """Returns an article's vector, of length 1; of length 0 where it has no weights."""
    rows = sorted((numbers[term], weight) for term, weight in weighed.weights.items() if weight > 0)
    length = math.sqrt(math.fsum(weight * weight for _, weight in rows)) or 1.0
    ids = np.array([number for number, _ in rows], dtype=np.int64)
    return Vector(ids, np.array([weight / length for _, weight in rows], dtype=np.float64))


def _read(article: Article) -> ArticleTerms:
    """Returns the terms of an article; its language is guessed where nobody says it."""
    headline, opening = find_headline_terms(article.headline or ""), find_opening_terms(article.body)
    return ArticleTerms(headline, opening, article.language or guess_language((*headline, *opening)))


def _find_foreign(
    documents: Sequence[ArticleTerms], background: DocumentFrequencies
) -> dict[str | None, DocumentFrequencies]:
    """Returns the languages that the background does not cover, each with counts over its own articles instead."""
    by_language: dict[str | None, list[tuple[str, ...]]] = {}
    for terms in documents:
        by_language.setdefault(terms.language, []).append(terms.all)
    return {
        language: count_words(texts)
        for language, texts in by_language.items()
        if background.known_share(texts) < _FOREIGN_SHARE
    }


def _weigh(terms: ArticleTerms, background: DocumentFrequencies) -> WeighedTerms:
    """Returns the weight of each term."""
    counts = _count(terms)
    rarity = {term: background.idf(term) for term in counts}
    return WeighedTerms(terms, {term: (1 + math.log(count)) * rarity[term] for term, count in counts.items()}, rarity)


def _weigh_foreign(terms: ArticleTerms, background: DocumentFrequencies, *, rarest: float) -> WeighedTerms:
    """Returns the weight of each term where document frequencies come from today's few articles only.

    Words of the batch's own story must not fall to 0 (log of 1 + N/n never does), stop words have to be removed by a
    list, and a frequent word is as likely to be missing from the list as to be important, so it counts once. Rarity is
    scaled so that a word of one text is as rare as one that no past text has.
    """
    weights = {
        term: math.log(1 + background.texts / background.counts[term])
        for term in dict.fromkeys(terms.all)
        if not is_stop_word(term, terms.language)
    }
    scale = rarest / math.log(1 + background.texts)
    return WeighedTerms(terms, weights, {term: weight * scale for term, weight in weights.items()})


def _count(terms: ArticleTerms) -> Counter[str]:
    """Returns the frequency of each term, with words of the headline weighted higher."""
    counts = Counter(terms.opening)
    for term in terms.headline:
        counts[term] += HEADLINE_WEIGHT
    return counts


def add_vectors(vectors: Sequence[Vector]) -> Vector:
    """Returns the sum of vectors."""
    ids, places = np.unique(np.concatenate([vector.ids for vector in vectors]), return_inverse=True)
    weights = np.concatenate([vector.weights for vector in vectors])
    return Vector(ids, np.bincount(places, weights=weights, minlength=len(ids)).astype(np.float64))


class PostingsMatrix:
    """A dense row that holds one vector to be multiplied with many; exact and the same on every machine.

    `bincount` adds one term after the other; the dot product of a numeric library adds in an order that differs between
    processors.
    """

    def __init__(self, size: int) -> None:
        self._row = np.zeros(size, dtype=np.float64)

    def multiply(self, vector: Vector, others: Sequence[Vector]) -> list[float]:
        """Returns the dot product of `vector` with each of the others."""
        if not others:
            return []
        self._row[vector.ids] = vector.weights
        sizes = [len(other.ids) for other in others]
        shares = self._row[np.concatenate([other.ids for other in others])]
        shares *= np.concatenate([other.weights for other in others])
        owners = np.repeat(np.arange(len(others)), sizes)
        self._row[vector.ids] = 0.0
        products: list[float] = np.bincount(owners, weights=shares, minlength=len(others)).tolist()
        return products


def count_terms(vectors: Sequence[Vector]) -> int:
    """Returns one more than the highest term id."""
    return 1 + max((int(vector.ids[-1]) for vector in vectors if len(vector.ids)), default=0)
