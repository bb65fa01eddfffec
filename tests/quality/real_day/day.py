"""A day of items with the story that each belongs to; see README.md beside it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.newsroom.feeds.model import Item

DAY = Path(__file__).with_name("day.jsonl")
NEXT_DAY = Path(__file__).with_name("next_day.jsonl")
EDITION_AT = datetime(2026, 11, 25, 18, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One item of a feed.

    Attributes:
        story: the event it reports.
        kind: report, opinion, gallery and so on.
        about: the story it comments on or follows from, with no report of it.
        label: on the next day: same, update, retelling or new.
    """

    item: Item
    story: str
    kind: str
    about: str | None = None
    label: str | None = None


def read_day(path: Path = DAY) -> tuple[Entry, ...]:
    """The entries of a day, oldest first."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return tuple(Entry(_item(row), row["story"], row["kind"], row.get("about"), row.get("label")) for row in rows)


def _item(row: dict[str, str]) -> Item:
    moment = datetime.fromisoformat(row["published_at"])
    return Item(
        key=row["id"],
        feed_url=row["feed"],
        url=row["url"],
        title=row["title"],
        summary=row["summary"],
        outlet=row["outlet"],
        published_at=moment,
        seen_at=moment,
    )
