"""All stretches that may be quotes: between marks, and behind a dash that opens a line of speech."""

from collections.abc import Iterator
from itertools import islice

from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.spans.dash_speech import DASH, find_dashed
from summarizer.quotes.spans.inserted_clauses import cut_out_clauses
from summarizer.quotes.spans.quotation_marks import QuoteSpan, find_marked
from summarizer.quotes.spans.unclosed import end_before_clauses, has_unmatched_mark

MOST_QUOTES = 1_500
"""The longest body we read holds a book's worth of speech; a text with more quotes than this is a trap, not news."""


def find_spans(body: str, lexicon: LanguageLexicon) -> tuple[QuoteSpan, ...]:
    """Marked stretches in document order, never overlapping; none with a mark inside that has no partner."""
    return tuple(
        piece for piece in find_all_spans(body, lexicon) if not has_unmatched_mark(body[piece.start : piece.end])
    )


def find_all_spans(body: str, lexicon: LanguageLexicon) -> tuple[QuoteSpan, ...]:
    """The same, with those that may hold the reporter's words between two quotes."""
    marked = tuple(end_before_clauses(body, find_marked(body), lexicon))
    dashed = tuple(find_dashed(body, lexicon, marked))
    found = marked if not dashed else tuple(_merge(marked, dashed))
    return tuple(islice(cut_out_clauses(body, found, lexicon), MOST_QUOTES))


def _merge(marked: tuple[QuoteSpan, ...], dashed: tuple[QuoteSpan, ...]) -> Iterator[QuoteSpan]:
    """Both in document order; what a speaker quotes within speech behind a dash is no quote of its own."""
    end = 0
    for piece in sorted((*marked, *dashed), key=lambda piece: (piece.outer_start, piece.mark != DASH)):
        if piece.outer_start >= end:
            yield piece
            end = piece.outer_end
