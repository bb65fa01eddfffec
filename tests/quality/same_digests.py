"""Hashes of many digests: `python -m tests.quality.same_digests [--write | --shared FOLDER]`, on any Python.

Prints one hash for each article, over the places, scores and reasons of the sentences that are chosen. `--write` keeps those
of the composed articles as what every Python and numpy must come to.
"""

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from summarizer.model import Article
from summarizer.paste import take_clean
from summarizer.ranking import rank
from summarizer.selection import select
from summarizer.sentences import split_sentences
from tests.quality.composed_news import compose

EXPECTED = Path(__file__).with_name("same_digests.json")
LENGTHS = (2, 3, 6)


def hash_composed() -> list[str]:
    """One hash for each composed article."""
    return hash_all(Article(body=each.text, headline=each.headline, language=each.language) for each in compose())


def hash_shared(shared: Path) -> list[str]:
    """One hash for each of 200 articles of the measuring data."""
    rows = []
    for name in ("orangesum", "cnndm"):
        lines = (shared / f"summaries/dev/{name}.jsonl").read_text("utf-8").splitlines()
        rows += [json.loads(line) for line in lines[:100]]
    return hash_all(take_clean(row["text"], headline=row.get("title")) for row in rows)


def hash_all(articles: Iterable[Article]) -> list[str]:
    """One hash for each article, over its digests of every length."""
    return [hashlib.sha256(_describe(article).encode()).hexdigest()[:12] for article in articles]


def _describe(article: Article) -> str:
    """All there is to compare."""
    ranked = rank(article, split_sentences(article))
    return repr(
        [
            (sentence.span.start, sentence.span.end, sentence.score, sentence.reasons)
            for length in LENGTHS
            for sentence in select(article, ranked, budget=length)
        ]
    )


def main() -> None:
    """Print the hashes, or keep them."""
    if sys.argv[1:2] == ["--write"]:
        EXPECTED.write_text(json.dumps(hash_composed(), indent=0) + "\n", "utf-8")
    else:
        print(json.dumps(hash_shared(Path(sys.argv[2])) if sys.argv[1:2] == ["--shared"] else hash_composed()))


if __name__ == "__main__":
    main()
