r"""Rebuild the weights of quotes/key_quotes/summary_overlap.py: which quotes of a plain text a summary would repeat.

    python tools/train_echoes.py ../shared summarizer/lexicon/weights/summary_overlap.json [--folds 5]

Learns from train parts only: summaries/train/{cnndm,inshorts,orangesum}.jsonl, where a quote is right if it shares
four words in a row with the summary, and quotes/train/polnear.jsonl, where it is right if it shares three words in a
row, two of them of four letters and more, with the headline. Uses articles with three quotes of four to sixty words,
some right and some wrong; no article with a quote of more than 120 words: that is mostly a lost mark, and a long text
shares four words with anything. Not cnndm_extra: marks are often lost in the Daily Mail's texts, and a repeated phrase
is twice as strong a feature there as elsewhere. The French articles weigh half: there are more of them than of the
others.

Multinomial logistic regression over the quotes of an article, where several may be right; full-batch Adam with ridge
regularisation, starting at zero and without randomness: the same data give the same file. With `--folds` nothing is
written; prints how often the quote ranked first, and one of the first three, is right, cross-validated over the
articles; the weights for pages were trained on PolNeAR's.
"""

import argparse
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from summarizer.model import Article
from summarizer.quotes import find_quotes
from summarizer.quotes.key_quotes.pick import LEARNED, key_quote_features
from summarizer.quotes.key_quotes.summary_overlap import measure_echoes
from tools.rows import read_rows

SUMMARIES = ("cnndm", "inshorts", "orangesum")
COUNTS = {"orangesum": 0.5}
ROUNDS = 300
RIDGE = 60.0
LEAST_WORDS, MOST_WORDS = 4, 60
LOST_MARK = 120
LEAST_QUOTES = 3

