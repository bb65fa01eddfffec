"""The quotes and their speakers may not get worse than the floors in quotes_floors.json.

The floors are raised, or taken anew for new data, by `python -m tests.quality.test_quotes_gate`. It never lowers one,
but with `--lower REASON`, which it writes beside the floor.

* polnear, german: spans, speakers, both together and full names, by ../shared/quotes/score.py, on a sample;
* editor: recent pages in eleven languages, by ../shared/editor/score.py, with the key quotes' precision;
* key: how often one of the three quotes ranked first is one that the headline or the summary echoes.
"""

import hashlib
import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from summarizer.model import Article, Quote
from summarizer.quotes import find_quotes
from summarizer.quotes.key_quotes.pick import pick_quotes, score_quotes
from tests.quality.floors import take

FLOORS_FILE = Path(__file__).with_name("quotes_floors.json")
DATA = ("quotes/dev/polnear.jsonl", "quotes/dev/dewikinews.jsonl", "quotes/dev/keyquote.jsonl", "editor/dev.jsonl")
SAMPLE = 150
"""Articles of PolNeAR and of Wikinews: the whole takes too long for the default run."""

SLACK = 0.005
"""A floor of PolNeAR stands so much below what was measured: a handful of quotes."""

SLACK_OF_FEW = 0.015
"""The same for the other sets, which are small: a quote or two."""

pytestmark = pytest.mark.shared

Row = dict[str, Any]
Figures = dict[str, dict[str, float]]


def read_rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def read_sample(path: Path) -> list[Row]:
    """A fixed sample: the articles of the smallest id hashes."""
    return sorted(read_rows(path), key=lambda row: hashlib.sha256(str(row["id"]).encode()).hexdigest())[:SAMPLE]


def load_scorer(shared: Path, folder: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"{folder}_score", shared / folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


def article_of(row: Row) -> Article:
    return Article(body=row["text"], headline=row.get("title"), language=row["lang"])


def as_row(quote: Quote) -> Row:
    said_by = quote.speaker
    speaker = None if said_by is None else {"start": said_by.span.start, "end": said_by.span.end, "text": said_by.text}
    full = quote.speaker_full
    return {
        "start": quote.span.start,
        "end": quote.span.end,
        "text": quote.text,
        "speaker": speaker,
        "speaker_full": full,
    }


def as_rows(quotes: Sequence[Quote]) -> list[Row]:
    return [as_row(quote) for quote in quotes]


def answer(row: Row) -> Row:
    article = article_of(row)
    quotes = find_quotes(article)
    picked = pick_quotes(article, quotes, (), limit=2)
    return {"id": row["id"], "quotes": as_rows(quotes), "key_quotes": as_rows(picked), "sentences": []}


def measure_speakers(shared: Path, name: str) -> Figures:
    """Figures of one set, of all quotes and of those of six words up."""
    scorer = load_scorer(shared, "quotes")
    gold = read_sample(shared / f"quotes/dev/{name}.jsonl")
    answers = [answer(row) for row in gold]
    found = {}
    for least in (1, 6):
        _, figures, _ = scorer.score(gold, answers, min_words=least, boot=2)
        found[f"{name} {least} words"] = {
            key: figures[key][0]
            for key in ("overlap_F1", "speaker_acc", "joint_F1", "fullname_acc")
            if figures[key][0] > 0
        }
    return found


def measure_editor(shared: Path) -> Figures:
    scorer = load_scorer(shared, "editor")
    gold = read_rows(shared / "editor/dev.jsonl")
    rows = scorer.score(gold, {row["id"]: answer(row) for row in gold})
    found: Figures = {"editor all": {"key_precision": scorer.report(rows)["key_precision"]}}
    for name, wanted in (("en", ("en",)), ("de", ("de",)), ("others", ())):
        report = scorer.report(
            [row for row in rows if (row["lang"] in wanted if wanted else row["lang"] not in ("en", "de"))]
        )
        found[f"editor {name}"] = {key: report[key] for key in ("quote_f1", "speaker")}
    return found


def measure_key(shared: Path) -> Figures:
    ranked = [rank_key(row) for row in read_rows(shared / "quotes/dev/keyquote.jsonl")]
    hits = sum(any(keys[:3]) for keys in ranked) / len(ranked)
    return {"key": {"hit@3": hits, "P@1": sum(keys[0] for keys in ranked) / len(ranked)}}


def rank_key(row: Row) -> list[bool]:
    """Whether each of the annotated quotes is key, the one we rank first first."""
    article = article_of(row)
    scored = score_quotes(article, find_quotes(article))
    ranked = []
    for gold in row["quotes"]:
        same = [q.score for q in scored if q.span.start < gold["end"] and gold["start"] < q.span.end]
        ranked.append((max(same, default=-9.0), -gold["start"], bool(gold["key"])))
    return [key for *_, key in sorted(ranked, reverse=True)]


def hash_data(shared: Path) -> str:
    digest = hashlib.sha256()
    for path in DATA:
        digest.update((shared / path).read_bytes())
    return digest.hexdigest()


@pytest.fixture
def floors(shared: Path) -> Row:
    found: Row = json.loads(FLOORS_FILE.read_text("utf-8"))
    if found["data"] != hash_data(shared):
        pytest.fail("the measuring data changed: take the floors anew with this file as a script")
    return found


def find_below(measured: Figures, floors: Figures) -> list[str]:
    return [
        f"{part}/{key}: {value:.3f} under {floors[part][key]}"
        for part, figures in measured.items()
        for key, value in figures.items()
        if value < floors[part][key]
    ]


@pytest.mark.parametrize("name", ["polnear", "dewikinews"])
def test_speakers_of_annotated_articles_are_found(shared: Path, floors: Row, name: str) -> None:
    assert find_below(measure_speakers(shared, name), floors["figures"]) == []


def test_recent_pages_in_eleven_languages_have_their_speakers(shared: Path, floors: Row) -> None:
    assert find_below(measure_editor(shared), floors["figures"]) == []


def test_the_first_three_quotes_hold_one_that_was_echoed(shared: Path, floors: Row) -> None:
    assert find_below(measure_key(shared), floors["figures"]) == []


def take_floors(shared: Path) -> Row:
    measured = {**measure_speakers(shared, "polnear"), **measure_speakers(shared, "dewikinews")}
    measured |= {**measure_editor(shared), **measure_key(shared)}
    figures = {
        part: {
            key: round(value - (SLACK if part.startswith("polnear") else SLACK_OF_FEW), 3)
            for key, value in figures.items()
        }
        for part, figures in measured.items()
    }
    return {"data": hash_data(shared), "figures": figures}


def find_lowered(old: Row, new: Row) -> list[str]:
    """Floors that the new figures would lower."""
    return [
        f"{part}/{key}"
        for part, figures in old["figures"].items()
        for key, floor in figures.items()
        if new["figures"][part].get(key, 0.0) < floor
    ]


if __name__ == "__main__":
    take(FLOORS_FILE, take_floors, find_lowered)
