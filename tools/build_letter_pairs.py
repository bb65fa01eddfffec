"""Writes summarizer/lexicon/text/letter_pairs.json: how often a Latin letter follows another, in all languages.

    .venv/bin/python tools/build_letter_pairs.py ../shared

Only counts of pairs of letters are taken from the texts, those of the train parts; each language weighs the same, and
the function words of `words.json` stand for the languages without a text.
"""

import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from summarizer.no_story.letter_pairs import without_accents
from summarizer.text.language import detect_language
from tools.rows import read_rows

LEXICON = Path(__file__).parents[1] / "summarizer" / "lexicon" / "text"
TRAIN = ("summaries/train", "quotes/train", "editor")
LETTERS = " abcdefghijklmnopqrstuvwxyz"
ENOUGH = 300_000
"""Pairs of one language: more change nothing."""

LEAST = 200
"""Pairs: a language with fewer is left out."""

UNSEEN = 1e-5
"""Share of all pairs that a pair is given before anything is counted."""

ORIGIN = (
    "Counted by tools/build_letter_pairs.py over the train parts of the measuring data and the function words of "
    "words.json, each language with the same weight: -10 log2 of how often a column's letter follows a row's."
)


def read_texts(shared: Path) -> Iterator[str]:
    """Yields the texts of the train parts."""
    for folder in TRAIN:
        for file in sorted((shared / folder).glob("*.jsonl")):
            if "dev" not in file.name:
                for row in read_rows(file):
                    yield str(row.get("text") or " ".join(map(str, row.get("sentences", ()))))


def count_pairs(text: str) -> Counter[str]:
    """Returns the pairs of letters of a text, with a blank for the edges of its words."""
    padded = f" {' '.join(re.findall('[a-z]+', without_accents(text)))} "
    return Counter(first + second for first, second in pairwise(padded))


def main(shared: str) -> None:
    """Count and write."""
    counts = defaultdict[str, Counter[str]](Counter)
    for text in read_texts(Path(shared)):
        language = detect_language(text) or ""
        if counts[language].total() < ENOUGH:
            counts[language] += count_pairs(text)
    for language, words in json.loads((LEXICON / "words.json").read_text("utf-8"))["stop_words"].items():
        if counts[language].total() < ENOUGH // 100:
            counts[language] += count_pairs(words)
    shares = Counter[str]()
    for each in counts.values():
        if each.total() >= LEAST:
            shares.update({pair: count / each.total() for pair, count in each.items()})
    rows = [_rate_row(shares, first) for first in LETTERS]
    lines = ",\n".join(f"  {json.dumps(row)}" for row in rows)
    text = f'{{\n "origin": {json.dumps(ORIGIN)},\n "letters": "{LETTERS}",\n "tenths": [\n{lines}\n ]\n}}\n'
    (LEXICON / "letter_pairs.json").write_text(text, "utf-8")


def _rate_row(shares: Counter[str], first: str) -> list[int]:
    """Returns what follows one letter, in tenths of bits."""
    padded = [shares[first + second] + UNSEEN * shares.total() for second in LETTERS]
    return [round(-10 * math.log2(value / sum(padded))) for value in padded]


if __name__ == "__main__":
    main(sys.argv[1])
