"""Find the stretches of text between quote marks: one pass, without regard to speakers.

A mark is read by its shape where the shape decides (`“`, `„`, `«`), by its neighbours where it does not (`"`).
A quote ends with its paragraph; if the next paragraph opens with a mark again, the quote continues there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from summarizer.quotes.spans.single_marks import prefers_single_marks, read_single_marks

PARAGRAPH_BREAK = re.compile(r"\n[ \t\u00a0]*\n\s*")
LINE_BREAK = re.compile(r"\n\s*")
MARK = re.compile(r"''|``|’’|‘‘|[“”„‟\"＂«»「」『』〝〞〟]")

# Opening mark -> the marks that close it. Straight and curly marks are mixed by many newsrooms' tools.
CLOSERS = {
    "“": "”",
    "”": "”",
    "„": '“”"',
    "‟": "”",
    '"': '"',
    "＂": "＂",
    "''": "''",
    "``": "''",
    "‘‘": "’’",
    "’’": "’’",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "〝": "〞〟",
}
OPENS_BY_SHAPE = frozenset("“„‟「『〝") | {"``", "‘‘"}
CLOSES_BY_SHAPE = frozenset("」』〞〟")
BLANKS = " \t\u00a0\u202f\u2009\u200a\n\r\u3000\ufeff\u200b"
BEFORE_OPENING = frozenset("([{<-–—―/:;,.…¡¿>|=‘'’‚‹“„«\"*_~")
AFTER_CLOSING = frozenset(".,;:!?…)]}>-–—―/'’‘›”»“\"*_|")
MOST_MARKS = 4_000  # in one paragraph: more is no prose
NEVER_AFTER_OPENING = frozenset(",;:!?)]}")
CURLY = ("“", "”", "„")
SLIPS = ("“", "”", '"', "''", "’’", "„")
"""Marks that newsrooms' tools put in the place of one another."""

FEET = re.compile(r"\d['’′]\s?\d{1,2}$")


