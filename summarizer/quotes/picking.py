"""The key quotes: those an editor would lift."""

from collections.abc import Sequence

from summarizer.model import Article, Quote, Sentence


def pick_quotes(
    article: Article, quotes: Sequence[Quote], sentences: Sequence[Sentence], *, limit: int
) -> tuple[Quote, ...]:
    """At most `limit` key quotes, in document order, given all quotes and the sentences the digest shows."""
    return tuple(sorted([q for q in quotes if q.speaker and len(q.text.split())>5][:limit], key=lambda quote: quote.span))
