"""The learned weights, and how they are combined into one score.

Two linear models, both learned by `tools/train_ranker.py`. "editors" learned which sentences careful readers of recent
pages chose; "openings" which sentences are closest to summaries of clean news texts. The layout of an article decides
the weight of each: a text without paragraphs is like the training data of "openings"; in one-sentence paragraphs, the
style of news agencies, the opening matters most; elsewhere the editors' choices weigh more.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any

import numpy as np

from summarizer.model import Sentence
from summarizer.ranking.centrality import FloatMatrix, FloatVector

MOST_LIKELY_CHROME = -0.7
"""Log-odds of "must never be shown" above which a sentence of a page is not worth showing."""

WEIGHTS: dict[str, Any] = json.loads(files("summarizer").joinpath("lexicon/weights/sentences.json").read_text("utf-8"))
"""All weights learned by `tools/train_ranker.py`, and how they were learned."""


class Layout(StrEnum):
    """How an article is divided into paragraphs."""

    RUNNING = "running"  # no paragraphs
    AGENCY = "agency"  # one sentence a paragraph
    PAGE = "page"  # anything else


_OPENINGS_WEIGHT = {Layout.AGENCY: 8.0, Layout.PAGE: 1.5}


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """The models' scores of the sentences of one article.

    Attributes:
        values: higher is better to show.
        is_worth_showing: False where an editor would most likely never show the sentence.
    """

    values: FloatVector
    is_worth_showing: tuple[bool, ...]


def score_sentences(sentences: Sequence[Sentence], names: Sequence[str], features: FloatMatrix) -> SentenceScore:
    """Scores sentences by their features.

    Args:
        sentences: the sentences to score, in document order.
        names: of the features.
        features: shape (sentences, features).
    """
    layout = find_layout(sentences)
    openings = _apply("openings", names, features)
    if layout is Layout.RUNNING:
        return SentenceScore(np.round(openings, 6), (True,) * len(sentences))
    values = _apply("editors", names, features) + _OPENINGS_WEIGHT[layout] * openings
    never = np.round(_apply("never", names, features), 6)
    return SentenceScore(np.round(values, 6), tuple(bool(odds <= MOST_LIKELY_CHROME) for odds in never))


def find_layout(sentences: Sequence[Sentence]) -> Layout:
    """Returns the layout of the sentences' article."""
    paragraphs = len({sentence.paragraph for sentence in sentences})
    if paragraphs <= 2 and len(sentences) > 5:
        return Layout.RUNNING
    return Layout.AGENCY if len(sentences) < 1.3 * paragraphs else Layout.PAGE


def _apply(model: str, names: Sequence[str], features: FloatMatrix) -> FloatVector:
    """Returns one linear model's output; a feature without a weight is ignored."""
    weights = WEIGHTS["models"][model]
    vector = np.array([float(weights.get(name, 0.0)) for name in names])
    answer: FloatVector = features @ vector + float(weights["bias"])
    return answer
