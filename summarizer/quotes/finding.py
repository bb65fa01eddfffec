"""All stretches that may be quotes: between marks, and behind a dash that opens a line of speech."""

from summarizer.quotes.marks import Marked, find_marked
from summarizer.quotes.words import Words


def find_all_marked(body: str, words: Words) -> tuple[Marked, ...]:
    """Marked stretches in document order, never overlapping."""
    return find_marked(body)
