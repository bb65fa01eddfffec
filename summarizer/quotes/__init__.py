"""Who said what, word for word: marks -> attribution -> people -> picking."""

from summarizer.model import Article, Quote


def find_quotes(article: Article) -> tuple[Quote, ...]:
    """All quotes of the article in document order."""
    raise NotImplementedError(article)
