"""The key quotes: those an editor would lift."""

from collections.abc import Sequence

from summarizer.model import Article, Quote, Sentence


def pick_quotes(
    article: Article, quotes: Sequence[Quote], sentences: Sequence[Sentence], *, limit: int
) -> tuple[Quote, ...]:
    """At most `limit` key quotes, in document order, given all quotes and the sentences the digest shows."""
    raise NotImplementedError(article, quotes, sentences, limit)
