"""Sumy's eight methods on our own sentences and words. The only file that imports sumy.

Sumy's own tokenizer needs a download; its document model takes any object with `to_words`. Nothing here opens a file.
"""

import math
import warnings
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.summarizers._summarizer import AbstractSummarizer
from sumy.summarizers.edmundson import EdmundsonSummarizer
from sumy.summarizers.kl import KLSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.reduction import ReductionSummarizer
from sumy.summarizers.sum_basic import SumBasicSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

from summarizer.model import Article, Sentence
from summarizer.ranking.learned_ranker import LEAST_SCORE
from summarizer.text.words import find_words, stem, stop_words

MOST_SENTENCES = 200
MOST_WORDS = 80
MOST_WORDS_IN_ALL = 4_000
"""Reduction and TextRank are quadratic in the words: an article of 4,000 words takes half a second."""

_KL_MOST_SENTENCES = 60
"""KL is cubic in the sentences."""

_NOTHING = ("\x00",)
"""Edmundson refuses empty word lists; no text has this word."""


class _Words:
    """Gives sumy the words that were found already."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self._words = words

    def to_words(self, text: str) -> tuple[str, ...]:
        """Returns the words; `text` is not read again."""
        del text
        return self._words


class _Place(SumySentence):  # type: ignore[misc]  # sumy has no types
    """A sumy sentence that equals only itself: sumy's own sentences share one rating when their texts are equal."""

    def __init__(self, words: tuple[str, ...], *, is_heading: bool = False) -> None:
        super().__init__("", _Words(words), is_heading)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


class _Ratings:
    """Mixin for a summarizer: keeps the rating of every sentence instead of choosing the best."""

    ratings: tuple[float, ...] = ()

    def _get_best_sentences(
        self, sentences: Sequence[Any], count: int, rating: Callable[..., float] | dict[Any, float], *arguments: Any
    ) -> tuple[Any, ...]:
        del count
        rate = rating.__getitem__ if isinstance(rating, dict) else rating
        self.ratings = tuple(float(rate(sentence, *arguments)) for sentence in sentences)
        return ()


class _LexRank(_Ratings, LexRankSummarizer):  # type: ignore[misc]  # sumy has no types
    pass


class _TextRank(_Ratings, TextRankSummarizer):  # type: ignore[misc]  # the same
    pass


class _Luhn(_Ratings, LuhnSummarizer):  # type: ignore[misc]  # the same
    pass


class _Kl(_Ratings, KLSummarizer):  # type: ignore[misc]  # the same
    pass


class _SumBasic(_Ratings, SumBasicSummarizer):  # type: ignore[misc]  # the same
    pass


class _Reduction(_Ratings, ReductionSummarizer):  # type: ignore[misc]  # the same
    pass


class _Edmundson(_Ratings, EdmundsonSummarizer):  # type: ignore[misc]  # the same
    pass


class _Lsa(_Ratings, LsaSummarizer):  # type: ignore[misc]  # the same
    def _create_dictionary(self, document: Any) -> dict[str, int]:
        """Numbers the words in alphabetical order; sumy uses the order of a set, which differs from run to run."""
        return {word: row for row, word in enumerate(sorted(super()._create_dictionary(document)))}


_SUMMARIZERS: dict[str, type[AbstractSummarizer]] = {
    "lex-rank": _LexRank,
    "text-rank": _TextRank,
    "lsa": _Lsa,
    "luhn": _Luhn,
    "kl": _Kl,
    "sum-basic": _SumBasic,
    "edmundson": _Edmundson,
    "reduction": _Reduction,
}


def score_by_sumy(
    article: Article, sentences: Sequence[Sentence], method: str
) -> tuple[tuple[float, tuple[str, ...]], ...]:
    """Returns the rating of sumy's method for each sentence, 0..1; 0 for what is not prose or is beyond the caps."""
    weighed = _choose_weighed(sentences, method)
    scores = [0.0] * len(sentences)
    if weighed:
        ratings = _rate(article, [sentences[place] for place in weighed], method)
        for place, rating in zip(weighed, _scale(ratings), strict=True):
            scores[place] = rating
    reason = (f"{method} ranks it high",)
    return tuple((score, reason if score >= 0.8 else ()) for score in scores)


def _choose_weighed(sentences: Sequence[Sentence], method: str) -> list[int]:
    """Returns the indices of the sentences to rate: prose, from the start, up to the caps."""
    most = _KL_MOST_SENTENCES if method == "kl" else MOST_SENTENCES
    weighed: list[int] = []
    words_left = MOST_WORDS_IN_ALL
    for place, sentence in enumerate(sentences):
        if sentence.is_prose and len(weighed) < most and words_left > 0:
            weighed.append(place)
            words_left -= min(MOST_WORDS, len(sentence.text) // 4)
    return weighed


def _rate(article: Article, sentences: Sequence[Sentence], method: str) -> tuple[float, ...]:
    """Returns sumy's ratings of the sentences; empty where sumy finds nothing to rate."""
    language = article.language
    summarizer = _SUMMARIZERS[method](lambda word: stem(word, language))
    headline = _find_words(article.headline or "")
    listed = stop_words(language)
    if method == "edmundson":
        summarizer.bonus_words = headline or _find_words(sentences[0].text) or _NOTHING
        summarizer.stigma_words = _NOTHING
        summarizer.null_words = listed or _NOTHING
    elif method == "lex-rank" or listed:
        summarizer.stop_words = listed
    document = _build_document(headline, sentences)
    # Tiny texts make sumy divide by zero and warn; `_scale` handles the resulting NaN.
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        summarizer(document, len(sentences))
    return summarizer.ratings or (0.0,) * len(sentences)


def _build_document(headline: tuple[str, ...], sentences: Sequence[Sentence]) -> ObjectDocumentModel:
    """Returns sumy's document: our paragraphs, the headline as the heading of the first."""
    paragraphs = [
        [_Place(_find_words(sentence.text)) for sentence in group]
        for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph)
    ]
    if headline:
        paragraphs[0].insert(0, _Place(headline, is_heading=True))
    return ObjectDocumentModel([Paragraph(paragraph) for paragraph in paragraphs])


def _find_words(text: str) -> tuple[str, ...]:
    """Returns lower-cased words; of a very long sentence only the first few."""
    return tuple(word.lower() for word in find_words(text[: MOST_WORDS * 30]))[:MOST_WORDS]


def _scale(ratings: Sequence[float]) -> list[float]:
    """Scales ratings to `LEAST_SCORE`..1 and rounds them, so that the last bits of a float never decide; NaN is least.

    Luhn rates most sentences 0: they are still worth showing when there is no better one.
    """
    finite = [rating if math.isfinite(rating) else 0.0 for rating in ratings]
    low, high = min(finite), max(finite)
    spread = high - low
    return [
        round(LEAST_SCORE + (1 - LEAST_SCORE) * ((rating - low) / spread if spread > 0 else 1.0), 6)
        for rating in finite
    ]