FloatArray = Any
Grams = set[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Case:
    """The quotes of one article.

    Attributes:
        key: decides the fold.
        source: the data set.
        names: of the features.
        values: feature values, a row for each quote.
        right: whether a summary repeats the quote.
        pages: the scores by the weights for pages.
    """

    key: str
    source: str
    names: tuple[str, ...]
    values: FloatArray
    right: FloatArray
    pages: FloatArray


def main() -> None:
    """Read the shared folder; learn and write the weights, or cross-validate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--folds", type=int, default=0, help="cross-validate over so many parts, write nothing")
    arguments = parser.parse_args()
    cases = list(_read_cases(arguments.shared))
    if arguments.folds:
        _report(cases, arguments.folds)
        return
    weights = learn(cases)
    sources = ", ".join(f"../shared/summaries/train/{name}.jsonl" for name in SUMMARIES)
    data = {
        "origin": f"learned by tools/train_echoes.py from {sources} and ../shared/quotes/train/polnear.jsonl",
        "weights": {name: round(weight, 3) for name, weight in weights.items()},
    }
    arguments.out.write_text(json.dumps(data, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(len(cases), "articles")


def learn(cases: list[Case]) -> dict[str, float]:
    """Returns weights that make the right quotes of each article likely."""
    values = np.concatenate([case.values for case in cases])
    right = np.concatenate([case.right for case in cases]).astype(float)
    sizes = [len(case.right) for case in cases]
    first = np.cumsum([0, *sizes[:-1]])
    owner = np.repeat(np.arange(len(cases)), sizes)
    spread = values.std(axis=0) + 1e-6
    counts = np.array([COUNTS.get(case.source, 1.0) for case in cases])
    weights = _descend(values / spread, right, first, owner, counts) / spread
    return dict(zip(cases[0].names, weights.tolist(), strict=True))


def _descend(
    values: FloatArray, right: FloatArray, first: FloatArray, owner: FloatArray, counts: FloatArray
) -> FloatArray:
    weights, mean, square = (np.zeros(values.shape[1]) for _ in range(3))
    for step in range(1, ROUNDS + 1):
        scores = values @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, first)[owner])
        good = raised * right
        chance = raised / np.add.reduceat(raised, first)[owner]
        wanted = good / np.add.reduceat(good, first)[owner]
        slope = values.T @ ((chance - wanted) * counts[owner]) + RIDGE * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights = weights - 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def _report(cases: list[Case], folds: int) -> None:
    """Print hits of the text's order, of the weights for pages, of cross-validated weights, and of both."""
    fresh: dict[str, FloatArray] = {}
    for fold in range(folds):
        weights = learn([case for case in cases if _fold(case, folds) != fold])
        vector = np.array([weights[name] for name in cases[0].names])
        fresh |= {case.key: case.values @ vector for case in cases if _fold(case, folds) == fold}
    for source in ("", *sorted({case.source for case in cases})):
        chosen = [case for case in cases if source in ("", case.source)]
        print(f"{source or 'all':12} {len(chosen):4} articles   the first right, one of three right")
        _print_hits("in the order of the text", chosen, lambda case: np.zeros(len(case.right)))
        _print_hits("weighed like pages", chosen, lambda case: case.pages)
        _print_hits("echoes, cross-validated", chosen, lambda case: fresh[case.key])
        _print_hits("both, as in running texts", chosen, lambda case: case.pages + fresh[case.key])


def _print_hits(name: str, cases: list[Case], score: Callable[[Case], FloatArray]) -> None:
    ranked = [case.right[np.argsort(-score(case), kind="stable")] for case in cases]
    hits = np.array([(bool(marks[0]), bool(marks[:3].any())) for marks in ranked], dtype=float)
    draws = np.random.default_rng(1).integers(0, len(hits), (2000, len(hits)))
    low, high = np.percentile(hits[draws].mean(axis=1), [2.5, 97.5], axis=0)
    figures = (f"{hits[:, at].mean():.3f} [{low[at]:.3f}, {high[at]:.3f}]" for at in range(2))
    print(f"  {name:26}", "  ".join(figures))


def _fold(case: Case, folds: int) -> int:
    return int(hashlib.sha256(case.key.encode()).hexdigest(), 16) % folds


def _read_cases(shared: Path) -> Iterator[Case]:
    for name in SUMMARIES:
        for row in read_rows(shared / f"summaries/train/{name}.jsonl"):
            yield from _find_case(row, name, row["text"], find_grams("\n".join(row["references"]), 4))
    for row in read_rows(shared / "quotes/train/polnear.jsonl"):
        headline, _, body = row["text"].partition("\n\n")
        if len(headline) <= 200:
            yield from _find_case(row, "polnear", body, find_grams(headline, 3, telling=2))


def _find_case(row: dict[str, Any], source: str, body: str, wanted: Grams) -> Iterator[Case]:
    article = Article(body=body, language=row["lang"])
    quotes = find_quotes(article)
    counts = [len(quote.text.split()) for quote in quotes]
    if max(counts, default=0) > LOST_MARK:
        return
    usable = [
        number for number, quote in enumerate(quotes) if quote.speaker and LEAST_WORDS <= counts[number] <= MOST_WORDS
    ]
    size, telling = (3, 2) if source == "polnear" else (4, 0)
    right = [bool(wanted & find_grams(quotes[number].text, size, telling=telling)) for number in usable]
    if len(usable) < LEAST_QUOTES or not any(right) or all(right):
        return
    measured = measure_echoes(article, quotes)
    pages = np.array(
        [sum(LEARNED.get(feature, 0.0) for feature in features) for features in key_quote_features(article, quotes)]
    )
    names = tuple(measured[0])
    values = np.array([[measured[number][name] for name in names] for number in usable])
    yield Case(f"{source} {row['id']}", source, names, values, np.array(right), pages[usable])


def find_grams(text: str, size: int, *, telling: int = 0) -> Grams:
    """Returns the n-grams of `size` words that have at least `telling` words of four letters and more."""
    words = re.findall(r"\w+", text.lower())
    runs = zip(*(words[start:] for start in range(size)), strict=False)
    return {run for run in runs if sum(len(word) > 3 for word in run) >= telling}


if __name__ == "__main__":
    main()
