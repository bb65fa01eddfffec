r"""The figures of `nutgraf batch` lines against what editors read, from the data's own scorers.

    .venv/bin/python -m tools.speaker_figures ../shared OUT.jsonl [OUT.0.jsonl]

Prints a table for all articles, English, German and others: key quotes shown, wrong, generic and garbled speakers among
them (95 % intervals over articles), full names of found quotes, precision of key quotes and the sentences' shares. With
a second file, of the lines that `name_swap.py --write` makes, also how often "he" and "she" are right before and after
one first name is swapped.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from tools.rows import Row, read_rows, write_rows
from tools.training.labelled import EDITORS

SAMPLES = 1000
GROUPS = {"all": (), "English": ("en",), "German": ("de",), "others": None}
OUTCOMES = ("right", "wrong", "generic", "garbled")


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its 95 % interval, by bootstrap over articles."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.1%} [{self.low:.1%}, {self.high:.1%}]"


def main() -> None:
    """Print the figures of one file of lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("out", type=Path, help="lines of `nutgraf batch` for all articles that editors read")
    parser.add_argument("swapped", type=Path, nargs="?", help="lines for what `name_swap.py --write` makes")
    arguments = parser.parse_args()
    shared = arguments.shared.resolve()
    lines = {row["id"]: row for row in read_rows(arguments.out)}
    for name, articles in in_groups(read_gold(shared)).items():
        shown = judge(shared, articles, lines)
        figures = {outcome: str(rate) for outcome, rate in rates(shown).items()}
        print(name, json.dumps({"articles": len(articles), "shown": sum(map(len, shown)), **figures}))
        print(" " * len(name), json.dumps(score(shared, articles, lines)))
    if arguments.swapped is not None:
        print("name swap", json.dumps(swap(shared, arguments.swapped)))


def read_gold(shared: Path) -> list[Row]:
    """All articles that editors read."""
    return [row for name in EDITORS for row in read_rows(shared / name)]


def in_groups(articles: Sequence[Row]) -> dict[str, list[Row]]:
    """The articles of each group of languages."""
    return {name: [row for row in articles if _is_in(row["lang"], codes)] for name, codes in GROUPS.items()}


def _is_in(language: str, codes: Sequence[str] | None) -> bool:
    return language not in ("en", "de") if codes is None else not codes or language in codes


def judge(shared: Path, articles: Sequence[Row], lines: dict[str, Row]) -> list[list[str]]:
    """For each article the verdicts of `shown.py` on its key quotes."""
    scorer = load_scorer(shared, "shown")
    return [[verdict for verdict, *_ in scorer.judge(row, lines.get(row["id"], {}))] for row in articles]


def rates(shown: Sequence[Sequence[str]]) -> dict[str, Rate]:
    """The shares of wrong, generic and garbled speakers among those with a name."""
    rng = random.Random(1)  # noqa: S311  (no secret: the same intervals each time)
    samples = [rng.choices(shown, k=len(shown)) for _ in range(SAMPLES)]
    return {outcome: _rate(outcome, shown, samples) for outcome in OUTCOMES[1:]}


def _rate(outcome: str, shown: Sequence[Sequence[str]], samples: Sequence[Sequence[Sequence[str]]]) -> Rate:
    values = sorted(_share(outcome, sample) for sample in samples)
    return Rate(_share(outcome, shown), values[int(0.025 * SAMPLES)], values[int(0.975 * SAMPLES) - 1])


def _share(outcome: str, shown: Sequence[Sequence[str]]) -> float:
    named = sum(verdict in OUTCOMES for verdicts in shown for verdict in verdicts)
    return sum(verdict == outcome for verdicts in shown for verdict in verdicts) / max(1, named)


def score(shared: Path, articles: Sequence[Row], lines: dict[str, Row]) -> dict[str, float]:
    """The figures of `score.py`."""
    scorer = load_scorer(shared, "score")
    report: dict[str, float] = scorer.report(scorer.score(articles, lines))
    return {name: round(value, 3) for name, value in report.items()}


def swap(shared: Path, out: Path) -> Row:
    """What `name_swap.py --score` prints."""
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder, "gold.jsonl")
        write_rows(gold, read_gold(shared))
        command = [sys.executable, str(shared / "editor/name_swap.py"), str(gold), "--score", str(out)]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: Row = json.loads(printed)
    return figures


def load_scorer(shared: Path, name: str) -> ModuleType:
    """One of the scorers beside the editors' articles."""
    folder = str(shared / "editor")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return __import__(name)


if __name__ == "__main__":
    main()
