"""Rebuild the ranker's weights: `python tools/train_ranker.py ../shared summarizer/lexicon/weights/sentences.json`.

Reads only the train parts of the measuring data. Plain numpy, no randomness, a few minutes on one core. The weights
are sums of logistic regressions (ridge, Newton's method), so that one number per feature and model ships:

* editors:  log-odds "one of the three best" + "best or acceptable" - "never", from editor/train.jsonl;
* never:    log-odds "must never be shown", from the same;
* words:    log-odds that a human summary has a word, from summaries/train and the same copies;
* openings: log-odds of being in the best three sentences by ROUGE against human summaries (half greedy oracle,
            half the average over all good triples), from summaries/train and tokenised copies of its English sets,
            plus a fixed prior for the opening, for centrality, and for the headline.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer.model import Article, Sentence
from summarizer.ranking.feature_matrix import build_features
from summarizer.ranking.learned_ranker import MOST_SENTENCES
from summarizer.ranking.surface_features import find_surface_features
from summarizer.ranking.word_salience import WORD_FEATURES, measure_words
from summarizer.selection.select_sentences import is_worth_showing
from summarizer.text.sentences import split_sentences
from summarizer.text.words import find_tokens, find_words

Vector = NDArray[np.float64]
RIDGE, WORD_RIDGE = 100.0, 30.0
PRIOR = {"place_inverse": 1.0, "directed_rank": 0.5, "headline_share": 0.5}
SUMMARY_SETS = {"cnndm": None, "cnndm_extra": None, "inshorts": None, "orangesum": 300}
"""Data set -> number of its articles; None: all."""

TOKENISED_SETS = {"cnndm": None, "cnndm_extra": None}
ORACLE_CANDIDATES, ORACLE_SOFTNESS = 10, 1.5

_TAG = re.compile(r"^\(CNN\)\s*(?:--)?")
_QUOTE_MARKS = re.compile('[“”‘"]')
_CLITIC = re.compile(r"(n't\b|(?<=\w)'(?:s|re|ve|ll|d|m)\b)")
_MARK = re.compile(r"([,;:!?)\]%](?=\s|$)|[(\[$])")
_END = re.compile(r"(?<![.\s]\w)(?<!\b(?:Mr|Ms|Dr|St|No))(?<!\b(?:Mrs|Gov|Sen|Rep|Gen))\.(?=\s+['A-Z]|\s*$)")


@dataclass(frozen=True)
class Example:
    """An article with the features of the sentences that selection allows, and the words of all sentences."""

    row: dict[str, Any]
    texts: tuple[str, ...]
    names: tuple[str, ...]
    features: NDArray[np.float64]
    words: tuple[str, ...]
    word_features: list[tuple[float, ...]]


def read_rows(path: Path, limit: int | None = None) -> list[dict[str, Any]]:
    """Returns the first `limit` rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()][:limit]


def make_example(row: dict[str, Any]) -> Example | None:
    """Returns the article's features; None where no sentence is worth showing."""
    article = Article(body=row["text"], headline=row.get("title"), language=row.get("lang"))
    prose: list[Sentence] = [sentence for sentence in split_sentences(article) if sentence.is_prose][:MOST_SENTENCES]
    keep = [place for place, sentence in enumerate(prose) if is_worth_showing(sentence)]
    if not keep:
        return None
    traits = [find_surface_features(sentence, article.language) for sentence in prose]
    names, features = build_features(article, traits)
    texts = tuple(" ".join(prose[place].text.split()) for place in keep)
    return Example(row, texts, names, features[keep], *measure_words(article, traits))


def tokenise(row: dict[str, Any]) -> dict[str, Any]:
    """Returns the article as in old corpora: lower case, punctuation and clitics detached, quote marks straight."""
    text = _TAG.sub("", row["text"])
    text = _QUOTE_MARKS.sub(" ' ", text.replace("’", "'"))
    text = _CLITIC.sub(r" \1", text)
    text = _MARK.sub(r" \1 ", text)
    return {**row, "text": " ".join(_END.sub(" .", text).lower().split())}


