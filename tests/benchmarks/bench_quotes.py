"""CPU per article of finding quotes and speakers, compared with finding the quote marks only, in one run.

    .venv/bin/python tests/benchmarks/bench_quotes.py [../shared] [articles]

Each article is read by both, one right after the other, three times; the best time of each counts. Without the
measuring data, articles are made of our own sentences. Then prints how the time grows with the article, and with texts
of nothing but marks.
"""

import statistics
import sys
import time
from collections.abc import Callable
from json import loads
from pathlib import Path

from summarizer.model import Article
from summarizer.quotes import find_quotes
from summarizer.quotes.grammar.lexicon import lexicon_for
from summarizer.quotes.spans.find_spans import find_spans

PARAGRAPHS = (
    "Velby will close its old pier for the winter, mayor Ana Lind said on Monday, calling the boards “a danger”.",
    "“We cannot ask families to walk on boards that may break under their feet,” Lind told reporters in Velby.",
    "Fisherman Omar Reyes, who was told by the board, called it “a blow to every crew” and said: “It costs us a season.”",
    "The board met twice this month. Nobody at the Velby Courier could say what the repair would cost the town.",
)
HOSTILE = (
    '"',
    "“",
    "”",
    "'",
    "''",
    "«",
    "»",
    "„",
    "‘a’ ",
    '" a ',
    "“a” said Bo. ",
    "– Aa, sier Bo.\n\n",
    "Bo Lind “x” ",
)


def main() -> None:
    """Print medians, and the curve."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    articles = read_articles(shared, wanted)
    whole, marks = [], []
    for article in articles:
        pairs = [(cpu_ms(find_quotes, article), cpu_ms(find_marks, article)) for _ in range(3)]
        whole.append(min(pair[0] for pair in pairs))
        marks.append(min(pair[1] for pair in pairs))
    size = statistics.median(len(article.body) for article in articles)
    print(f"{len(articles)} articles of {size:.0f} characters (median), CPU ms")
    print(f"{'':24}{'median':>9}{'p95':>9}")
    for name, times in (("find_quotes", whole), ("the marks alone", marks)):
        print(f"{name:24}{statistics.median(times):9.2f}{sorted(times)[int(len(times) * 0.95)]:9.2f}")
    print("growth, CPU ms by characters")
    for count in (25, 100, 400, 1_600):
        article = made_article(count)
        print(f"  {len(article.body):8} {cpu_ms(find_quotes, article):9.1f}")
    print("growth of the slowest text of nothing but marks")
    for count in (25_000, 50_000, 100_000):
        slowest_ms, piece = max((cpu_ms(find_quotes, hostile_article(piece, count)), piece) for piece in HOSTILE)
        print(f"  {count:8} {slowest_ms:9.1f}  {piece!r}")


def read_articles(shared: Path, wanted: int) -> list[Article]:
    """Returns the first articles of PolNeAR's dev part, or our own."""
    path = shared / "quotes/dev/polnear.jsonl"
    if not path.is_file():
        return [made_article(12 + number % 9) for number in range(wanted)]
    lines = path.read_text("utf-8").splitlines()[:wanted]
    return [Article(body=loads(line)["text"], language="en") for line in lines]


def made_article(paragraphs: int) -> Article:
    """Returns an article of this many of our own paragraphs."""
    body = "\n\n".join(PARAGRAPHS[number % len(PARAGRAPHS)] for number in range(paragraphs))
    return Article(body=body, language="en")


def hostile_article(piece: str, characters: int) -> Article:
    """Returns an article of one piece, again and again."""
    return Article(body=piece * (characters // len(piece)), language="no" if "sier" in piece else "en")


def find_marks(article: Article) -> None:
    """Find the quote spans, without speakers."""
    find_spans(article.body, lexicon_for(article.language, article.body))


def cpu_ms(read: Callable[[Article], object], article: Article) -> float:
    """Returns CPU milliseconds of one reading."""
    started = time.process_time()
    read(article)
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main()
