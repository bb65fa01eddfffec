"""Lines of speech that open with a dash instead of a mark.

"– Det er bra, sier Ola Lind. – Vi er klare." is usual in Scandinavian news, "—Sí —dijo Ana." in Romance and Turkish
dialogue. A dash also opens list items and asides, so that only a paragraph counts in which a said-verb follows the
speech, or one that goes on from such a paragraph.
"""

import re
from collections.abc import Iterator, Sequence

from summarizer.quotes.marks import BLANKS, Marked, paragraphs
from summarizer.quotes.words import Words

LANGUAGES = frozenset(("no", "da", "sv", "is", "es", "pt", "fr", "it", "tr"))
OPENING = re.compile(r"[-–—―−]{1,2}[ \u00a0\t]*(?=[^\W_]|[¿¡…\"“«'])")
AGAIN = re.compile(r"(?<=[.!?…])[ \u00a0][-–—―−][ \u00a0]?(?=[^\W\d_a-z]|[¿¡…])")
BREAK = re.compile(
    r"(?:,|[.!?…](?=[ \u00a0]?[-–—―]?[ \u00a0]?[^\W\d_A-Z])|[ \u00a0][-–—―](?=\S))"
    r"[ \u00a0]?[-–—―]?[ \u00a0]?(?=([^\W\d_]{1,30}))"
)
MOST_BREAKS = 40


def find_dashed(body: str, words: Words, taken: Sequence[Marked]) -> Iterator[Marked]:
    """Speech behind dashes in document order, leaving out paragraphs that have quote marks."""
    if words.language not in LANGUAGES or not OPENING.search(body):
        return
    starts = sorted(piece.start for piece in taken)
    position, spoke_before = 0, False
    for start, end in paragraphs(body):
        while position < len(starts) and starts[position] < start:
            position += 1
        has_marks = position < len(starts) and starts[position] < end
        opening = OPENING.match(body, start, end)
        if opening is None or has_marks:
            spoke_before = body[start:end].rstrip().endswith(":") and not has_marks
            continue
        pieces = list(_pieces(body, opening, end, words))
        if spoke_before and not pieces:
            pieces = [_piece(body, opening.start(), opening.end(), end)]
        spoke_before = bool(pieces)
        yield from pieces


def _pieces(body: str, opening: re.Match[str], end: int, words: Words) -> Iterator[Marked]:
    """The pieces of speech of one paragraph; none if no said-verb follows the first."""
    start, outer = opening.end(), opening.start()
    first = True
    while True:
        stop = _stop(body, start, end, words)
        if stop is None and first:
            return
        again = AGAIN.search(body, start if stop is None else stop, end)
        limit = end if stop is None else stop
        if stop is None and again is not None:
            limit = again.start()
        yield _piece(body, outer, start, limit)
        if again is None:
            return
        start, outer, first = again.end(), again.start() + 1, False


def _stop(body: str, start: int, end: int, words: Words) -> int | None:
    """Where the speech ends because the reporter's verb follows: ", sier", " —dijo"."""
    for count, match in enumerate(BREAK.finditer(body, start, end)):
        if match.group(1).lower() in words.said:
            stop = match.start()
            return stop + 1 if body[stop] in "!?…." else stop
        if count > MOST_BREAKS:
            break
    return None


def _piece(body: str, outer: int, start: int, end: int) -> Marked:
    while end > start and body[end - 1] in BLANKS:
        end -= 1
    return Marked(start, max(end, start + 1), outer, max(end, start + 1), "-")
