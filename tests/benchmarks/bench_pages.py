"""CPU per page, compared with plain trafilatura on the same pages in one run.

    .venv/bin/python tests/benchmarks/bench_pages.py [../shared] [pages]

Each page is read by both, one right after the other, twice; the better time of the two counts.
"""

import gzip
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import trafilatura

from summarizer import read_page
from summarizer.errors import SummarizerError


def main() -> None:
    """Print sums, medians and their ratios."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    paths = sorted((shared / "pages" / "dev" / "html").glob("*.html.gz"))
    pages = [gzip.decompress(path.read_bytes()) for path in paths[:: max(1, len(paths) // wanted)]]
    ours, theirs = [], []
    for page in pages:
        pairs = [(cpu_ms(read_ours, page), cpu_ms(trafilatura.extract, page)) for _ in range(2)]
        ours.append(min(our for our, _ in pairs))
        theirs.append(min(their for _, their in pairs))
    ratios = [our / their for our, their in zip(ours, theirs, strict=True) if their > 0]
    print(f"{len(pages)} pages, CPU ms")
    print(f"{'':24}{'sum':>9}{'median':>9}{'p95':>9}")
    for name, times in (("read_page", ours), ("trafilatura.extract", theirs)):
        p95 = sorted(times)[int(len(times) * 0.95)]
        print(f"{name:24}{sum(times):9.0f}{statistics.median(times):9.1f}{p95:9.1f}")
    print(f"ratio of the sums {sum(ours) / sum(theirs):.2f}, median ratio of a page {statistics.median(ratios):.2f}")


def read_ours(page: bytes) -> None:
    """Read a page; pages without an article count too."""
    try:
        read_page(page, "https://example.org/story")
    except SummarizerError:
        return


def cpu_ms(read: Callable[[bytes], object], page: bytes) -> float:
    """Returns CPU milliseconds of one reading."""
    started = time.process_time()
    read(page)
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main()
