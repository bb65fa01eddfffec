"""Who said what, word for word: spans -> document -> coreference -> evidence -> attribution -> key quotes."""

from summarizer.model import Article, Quote
from summarizer.quotes.attribution.attribute import Reading, attribute
from summarizer.quotes.attribution.build_quotes import name_the_sure, tell
from summarizer.quotes.grammar.lexicon import words_for
from summarizer.quotes.spans.find_spans import find_all_marked

__all__ = ["find_quotes", "name_the_sure"]


def find_quotes(article: Article) -> tuple[Quote, ...]:
    """All quotes of the article in document order, never overlapping, with speakers where the article is clear."""
    words = words_for(article.language, article.body)
    marked = find_all_marked(article.body, words)
    if not marked:
        return ()
    reading = Reading(article.body, marked, words)
    return tell(reading, attribute(reading))
