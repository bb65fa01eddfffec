"""Groups articles that tell one story."""

from collections.abc import Sequence

from summarizer.model import Article, Story


def group_stories(articles: Sequence[Article], *, history: Sequence[str] = ()) -> tuple[Story, ...]:
    """One Story for each event that the articles tell of."""
    raise NotImplementedError(articles, history)
