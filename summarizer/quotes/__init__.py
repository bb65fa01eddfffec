"""Who said what, word for word: spans -> document -> coreference -> evidence -> attribution -> key quotes."""

from summarizer.model import Article, Quote
from summarizer.quotes.attribution.attribute import SHIPPED, Models, ParsedArticle, attribute
from summarizer.quotes.attribution.build_quotes import build_quotes, drop_unsure_speakers
from summarizer.quotes.attribution.confidence import WEIGHTS as CONFIDENCE
from summarizer.quotes.grammar.lexicon import lexicon_for
from summarizer.quotes.softmax import Weights
from summarizer.quotes.spans.find_spans import find_spans
from summarizer.quotes.spans.speech import SpeechMap, find_speech
from summarizer.quotes.spans.unclosed import has_unmatched_mark

__all__ = ["SpeechMap", "drop_unsure_speakers", "find_quotes", "find_speech", "has_unmatched_mark"]


def find_quotes(article: Article, models: Models = SHIPPED, confidence: Weights = CONFIDENCE) -> tuple[Quote, ...]:
    """All quotes of the article in document order, never overlapping, with speakers where the evidence suffices.

    Args:
        article: from `read_page` or `read_text`.
        models: the weights that choose the speaker.
        confidence: the weights that say how sure that is.
    """
    words = lexicon_for(article.language, article.body)
    marked = find_spans(article.body, words)
    if not marked:
        return ()
    parsed = ParsedArticle(article.body, marked, words)
    return build_quotes(parsed, attribute(parsed, models), confidence)
