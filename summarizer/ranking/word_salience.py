"""Word salience: the probability that a summary of the article has a word.

A word is salient when many sentences have it, when it occurs early and when the headline has it. The probabilities
come from a logistic regression over human summaries (`tools/train_ranker.py`) with nine features: none depends on
capitals, and only one on the language. Source: Hong & Nenkova, "Improving the Estimation of Word Importance for
News Multi-Document Summarization", EACL 2014.
"""

import math
from collections.abc import Sequence
from operator import mul

from summarizer.model import Article
from summarizer.ranking.sentence_scorer import WEIGHTS
from summarizer.ranking.surface_features import SurfaceFeatures
from summarizer.text.words import find_tokens

Tells = tuple[tuple[str, int], ...]
"""A sentence's distinct words, each with the probability in thousandths that a summary has it.

Integers, so that their sums are the same on every machine.
"""

WORD_FEATURES = (
    "sentences_log",  # how many sentences have it
    "place_log",  # where the first of them is
    "place_sum",  # 1 / (1 + place), of all of them
    "is_in_first",
    "in_first_six",  # how many of these have it
    "in_headline",
    "is_stop_word",
    "length",
    "count_log",  # how many sentences the article has
)

_EARLY = 6
_LONGEST = 12
"""Longest value of the length feature, in letters."""

_WEIGHTS: dict[str, float] = WEIGHTS["words"]


def weigh_words(article: Article, traits: Sequence[SurfaceFeatures]) -> tuple[Tells, ...]:
    """Returns the distinct words of each sentence with their probabilities.

    Args:
        article: the sentences' article.
        traits: surface features of its sentences, in document order.
    """
    words, table = measure_words(article, traits)
    weights, bias = [_WEIGHTS[name] for name in WORD_FEATURES], _WEIGHTS["bias"]
    chances = {
        word: round(1000 / (1 + math.exp(-sum(map(mul, weights, row)) - bias)))
        for word, row in zip(words, table, strict=True)
    }
    return tuple(tuple((word, chances[word]) for word in dict.fromkeys(trait.tokens)) for trait in traits)


def measure_words(
    article: Article, traits: Sequence[SurfaceFeatures]
) -> tuple[tuple[str, ...], list[tuple[float, ...]]]:
    """Returns the distinct words of the sentences, and for each the values of `WORD_FEATURES`."""
    headline = frozenset(find_tokens((article.headline or "")[:500], article.language))
    content = {word for trait in traits for word in trait.content}
    counts: dict[str, int] = {}
    first: dict[str, int] = {}
    place_sums: dict[str, float] = {}
    early: dict[str, int] = {}
    for place, trait in enumerate(traits):
        for word in dict.fromkeys(trait.tokens):
            counts[word] = counts.get(word, 0) + 1
            place_sums[word] = place_sums.get(word, 0.0) + 1 / (1 + place)
            first.setdefault(word, place)
            if place < _EARLY:
                early[word] = counts[word]
    count_log = math.log1p(len(traits))
    table: list[tuple[float, ...]] = [
        (
            math.log(times),
            math.log1p(first[word]),
            place_sums[word],
            float(first[word] == 0),
            early.get(word, 0) / _EARLY,
            float(word in headline),
            float(word not in content),
            min(_LONGEST, len(word)) / _LONGEST,
            count_log,
        )
        for word, times in counts.items()
    ]
    return tuple(counts), table
