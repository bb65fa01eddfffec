"""CPU per page, compared with plain trafilatura on the same pages in one run.

    .venv/bin/python tests/benchmarks/bench_pages.py [../shared] [pages]

Each page is read by both, one right after the other, twice; the better time of the two counts. Then prints how the two
looks at a page before it is read grow with hostile ones.
"""

import gzip
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import trafilatura

from bot.engine.documents.parse_limits import check_page
from bot.engine.documents.unreadable_pages import explain
from bot.errors import BotError
from summarizer import read_page
from summarizer.errors import SummarizerError

HOSTILE = (
    *(b"<", b"<a", b"<p ", b"<p '", b'<p "', b"<script>", b"</script", b"<a b='", b"<!--"),
    *(b"<div id=", b"<div ", b"a ", b"<svg><style>", b"verify "),
)
LOOKS: dict[str, Callable[[bytes], object]] = {"check_page": check_page, "explain": explain}


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
    print("the slowest hostile page, CPU ms by bytes")
    for name, look in LOOKS.items():
        for size in (250_000, 500_000, 1_000_000):
            slowest_ms, piece = max((cpu_ms(look, piece * (size // len(piece))), piece) for piece in HOSTILE)
            print(f"  {name:12} {size:9} {slowest_ms:9.1f}  {piece!r}")


def read_ours(page: bytes) -> None:
    """Read a page; pages without an article count too."""
    try:
        read_page(page, "https://example.org/story")
    except SummarizerError:
        return


def cpu_ms(read: Callable[[bytes], object], page: bytes) -> float:
    """Returns CPU milliseconds of one reading."""
    started = time.process_time()
    with suppress(BotError):  # a refusal takes its time too
        read(page)
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main()
