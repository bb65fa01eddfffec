"""Who is misquoted in articles of outlets that no weight has learned from; and the weights that ship are the tools' own.

The floors in cross_validated_floors.json are figures of `tools.cross_validate`, with an allowance of a quote or two.
Learning five times takes some four minutes on two cores, so this is a drill.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools import speaker_figures
from tools.cross_validate import learn_readers, read_corpus, read_unseen
from tools.rows import read_rows, write_rows
from tools.train_quotes import rebuild
from tools.training.train import Corpus, Fold, train_folds

FLOORS: dict[str, dict[str, float]] = json.loads(
    Path(__file__).with_name("cross_validated_floors.json").read_text("utf-8")
)
WEIGHTS = Path(__file__).parents[2] / "summarizer/lexicon/weights"

pytestmark = [pytest.mark.slow, pytest.mark.shared, pytest.mark.xdist_group("cross_validation")]


@pytest.fixture(scope="module")
def learned(shared: Path) -> tuple[Corpus, list[Fold]]:
    corpus = read_corpus(shared)
    return corpus, train_folds(corpus)


@pytest.fixture(scope="module")
def lines(shared: Path, learned: tuple[Corpus, list[Fold]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    corpus, folds = learned
    folder = tmp_path_factory.mktemp("folds")
    write_rows(folder / "gold.jsonl", speaker_figures.read_gold(shared))
    swap = [sys.executable, str(shared / "editor/name_swap.py"), str(folder / "gold.jsonl"), "--write"]
    subprocess.run([*swap, str(folder / "swap.jsonl")], check=True)
    readers = learn_readers(corpus, folds)
    own = [{"id": each.row["id"], "text": each.row["text"], "title": each.row["title"]} for each, _ in corpus.editors]
    write_rows(folder / "swapped.jsonl", read_unseen(corpus, readers, read_rows(folder / "swap.jsonl")))
    return {
        "own": {row["id"]: row for row in read_unseen(corpus, readers, own)},
        "swap": speaker_figures.swap(shared, folder / "swapped.jsonl"),
    }


@pytest.mark.parametrize("group", ["all", "English", "German", "others"])
def test_speakers_shown_in_unseen_articles_are_right(shared: Path, lines: dict[str, Any], group: str):
    articles = speaker_figures.in_groups(speaker_figures.read_gold(shared))[group]
    shown = speaker_figures.judge(shared, articles, lines["own"])
    scored = speaker_figures.score(shared, articles, lines["own"])
    figures = {
        "shown": sum(map(len, shown)),
        **{f"not {outcome}": 1 - rate.value for outcome, rate in speaker_figures.rates(shown).items()},
        **{name: scored[name] for name in ("quote_f1", "speaker", "key_precision")},
    }
    below = {name: (figures[name], floor) for name, floor in FLOORS[group].items() if figures[name] < floor}
    assert below == {}


def test_a_name_that_no_list_has_changes_little(lines: dict[str, Any]):
    swapped = lines["swap"]["swapped"]
    assert swapped["before"] >= FLOORS["name swap"]["before"]
    assert swapped["gap"] <= FLOORS["name swap"]["gap"]


def test_the_weights_that_ship_are_rebuilt_byte_for_byte(learned: tuple[Corpus, list[Fold]]):
    rebuilt = rebuild(*learned)
    assert [name for name, text in rebuilt.items() if (WEIGHTS / f"{name}.json").read_text("utf-8") != text] == []
