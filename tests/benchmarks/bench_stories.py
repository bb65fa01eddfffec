"""How long grouping takes, and how it grows. Run by hand:

    .venv/bin/python tests/benchmarks/bench_stories.py [items ...] [--spans window,steady,hostile]

`PYTHONPATH=TREE` measures another tree: `5000 --spans window` and `50000 --spans steady` before and after a change, in
turn.

Items are headlines and openings of the stories of the measuring data, spread over a time span in shuffled order; beyond
their number, copies in which every second word is marked, so that they resemble each other but not the originals. Three
spans: all in one window of 72 hours, a steady 5,000 items in each 72 hours, and a hostile feed of one headline in a
window, each time with another number. CPU seconds, one process; memory is the peak growth of the Python heap (in a
separate run).
"""

import argparse
import json
import random
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from summarizer.model import Article
from summarizer.stories import cluster

SHARED = Path(__file__).parents[2].parent / "shared" / "stories"
SIZES = (1_000, 5_000, 10_000, 20_000, 50_000)
WINDOW_H = 72.0
STEADY = 5_000
START = datetime(2026, 3, 1, tzinfo=UTC)


def read_items() -> list[tuple[str, str]]:
    """Returns headline and opening of every item."""
    names = ("dev/allsides2021", "dev/neus_val", "dev/basil", "dev/uci2014_full", "history/background_clean")
    rows = (json.loads(line) for name in names for line in (SHARED / f"{name}.jsonl").open(encoding="utf-8"))
    return [(row["title"] or "", (row["text"] or "")[:600]) for row in rows]


def mark(text: str, copy: int) -> str:
    """Returns the text with every second word made unique to the copy."""
    return " ".join(word if i % 2 else f"{copy}x{word}" for i, word in enumerate(text.split())) if copy else text


def deal(items: list[tuple[str, str]], size: int, span_h: float) -> list[Article]:
    """Returns `size` articles, evenly over the span, in shuffled order."""
    order = random.Random(7)  # noqa: S311  (a shuffle, no secret)
    texts: Iterator[tuple[int, tuple[str, str]]] = ((copy, item) for copy in count() for item in items)
    chosen = [next(texts) for _ in range(size)]
    order.shuffle(chosen)
    return [
        Article(
            mark(body, copy),
            headline=mark(headline, copy),
            outlet=f"Outlet {i % 200}",
            language="en",
            published_at=START + timedelta(hours=span_h * i / size),
        )
        for i, (copy, (headline, body)) in enumerate(chosen)
    ]


def make_hostile(size: int) -> list[Article]:
    """Returns one headline repeatedly, with another number each time."""
    body = "The council of Halvorn met again about the bridge and did not agree on who should pay for it. "
    return [
        Article(
            body * 4 + str(i), headline=f"Bridge talks in Halvorn fail, round {i}", published_at=START, language="en"
        )
        for i in range(size)
    ]


def measure(articles: list[Article]) -> tuple[float, int]:
    """Returns CPU seconds and number of stories."""
    started = time.process_time()
    stories = cluster(articles)
    return time.process_time() - started, max(stories) + 1


def measure_memory(articles: list[Article]) -> float:
    """Returns the peak memory of grouping, in MiB."""
    tracemalloc.start()
    cluster(articles)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def make_set(items: list[tuple[str, str]], size: int, span: str) -> list[Article]:
    """Returns the articles of a span: window, steady or hostile."""
    if span == "hostile":
        return make_hostile(size)
    return deal(items, size, WINDOW_H if span == "window" else max(WINDOW_H, WINDOW_H * size / STEADY))


def main(sizes: tuple[int, ...], spans: tuple[str, ...]) -> None:
    """Print one line for each size and span."""
    items = read_items()
    for size in sizes:
        for name in spans:
            seconds, stories = measure(make_set(items, size, name))
            print(
                f"{size:6d} {name:8s} {seconds:7.2f} s  {1000 * seconds / size:6.3f} ms an item  {stories} stories",
                flush=True,
            )
    print(f"memory at {sizes[0]}, one window: {measure_memory(deal(items, sizes[0], WINDOW_H)):.0f} MiB")


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reader.add_argument("items", type=int, nargs="*", default=SIZES)
    reader.add_argument("--spans", default="window,steady,hostile")
    arguments = reader.parse_args()
    main(tuple(arguments.items), tuple(arguments.spans.split(",")))
