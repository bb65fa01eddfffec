"""Somebody's words that no mark shows: answers of an interview, signed block quotes, lyrics, speech behind dashes.

They are found by the layout of lines. What is found is not shown as a sentence of the article's own; nothing here says
who speaks.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice, pairwise

from summarizer.model import Span
from summarizer.quotes.spans.quotation_marks import QuoteSpan

_DATA = json.loads(files("summarizer").joinpath("lexicon/text/speech.json").read_text("utf-8"))
_FIRST_PERSON = {language: frozenset(words.split()) for language, words in _DATA["first_person"].items()}
_ALL_FIRST_PERSON = frozenset[str]().union(*_FIRST_PERSON.values())
_SECOND_PERSON = {language: frozenset(words.split()) for language, words in _DATA["second_person"].items()}
_ALL_SECOND_PERSON = frozenset[str]().union(*_SECOND_PERSON.values())
_BYLINES = frozenset(_DATA["bylines"].split())
_LABELS = frozenset(_DATA["labels"].split())

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’](?:m|ve|d|ll|re)\b)?")
_ASKS = re.compile(r"[?？؟][\"”’»*_)\s]*$")
_ENDS = re.compile(r"[.!?…。！？][\"”’»*_)\]\s]*$")
_OPENS_QUOTED = tuple("\"“„«»‘'")
_LABEL = re.compile(r"[*_]{0,2}(?P<name>[^\W\d_][^\n:.,!?\"“„«»]{0,40}?)[*_]{0,2}:[*_]{0,2}\s+(?=\S)")
_DASH = re.compile(r"[-–—―]\s?(?=[^\W\d_])")
_SIGNATURE = re.compile(
    r"(?P<dash>[-–—―]{1,2}\s?)?(?P<name>[^\W\d_][\w.'’-]{0,30}(?:\s[^\W\d_][\w.'’-]{0,30}){1,4})"
    r"(?P<role>,\s[^\n]{2,80}|\s\([^\n()]{2,80}\))?\s*$"
)
PARTICLES = frozenset(
    {"von", "van", "de", "der", "den", "da", "di", "du", "del", "la", "le", "al", "bin", "ibn", "ter", "zu", "af"}
)

MOST_QUESTION_WORDS, FEWEST_QUESTIONS, SHORT_ANSWER = 60, 2, 2
LYRIC_CHARACTERS, LYRIC_WORDS, FEWEST_LYRIC_LINES, FEWEST_LYRIC_PARAGRAPHS = 48, 10, 3, 4
LONGEST_SIGNATURE = 140
MOST_LINES = 5_000
"""A body of more lines is no news story, and only its first lines are looked at."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Words of somebody who is not the reporter.

    Attributes:
        span: the words.
        shown_with: what a sentence has to hold to be shown: both marks of a quote, the speaker's name that opens the
            line; None where nothing beside the words tells that they are somebody's.
    """

    span: Span
    shown_with: Span | None = None

    def hides(self, sentence: Span) -> bool:
        """Whether the sentence would present the words, or a part of them, as the reporter's."""
        if not self.span.overlaps(sentence):
            return False
        frame = self.shown_with
        return frame is None or not (sentence.start <= frame.start and frame.end <= sentence.end)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank; `outside` is what stands outside quote marks."""

    start: int
    end: int
    text: str
    outside: str
    is_paragraph: bool


def find_unmarked(
    body: str, language: str | None, marked: Sequence[QuoteSpan], byline: Sequence[str] = ()
) -> Iterator[Speech]:
    """Yields the speech without marks, in no order.

    Args:
        body: of the article.
        language: ISO 639-1 code; None: the words of every language count.
        marked: the stretches between marks, of which the words are not looked at again.
        byline: the article's authors, who sign their own words.
    """
    lines = _read_lines(body, marked)
    code = (language or "").split("-")[0]
    first_person = _FIRST_PERSON.get(code, _ALL_FIRST_PERSON)
    labelled = list(_find_labelled(lines, first_person))
    yield from labelled or _find_answers(lines, first_person, _SECOND_PERSON.get(code, _ALL_SECOND_PERSON))
    yield from _find_signed(lines, body, byline)
    yield from _find_lyrics(lines)
    yield from _find_dashed(lines, first_person)


def _read_lines(body: str, marked: Sequence[QuoteSpan]) -> list[_Line]:
    pieces = sorted(marked, key=lambda piece: piece.start)
    found: list[_Line] = []
    at = 0
    for match in islice(_LINE.finditer(body), MOST_LINES):
        if match.group().isspace():
            continue
        outside, position = [], match.start()
        while at < len(pieces) and pieces[at].outer_start < match.end():
            outside.append(body[position : max(position, pieces[at].outer_start)])
            position = max(position, pieces[at].outer_end)
            at += 1
        outside.append(body[position : match.end()])
        opens = not found or body.endswith("\n\n", 0, match.start())
        closes = match.end() == len(body) or body.startswith("\n\n", match.end())
        found.append(_Line(match.start(), match.end(), match.group().strip(), " ".join(outside), opens and closes))
    return found


def _find_labelled(lines: Sequence[_Line], first_person: frozenset[str]) -> Iterator[Speech]:
    """Turns of an interview that open with a name or a label: "Lind: We …", "A: We …"."""
    labels = [
        (place, label)
        for place, line in enumerate(lines)
        if (label := _LABEL.match(line.text)) and _is_label(label["name"])
    ]
    counts = Counter(label["name"].lower() for _, label in labels)
    turns = [(place, label) for place, label in labels if counts[label["name"].lower()] > 1]
    if not any(_asks(lines[place]) or _is_own(lines[place], first_person) for place, _ in turns):
        return
    ends = [*(place for place, _ in turns[1:]), turns[-1][0] + 1]
    for (place, label), following in zip(turns, ends, strict=True):
        line, is_name = lines[place], label["name"].lower() not in _LABELS
        yield Speech(Span(line.start, line.end), Span(line.start, line.start + label.end()) if is_name else None)
        for more in lines[place + 1 : following]:
            if _is_own(more, first_person):
                yield Speech(Span(more.start, more.end))


def _is_label(text: str) -> bool:
    """Whether the words in front of a colon are a name or a label, and not "She added"."""
    words = text.split()
    return text.lower() in _LABELS or all(word[0].isupper() or word in PARTICLES for word in words)


def _find_answers(
    lines: Sequence[_Line], first_person: frozenset[str], second_person: frozenset[str]
) -> Iterator[Speech]:
    """Questions that have a line of their own, and what follows them, in an interview.

    A question to "you" is an interviewer's; the question above a part of an explanation is to nobody.
    """
    asked = [*(place for place, line in enumerate(lines) if _asks(line)), len(lines)]
    turns = [(lines[at], block) for at, following in pairwise(asked) if (block := lines[at + 1 : following])]
    addressed = sum(not second_person.isdisjoint(_WORD.findall(question.text)) for question, _ in turns)
    own = sum(_is_own(block[0], first_person) for _, block in turns)
    are_short = all(len(block) <= SHORT_ANSWER for _, block in turns[:-1])
    answers_are_own = any(_is_own(line, first_person) for _, block in turns for line in block)
    is_interview = (own * 2 >= len(turns) and addressed * 2 >= len(turns)) or (
        answers_are_own and addressed * 3 >= len(turns) * 2
    )
    if len(turns) < FEWEST_QUESTIONS or not (is_interview or (own == len(turns) and are_short)):
        return
    for question, block in turns:
        yield from (Speech(Span(line.start, line.end)) for line in (question, *block))


def _find_signed(lines: Sequence[_Line], body: str, byline: Sequence[str]) -> Iterator[Speech]:
    """Block quotes that a name signs in the next line: "Tilda Rohde, engineer"."""
    for place in range(1, len(lines)):
        above, line = lines[place - 1], lines[place]
        signature = _SIGNATURE.match(line.text) if len(line.text) <= LONGEST_SIGNATURE else None
        if signature is None or _ENDS.search(line.text) or not _ENDS.search(above.text):
            continue
        name = signature["name"].split()
        is_name = all(word[0].isupper() or word in PARTICLES for word in name) and " ".join(name) not in byline
        is_name = is_name and name[0].lower() not in _BYLINES
        # The last line of a body may be the author's own name, and the line below a lede often is.
        is_inside = place > 1 and (place + 1 < len(lines) or name[-1] in body[: above.start])
        is_signed = bool(signature["dash"]) or (signature["role"] is not None and is_inside)
        if is_name and is_signed and name[-1] not in above.text and not above.text.startswith(_OPENS_QUOTED):
            yield Speech(Span(above.start, above.end))


def _find_lyrics(lines: Sequence[_Line]) -> Iterator[Speech]:
    """Runs of short lines that open with capitals and mostly end in the middle of a sentence."""
    run: list[_Line] = []
    for line in (*lines, None):
        if line is not None and _is_verse(line):
            run.append(line)
            continue
        fewest = FEWEST_LYRIC_PARAGRAPHS if all(each.is_paragraph for each in run) else FEWEST_LYRIC_LINES
        finished = sum(bool(_ENDS.search(each.text)) for each in run)
        if len(run) >= fewest and finished * 3 <= len(run) * 2 and finished < len(run):
            yield Speech(Span(run[0].start, run[-1].end))
        run = []


def _is_verse(line: _Line) -> bool:
    """Whether the line could be one of a lyric; an item of a list or a table could not."""
    text = line.text
    is_short = len(text) <= LYRIC_CHARACTERS and 2 <= text.count(" ") + 1 <= LYRIC_WORDS
    return (
        is_short
        and text.lstrip("“\"'‘„«»¿¡")[:1].isupper()
        and not text.endswith(":")
        and not any(map(str.isdigit, text))
    )


def _find_dashed(lines: Sequence[_Line], first_person: frozenset[str]) -> Iterator[Speech]:
    """Lines behind a dash in which somebody speaks of themselves."""
    for line in lines:
        if _DASH.match(line.text) and _ENDS.search(line.text) and _is_own(line, first_person):
            yield Speech(Span(line.start, line.end))


def _asks(line: _Line) -> bool:
    """Whether the line is a question of its own, and no quote."""
    text = line.text
    return bool(_ASKS.search(text)) and not text.startswith(_OPENS_QUOTED) and len(text.split()) <= MOST_QUESTION_WORDS


def _is_own(line: _Line, first_person: frozenset[str]) -> bool:
    """Whether somebody speaks of themselves in the line, outside quote marks."""
    return not first_person.isdisjoint(_WORD.findall(line.outside.replace("’", "'").lower()))
