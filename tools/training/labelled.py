"""Articles whose quotes somebody read: each gold quote with its speaker, as values the case makers use."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from summarizer.model import Article
from summarizer.quotes.attribution.attribute import ParsedArticle
from summarizer.quotes.evidence.gather_features import QuoteEvidence
from summarizer.quotes.grammar.lexicon import lexicon_for
from summarizer.quotes.spans.find_spans import find_spans
from tools.rows import read_rows
from tools.training.renamed import renamed

EDITORS = ("editor/train.jsonl", "editor/train2.jsonl", "editor/train3.jsonl", "editor/dev.jsonl")
POLNEAR = "quotes/train/polnear.jsonl"
TITLES = frozenset(
    "mr mrs ms dr sir lord lady prof herr frau president minister senator sen rep gov".split()  # noqa: SIM905  (reads better than a list)
)
ARTICLES = frozenset("the a an der die das el la le les los il l".split())  # noqa: SIM905  (as above)
MOSTLY = 0.7


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """A quote somebody marked.

    Attributes:
        start: of its words in the body.
        end: of its words in the body.
        speaker: the fullest printed name; "" for nobody.
        by: the words that name the speaker at the quote ("she"); None where the reader did not note them.
        place: where the speaker is named, start and end; None where only the name is known.
        is_doubtful: the reader was not sure who is meant.
        full: the fullest printed name, where `speaker` is the words at the place.
    """

    start: int
    end: int
    speaker: str
    by: str | None = None
    place: tuple[int, int] | None = None
    is_doubtful: bool = False
    full: str | None = None


@dataclass(slots=True)
class LabelledArticle:
    """An article, parsed, with its gold quotes.

    Attributes:
        row: as the data file has it.
        source: "editor", "renamed" or "polnear".
        parsed: the article prepared for attribution.
        gold: the gold quote of each marked stretch; None where nobody marked one.
    """

    row: Mapping[str, Any]
    source: str
    parsed: ParsedArticle
    gold: Sequence[GoldQuote | None]
    _evidence: dict[tuple[int, int | None], QuoteEvidence] = field(default_factory=dict)

    @property
    def outlet(self) -> str:
        """Who published it; the id where that is not known."""
        return str(self.row.get("outlet") or self.row["id"])

    @property
    def article(self) -> Article:
        """The article as the digest reads it."""
        return Article(body=self.row["text"], headline=self.row.get("title"), language=self.row["lang"])

    def evidence(self, quote: int, last: int | None) -> QuoteEvidence:
        """The choices for one quote; remembered, as every fold asks for the same."""
        key = quote, last
        if key not in self._evidence:
            self._evidence[key] = self.parsed.evidence(quote, last)
        return self._evidence[key]


def read_editors(shared: Path) -> list[LabelledArticle]:
    """All articles that editors read."""
    return [_labelled(row, "editor", list(_editor_quotes(row))) for name in EDITORS for row in read_rows(shared / name)]


def read_renamed(shared: Path) -> list[LabelledArticle]:
    """The editors' articles with about half of the people under names that no list holds."""
    rows = (renamed(row) for name in EDITORS for row in read_rows(shared / name))
    return [_labelled(row, "renamed", list(_editor_quotes(row))) for row in rows if row is not None]


def read_polnear(shared: Path) -> list[LabelledArticle]:
    """The train part of PolNeAR, whose speakers are places in the text."""
    return [_labelled(row, "polnear", list(_polnear_quotes(row))) for row in read_rows(shared / POLNEAR)]


def parse(body: str, language: str) -> ParsedArticle:
    """The article prepared for attribution."""
    words = lexicon_for(language, body)
    return ParsedArticle(body, find_spans(body, words), words)


def _labelled(row: Mapping[str, Any], source: str, gold: Sequence[GoldQuote]) -> LabelledArticle:
    parsed = parse(row["text"], row["lang"])
    found = [_overlapping(piece.start, piece.end, gold) for piece in parsed.marked]
    return LabelledArticle(row, source, parsed, found)


def _editor_quotes(row: Mapping[str, Any]) -> Iterator[GoldQuote]:
    """Quotes in reading order; a text that occurs twice is looked for behind the one before."""
    body, behind = row["text"], 0
    for quote in row["A"]["quotes"]:
        at = body.find(quote["text"], behind)
        at = at if at >= 0 else body.find(quote["text"])
        if at < 0:
            continue
        behind = at
        yield GoldQuote(
            at,
            at + len(quote["text"]),
            quote["speaker"] or "",
            by=quote.get("by"),
            is_doubtful=bool(quote.get("doubt")),
        )


def _polnear_quotes(row: Mapping[str, Any]) -> Iterator[GoldQuote]:
    for quote in row["quotes"]:
        if quote["type"] == "indirect":
            continue
        speaker = quote["speaker"]
        place = None if speaker is None else (speaker["start"], speaker["end"])
        name = "" if speaker is None else speaker["text"]
        yield GoldQuote(quote["start"], quote["end"], name, place=place, full=quote.get("speaker_full"))


def _overlapping(start: int, end: int, gold: Sequence[GoldQuote]) -> GoldQuote | None:
    for quote in gold:
        common = min(end, quote.end) - max(start, quote.start)
        longest = max(end, quote.end) - min(start, quote.start)
        if common > MOSTLY * longest:
            return quote
    return None


def name_words(text: str) -> list[str]:
    """The words of a name without titles and articles, lower case."""
    return [word for word in re.findall(r"\w+", text.lower()) if word not in TITLES and word not in ARTICLES]


def is_same_person(one: str, other: str) -> bool:
    """Whether two names can be one person's: all words of one in the other, or one of them a bare surname."""
    first, second = name_words(one), name_words(other)
    if not first or not second:
        return False
    if set(first) <= set(second) or set(second) <= set(first):
        return True
    return first[-1] == second[-1] and 1 in (len(first), len(second))
