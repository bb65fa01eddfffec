r"""Rebuild the learned weights of summarizer/quotes/: speakers and key quotes.

    python tools/train_attribution.py ../shared summarizer/lexicon/weights/attribution.json \
        --picking summarizer/lexicon/weights/key_quotes.json

Learns from train parts only: quotes/train/polnear.jsonl (English, speakers as spans), editor/train.jsonl (11
languages, speakers as full names), and the hand-written patterns beside this file. Multinomial logistic regression
over the candidates of each quote and "no speaker", where several may be right; full-batch Adam with ridge
regularisation, starting at zero and without randomness: the same data give the same file.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from summarizer.model import Article
from summarizer.quotes import find_quotes
from summarizer.quotes.attribution.attribute import ParsedArticle
from summarizer.quotes.document.quote_context import Side
from summarizer.quotes.evidence.features import candidate_features, no_speaker_features
from summarizer.quotes.grammar.lexicon import lexicon_for
from summarizer.quotes.key_quotes.pick import key_quote_features
from summarizer.quotes.spans.find_spans import find_spans
from tools.rows import read_rows

ROUNDS = 300
RIDGE = 2.0
PICKING_RIDGE = 30.0
EDITORS_COUNT = 2  # quotes marked by an editor weigh twice those repeated in a headline
LEAST_SEEN = 3
RARE_COUNT = 2  # articles and sentences in rare languages weigh twice

FILLINGS = (
    {
        "N": "Anna Berg", "F": "Peter", "S": "Lindahl", "G": "Maria", "M": "Costa", "O": "Nordhavn",
        "Q": "Wir/We/Vi Nous somos haben das gesehen 2 heute", "q": "ganz real total", "T": "Mare Nostrum",
    },
    {
        "N": "Carlos Ruiz", "F": "Elena", "S": "Marani", "G": "Jonas", "M": "Falk", "O": "Radio Velo",
        "Q": "Es una cosa importante para los 40 vecinos, de verdad, y nada más", "q": "una idea mala", "T": "Aurora",
    },
    {
        "N": "Sophie Laurent", "F": "Thomas", "S": "Okafor", "G": "Sara", "M": "Weber", "O": "ZKL",
        "Q": "Nie war es so still. Niemand hat etwas gehört", "q": "absolut", "T": "Der letzte Zug",
    },
)  # fmt: skip

Case = tuple[list[list[str]], list[bool]]
"""Features of "no speaker" and of each candidate, and which of them are right."""


def main() -> None:
    """Read the shared folder, learn, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--ridge", type=float, default=RIDGE)
    parser.add_argument("--picking", type=Path, help="where to write the weights of the key quotes")
    arguments = parser.parse_args()
    cases = list(_polnear(arguments.shared / "quotes/train/polnear.jsonl"))
    cases += list(_editor(arguments.shared / "editor/train.jsonl"))
    cases += list(_lines(Path(__file__).with_name("attribution_lines.txt")))
    weights = learn(cases, ridge=arguments.ridge)
    _write(
        arguments.out,
        weights,
        "../shared/quotes/train/polnear.jsonl, ../shared/editor/train.jsonl and tools/attribution_lines.txt",
    )
    print(len(cases), "quotes,", len(weights), "weights")
    if arguments.picking is not None:
        _write_picking(arguments.shared, arguments.picking)


def _write_picking(shared: Path, out: Path) -> None:
    """Learn which quotes editors lift: those they marked as key, among all the quotes they marked."""
    picked = list(_picks(shared / "editor/train.jsonl"))
    cases = [*picked * EDITORS_COUNT, *_echoes(shared / "quotes/train/polnear.jsonl")]
    weights = learn(cases, ridge=PICKING_RIDGE)
    _write(
        out,
        weights,
        "the key quotes of ../shared/editor/train.jsonl, and headline echoes in ../shared/quotes/train/polnear.jsonl",
    )


