"""Reading pages and pastes may not get worse than the floors in pages_floors.json.

The floors are raised, or taken anew for new data, by `python tests/quality/test_pages_gate.py`. It never lowers one,
but with `--lower REASON`, which it writes beside the floor; and no floor goes below the promise in `PROMISES` here.
"""

import argparse
import gzip
import hashlib
import importlib.util
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from summarizer.errors import SummarizerError
from summarizer.page import read_page
from summarizer.paste.read_text import read_text

FLOORS_FILE = Path(__file__).with_name("pages_floors.json")

PROMISES = {
    "pages": {
        "body f1": 0.955,
        "pages read": 1.0,
        "pages of f1 0.5": 0.989,
        "title exact": 0.83,
        "author all": 0.78,
        "date": 0.90,
        "lead image": 0.65,
        "snippets present": 0.963,
        "boilerplate absent": 0.945,
    },
    "paste": {"body f1": 0.92, "doubled f1": 0.90},
}
"""What is promised of the whole dev set; a sample has floors only."""

SLACK = 0.002
"""A floor stands so much below what was measured: libraries' small changes are no fall."""

pytestmark = pytest.mark.shared


def load_scorer(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("pages_score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def is_sampled(row: dict[str, Any]) -> bool:
    """Every third page, by its name: the same ones every time."""
    return hashlib.sha256(row["id"].encode()).digest()[0] % 3 == 0


def read_system(folder: Path, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What we read of each page, in the scorer's form."""
    for row in rows:
        html = gzip.decompress((folder / "html" / f"{row['id']}.html.gz").read_bytes())
        try:
            article = read_page(html, row["url"])
        except SummarizerError:
            continue
        yield {
            "id": row["id"],
            "text": article.body,
            "title": article.headline,
            "author": list(article.byline),
            "date": article.published_at.date().isoformat() if article.published_at else None,
            "image": article.lead_image,
        }


def measure_pages(folder: Path, keep: Callable[[dict[str, Any]], bool]) -> dict[str, float]:
    scorer = load_scorer(folder)
    rows = [row for row in read_rows(folder / "dev" / "expected.jsonl") if keep(row)]
    system = {line["id"]: line for line in read_system(folder / "dev", rows)}
    pages = [row for row in rows if row.get("body_text")]
    counts = scorer.body_rows(pages, system)
    by_page = 2 * counts[:, 0] / np.maximum(2 * counts[:, 0] + counts[:, 1] + counts[:, 2], 1e-9)
    tallies: dict[str, list[bool]] = {}
    for row in rows:
        line = system.get(row["id"], {})
        text = scorer.norm(line.get("text"))
        measured = [(name, bool(value)) for name, value in scorer.metadata(row, line)]
        measured += [("snippets present", scorer.norm(snippet) in text) for snippet in row.get("must", [])]
        measured += [("boilerplate absent", scorer.norm(snippet) not in text) for snippet in row.get("must_not", [])]
        for name, value in measured:
            tallies.setdefault(name, []).append(value)
    figures = {name: float(np.mean(tallies[name])) for name in PROMISES["pages"] if name in tallies}
    figures["body f1"] = scorer.prf(counts)[2]
    figures["pages read"] = float(np.mean([page["id"] in system for page in pages]))
    figures["pages of f1 0.5"] = float(np.mean(by_page >= 0.5))
    return figures


def measure_paste(folder: Path) -> dict[str, float]:
    scorer = load_scorer(folder)
    rows = read_rows(folder / "paste_dev" / "expected.jsonl")
    system = {row["id"]: {"text": read_text(row["pasted"]).body} for row in rows}
    counts = scorer.body_rows(rows, system)
    doubled = np.array([bool(row["doubled"]) for row in rows])
    return {"body f1": scorer.prf(counts)[2], "doubled f1": scorer.prf(counts[doubled])[2]}


def measure(name: str, folder: Path) -> dict[str, float]:
    """The figures of one set: the pages, the sample of them, the pastes."""
    if name == "paste":
        return measure_paste(folder)
    return measure_pages(folder, is_sampled if name == "sample" else lambda _: True)


def hash_data(name: str, folder: Path) -> str:
    part = "paste_dev" if name == "paste" else "dev"
    return hashlib.sha256((folder / part / "expected.jsonl").read_bytes()).hexdigest()


def check(name: str, folder: Path) -> None:
    floors = json.loads(FLOORS_FILE.read_text("utf-8"))[name]
    assert hash_data(name, folder) == floors["sha256"], "the data changed: measure anew"
    figures = measure(name, folder)
    fallen = {key: (figures[key], floor) for key, floor in floors["floors"].items() if figures[key] < floor}
    assert not fallen


def test_pages_reach_their_floors_on_a_sample(shared: Path):
    check("sample", shared / "pages")


@pytest.mark.slow
def test_pages_reach_their_floors(shared: Path):
    check("pages", shared / "pages")


def test_pastes_reach_their_floors(shared: Path):
    check("paste", shared / "pages")


@pytest.mark.parametrize("name", sorted(PROMISES))
def test_no_floor_is_below_what_is_promised(name: str):
    floors = json.loads(FLOORS_FILE.read_text("utf-8"))[name]["floors"]
    assert {key: floor for key, floor in floors.items() if floor < PROMISES[name][key]} == {}
    assert set(floors) == set(PROMISES[name])


def renew(folder: Path, reason: str | None) -> None:
    """Write the floors: the old one or the measured figure less `SLACK`, whichever is higher; lower only for a reason."""
    old = json.loads(FLOORS_FILE.read_text("utf-8")) if FLOORS_FILE.exists() else {}
    new: dict[str, Any] = {}
    for name in ("pages", "sample", "paste"):
        before = old.get(name, {})
        floors, lowered = dict(before.get("floors", {})), list(before.get("lowered", []))
        for key, figure in measure(name, folder).items():
            # Rounded down, and never below a promise that the figure keeps.
            reached = np.floor((figure - SLACK) * 1000) / 1000
            kept = [promise for promise in [PROMISES.get(name, {}).get(key, 0.0)] if promise <= figure]
            floor = max(reached, *kept, 0.0)
            if floor < floors.get(key, 0.0) and reason is not None:
                lowered.append({"figure": key, "from": floors[key], "to": floor, "reason": reason})
                floors[key] = floor
            floors[key] = max(floor, floors.get(key, 0.0))
        new[name] = {"sha256": hash_data(name, folder), "floors": floors, "lowered": lowered}
    FLOORS_FILE.write_text(json.dumps(new, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[3] / "shared")
    parser.add_argument("--lower", metavar="REASON", help="also lower floors, and say why")
    arguments = parser.parse_args()
    renew(arguments.shared / "pages", arguments.lower)
