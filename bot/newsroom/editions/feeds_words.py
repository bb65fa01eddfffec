"""What a feed itself says of an item, for where the page could not be read. Pure.

Feeds cut their texts: "… of the Democratic nominee for the presidency, ...". A sentence that is cut is none of the
article's, so it is left out; where it is all there is, only the headline remains.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.newsroom.editions.model import outlet_of
from bot.newsroom.feeds.model import Item
from summarizer.model import Article, Sentence
from summarizer.text.language import detect_language
from summarizer.text.sentence_form import CLOSING_MARKS, has_end_mark
from summarizer.text.sentences import split_sentences

LONGEST_UNENDED = 30
"""Words of a single sentence without an end mark; standfirsts are shorter, cut excerpts longer."""

_LONGEST = 5_000
"""Characters of a summary that are shown from."""

_CUTS = ("…", "...", "..")


def read_feeds_words(item: Item) -> Article:
    """Return an item's own title and summary as an article."""
    return Article(
        body=item.summary,
        headline=item.title,
        outlet=outlet_of(item),
        published_at=item.published_at,
        url=item.url,
    )


def read_whole_sentences(item: Item) -> Article:
    """Return an item's title and the whole sentences of its summary as an article; without a body where none is."""
    return replace(read_feeds_words(item), body=keep_whole_sentences(item.summary.strip()))


def keep_whole_sentences(text: str) -> str:
    """Return a feed's text without a sentence that is cut at its end, or at its beginning."""
    body = text[:_LONGEST]
    sentences = split_sentences(Article(body=body, language=detect_language(body)))
    kept = list(sentences)
    if not kept:
        return ""
    if len(text) > _LONGEST or _is_cut(kept):
        kept.pop()
    if kept and _starts_cut(body, kept[0]):
        del kept[0]
    if len(kept) == len(sentences):
        return body
    return body[kept[0].span.start : kept[-1].span.end] if kept else ""


def _is_cut(sentences: Sequence[Sentence]) -> bool:
    """Return whether the last sentence of a text is cut: its mark says so, or it has no end although others have."""
    last = sentences[-1].text.rstrip(CLOSING_MARKS)
    if last.endswith(_CUTS):
        return True
    has_end = has_end_mark(sentences[-1].text) and not last.endswith((":", "："))
    if has_end:
        return False
    return len(sentences) > 1 or len(last.split()) > LONGEST_UNENDED


def _starts_cut(body: str, first: Sentence) -> bool:
    """Return whether a text begins with the mark of a cut, in its first sentence or before it."""
    return body[: first.span.end].lstrip(f"{CLOSING_MARKS}[(").startswith(_CUTS)
