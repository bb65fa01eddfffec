"""Compares nutgraf's digests with those of every peer, on human summaries and editors' picks, in one run.

    make bench-quality [ARGS="--limit 40 --write docs/quality.md"]

Every system chooses three sentences of the same articles. ROUGE-1 F, the reading rates and editors' picks come from
the measuring data's own scorers; CPU time is measured from the body to the chosen sentences, including sentence
splitting, without imports and caches.
"""

import argparse
import importlib.util
import json
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from summarizer.digest import digest
from summarizer.errors import SummarizerError
from summarizer.paste.read_text import take_clean
from summarizer.quotes import find_speech
from summarizer.ranking import METHODS, rank
from summarizer.selection.select_sentences import select
from summarizer.text.sentences import split_sentences
from tests.benchmarks.quality_peers import PEERS, Choose

SETS = ("cnndm", "writers", "inshorts", "realsumm", "orangesum", "basse_es", "basse_eu")
ENGLISH = SETS[:4]
EDITOR = "editor"
RESAMPLES = 2_000
BUDGET = ("sents", 3)
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
READING = (
    "opens dangling",
    "dangling sent",
    "near-dup pair",
    "boilerplate",
    "dateline",
    "fragment",
    ">40 words",
    "not verbatim",
    "empty",
)

Row = dict[str, Any]
System = Callable[[Row], list[str]]


@dataclass
class Measured:
    """The measurements of one system.

    Attributes:
        scores: set -> shape (articles,), ROUGE-1 F x 100.
        faults: reading rate -> (count, total).
        editor: "best", "ok" and "never" -> share of the shown sentences.
        times_ms: set -> CPU time of each article.
    """

    scores: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, Any] = field(default_factory=dict)
    editor: dict[str, float] = field(default_factory=dict)
    times_ms: dict[str, list[float]] = field(default_factory=dict)


def digest_row(row: Row, method: str | None = None) -> list[str]:
    """Returns the sentences of our digest, as the bot makes it, with quotes."""
    try:
        shown = digest(take_clean(row["text"], headline=row.get("title")), method=method)
    except SummarizerError:
        return []
    return [" ".join(sentence.text.split()) for sentence in shown.sentences]


def choose_row(row: Row) -> list[str]:
    """Returns the same sentences without finding quotes: the cost of quotes is reported beside the table."""
    article = take_clean(row["text"], headline=row.get("title"))
    return [
        sentence.text
        for sentence in select(
            article, rank(article, split_sentences(article)), budget=3, is_speech=find_speech(article).hides
        )
    ]


def ask_peer(choose: Choose, row: Row) -> list[str]:
    """Returns a peer's choice from our sentences."""
    article = take_clean(row["text"], headline=row.get("title"))
    sentences = split_sentences(article)
    return choose(sentences, row.get("lang") or "en", row.get("title") or "") if sentences else []


def make_systems() -> dict[str, System]:
    """Returns name -> system."""
    ours: dict[str, System] = {
        "nutgraf" if method == "nutgraf" else f"--method {method}": partial(digest_row, method=method)
        for method in METHODS
    }
    return ours | {name: partial(ask_peer, choose) for name, choose in PEERS.items()}


def run_timed(system: System, row: Row) -> tuple[list[str], float]:
    """Returns the system's sentences, and the CPU milliseconds it took."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # peers divide by zero on tiny texts
        start = time.process_time()
        texts = system(row)
        return texts, 1000 * (time.process_time() - start)


def read_rows(path: Path, limit: int | None) -> list[Row]:
    """Returns the first `limit` rows."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()][:limit]


def load_scorer(path: Path) -> ModuleType:
    """Returns the measuring data's own scorer."""
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Bench:
    """The data and their scorers."""

    def __init__(self, shared: Path, limit: int | None) -> None:
        self.rouge = load_scorer(shared / "summaries/score.py")
        vars(self.rouge)["METRICS"] = ("rouge1",)  # the others take most of the time
        self.editors = load_scorer(shared / "editor/score.py")
        self.sets = {name: read_rows(shared / f"summaries/dev/{name}.jsonl", limit) for name in SETS}
        self.gold = read_rows(shared / "editor/dev.jsonl", limit)

    def show_opening(self) -> Measured:
        """Measure the first three sentences: the baseline."""
        opening = {
            name: {row["id"]: self.rouge.split_sentences(row["text"])[:3] for row in rows}
            for name, rows in self.sets.items()
        }
        return self._score(opening | {EDITOR: {row["id"]: row["sentences"][:3] for row in self.gold}}, {})

    def measure(self, system: System) -> Measured:
        """Measure a system on every article."""
        shown: dict[str, dict[str, list[str]]] = {}
        times: dict[str, list[float]] = {}
        system(self.sets[SETS[0]][0])  # loads imports and caches
        for name, rows in (self.sets | {EDITOR: self.gold}).items():
            shown[name], times[name] = {}, []
            for row in rows:
                texts, took_ms = run_timed(system, row)
                shown[name][row["id"]] = texts
                times[name].append(took_ms)
        return self._score(shown, times)

    def _score(self, shown: dict[str, dict[str, list[str]]], times: dict[str, list[float]]) -> Measured:
        """Returns all figures of one system."""
        measured = Measured(times_ms=times, faults={name: np.zeros(2) for name in READING})
        for name, rows in self.sets.items():
            if any(shown[name].values()):  # a peer may not read the language at all
                measured.scores[name] = self.rouge.rouge_rows(rows, shown[name], BUDGET)[:, 0]
        for row, texts in ((row, shown[name][row["id"]]) for name in ENGLISH for row in self.sets[name]):
            for fault, count in self.rouge.quality(row, texts).items():
                measured.faults[fault] += count
        picks = {row_id: {"sentences": [{"text": text} for text in texts]} for row_id, texts in shown[EDITOR].items()}
        report = self.editors.report(self.editors.score(self.gold, picks))
        measured.editor = {name: report[name] for name in ("best", "ok", "never")}
        return measured

    def compare(self, scores: Any, opening: Any) -> tuple[float, float, float]:
        """Returns the mean difference, and its 95 % interval over resampled articles."""
        difference = scores - opening
        means = self.rouge.bootstrap(difference[:, None], RESAMPLES)[:, 0]
        low, high = np.percentile(means, [2.5, 97.5])
        return float(difference.mean()), float(low), float(high)


