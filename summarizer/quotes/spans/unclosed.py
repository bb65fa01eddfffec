"""Quotes whose marks do not match: a closing mark that was forgotten, a mark inside that has no partner.

Such a stretch may hold the reporter's words. Where the reporter's clause shows ("…, said Ana Lind."), the quote ends
before it; where a double mark inside has no partner, the stretch is no quote at all.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from summarizer.quotes.grammar.lexicon import LanguageLexicon
from summarizer.quotes.grammar.word_lists import all_words
from summarizer.quotes.spans.dash_speech import DASH
from summarizer.quotes.spans.quotation_marks import (
    BLANKS,
    CLOSERS,
    CLOSES_BY_SHAPE,
    FEET,
    MARK,
    OPENS_BY_SHAPE,
    QuoteSpan,
    mark_at,
)

FIRST_PERSON = all_words("first_person_subjects")
CLAUSE = re.compile(r"[,!?…][ \u00a0](?P<words>[^\s,.;:!?…][^,.;:!?…\n]{1,59})(?=[,.;:]|$)")
MOST_WORDS = 8
"""Of a reporter's clause: "said the harbour master Ana Lind in Velby"."""


def end_before_clauses(body: str, pieces: Sequence[QuoteSpan], lexicon: LanguageLexicon) -> Iterator[QuoteSpan]:
    """The same stretches; those without a closing mark end where the reporter's clause begins."""
    for place, piece in enumerate(pieces):
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        if is_closed(body, piece) or (following is not None and following.is_continued):
            yield piece
            continue
        end = _find_clause(body, piece, lexicon)
        yield piece if end is None else replace(piece, end=end, outer_end=end, is_speech=True)


def is_closed(body: str, piece: QuoteSpan) -> bool:
    """Whether a mark ends the stretch; one behind a dash needs none."""
    return piece.mark == DASH or bool(body[piece.end : piece.outer_end].strip(BLANKS))


def has_unmatched_mark(text: str) -> bool:
    """Whether the text has a double mark without its partner, or one that closes before another opens."""
    waiting: list[str] = []
    for match in MARK.finditer(text):
        if FEET.search(text, max(0, match.start() - 6), match.start()):
            continue
        mark = mark_at(text, match, 0, len(text))
        opens_only = mark.can_open and not mark.can_close
        if waiting and mark.sign in CLOSERS.get(waiting[-1], "") and not opens_only:
            waiting.pop()
        elif mark.sign in CLOSES_BY_SHAPE:
            return True
        elif mark.sign in OPENS_BY_SHAPE or mark.can_open or (mark.sign in "«»" and not mark.can_close):
            waiting.append(mark.sign)
        else:
            return True
    return bool(waiting)


def _find_clause(body: str, piece: QuoteSpan, lexicon: LanguageLexicon) -> int | None:
    """Where the words before the reporter's first clause end; None where there is no such clause."""
    for match in CLAUSE.finditer(body, piece.start, piece.end):
        words = match["words"].split()
        if len(words) <= MOST_WORDS and _tells(words, lexicon):
            return match.start() + 1
    return None


def _tells(words: Sequence[str], lexicon: LanguageLexicon) -> bool:
    """Whether the clause says that somebody spoke: "said Ana Lind", "Lind said", "sagt sie"."""
    lowered = [word.lower() for word in words]
    if len(words) < 2 or not FIRST_PERSON.isdisjoint(lowered):
        return False
    is_name = words[0][0].isupper() or lowered[0] in lexicon.pronouns or lowered[0] in lexicon.definite_articles
    if lowered[0] in lexicon.speech_verbs:
        return any(word[0].isupper() or word.lower() in lexicon.pronouns for word in words[1:])
    return is_name and lowered[-1] in lexicon.speech_verbs
