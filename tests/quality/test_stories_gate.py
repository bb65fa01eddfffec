"""Grouping may not get worse than the floors in stories_floors.json."""

import hashlib
import importlib.util
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from summarizer.model import Article
from summarizer.stories import cluster
from tools.story_training.false_stories import measure
from tools.story_training.labelled_days import LabelledDay

FLOORS: dict[str, Any] = json.loads(Path(__file__).with_name("stories_floors.json").read_text("utf-8"))

pytestmark = pytest.mark.shared


def read_rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def make_article(row: dict[str, Any]) -> Article:
    moment = datetime.fromisoformat(row["time"]) if row.get("time") else None
    return Article(row.get("text") or "", headline=row["title"] or None, outlet=row.get("outlet"), published_at=moment)


def load_scorer(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("stories_score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", sorted(FLOORS["sets"]))
def test_grouping_reaches_its_floor(name: str, shared: Path):
    folder = shared / "stories"
    path = folder / "dev" / f"{name}.jsonl"
    floor = FLOORS["sets"][name]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == floor["sha256"], "the data changed: measure anew"

    rows = read_rows(path)
    history = [f"{row['title']}\n{row['text']}" for row in read_rows(folder / "history" / "background_clean.jsonl")]
    articles = [make_article(row) for row in rows]
    stories = cluster(articles, history=history)

    gold = {row["id"]: row["cluster"] for row in rows}
    system = {row["id"]: str(story) for row, story in zip(rows, stories, strict=True)}
    assert load_scorer(folder).score(gold, system, boot=0)["bcubed_f1"] >= floor["bcubed_f1"]
    if "most_false" in floor:
        day = LabelledDay(name, 1.0, tuple(articles), tuple(row["cluster"] for row in rows))
        assert measure(day, stories).false <= floor["most_false"]
