"""Scores the sentences of an article."""

from collections.abc import Sequence
from dataclasses import replace

from summarizer.errors import UnknownMethodError
from summarizer.model import Article, Sentence
from summarizer.ranking.learned_ranker import rank_by_own_method

SUMY_METHODS: tuple[str, ...] = ("lex-rank", "text-rank", "lsa", "luhn", "kl", "sum-basic", "edmundson", "reduction")
DEFAULT_METHOD = "nutgraf"
METHODS: tuple[str, ...] = (DEFAULT_METHOD, "lead", *SUMY_METHODS)

Scores = Sequence[tuple[float, tuple[str, ...]]]
"""For each sentence: its score, and the reasons in words."""


def rank(article: Article, sentences: Sequence[Sentence], *, method: str | None = None) -> tuple[Sentence, ...]:
    """Returns the same sentences in the same order, with `score` and `reasons`; our own method also sets `tells`.

    Args:
        article: the sentences' article.
        sentences: all of them, from `split_sentences`.
        method: one of `METHODS`; None is our own.

    Raises:
        UnknownMethodError: no method of that name.
    """
    name = method or DEFAULT_METHOD
    if name not in METHODS:
        raise UnknownMethodError(name, METHODS)
    if name == DEFAULT_METHOD:
        return rank_by_own_method(article, sentences)
    scores = _score(article, sentences, name)
    return tuple(
        replace(sentence, score=score, reasons=reasons)
        for sentence, (score, reasons) in zip(sentences, scores, strict=True)
    )


def _score(article: Article, sentences: Sequence[Sentence], method: str) -> Scores:
    """Returns the scores of a method other than our own."""
    if method == "lead":
        return score_by_place(sentences)
    # Imported here because it takes more than a second and most digests never need it.
    from summarizer.ranking.sumy_methods import score_by_sumy  # noqa: PLC0415

    return score_by_sumy(article, sentences, method)


def score_by_place(sentences: Sequence[Sentence]) -> Scores:
    """Scores earlier sentences higher: a news story opens with the most important, and this is hard to beat."""
    return tuple((1.0 / (1 + place), ("opens the story",) if place == 0 else ()) for place in range(len(sentences)))
