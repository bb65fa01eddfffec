"""Who is misquoted in articles of outlets that no weight has learned from; and the weights that ship are the tools' own.

The floors in cross_validated_floors.json are figures of `tools.cross_validate`, with an allowance of a quote or two.
Learning five times takes some four minutes on two cores, so this is a drill.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tools import speaker_figures
from tools.cross_validate import FoldReader, learn_readers, read_corpus, read_unseen
from tools.rows import Row, read_rows, write_rows
from tools.train_quotes import rebuild
from tools.training.train import Corpus, train_folds

FLOORS: dict[str, dict[str, float]] = json.loads(
    Path(__file__).with_name("cross_validated_floors.json").read_text("utf-8")
)
WEIGHTS = Path(__file__).parents[2] / "summarizer/lexicon/weights"

pytestmark = [pytest.mark.slow, pytest.mark.shared]


def read_swapped(shared: Path, corpus: Corpus, readers: Mapping[int, FoldReader], folder: Path) -> dict[str, float]:
    """How often "he" and "she" are right before and after one first name is swapped."""
    write_rows(folder / "gold.jsonl", speaker_figures.read_gold(shared))
    swap = [sys.executable, str(shared / "editor/name_swap.py"), str(folder / "gold.jsonl"), "--write"]
    subprocess.run([*swap, str(folder / "swap.jsonl")], check=True)
    write_rows(folder / "swapped.jsonl", read_unseen(corpus, readers, read_rows(folder / "swap.jsonl")))
    figures: dict[str, float] = speaker_figures.swap(shared, folder / "swapped.jsonl")["swapped"]
    return figures


def measure(shared: Path, group: Sequence[Row], lines: dict[str, Row]) -> dict[str, float]:
    """The figures of one group of languages."""
    shown = speaker_figures.judge(shared, group, lines)
    scored = speaker_figures.score(shared, group, lines)
    return {
        "shown": sum(map(len, shown)),
        **{f"not {outcome}": 1 - rate.value for outcome, rate in speaker_figures.rates(shown).items()},
        **{name: scored[name] for name in ("quote_f1", "speaker", "key_precision")},
    }


def test_speakers_in_unseen_articles_hold_their_floors_and_the_weights_are_rebuilt(shared: Path, tmp_path: Path):
    corpus = read_corpus(shared)
    folds = train_folds(corpus)
    readers = learn_readers(corpus, folds)
    own = [{"id": each.row["id"], "text": each.row["text"], "title": each.row["title"]} for each, _ in corpus.editors]
    lines = {row["id"]: row for row in read_unseen(corpus, readers, own)}
    groups = speaker_figures.in_groups(speaker_figures.read_gold(shared))
    figures = {name: measure(shared, group, lines) for name, group in groups.items()}
    swapped = read_swapped(shared, corpus, readers, tmp_path)
    rebuilt = rebuild(corpus, folds)

    below = [
        f"{name} {key}: {figures[name][key]:.3f}"
        for name in groups
        for key, floor in FLOORS[name].items()
        if figures[name][key] < floor
    ]
    assert below == []
    assert swapped["before"] >= FLOORS["name swap"]["before"]
    assert swapped["gap"] <= FLOORS["name swap"]["gap"]
    assert [name for name, text in rebuilt.items() if (WEIGHTS / f"{name}.json").read_text("utf-8") != text] == []
