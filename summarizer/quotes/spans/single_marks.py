"""Single quote marks, for newsrooms that quote ‘so’: only where a text has no double marks to speak of."""

import re
from collections.abc import Iterator

OPENING = re.compile(r"(?<![\w’'.,!?)])[‘'‚‹](?=[^\W_]|[…“\"¿¡$£€(\[])")
CLOSING = re.compile(r"(?<=[^\s‘'‚‹])[’'‘›](?!\w)")
DOUBLE = re.compile(r"''|``|’’|[“”„\"«»「]")
# ’90s, ’em, ’til: words that begin with an apostrophe.
CLIPPED = re.compile(r"[‘'’](?:\d0s?\b|em\b|til\b|tis\b|twas\b|cause\b|n\b|s\b|t\b)", re.IGNORECASE)
MIN_WORDS = 3


def prefers_single_marks(body: str) -> bool:
    """Whether the text quotes with single marks: more quotes of three words up in single marks than double marks."""
    if not OPENING.search(body):
        return False
    spans = [
        (start, end) for start, end, _, _ in read_single_marks(body) if body.count(" ", start, end) >= MIN_WORDS - 1
    ]
    doubles = sum(1 for _ in DOUBLE.finditer(body))
    for start, end in spans:
        inner = sum(1 for _ in DOUBLE.finditer(body, start, end))
        doubles -= inner if inner % 2 == 0 else 0  # a quote within the quote
    return len(spans) > doubles


def read_single_marks(body: str) -> Iterator[tuple[int, int, int, int]]:
    """Start, end, outer start and outer end of each stretch between single marks, paragraph by paragraph."""
    position = 0
    while opening := OPENING.search(body, position):
        position = opening.end()
        if CLIPPED.match(body, opening.start()):
            continue
        paragraph_end = body.find("\n", position)
        paragraph_end = len(body) if paragraph_end < 0 else paragraph_end
        closing = _find_closing(body, position, paragraph_end)
        if closing is None:
            # Nothing in the rest of this paragraph closes.
            if not CLOSING.search(body, position, paragraph_end):
                position = paragraph_end
            continue
        end = closing
        if end > opening.end():
            yield opening.end(), end, opening.start(), end + 1
        position = end + 1


def _find_closing(body: str, start: int, limit: int) -> int | None:
    """Where the quote that opened at `start` closes: a plural's apostrophe does not close if a better mark follows."""
    doubtful: int | None = None
    for count, match in enumerate(CLOSING.finditer(body, start, limit)):
        at = match.start()
        is_plural = body[at - 1] in "sS" and body[at + 1 : at + 2] == " " and body[at + 2 : at + 3].islower()
        if not is_plural:
            reopened = doubtful is not None and OPENING.search(body, doubtful, at)
            return doubtful if reopened else at
        doubtful = doubtful if doubtful is not None else at
        if count > 5:
            break
    return doubtful