def write_rouge(bench: Bench, found: dict[str, Measured]) -> list[str]:
    """Returns the table of ROUGE-1 F; the opening is the first system."""
    opening = next(iter(found.values()))
    columns = [f"{name} ({len(bench.sets[name])})" for name in SETS]
    rows = []
    for system, measured in found.items():
        cells = [_cell_rouge(bench, measured.scores.get(name), opening.scores[name]) for name in SETS]
        pooled = [np.concatenate([one.scores[name] for name in ENGLISH]) for one in (measured, opening)]
        rows.append([system, *cells, _cell_rouge(bench, *pooled)])
    return write_table(["ROUGE-1 F x 100", *columns, "English, pooled"], rows)


def _cell_rouge(bench: Bench, scores: Any, opening: Any) -> str:
    """Returns a cell: "35.6, +2.9 [+2.0, +3.8]"."""
    if scores is None:
        return "–"
    gain, low, high = bench.compare(scores, opening)
    same = not np.any(scores - opening)
    return f"{scores.mean():.1f}" if same else f"{scores.mean():.1f}, {gain:+.2f} [{low:+.1f}, {high:+.1f}]"


def write_reading(bench: Bench, found: dict[str, Measured]) -> list[str]:
    """Returns the table of editors' picks and reading rates."""
    rows = []
    for system, measured in found.items():
        picks = [f"{measured.editor[name]:.3f}" for name in ("best", "ok", "never")]
        rates = [f"{100 * times / out_of if out_of else 0:.1f}" for times, out_of in measured.faults.values()]
        rows.append([system, *picks, *rates])
    head = [f"editors ({len(bench.gold)}): best", "ok", "never", *(f"{name} %" for name in READING)]
    return write_table(["picks and reading", *head], rows)


def write_times(found: dict[str, Measured]) -> list[str]:
    """Returns the table of CPU times."""
    sets = (*SETS, EDITOR)
    rows = [
        [system, *(f"{statistics.median(measured.times_ms[name]):.1f}" for name in sets)]
        for system, measured in found.items()
        if measured.times_ms
    ]
    return write_table(["CPU ms an article, median", *sets], rows)


def write_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Returns a Markdown table."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return ["| " + " | ".join(line) + " |" for line in lines] + [""]


def write_page(bench: Bench, found: dict[str, Measured], sentences_ms: float, limit: int | None) -> str:
    """Returns all tables."""
    part = f"the first {limit} articles of each set" if limit else "all articles"
    note = (
        "Times differ from run to run. Those of nutgraf and of `--method` are of a whole digest: on cnndm nutgraf's "
        f"sentences are chosen after {sentences_ms:.1f} ms, the rest finds the quotes and who said them."
    )
    return "\n".join(
        [
            f"Measured on {part}; in brackets after a set's name, their number.",
            "",
            *write_rouge(bench, found),
            *write_reading(bench, found),
            *write_times(found),
            note,
        ]
    )


def put_between_marks(page: Path, tables: str) -> None:
    """Replace the page's tables."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}", "utf-8")


def main() -> None:
    """Measure every system; print the tables."""
    parser = argparse.ArgumentParser(description="Our digests beside every peer's.")
    parser.add_argument("--limit", type=int, help="only so many articles of each set")
    parser.add_argument("--only", default="", help="only systems whose name holds this")
    parser.add_argument("--write", type=Path, help="the page whose tables are replaced")
    options = parser.parse_args()
    shared = Path(os.environ.get("NUTGRAF_SHARED", "../shared"))  # noqa: TID251  (where measuring data is found)
    bench = Bench(shared, options.limit)
    found = {"the opening (first three)": bench.show_opening()}
    for name, system in make_systems().items():
        if options.only in name:
            start = time.perf_counter()
            found[name] = bench.measure(system)
            print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    alone = [run_timed(choose_row, row)[1] for row in bench.sets[SETS[0]]]
    tables = write_page(bench, found, statistics.median(alone), options.limit)
    print(tables)
    if options.write:
        put_between_marks(options.write, tables)


if __name__ == "__main__":
    main()