def grade(example: Example) -> Vector:
    """Returns for each sentence 3 (one of the editor's best), 2 (acceptable), 1 (not mentioned) or 0 (never)."""
    pick, listed = example.row["A"], example.row["sentences"]
    grades = []
    for text in example.texts:
        hits = {key for key in ("best", "also", "never") if any(is_same(text, listed[i]) for i in pick[key])}
        grades.append(3.0 if "best" in hits else 2.0 if "also" in hits else 0.0 if "never" in hits else 1.0)
    return np.array(grades)


def is_same(one: str, other: str) -> bool:
    """Whether two sentences are the same apart from their boundaries."""
    a, b = ({word.lower() for word in find_words(text)} for text in (one, other))
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= 0.8 and len(a & b) / len(a | b) >= 0.6


def count_grams(tokens: Sequence[str]) -> tuple[Counter[Any], Counter[Any]]:
    """Returns the counts of unigrams and bigrams."""
    return Counter(tokens), Counter(pairwise(tokens))


def overlap(one: Counter[Any], other: Counter[Any]) -> float:
    """Returns the F1 of two multisets."""
    common = sum((one & other).values())
    return 2 * common / (sum(one.values()) + sum(other.values())) if common else 0.0


def score_against(example: Example, tokens: Sequence[Sequence[str]]) -> Callable[[Iterable[int]], float]:
    """Returns a function from sentences to (ROUGE-1 + ROUGE-2) / 2 x 100 against the best reference."""
    language = example.row.get("lang")
    references = [count_grams(find_tokens(reference, language)) for reference in example.row["references"]]

    def score(places: Iterable[int]) -> float:
        words, pairs = count_grams([token for place in places for token in tokens[place]])
        return max(50 * (overlap(words, r_words) + overlap(pairs, r_pairs)) for r_words, r_pairs in references)

    return score


def label_by_summaries(example: Example) -> tuple[Vector, Vector]:
    """Returns for each sentence whether a greedy oracle takes it, and how often it is in the good triples."""
    tokens = [find_tokens(text, example.row.get("lang")) for text in example.texts]
    score = score_against(example, tokens)
    count = len(tokens)
    greedy: list[int] = []
    best = 0.0
    while len(greedy) < 3:
        options = [(score(sorted([*greedy, place])), -place) for place in range(min(count, 60)) if place not in greedy]
        if not options or max(options)[0] <= best:
            break
        best, taken = max(options)
        greedy.append(-taken)
    hard = np.zeros(count)
    hard[greedy] = 1.0
    return hard, _average_triples(score, count)


def _average_triples(score: Callable[[Iterable[int]], float], count: int) -> Vector:
    """Returns how often each sentence is in a triple, weighted by the score of the triple."""
    alone = [score([place]) for place in range(count)]
    best_alone = sorted(range(count), key=lambda place: -alone[place])[:ORACLE_CANDIDATES]
    candidates = sorted({*best_alone, *range(min(3, count))})
    triples = list(combinations(candidates, min(3, len(candidates))))
    values = np.array([score(triple) for triple in triples])
    weights = np.exp((values - values.max()) / ORACLE_SOFTNESS)
    weights /= weights.sum()
    soft = np.zeros(count)
    for triple, weight in zip(triples, weights, strict=True):
        soft[list(triple)] += weight
    return np.minimum(soft, 1.0)


def label_words(example: Example) -> Vector:
    """Returns for each word the share of the summaries that have it."""
    summaries = [frozenset(find_tokens(text, example.row.get("lang"))) for text in example.row["references"]]
    return np.array([sum(word in summary for summary in summaries) / len(summaries) for word in example.words])