@dataclass(frozen=True, slots=True)
class QuoteSpan:
    """Words between quote marks.

    Attributes:
        start: where the words begin, inside the mark.
        end: where they end.
        outer_start: where the opening mark begins (the words themselves, where there is none).
        outer_end: where the closing mark ends.
        mark: the opening mark; "-" for a line that opens with a dash.
        is_continued: continues the quote of the paragraph before.
        is_speech: the reporter's clause was inside the marks, so there is a speaker.
        is_resumed: continues behind that clause.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    mark: str
    is_continued: bool = False
    is_speech: bool = False
    is_resumed: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    sign: str
    can_open: bool
    can_close: bool


@dataclass(frozen=True, slots=True)
class _Opening:
    sign: str
    outer_start: int
    start: int
    is_continued: bool
    depth: int = 0


def find_marked(body: str) -> tuple[QuoteSpan, ...]:
    """All stretches between quote marks in document order, outermost only, never overlapping."""
    if prefers_single_marks(body):
        return tuple(QuoteSpan(*span, mark="‘") for span in read_single_marks(body))
    found: list[QuoteSpan] = []
    open_before: str | None = None
    for start, end in paragraphs(body):
        reader = _ParagraphReader(body, start, end)
        pieces, open_before = reader.read(open_before)
        found.extend(pieces)
    return tuple(found)


def paragraphs(body: str) -> Iterator[tuple[int, int]]:
    """Start and end of each paragraph: parted by blank lines, or by line ends where there are no blank lines."""
    separator = PARAGRAPH_BREAK if PARAGRAPH_BREAK.search(body.strip()) else LINE_BREAK
    start = 0
    for gap in separator.finditer(body):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if start < len(body):
        yield start, len(body)


class _ParagraphReader:
    """Reads the marks of one paragraph from left to right."""

    def __init__(self, body: str, start: int, end: int) -> None:
        self.body = body
        self.start = start
        self.end = end
        found = islice(MARK.finditer(body, start, end), MOST_MARKS)
        self.marks = [mark_at(body, match, start, end) for match in found]
        self.left = _remaining(self.marks)
        self.turned = _guillemets_are_turned(self.marks)

    def read(self, open_before: str | None) -> tuple[list[QuoteSpan], str | None]:
        """The quotes of the paragraph, and the mark that is still open at its end."""
        found: list[QuoteSpan] = []
        opening = self._opening_without_mark(open_before)
        for index, mark in enumerate(self.marks):
            if opening is None:
                opening = self._open(mark, index, open_before)
                continue
            step = self._inside(opening, mark, index)
            if step is None:
                found += self._piece(opening, mark.start, mark.end)
            elif step.start > opening.start and self._ends_sentence(mark.start):
                # A second opening mark behind a finished sentence: the closing one was forgotten.
                found += self._piece(opening, mark.start, mark.start)
            opening = step
        if opening is None:
            return found, None
        if opening.depth < 0:
            return found, None
        return found + self._piece(opening, self.end, self.end), opening.sign

    def _ends_sentence(self, at: int) -> bool:
        return self.body[max(self.start, at - 4) : at].rstrip(BLANKS).endswith((".", "!", "?", "…"))

    def _opening_without_mark(self, open_before: str | None) -> _Opening | None:
        """An opening at the paragraph's start, if the first mark here can only close what the last paragraph opened."""
        if open_before is None or not self.marks:
            return None
        first = self.marks[0]
        goes_on = first.sign in CLOSERS[open_before] and first.can_close and not first.can_open
        return _Opening(open_before, self.start, self.start, is_continued=True) if goes_on else None

    def _open(self, mark: _Mark, index: int, open_before: str | None) -> _Opening | None:
        if not self._opens(mark, index):
            return None
        at_start = not self.body[self.start : mark.start].strip(BLANKS + "-–—")
        continued = at_start and open_before is not None and mark.sign in (open_before, CLOSERS[open_before])
        # Attributes of stray HTML (class="…") are read but never returned.
        hidden = mark.sign == '"' and self.body[mark.start - 1 : mark.start] == "="
        return _Opening(mark.sign, mark.start, mark.end, is_continued=continued, depth=-1 if hidden else 0)

    def _opens(self, mark: _Mark, index: int) -> bool:
        if mark.sign in CLOSES_BY_SHAPE or mark.end >= self.end:
            return False
        if mark.sign in "«»":
            return self.turned == (mark.sign == "»") or (mark.sign == "»" and mark.can_open and not mark.can_close)
        if mark.sign in OPENS_BY_SHAPE:
            return mark.can_open or not mark.can_close
        if mark.sign in ("”", "’’"):
            # Swedish and Finnish open with it; elsewhere a lone one is a slip.
            return mark.can_open and not mark.can_close
        if self.body[mark.start - 1 : mark.start].isdigit() and mark.start > self.start:
            return False  # inches
        return mark.can_open or (not mark.can_close and self.left[mark.sign][index] % 2 == 1)

    def _inside(self, opening: _Opening, mark: _Mark, index: int) -> _Opening | None:
        """The opening that holds after `mark`; None if the mark closes it."""
        if self._closes(opening, mark, index):
            return _deeper(opening, -1) if opening.depth > 0 else None
        if mark.sign != opening.sign or not mark.can_open or mark.sign == CLOSERS[opening.sign] == "”":
            return opening
        if self._is_nested(mark, index):
            return _deeper(opening, 1)
        return _Opening(mark.sign, mark.start, mark.end, is_continued=False)

    def _closes(self, opening: _Opening, mark: _Mark, index: int) -> bool:
        sign = mark.sign
        if sign in CLOSERS[opening.sign]:
            return self._closes_by_shape(opening, mark, index)
        if opening.sign == "»" and sign == "»":
            return mark.can_close
        # A wrong closer counts only if the right one does not follow.
        slip = (opening.sign in (*SLIPS, "``") and sign in SLIPS) or opening.sign == sign == "«"
        if not slip or self._pairs_with_last(opening, index) or self._right_closer_follows(opening, index):
            return False
        return (mark.can_close and not mark.can_open) or self._both_are_detached(opening, mark)

    def _both_are_detached(self, opening: _Opening, mark: _Mark) -> bool:
        """Whether two curly marks have blanks on both sides: “ The Sea Riders “ opens in May."""
        beside = (opening.start, mark.start - 1, mark.end)
        return opening.sign in CURLY and mark.sign in CURLY and all(self.body[at : at + 1] in BLANKS for at in beside)

    def _pairs_with_last(self, opening: _Opening, index: int) -> bool:
        """Whether the mark ends a quote inside the quote, begun by the mark just before it."""
        last = self.marks[index - 1]
        return index > 0 and last.start >= opening.start and last.can_open and not last.can_close

    def _closes_by_shape(self, opening: _Opening, mark: _Mark, index: int) -> bool:
        if mark.sign not in ('"', "''"):
            return True
        if FEET.search(self.body, max(self.start, mark.start - 6), mark.start):
            return self.left[mark.sign][index] == 0
        if self._is_glued(mark):
            return True
        # Clearly an opening mark: nested, or the one before was never closed.
        return mark.can_close or not mark.can_open or opening.depth < 0

    def _is_glued(self, mark: _Mark) -> bool:
        """Whether the first word of the next paragraph follows without a blank: 'for all of us."The harbour'."""
        before, after = self.body[mark.start - 1 : mark.start], self.body[mark.end : mark.end + 1]
        return mark.start > self.start and before not in BLANKS + "([" and before not in "-–—'’=:" and after.isupper()

    def _right_closer_follows(self, opening: _Opening, index: int) -> bool:
        """Whether a regular closing mark comes before the next opening one."""
        for mark in self.marks[index + 1 : index + 9]:
            if mark.sign in CLOSERS[opening.sign]:
                return mark.can_close
            if mark.sign == opening.sign or (mark.can_open and not mark.can_close):
                return False
        return False

    def _is_nested(self, mark: _Mark, index: int) -> bool:
        if mark.sign in ('"', "''"):
            if self._ends_sentence(
                mark.start
            ):  # else a further paragraph of the same speech, in a text without paragraphs
                return self._is_closed_twice(mark, index)
            return self.left[mark.sign][index] % 2 == 0
        closing = CLOSERS[mark.sign][0]
        if closing not in self.left or mark.sign not in self.left:
            return False
        return self.left[closing][index] > self.left[mark.sign][index] + 1

    def _is_closed_twice(self, mark: _Mark, index: int) -> bool:
        """Whether the next two marks close: the inner quote and the outer one."""
        behind = [other for other in self.marks[index + 1 : index + 9] if other.sign == mark.sign][:2]
        return len(behind) == 2 and not any(other.can_open for other in behind)

    def _piece(self, opening: _Opening, end: int, outer_end: int) -> list[QuoteSpan]:
        """The quote as a list of one, or none if only blanks are between the marks."""
        if opening.depth < 0:
            return []
        start = opening.start
        doubled = MARK.match(self.body, start, end)
        if doubled and doubled.group() in OPENS_BY_SHAPE and opening.sign not in OPENS_BY_SHAPE:
            closers = CLOSERS[doubled.group()]  # "„so": two marks that open one quote
            start = doubled.end() if not any(self.body.find(sign, start, end) >= 0 for sign in closers) else start
        while start < end and self.body[start] in BLANKS:
            start += 1
        while end > start and self.body[end - 1] in BLANKS:
            end -= 1
        if start == end:
            return []
        return [QuoteSpan(start, end, opening.outer_start, outer_end, opening.sign, opening.is_continued)]


