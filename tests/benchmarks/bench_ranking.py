"""CPU time from body to sentences, ours and sumy's LexRank in one run, and how it grows with the article; then of every
method on a very long one, and of texts that are hard to split.

Run: `python tests/benchmarks/bench_ranking.py [../shared]`. With the data: its CNN articles of 550 to 750 words;
without: articles made of our own sentences.
"""

import json
import random
import statistics
import sys
import time
from pathlib import Path

from summarizer.model import Article
from summarizer.ranking import METHODS, rank
from summarizer.selection.select_sentences import select
from summarizer.text.sentences import split_sentences

NOUNS = [
    "harbour",
    "council",
    "ferry",
    "bridge",
    "minister",
    "school",
    "market",
    "storm",
    "budget",
    "strike",
    "river",
    "engine",
    "museum",
    "vote",
]
HOSTILE = ("a", '"a. ', "(a. ", "“a. b” ", "A. ", "\n", "?x ", "1. ", "»", "a\n", ". ' ")
VERBS = ["opened", "closed", "warned", "promised", "delayed", "approved", "rejected", "repaired", "sold", "counted"]


def make_body(sentences: int, seed: int = 7) -> str:
    """Returns a generated article with that many different sentences, three per paragraph."""
    chance = random.Random(seed)  # noqa: S311  (made-up text, not a secret)
    lines = [
        f"The {chance.choice(NOUNS)} {chance.choice(VERBS)} the {chance.choice(NOUNS)} of Port {chance.randrange(sentences)} "
        f"on day {place}, and {chance.choice(NOUNS)} {chance.randrange(900)} {chance.choice(VERBS)} a {chance.choice(NOUNS)}."
        for place in range(sentences)
    ]
    return "\n\n".join(" ".join(lines[at : at + 3]) for at in range(0, sentences, 3))


def read_articles(shared: Path) -> list[Article]:
    """Returns articles of about 650 words."""
    path = shared / "summaries/dev/cnndm.jsonl"
    if not path.is_file():
        return [Article(body=make_body(30, seed), language="en") for seed in range(60)]
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [Article(body=row["text"], language="en") for row in rows if 550 <= len(row["text"].split()) <= 750]


def measure_ms(article: Article, method: str) -> float:
    """Returns CPU milliseconds from body to sentences."""
    start = time.process_time()
    select(article, rank(article, split_sentences(article), method=method), budget=3)
    return 1000 * (time.process_time() - start)


def measure_split_ms(body: str) -> float:
    """Returns CPU milliseconds of splitting a text into sentences."""
    start = time.process_time()
    split_sentences(Article(body=body, language="en"))
    return 1000 * (time.process_time() - start)


def main() -> None:
    """Print the medians and the curve."""
    articles = read_articles(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"))
    methods = ("nutgraf", "lead", "lex-rank")
    for method in methods:  # loads imports and caches
        measure_ms(articles[0], method)
    print(f"{len(articles)} articles of about 650 words, CPU ms")
    for method in methods:
        times = sorted(measure_ms(article, method) for article in articles)
        print(f"  {method:10} median {statistics.median(times):6.1f}   95 % {times[int(0.95 * len(times))]:6.1f}")
    print("growth of nutgraf, CPU ms by sentences")
    for count in (100, 300, 1_000, 3_000, 10_000):
        article = Article(body=make_body(count), language="en")
        print(f"  {count:6} {min(measure_ms(article, 'nutgraf') for _ in range(3)):8.1f}")
    print("10,000 sentences, CPU ms by method")
    for method in METHODS:
        print(f"  {method:14} {measure_ms(article, method):8.1f}")
    print("growth of split_sentences on the slowest hostile text, CPU ms by characters")
    for count in (50_000, 100_000, 200_000):
        slowest_ms, piece = max((measure_split_ms(piece * (count // len(piece))), piece) for piece in HOSTILE)
        print(f"  {count:8} {slowest_ms:8.1f}  {piece!r}")


if __name__ == "__main__":
    main()
