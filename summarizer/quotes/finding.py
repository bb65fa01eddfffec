"""All stretches that may be quotes: between marks, and behind a dash that opens a line of speech."""

from summarizer.quotes.dashes import find_dashed
from summarizer.quotes.marks import Marked, find_marked
from summarizer.quotes.words import Words


def find_all_marked(body: str, words: Words) -> tuple[Marked, ...]:
    """Marked stretches in document order, never overlapping."""
    marked = find_marked(body)
    dashed = tuple(find_dashed(body, words, marked))
    if not dashed:
        return marked
    return tuple(sorted((*marked, *dashed), key=lambda piece: piece.start))
