"""Digests as JSON: what `digest --json` prints and `batch` writes."""

from typing import Any

from bot.errors import BotError
from summarizer import Article, Digest, Mention, Quote, Sentence
from summarizer.errors import SummarizerError

Record = dict[str, Any]


def digest_record(digest: Digest, found: tuple[Quote, ...] | None = None) -> Record:
    """Return article, sentences and key quotes; with `found`, all quotes too, as `find_quotes` gives them.

    Spans are half-open, in code points of `article.body`.
    """
    record: Record = {
        "article": article_record(digest.article),
        "sentences": [sentence_record(sentence) for sentence in digest.sentences],
    }
    if found is not None:
        record["quotes"] = [found_quote_record(quote) for quote in found]
    record["key_quotes"] = [quote_record(quote) for quote in digest.quotes]
    return record


def article_record(article: Article) -> Record:
    """Return the fields of an article."""
    return {
        "headline": article.headline,
        "body": article.body,
        "byline": list(article.byline),
        "outlet": article.outlet,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "language": article.language,
        "lead_image": article.lead_image,
        "url": article.url,
    }


def sentence_record(sentence: Sentence) -> Record:
    """Return a sentence, its place, its score and why it was chosen."""
    return {
        "start": sentence.span.start,
        "end": sentence.span.end,
        "text": sentence.text,
        "score": round(sentence.score, 6),
        "reasons": list(sentence.reasons),
    }


def quote_record(quote: Quote) -> Record:
    """Return a quote, its place, and its speaker."""
    return {
        "start": quote.span.start,
        "end": quote.span.end,
        "text": quote.text,
        "kind": quote.kind.value,
        "speaker": _mention_record(quote.speaker),
        "speaker_full": quote.speaker_full,
        "role": quote.role,
        "speaker_line": _mention_record(quote.speaker_line),
        "cue": quote.cue,
    }


def found_quote_record(quote: Quote) -> Record:
    """Return a quote of `find_quotes`, with the probability that its speaker is right; null without a speaker."""
    return {**quote_record(quote), "confidence": quote.score if quote.speaker else None}


def error_record(error: BotError | SummarizerError) -> Record:
    """Return what happened and what to do."""
    return {"code": error.code, "message": error.message, "advice": error.advice}


def _mention_record(mention: Mention | None) -> Record | None:
    if mention is None:
        return None
    return {"start": mention.span.start, "end": mention.span.end, "text": mention.text}