def _write(out: Path, weights: dict[str, float], source: str) -> None:
    data = {"origin": f"learned by tools/train_attribution.py from {source}", "weights": weights}
    out.write_text(json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def _picks(path: Path) -> Iterator[Case]:
    for document in read_rows(path):
        body = document["text"]
        article = Article(body=body, headline=document.get("title"), language=document["lang"])
        quotes = find_quotes(article)
        features = key_quote_features(article, quotes)
        wanted = [document["A"]["quotes"][index]["text"] for index in document["A"]["key"]]
        usable = [index for index, quote in enumerate(quotes) if quote.speaker and len(quote.text.split()) > 3]
        marks = [any(_same_words(quotes[index].text, text) for text in wanted) for index in usable]
        if any(marks) and not all(marks):
            yield [features[index] for index in usable], marks


def _echoes(path: Path) -> Iterator[Case]:
    """Yields articles whose headline repeats three words in a row of some of their quotes (not of all)."""
    for document in read_rows(path):
        headline, _, body = document["text"].partition("\n\n")
        threes = _threes(headline)
        if len(headline) > 200 or not threes:
            continue
        article = Article(body=body, language="en")
        quotes = find_quotes(article)
        features = key_quote_features(article, quotes)
        usable = [index for index, quote in enumerate(quotes) if quote.speaker and len(quote.text.split()) > 3]
        marks = [bool(threes & _threes(quotes[index].text)) for index in usable]
        if len(usable) > 2 and any(marks) and not all(marks):
            yield [features[index] for index in usable], marks


def _threes(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    threes = zip(words, words[1:], words[2:], strict=False)
    return {three for three in threes if sum(len(word) > 3 for word in three) > 1}


def _same_words(one: str, other: str) -> bool:
    first, second = set(re.findall(r"\w+", one.lower())), set(re.findall(r"\w+", other.lower()))
    return len(first & second) >= 0.7 * max(1, len(first | second))


def _polnear(path: Path) -> Iterator[Case]:
    for document in read_rows(path):
        body = document["text"]
        gold = [quote for quote in document["quotes"] if quote["type"] != "indirect"]
        parsed = _open(body, "en")
        last: int | None = None
        for number in range(len(parsed.marked)):
            match = _overlapping(parsed, number, gold)
            case, last = _case(parsed, number, last, _is_at(parsed, match) if match else None)
            if case is not None:
                yield case


def _editor(path: Path) -> Iterator[Case]:
    for document in read_rows(path):
        body = document["text"]
        gold = []
        for quote in document["A"]["quotes"]:
            at = body.find(quote["text"])
            if at >= 0:
                gold.append({"start": at, "end": at + len(quote["text"]), "speaker": {"text": quote["speaker"]}})
        parsed = _open(body, document["lang"])
        last: int | None = None
        for number in range(len(parsed.marked)):
            match = _overlapping(parsed, number, gold)
            if match is None and len(parsed.text(number).split()) < 3:
                continue
            case, last = _case(parsed, number, last, _is_named(parsed, match) if match else None)
            if case is not None:
                yield from [case] * (1 if document["lang"] == "en" else RARE_COUNT)


def _lines(path: Path) -> Iterator[Case]:
    """Yields training sentences from the hand-written patterns, each with several fillings."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        language, _, pattern = line.partition(" | ")
        for filling in FILLINGS:
            yield from _practice(language.strip(), pattern, filling)


def _practice(language: str, pattern: str, filling: dict[str, str]) -> Iterator[Case]:
    before = f"{filling['F']} {filling['S']} 2021 {filling['G']} {filling['M']}.\n\n"
    text = pattern.replace("⏎", "\n\n")
    for key, value in filling.items():
        text = text.replace("{" + key + "}", value)
    start, end = text.find("["), text.find("]") - 1
    body = before + text.replace("[", "").replace("]", "")
    parsed = _open(body, language)
    if not parsed.marked:
        return
    where = (start + len(before), end + len(before)) if start >= 0 else None

    def right(mention: int) -> bool:
        here = parsed.mentions[mention]
        return where is not None and here.start < where[1] and where[0] < here.end

    case, _ = _case(parsed, len(parsed.marked) - 1, None, right if where else None)
    if case is not None:
        yield from [case] * (1 if language == "en" else RARE_COUNT)


def _open(body: str, language: str) -> ParsedArticle:
    words = lexicon_for(language, body)
    return ParsedArticle(body, find_spans(body, words), words)


def _overlapping(parsed: ParsedArticle, number: int, gold: list[dict[str, Any]]) -> dict[str, Any] | None:
    piece = parsed.marked[number]
    for quote in gold:
        common = min(piece.end, quote["end"]) - max(piece.start, quote["start"])
        longest = max(piece.end, quote["end"]) - min(piece.start, quote["start"])
        if common > 0.7 * longest:
            return quote
    return None


def _case(parsed: ParsedArticle, number: int, last: int | None, right: Any) -> tuple[Case | None, int | None]:
    """Returns the case of one quote and the last speaker for the next; `right` is None where there is no speaker."""
    context = parsed.context
    candidates = context.candidates(number, last)
    features = [no_speaker_features(context, number, parsed.marked[number], parsed.text(number))]
    features += [candidate_features(context, number, candidate) for candidate in candidates]
    if right is None:
        return (features, [True] + [False] * len(candidates)), last
    marks = [right(candidate.mention) for candidate in candidates]
    if not any(marks):
        return None, None
    near = [
        candidate.mention
        for candidate, good in zip(candidates, marks, strict=True)
        if good and candidate.side != Side.SAME
    ]
    return (features, [False, *marks]), near[0] if near else last


def _is_at(parsed: ParsedArticle, gold: dict[str, Any]) -> Any:
    speaker = gold["speaker"]
    if speaker is None:
        return None
    wanted = _surname(speaker["text"])

    def right(mention: int) -> bool:
        here = parsed.mentions[mention]
        if here.start < speaker["end"] and speaker["start"] < here.end:
            return True
        return bool(wanted) and here.kind == "name" and _surname(parsed.body[here.start : here.end]) == wanted

    return right


def _is_named(parsed: ParsedArticle, gold: dict[str, Any]) -> Any:
    wanted = _plain(gold["speaker"]["text"])

    def right(mention: int) -> bool:
        here = parsed.mentions[mention]
        entity = parsed.resolver.resolve(mention, {})
        name = parsed.entities.all[entity].full if entity >= 0 else parsed.body[here.start : here.end]
        got = _plain(name)
        return (
            bool(got) and bool(wanted) and (set(got) <= set(wanted) or set(wanted) <= set(got) or got[-1] == wanted[-1])
        )

    return right


def _plain(text: str) -> list[str]:
    return [
        word for word in re.findall(r"\w+", text.lower()) if word not in ("the", "der", "die", "das", "mr", "mrs", "ms")
    ]


def _surname(text: str) -> str:
    words = re.findall(r"[^\W\d_][\w’'.\-]*", text)
    capitals = [re.sub(r"[’']s?$", "", word).strip(".") for word in words if word[:1].isupper()]
    if not capitals or text.lower() in ("he", "she", "they", "it", "i", "we", "who"):
        return ""
    return capitals[-1].lower()


def learn(cases: list[Case], *, ridge: float) -> dict[str, float]:
    """Returns weights that make the right candidates likely, without small ones."""
    counts = Counter(feature for features, _ in cases for each in features for feature in set(each))
    features = sorted(feature for feature, count in counts.items() if count >= LEAST_SEEN)
    column = {feature: index for index, feature in enumerate(features)}
    entries: list[int] = []
    row_of_entry: list[int] = []
    case_of_row: list[int] = []
    right: list[bool] = []
    for number, (rows, marks) in enumerate(cases):
        for each, mark in zip(rows, marks, strict=True):
            known = [column[feature] for feature in each if feature in column]
            entries.extend(known)
            row_of_entry.extend([len(right)] * len(known))
            case_of_row.append(number)
            right.append(mark)
    weights = _descend(
        np.array(entries),
        np.array(row_of_entry),
        np.array(case_of_row),
        np.array(right),
        width=len(features),
        ridge=ridge,
    )
    return {
        feature: round(float(weight), 2)
        for feature, weight in zip(features, weights, strict=True)
        if abs(weight) >= 0.04
    }


def _descend(entries: Any, rows: Any, case_of: Any, right: Any, *, width: int, ridge: float) -> Any:
    weights = np.zeros(width)
    mean, square = np.zeros(width), np.zeros(width)
    count = case_of[-1] + 1
    for step in range(1, ROUNDS + 1):
        scores = np.bincount(rows, weights[entries], minlength=len(right))
        highest = np.full(count, -np.inf)
        np.maximum.at(highest, case_of, scores)
        raised = np.exp(scores - highest[case_of])
        chance = raised / np.bincount(case_of, raised)[case_of]
        good = raised * right
        wanted = good / np.bincount(case_of, good)[case_of]
        slope = np.bincount(entries, (chance - wanted)[rows], minlength=width) + ridge * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights = weights - 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


if __name__ == "__main__":
    main()
