"""Learns which pairs of articles report one event, and writes summarizer/lexicon/weights/same_event.json.

    .venv/bin/python -m tools.train_stories ../shared
    .venv/bin/python -m tools.train_stories ../shared --left-out      each set grouped by a model that never saw it

The sets are those of ../shared/stories: dev, and history for names and topics. Pairs with other names are made of them.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from summarizer.stories import cluster
from summarizer.stories.document_frequency import read_background
from summarizer.stories.pair_evidence.features import FEATURES
from summarizer.stories.pair_evidence.model import read_model
from tools.story_training.false_stories import Grouping, measure
from tools.story_training.labelled_days import LabelledDay, read_days, read_history
from tools.story_training.logistic import Fit, fit
from tools.story_training.pair_cases import PairCases, make_cases

TARGET = Path(__file__).parents[1] / "summarizer" / "lexicon" / "weights" / "same_event.json"

OPENING_MARGIN = -0.75
BARE_MARGIN = -1.0
"""The score, above a set's mean start, from which two articles are of one event. A false story costs more than a split
one. Two headlines share few words, and a story of them rests on many pairs, so theirs is lower. Chosen on sets that
were left out."""

_NOTE = "Learned by tools/train_stories.py. Features: summarizer/stories/pair_evidence/features.py."


def main() -> None:
    """Learn and write the weights, or print the figures of the sets that were left out."""
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reader.add_argument("shared", type=Path)
    reader.add_argument("--left-out", action="store_true")
    options = reader.parse_args()
    folder = options.shared / "stories"
    days, history = list(read_days(folder)), read_history(folder)
    background = read_background(history)
    cases = [case for day in days for case in make_cases(day, background)]
    if options.left_out:
        print_left_out(days, cases, history)
    else:
        TARGET.write_text(rebuild(cases), "utf-8")


def rebuild(cases: Sequence[PairCases]) -> str:
    """Returns the file of weights, learned from all sets."""
    return json.dumps(to_weights(fit(cases)), indent=1) + "\n"


def to_weights(found: Fit) -> dict[str, object]:
    """Returns the weights as they are stored."""
    opening = dict(zip(FEATURES, found.opening.tolist(), strict=True))
    bare = dict(zip(FEATURES, found.bare.tolist(), strict=True))
    opening["start"] = found.opening_start - OPENING_MARGIN
    bare["start"] = found.bare_start - BARE_MARGIN
    rounded = [{name: round(weight, 2) for name, weight in weights.items()} for weights in (opening, bare)]
    return {"note": _NOTE, "opening": rounded[0], "bare": rounded[1]}


def print_left_out(days: Sequence[LabelledDay], cases: Sequence[PairCases], history: Sequence[str]) -> None:
    """Print how each set is grouped by a model that was learned from the others."""
    print("set                      articles  P     R     F1     stories  false  impure")
    for family in dict.fromkeys(day.family for day in days if day.family != "background"):
        for day, found in measure_left_out(family, days, cases, history):
            print(f"{day.name:24} {len(day.articles):8}  {found}")


def measure_left_out(
    family: str, days: Sequence[LabelledDay], cases: Sequence[PairCases], history: Sequence[str]
) -> Iterator[tuple[LabelledDay, Grouping]]:
    """Returns how the sets of a family are grouped by a model that was learned from the others."""
    weights = to_weights(fit([case for case in cases if case.day.family != family]))
    model = read_model(json.dumps(weights))
    for day in days:
        if day.family == family:
            yield day, measure(day, cluster(day.articles, history=history, model=model))


if __name__ == "__main__":
    main()
