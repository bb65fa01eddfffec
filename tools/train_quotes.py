r"""Rebuild the learned weights of summarizer/quotes/: speakers, antecedents, how sure they are, and key quotes.

    .venv/bin/python -m tools.train_quotes ../shared summarizer/lexicon/weights

Learns from the train part of PolNeAR (English, speakers as places), from all articles that editors read (eleven
languages, speakers as full names), from copies of these in which people have other names, and from the hand-written
patterns in attribution_lines.txt. How sure a speaker is, and which quotes are lifted, is learned from what models found
in articles they had not seen (five folds by outlet, as in tools/cross_validate.py); what ships learns from all.
The same data give the same files, byte for byte. Takes about four minutes on two cores.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from summarizer.quotes.softmax import Weights
from tools.cross_validate import read_corpus
from tools.training.train import Corpus, Fold, found_in, learn_confidence, learn_picking, train_folds, train_models

EDITORS = "editor/train.jsonl, train2.jsonl, train3.jsonl and dev.jsonl"
POLNEAR = "quotes/train/polnear.jsonl"
SOURCES = {
    "attribution": f"{POLNEAR}, {EDITORS}, tools/attribution_lines.txt",
    "antecedents": f"{POLNEAR} and {EDITORS}",
    "confidence": f"what models found in {POLNEAR} and {EDITORS}, unseen",
    "key_quotes": f"the key quotes of {EDITORS}, headline echoes in {POLNEAR}",
}


def main() -> None:
    """Read the shared folder, learn, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    corpus = read_corpus(arguments.shared)
    for name, text in rebuild(corpus, train_folds(corpus)).items():
        (arguments.out / f"{name}.json").write_text(text, encoding="utf-8")
        print(f"{name}.json: {len(json.loads(text)['weights'])} weights")


def rebuild(corpus: Corpus, folds: Sequence[Fold]) -> dict[str, str]:
    """The text of each file of weights, by its name."""
    found = found_in(corpus, folds)
    confidence = learn_confidence(found)
    models = train_models([each for each, _ in corpus.all])
    learned = {
        "attribution": models.speakers,
        "antecedents": models.antecedents,
        "confidence": confidence,
        "key_quotes": learn_picking([(each, best) for each, best in found if each.source != "renamed"], confidence),
    }
    return {name: as_text(weights, SOURCES[name]) for name, weights in learned.items()}


def as_text(weights: Weights, source: str) -> str:
    """One file of weights, with its origin."""
    data = {"origin": f"learned by tools/train_quotes.py from {source}", "weights": weights}
    return json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


if __name__ == "__main__":
    main()
