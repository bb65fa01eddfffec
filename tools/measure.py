"""Measures the product on the data beside the repository: `nutgraf batch`, then the data's own scorers.

    .venv/bin/python tools/measure.py ../shared [pages paste editor quotes german stories]

Prints each scorer's own output under the command line's. Takes a few minutes; nothing is kept.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tools.rows import Row, read_rows, write_rows


def main() -> None:
    """Measure the named sets, or all."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared").resolve()
    for name in sys.argv[2:] or SETS:
        print(f"\n## {name}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            SETS[name](shared, Path(folder))


def measure_pages(shared: Path, folder: Path) -> None:
    """Measure body, headline, byline, date and picture of saved pages."""
    data = shared / "pages" / "dev"
    rows = [
        {"id": row["id"], "url": row.get("url"), "html_file": str(data / "html" / f"{row['id']}.html.gz")}
        for row in read_rows(data / "expected.jsonl")
    ]
    write_rows(folder / "out", map(as_page, batch(folder, rows, "--jobs", "2")))
    score(shared / "pages" / "score.py", data, folder / "out")


def measure_paste(shared: Path, folder: Path) -> None:
    """Measure the body found in pasted pages."""
    data = shared / "pages" / "paste_dev"
    rows = [{"id": row["id"], "text": row["pasted"]} for row in read_rows(data / "expected.jsonl")]
    write_rows(folder / "out", map(as_page, batch(folder, rows)))
    score(shared / "pages" / "score.py", data, folder / "out")


def measure_editor(shared: Path, folder: Path) -> None:
    """Compare sentences, quotes and names with editors' picks."""
    gold = shared / "editor" / "dev.jsonl"
    rows = [{"id": row["id"], "text": row["text"], "title": row["title"], "clean": True} for row in read_rows(gold)]
    write_rows(folder / "out", batch(folder, rows))
    score(shared / "editor" / "score.py", gold, folder / "out")


def measure_quotes(shared: Path, folder: Path, name: str = "polnear") -> None:
    """Measure quotes and their speakers."""
    gold = shared / "quotes" / "dev" / f"{name}.jsonl"
    rows = [{"id": row["id"], "text": row["text"], "clean": True} for row in read_rows(gold)]
    write_rows(folder / "out", batch(folder, rows, "--jobs", "2"))
    score(shared / "quotes" / "score.py", gold, folder / "out")
    score(shared / "quotes" / "score.py", gold, folder / "out", "--min-words", "6")


def measure_german(shared: Path, folder: Path) -> None:
    """Measure quotes and their speakers in German."""
    measure_quotes(shared, folder, "dewikinews")


def measure_stories(shared: Path, folder: Path) -> None:
    """Measure the grouping of items into stories."""
    history = shared / "stories" / "history" / "background_clean.jsonl"
    for name in ("allsides2021", "uci2014_channel", "neus_val", "basil"):
        gold = shared / "stories" / "dev" / f"{name}.jsonl"
        answers = batch(folder, list(read_rows(gold)), "--stories", "--history", str(history), "--jobs", "2")
        write_rows(folder / "out", ({"id": row["id"], "cluster": row["story"]} for row in answers if "story" in row))
        print(f"# {name}", flush=True)
        score(shared / "stories" / "score.py", gold, folder / "out")


SETS: dict[str, Callable[[Path, Path], None]] = {
    "pages": measure_pages,
    "paste": measure_paste,
    "editor": measure_editor,
    "quotes": measure_quotes,
    "german": measure_german,
    "stories": measure_stories,
}


def as_page(row: Row) -> Row:
    """Returns a row of `nutgraf batch` with the field names of the pages' scorer."""
    article = row.get("article") or {}
    return {
        "id": row["id"],
        "text": article.get("body"),
        "title": article.get("headline"),
        "author": article.get("byline"),
        "date": (article.get("published_at") or "")[:10] or None,
        "lang": article.get("language"),
        "site_name": article.get("outlet"),
        "image": article.get("lead_image"),
    }


def batch(folder: Path, rows: list[Row], *options: str) -> list[Row]:
    """Returns the output of `nutgraf batch` for these rows."""
    write_rows(folder / "in", rows)
    command = [sys.executable, "-m", "bot", "batch", str(folder / "in"), str(folder / "answers"), *options]
    subprocess.run(command, check=True)
    return list(read_rows(folder / "answers"))


def score(scorer: Path, gold: Path, system: Path, *options: str) -> None:
    """Run a scorer, which prints its results."""
    subprocess.run([sys.executable, str(scorer), str(gold), str(system), *options], check=True)


if __name__ == "__main__":
    main()
