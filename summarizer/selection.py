"""The sentences of a digest: a budget, no repetition, nothing dangling, document order."""

from collections.abc import Sequence

from summarizer.model import Article, Sentence


def select(article: Article, ranked: Sequence[Sentence], *, budget: int) -> tuple[Sentence, ...]:
    """At most `budget` sentences worth showing, in document order."""
    raise NotImplementedError(article, ranked, budget)
