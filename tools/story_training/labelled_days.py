"""Articles with the story that each belongs to, as data sets of ../shared/stories."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from summarizer.model import Article

BARE = "bare "
"""In front of the name of a set whose openings are left out."""

_SETS = {
    "day2024": 2.0,
    "kite2025": 1.0,
    "allsides2021": 1.5,
    "uci2014_channel": 1.0,
    "uci2014_full": 1.0,
    "neus_val": 1.0,
    "basil": 0.3,
    "background_clean": 1.5,
}
"""The sets, and how much each counts: real days more than sets in which every article has a partner."""

_MOST_ARTICLES = {"uci2014_full": 1_200, "background_clean": 2_100}
_WITH_BARE = ("day2024", "allsides2021", "neus_val", "background_clean")


@dataclass(frozen=True, slots=True)
class LabelledDay:
    """Articles that are grouped together.

    Attributes:
        name: of the set.
        weight: how much it counts.
        articles: the articles.
        stories: the story of each.
    """

    name: str
    weight: float
    articles: tuple[Article, ...]
    stories: tuple[str, ...]

    @property
    def family(self) -> str:
        """Sets that share articles have one family, and are left out together."""
        return self.name.removeprefix(BARE).partition("_")[0]


def read_days(folder: Path) -> Iterator[LabelledDay]:
    """Returns the sets in ../shared/stories, and some of them once more without openings."""
    for name, weight in _SETS.items():
        rows = _read_rows(folder / ("history" if name == "background_clean" else "dev") / f"{name}.jsonl")
        rows = rows[: _MOST_ARTICLES.get(name)]
        articles = tuple(_make_article(row) for row in rows)
        day = LabelledDay(name, weight, articles, tuple(str(row["cluster"]) for row in rows))
        yield day
        if name in _WITH_BARE:
            bare = tuple(replace(article, body="") for article in articles)
            yield replace(day, name=f"{BARE}{name}", weight=weight / 2, articles=bare)


def read_history(folder: Path) -> tuple[str, ...]:
    """Returns past texts, to judge which words are rare."""
    rows = _read_rows(folder / "history" / "background_clean.jsonl")
    return tuple(f"{row['title']}\n{row['text']}" for row in rows)


def _read_rows(path: Path) -> Sequence[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _make_article(row: dict[str, str]) -> Article:
    moment = datetime.fromisoformat(row["time"]) if row.get("time") else None
    return Article(row.get("text") or "", headline=row["title"] or None, outlet=row.get("outlet"), published_at=moment)
