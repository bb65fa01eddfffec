"""The digests may not get worse than the floors in summaries_floors.json.

The floors are raised, or taken anew for new data, by `python -m tests.quality.test_summaries_gate`. It never lowers one,
but with `--lower REASON`, which it writes beside the floor.

* editor: the share of shown sentences that two editors picked ("best"), would accept ("ok"), would never show;
* sets: word F1 (ROUGE-1 without stemming) against people's summaries less that of the article's first three sentences;
* reading: rates, in per cent, of what readers dislike, by lists other than the product's own;
* digests: a hash over the sentences chosen from 200 articles, the same on every Python and numpy.
"""

import hashlib
import importlib.util
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from summarizer.model import Article, Sentence
from summarizer.paste.read_text import take_clean
from summarizer.quotes import find_speech
from summarizer.ranking import rank
from summarizer.selection.select_sentences import select
from summarizer.text.sentences import split_sentences
from tests.quality.floors import take

FLOORS_FILE = Path(__file__).with_name("summaries_floors.json")
SETS = ("cnndm", "writers", "inshorts", "realsumm", "orangesum", "basse_es", "basse_eu")
SAMPLE = 60
"""Articles of each set: the whole takes too long for the default run."""

SLACK = 0.004
"""A floor of the editor's figures stands so much below what was measured: half a sentence of 51 articles."""

pytestmark = pytest.mark.shared

POINTS_BACK = re.compile(
    r"[\"“‘'«(\[]*(?:he|she|they|it|his|her|their|its|this|these|but|however|and|so|also|meanwhile)\b", re.IGNORECASE
)
CHROME = re.compile(
    r"read more|click here|subscribe|sign up|newsletter|all rights reserved|getty images|©|\bphoto:", re.IGNORECASE
)
DATELINE = re.compile(r"\([A-Z]{2,}\)|[A-Z][A-Z.,' -]{3,30}\((?:AFP|AP|Reuters|CNN)\)|[A-Z]{4,}[A-Z,.' ]* ?(?:--|—|–) ")


def read_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def read_sample(shared: Path, name: str) -> list[dict[str, Any]]:
    """A fixed sample: the articles of the smallest id hashes."""
    rows = read_rows(shared / f"summaries/dev/{name}.jsonl")
    return sorted(rows, key=lambda row: hashlib.sha256(str(row["id"]).encode()).hexdigest())[:SAMPLE]


def choose(row: dict[str, Any], method: str | None = None) -> tuple[Sentence, ...]:
    article: Article = take_clean(row["text"], headline=row.get("title"))
    return select(
        article,
        rank(article, split_sentences(article), method=method),
        budget=3,
        is_speech=find_speech(article).hides,
    )


def measure_editor(shared: Path) -> dict[str, float]:
    spec = importlib.util.spec_from_file_location("editor_score", shared / "editor/score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = read_rows(shared / "editor/dev.jsonl")
    shown = {row["id"]: {"sentences": [{"text": s.text} for s in choose(row)]} for row in gold}
    report = scorer.report(scorer.score(gold, shown))
    return {"best": report["best"], "ok": report["ok"], "not never": 1 - report["never"]}


def count_words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def score_words(texts: list[str], references: list[str]) -> float:
    shown = count_words(" ".join(texts))
    best = 0.0
    for reference in map(count_words, references):
        common = sum((shown & reference).values())
        best = max(best, 200 * common / (sum(shown.values()) + sum(reference.values())))
    return best


def measure_sets(shared: Path) -> dict[str, dict[str, float]]:
    gains: dict[str, float] = {}
    faults: Counter[str] = Counter()
    digests = sentences = 0
    for name in SETS:
        gain = []
        for row in read_sample(shared, name):
            shown = [s.text for s in choose(row)]
            candidate = [s.text for s in split_sentences(take_clean(row["text"]))][:3]
            gain.append(score_words(shown, row["references"]) - score_words(candidate, row["references"]))
            faults["opens dangling"] += row["lang"] == "en" and bool(POINTS_BACK.match(shown[0]))
            faults["boilerplate"] += sum(bool(CHROME.search(text)) for text in shown)
            faults["dateline"] += sum(bool(DATELINE.match(text)) for text in shown)
            faults["over 40 words"] += sum(len(text.split()) > 40 for text in shown if row["lang"] == "en")
            faults["not verbatim"] += sum(text not in row["text"] for text in shown)
            digests += 1
            sentences += len(shown)
        gains[name] = sum(gain) / len(gain)
    reading = {
        fault: 100 * count / (digests if fault == "opens dangling" else sentences) for fault, count in faults.items()
    }
    return {"sets": gains, "reading": reading}


def hash_digests(shared: Path) -> str:
    digest = hashlib.sha256()
    for row in (
        read_rows(shared / "summaries/dev/orangesum.jsonl")[:100]
        + read_rows(shared / "summaries/dev/cnndm.jsonl")[:100]
    ):
        digest.update(repr([(s.span.start, s.span.end, s.score, s.reasons) for s in choose(row)]).encode())
    return digest.hexdigest()


def hash_data(shared: Path) -> str:
    digest = hashlib.sha256()
    for path in ("editor/dev.jsonl", *(f"summaries/dev/{name}.jsonl" for name in SETS)):
        digest.update((shared / path).read_bytes())
    return digest.hexdigest()


@pytest.fixture
def floors(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FLOORS_FILE.read_text("utf-8"))
    if found["data"] != hash_data(shared):
        pytest.fail("the measuring data changed: take the floors anew with this file as a script")
    return found


def test_editors_would_have_picked_our_sentences(shared: Path, floors: dict[str, Any]) -> None:
    measured = measure_editor(shared)
    assert {name: value for name, value in measured.items() if value < floors["editor"][name]} == {}


def test_digests_tell_more_than_the_opening_and_read_well(shared: Path, floors: dict[str, Any]) -> None:
    measured = measure_sets(shared)
    assert {name: gain for name, gain in measured["sets"].items() if gain < floors["sets"][name]} == {}
    assert {fault: rate for fault, rate in measured["reading"].items() if rate > floors["reading"][fault]} == {}


@pytest.mark.slow  # composed articles are compared in the default suite, test_same_digests.py
def test_two_hundred_digests_are_the_same_everywhere(shared: Path, floors: dict[str, Any]) -> None:
    assert hash_digests(shared) == floors["digests"]


def take_floors(shared: Path) -> dict[str, Any]:
    editor = {name: round(value - SLACK, 3) for name, value in measure_editor(shared).items()}
    measured = measure_sets(shared)
    return {
        "data": hash_data(shared),
        "editor": editor,
        "sets": {name: round(gain - 0.15, 2) for name, gain in measured["sets"].items()},
        "reading": {fault: round(rate + 0.1, 2) for fault, rate in measured["reading"].items()},
        "digests": hash_digests(shared),
    }


def find_lowered(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Floors that the new figures would lower."""
    lowered = [
        f"{part}/{name}" for part in ("editor", "sets") for name in old[part] if new[part][name] < old[part][name]
    ]
    return lowered + [f"reading/{name}" for name in old["reading"] if new["reading"][name] > old["reading"][name]]


if __name__ == "__main__":
    take(FLOORS_FILE, take_floors, find_lowered)
