"""Which entries of a long feed are read."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.newsroom.feeds.ports import Entry
from bot.web.feeds.entries import MAX_ENTRIES
from bot.web.feeds.fields.newest import pick_newest, quick_date
from bot.web.feeds.rss_atom import parse_feed

URL = "https://gazette.example/feed.xml"
START = datetime(2025, 6, 1, 5, tzinfo=UTC)
MANY = MAX_ENTRIES + 40


def dates(order: str) -> list[datetime]:
    """Return a date for each entry: the entry's number says how many days after the start it was published."""
    days = {
        "oldest first": range(MANY),
        "newest first": range(MANY)[::-1],
        "mixed": [n * 7 % MANY for n in range(MANY)],
    }
    return [START + timedelta(days=day) for day in days[order]]


def write_rss(moments: list[datetime]) -> bytes:
    items = "".join(
        f"<item><title>Day {(moment - START).days}</title><link>https://gazette.example/{(moment - START).days}</link>"
        f"<pubDate>{moment:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for moment in moments
    )
    return f"<rss version='2.0'><channel><title>Gazette</title>{items}</channel></rss>".encode()


def write_atom(moments: list[datetime]) -> bytes:
    entries = "".join(
        f"<entry><title>Day {(moment - START).days}</title><link href='https://gazette.example/{(moment - START).days}'/>"
        f"<updated>{moment.isoformat()}</updated></entry>"
        for moment in moments
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Gazette</title>{entries}</feed>".encode()


def write_json(moments: list[datetime]) -> bytes:
    items = [
        {
            "id": str((moment - START).days),
            "title": f"Day {(moment - START).days}",
            "url": f"https://gazette.example/{(moment - START).days}",
            "date_published": moment.isoformat(),
        }
        for moment in moments
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "items": items}).encode()


def write_sitemap(moments: list[datetime]) -> bytes:
    pages = "".join(
        f"<url><loc>https://gazette.example/{(moment - START).days}</loc><news:news><news:title>Day {(moment - START).days}"
        f"</news:title><news:publication_date>{moment.isoformat()}</news:publication_date></news:news></url>"
        for moment in moments
    )
    head = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
    return f"{head}{pages}</urlset>".encode()


@pytest.mark.parametrize("order", ["oldest first", "newest first", "mixed"])
@pytest.mark.parametrize("write", [write_rss, write_atom, write_json, write_sitemap])
def test_the_newest_entries_are_read_whatever_their_order(write, order: str) -> None:
    entries: tuple[Entry, ...] = parse_feed(write(dates(order)), URL).entries

    assert {entry.title for entry in entries} == {f"Day {day}" for day in range(MANY - MAX_ENTRIES, MANY)}


def test_without_dates_the_first_entries_are_the_newest() -> None:
    assert pick_newest([""] * 5, 2) == (0, 1)
    assert pick_newest(["", "", "", START.isoformat()], 2) == (0, 1)
    assert pick_newest([], 2) == ()


def test_an_entry_without_a_date_is_as_old_as_the_one_before_it() -> None:
    late = START + timedelta(days=1)
    assert pick_newest([START.isoformat(), START.isoformat(), late.isoformat(), ""], 2) == (2, 3)


def test_dates_of_other_forms_decide_at_the_ends() -> None:
    days = [f"{day} nov 2026 07:10:00" for day in range(1, 21)]
    italian = [f"ven, {day}" for day in days]
    assert pick_newest(italian, 5) == (15, 16, 17, 18, 19)
    assert pick_newest(italian[::-1], 5) == (0, 1, 2, 3, 4)


@pytest.mark.parametrize(
    "written", ["", "tomorrow", "0001-01-01T00:00:00+14:00", "9" * 60, "Fri, 99 Nov 2026 05:00:00"]
)
def test_a_date_of_another_form_is_none_or_usable(written: str) -> None:
    found = quick_date(written)
    assert found is None or found.timestamp() < 0