def _deeper(opening: _Opening, by: int) -> _Opening:
    return _Opening(opening.sign, opening.outer_start, opening.start, opening.is_continued, opening.depth + by)


def mark_at(body: str, match: re.Match[str], start: int, end: int) -> _Mark:
    """The mark of a paragraph from `start` to `end`, with what its neighbours allow it to do."""
    before = body[match.start() - 1] if match.start() > start else " "
    after = body[match.end()] if match.end() < end else " "
    opens = (before in BLANKS or before in BEFORE_OPENING) and after not in BLANKS
    closes = not after.isalnum() if before not in BLANKS else after in NEVER_AFTER_OPENING
    if after in NEVER_AFTER_OPENING and closes:
        opens = False
    if before in ".,!?…" and (after in BLANKS or after in AFTER_CLOSING or after in "[("):
        opens = False
    if opens and closes and before in BEFORE_OPENING and (after.isalnum() or after in "¿¡$€£#@[("):
        closes = False
    return _Mark(match.start(), match.end(), match.group(), opens, closes)


def _remaining(marks: list[_Mark]) -> dict[str, list[int]]:
    """For each sign, how many of it follow each mark."""
    counts: dict[str, list[int]] = {}
    for sign in {mark.sign for mark in marks}:
        behind = 0
        column = [0] * len(marks)
        for index in range(len(marks) - 1, -1, -1):
            column[index] = behind
            behind += marks[index].sign == sign
        counts[sign] = column
    return counts


def _guillemets_are_turned(marks: list[_Mark]) -> bool:
    """Whether the paragraph quotes »so« (German, Danish) and not «so»."""
    first = next((mark for mark in marks if mark.sign in "«»"), None)
    return first is not None and first.sign == "»" and not (first.can_close and not first.can_open)
