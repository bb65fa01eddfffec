"""The learned weights, and how they become one score.

Two linear models, both learned by `tools/train_ranker.py`. "editors" learned which sentences careful readers of recent
pages chose; "openings" which sentences summaries of clean news texts lean on. How an article is laid out says how far
each is to be trusted: a text without paragraphs is like those "openings" was learned from; in one-sentence paragraphs,
the style of news agencies, the opening tells most; elsewhere the editors' choices weigh more.
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
"""All that `tools/train_ranker.py` has learned, and how."""


class Layout(StrEnum):
    """How an article is set."""

    RUNNING = "running"  # no paragraphs
    AGENCY = "agency"  # one sentence a paragraph
    PAGE = "page"  # anything else


_OPENINGS_WEIGHT = {Layout.AGENCY: 8.0, Layout.PAGE: 1.5}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the models say of the sentences of one article.

    Attributes:
        values: the higher, the more it deserves to be shown.
        is_worth_showing: False where an editor would most likely never show it.
    """

    values: FloatVector
    is_worth_showing: tuple[bool, ...]


def judge(sentences: Sequence[Sentence], names: Sequence[str], features: FloatMatrix) -> Judgement:
    """The models' judgement of sentences with these features.

    Args:
        sentences: those that are weighed, in document order.
        names: of the features.
        features: shape (sentences, features).
    """
    layout = find_layout(sentences)
    openings = _apply("openings", names, features)
    if layout is Layout.RUNNING:
        return Judgement(np.round(openings, 6), (True,) * len(sentences))
    values = _apply("editors", names, features) + _OPENINGS_WEIGHT[layout] * openings
    never = np.round(_apply("never", names, features), 6)
    return Judgement(np.round(values, 6), tuple(bool(odds <= MOST_LIKELY_CHROME) for odds in never))


def find_layout(sentences: Sequence[Sentence]) -> Layout:
    """How the article that these sentences come from is set."""
    paragraphs = len({sentence.paragraph for sentence in sentences})
    if paragraphs <= 2 and len(sentences) > 5:
        return Layout.RUNNING
    return Layout.AGENCY if len(sentences) < 1.3 * paragraphs else Layout.PAGE


def _apply(model: str, names: Sequence[str], features: FloatMatrix) -> FloatVector:
    """One linear model's answer; a feature it has no weight for counts nothing."""
    weights = WEIGHTS["models"][model]
    vector = np.array([float(weights.get(name, 0.0)) for name in names])
    answer: FloatVector = features @ vector + float(weights["bias"])
    return answer
