"""Our own method: features of every sentence and word, with weights learned from summaries and editors' choices."""

from collections.abc import Sequence
from dataclasses import replace

from summarizer.model import Article, Sentence
from summarizer.ranking.centrality import FloatMatrix
from summarizer.ranking.feature_matrix import build_features
from summarizer.ranking.sentence_scorer import Layout, SentenceScore, find_layout, score_sentences
from summarizer.ranking.surface_features import find_surface_features
from summarizer.ranking.word_salience import weigh_words

MOST_SENTENCES = 300
"""At most this many sentences are scored: news comes first, and similarity is quadratic in their number."""

LEAST_SCORE = 0.05
"""The lowest score of a sentence that is worth showing; 0 means that it is not."""

_REASONS: tuple[tuple[str, float, str], ...] = (
    ("is_first", 1.0, "opens the story"),
    ("headline_share", 0.4, "repeats the headline"),
    ("symmetric_rank", 0.9, "most of the article leans on it"),
    ("keywords", 0.5, "holds the words the article uses most"),
    ("new_names", 0.99, "names who it is about"),
    ("has_digit", 1.0, "gives the figures"),
)
"""Feature, the least value that makes it a reason, the reason in words; the most important first."""

_FALLBACK_REASON = "tells more than the sentences around it"
_MOST_REASONS = 3


def rank_by_own_method(article: Article, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Returns the same sentences, each with its score, 0..1, the reasons for it, and its word probabilities.

    A score of 0 means: not worth showing. What is not prose, and what is beyond the cap, has 0.
    """
    ranked = [replace(sentence, score=0.0, reasons=(), tells=()) for sentence in sentences]
    places = [place for place, sentence in enumerate(sentences) if sentence.is_prose][:MOST_SENTENCES]
    if not places:
        return tuple(ranked)
    traits = [find_surface_features(sentences[place], article.language) for place in places]
    names, features = build_features(article, traits)
    scores = _scale(score_sentences([sentences[place] for place in places], names, features))
    has_chrome = find_layout([sentences[place] for place in places]) is Layout.PAGE
    tells = [()] * len(traits) if has_chrome else weigh_words(article, traits)
    for row, (place, score) in enumerate(zip(places, scores, strict=True)):
        reasons = _explain(names, features, row) if score > 0 else ()
        ranked[place] = replace(sentences[place], score=score, reasons=reasons, tells=tells[row])
    return tuple(ranked)


def _scale(judgement: SentenceScore) -> list[float]:
    """Returns values scaled to 0..1; 0 for what is not worth showing."""
    values = [float(value) for value in judgement.values]
    low, high = min(values), max(values)
    spread = high - low
    return [
        round(LEAST_SCORE + (1 - LEAST_SCORE) * ((value - low) / spread if spread > 0 else 1.0), 6) if is_worth else 0.0
        for value, is_worth in zip(values, judgement.is_worth_showing, strict=True)
    ]


def _explain(names: Sequence[str], features: FloatMatrix, row: int) -> tuple[str, ...]:
    """Returns the reasons that hold for one sentence, in words."""
    found = [words for name, least, words in _REASONS if features[row, names.index(name)] >= least]
    return tuple(found[:_MOST_REASONS]) or (_FALLBACK_REASON,)
