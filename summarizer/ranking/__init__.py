"""How much each sentence deserves to be shown."""

from collections.abc import Sequence

from summarizer.model import Article, Sentence

METHODS: tuple[str, ...] = ()
DEFAULT_METHOD = "nutgraf"


def rank(article: Article, sentences: Sequence[Sentence], *, method: str | None = None) -> tuple[Sentence, ...]:
    """The same sentences, each with its `score` and `reasons`.

    Raises:
        UnknownMethodError: no method of that name.
    """
    raise NotImplementedError(article, sentences, method)