def fit_words(examples: Sequence[Example]) -> tuple[Vector, float]:
    """Returns weights and bias of the word features."""
    table = np.vstack([np.array(example.word_features) for example in examples])
    return fit(table, np.concatenate([label_words(example) for example in examples]), WORD_RIDGE)


def fit(features: NDArray[np.float64], labels: Vector, penalty: float = RIDGE) -> tuple[Vector, float]:
    """Returns weights (for unscaled features) and bias of a ridge logistic regression, by Newton's method."""
    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread[spread < 1e-6] = np.inf  # a feature that never varies gets no weight
    table = np.hstack([(features - mean) / spread, np.ones((len(features), 1))])
    ridge = np.append(np.full(features.shape[1], penalty), 1e-6)
    weights = np.zeros(table.shape[1])
    for _ in range(12):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (labels - chance) - ridge * weights
        bend = (table * (chance * (1 - chance))[:, None]).T @ table + np.diag(ridge)
        weights += np.linalg.solve(bend, slope)
    raw = weights[:-1] / spread
    return raw, float(weights[-1] - raw @ mean)


def add_up(parts: Sequence[tuple[float, tuple[Vector, float]]]) -> tuple[Vector, float]:
    """Returns a weighted sum of linear models."""
    weights = np.sum([share * raw for share, (raw, _) in parts], axis=0)
    return weights, sum(share * bias for share, (_, bias) in parts)


def name_weights(names: Sequence[str], model: tuple[Vector, float], prior: dict[str, float]) -> dict[str, float]:
    """Returns feature -> weight, rounded, and the bias."""
    weights = {name: float(value) + prior.get(name, 0.0) for name, value in zip(names, model[0], strict=True)}
    return {name: round(value, 5) for name, value in weights.items()} | {"bias": round(model[1], 5)}


def learn(shared: Path) -> dict[str, Any]:
    """Returns all models and a record of how they were learned."""
    rows = read_rows(shared / "editor/train.jsonl")
    editor = [example for row in rows if (example := make_example(row)) is not None]
    grades = np.concatenate([grade(example) for example in editor])
    table = np.vstack([example.features for example in editor])
    best, acceptable, never = (
        fit(table, (grades > 2.5).astype(np.float64)),
        fit(table, (grades > 1.5).astype(np.float64)),
        fit(table, (grades < 0.5).astype(np.float64)),
    )

    rows = [
        row
        for name, limit in SUMMARY_SETS.items()
        for row in read_rows(shared / f"summaries/train/{name}.jsonl", limit)
    ]
    rows += [
        tokenise(row)
        for name, limit in TOKENISED_SETS.items()
        for row in read_rows(shared / f"summaries/train/{name}.jsonl", limit)
    ]
    summaries = [example for row in rows if (example := make_example(row)) is not None]
    labels = [label_by_summaries(example) for example in summaries]
    summary_table = np.vstack([example.features for example in summaries])
    hard = fit(summary_table, np.concatenate([label[0] for label in labels]))
    soft = fit(summary_table, np.concatenate([label[1] for label in labels]))

    names = editor[0].names
    return {
        "origin": "Learned by tools/train_ranker.py from the train parts of the measuring data; no text is kept.",
        "record": {
            "editor_articles": len(editor),
            "editor_sentences": len(table),
            "summary_articles": len(summaries),
            "summary_sentences": len(summary_table),
            "ridge": RIDGE,
            "prior": PRIOR,
            "word_ridge": WORD_RIDGE,
        },
        "words": name_weights(WORD_FEATURES, fit_words(summaries), {}),
        "models": {
            "editors": name_weights(names, add_up([(1, best), (1, acceptable), (-1, never)]), {}),
            "never": name_weights(names, never, {}),
            "openings": name_weights(names, add_up([(0.5, hard), (0.5, soft)]), PRIOR),
        },
    }


def main() -> None:
    """Learn the weights and write them."""
    shared, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.write_text(json.dumps(learn(shared), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
