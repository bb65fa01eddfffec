"""Lines of speech that open with a dash instead of a mark.

"– Det er bra, sier Ola Lind. – Vi er klare." is usual in Scandinavian news, "—Sí —dijo Ana." in Romance and Turkish
dialogue. A dash also opens list items and asides, so that only a paragraph counts in which a speech verb follows the
speech, or one that continues such a paragraph.
"""

import re
from collections.abc import Iterator, Sequence

from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.spans.quotation_marks import BLANKS, QuoteSpan, paragraphs

OPENING = re.compile(r"[-–—―−]{1,2}[ \u00a0\t]*(?=[^\W_]|[¿¡…\"“«'])")
AGAIN = re.compile(
    r"(?<=[.!?…])[ \u00a0][-–—―−][ \u00a0]?(?=[^\W\d_a-z]|[¿¡…])"
    r"|(?<=[^\W\d_])[-–—―][.,;:][ \u00a0](?=[^\W\d_]|[¿¡…])"  # "—dijo Ana—. Nadie…"
)
BREAK = re.compile(
    r"(?:,|[.!?…](?=[ \u00a0]?[-–—―]?[ \u00a0]?[^\W\d_A-Z])|[ \u00a0][-–—―])"
    r"[ \u00a0]?[-–—―]?[ \u00a0]?(?=([^\W\d_]{1,30}))"
)
MOST_BREAKS = 40
DASH = "-"
"""The mark of a piece of such speech."""

LEAST_WORDS = 4


def find_dashed(body: str, lexicon: LanguageLexicon, taken: Sequence[QuoteSpan]) -> Iterator[QuoteSpan]:
    """Speech behind dashes in document order; of stretches between marks, those inside it are part of it."""
    if lexicon.traits.never_opens_speech_with_dash or not lexicon.speech_verbs or not OPENING.search(body):
        return
    spoke_before, spoke_ever = False, False
    inside = _Inside(taken)
    for start, end in paragraphs(body):
        marked = inside.of(start, end)
        opening = OPENING.match(body, start, end)
        if opening is None:
            spoke_before = body[start:end].rstrip().endswith(":") and not marked
            continue
        pieces = list(_pieces(body, opening, end, lexicon))
        goes_on = spoke_before or (
            spoke_ever and lexicon.traits.dash_marks_every_turn and _is_sentence(body, opening.end(), end)
        )
        if goes_on and not pieces and not marked:
            pieces = [_piece(body, opening.start(), opening.end(), end)]
        if any(_clash(piece, each) for piece in pieces for each in marked):
            pieces = []
        spoke_before = bool(pieces)
        spoke_ever = spoke_ever or bool(pieces)
        yield from pieces


class _Inside:
    """Gives the stretches between marks that begin in each paragraph, paragraph by paragraph."""

    def __init__(self, taken: Sequence[QuoteSpan]) -> None:
        self.taken = sorted(taken, key=lambda piece: piece.start)
        self.position = 0

    def of(self, start: int, end: int) -> list[QuoteSpan]:
        """Those that begin in the paragraph."""
        while self.position < len(self.taken) and self.taken[self.position].start < start:
            self.position += 1
        found = []
        while self.position < len(self.taken) and self.taken[self.position].start < end:
            found.append(self.taken[self.position])
            self.position += 1
        return found


def _clash(speech: QuoteSpan, marked: QuoteSpan) -> bool:
    """Whether the marks do more than quote within the speech: they hold all of it, or cross its end."""
    if marked.outer_end <= speech.outer_start or speech.end <= marked.outer_start:
        return False
    within = speech.start <= marked.outer_start and marked.outer_end <= speech.end
    return not within or speech.end - speech.start <= marked.outer_end - marked.outer_start + 1


def _is_sentence(body: str, start: int, end: int) -> bool:
    """Whether the paragraph behind its dash reads like a whole sentence, and not like an item of a list."""
    text = body[start:end].rstrip()
    return text[:1] != text[:1].lower() and text.endswith((".", "!", "?", "…")) and text.count(" ") >= LEAST_WORDS - 1


def _pieces(body: str, opening: re.Match[str], end: int, lexicon: LanguageLexicon) -> Iterator[QuoteSpan]:
    """The pieces of speech of one paragraph; none if no speech verb follows the first."""
    start, outer = opening.end(), opening.start()
    first = True
    while True:
        stop = _stop(body, start, end, lexicon)
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


def _stop(body: str, start: int, end: int, lexicon: LanguageLexicon) -> int | None:
    """Where the speech ends because the reporter's verb follows: ", sier", " —dijo"."""
    for count, match in enumerate(BREAK.finditer(body, start, end)):
        if match.group(1).lower() in lexicon.speech_verbs:
            stop = match.start()
            return stop + 1 if body[stop] in "!?…." else stop
        if count > MOST_BREAKS:
            break
    return None


def _piece(body: str, outer: int, start: int, end: int) -> QuoteSpan:
    while end > start and body[end - 1] in BLANKS:
        end -= 1
    return QuoteSpan(start, max(end, start + 1), outer, max(end, start + 1), DASH)
