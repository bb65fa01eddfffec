"""Who said what, word for word: marks -> attribution -> people -> picking."""

from summarizer.model import Article, Quote
from summarizer.quotes.attribution import Reading, attribute
from summarizer.quotes.finding import find_all_marked
from summarizer.quotes.telling import name_the_sure, tell
from summarizer.quotes.words import words_for

__all__ = ["find_quotes", "name_the_sure"]


def find_quotes(article: Article) -> tuple[Quote, ...]:
    """All quotes of the article in document order, never overlapping, with speakers where the article is clear."""
    words = words_for(article.language, article.body)
    marked = find_all_marked(article.body, words)
    if not marked:
        return ()
    reading = Reading(article.body, marked, words)
    return tell(reading, attribute(reading))
