"""When an entry was published: the right time, or none.

`dates.txt` has a form a line: the feed's language, what it prints, and the time in UTC or None. The forms are those of
real feeds, reported for feedparser (issues 135, 160), miniflux (45, 617, 2159), NetNewsWire (2109), elfeed (345), selfoss
(1057), Feeder (456), gofeed (94) and webfeed (66), and traps beside them.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.web.feeds.fields.dates import MOST_UNREAD, DateReader
from bot.web.feeds.rss_atom import parse_feed

FORMS = [line.split("|") for line in Path(__file__).with_name("dates.txt").read_text("utf-8").splitlines() if line]
URL = "https://gazette.example/rss.xml"


def minutes(found: datetime | None) -> str:
    return found.isoformat()[:16] if found else "None"


@pytest.mark.parametrize(("language", "written", "right"), FORMS, ids=[f"{one[0]} {one[1]}" for one in FORMS])
def test_a_date_is_right_or_none(language: str, written: str, right: str) -> None:
    assert minutes(DateReader(language).read(written)) == right


@pytest.mark.parametrize(
    ("host", "right"),
    [
        ("gazette.co.uk", "2026-04-03T10:00"),
        ("quai.fr", "2026-04-03T10:00"),
        ("gazette.us", "2026-03-04T10:00"),
        ("gazette.com", "None"),
        ("gazette.io", "None"),
    ],
)
def test_the_country_of_the_feed_tells_day_and_month_apart_where_no_language_does(host: str, right: str) -> None:
    assert minutes(DateReader("", host).read("03/04/2026 10:00")) == right


def test_the_region_tells_zones_of_one_name_apart() -> None:
    written = "Fri, 20 Nov 2026 10:00:00 IST"
    assert minutes(DateReader("en", "gazette.in").read(written)) == "2026-11-20T04:30"
    assert minutes(DateReader("en-IE").read(written)) == "2026-11-20T09:00"
    assert minutes(DateReader("zh-CN").read("2026-11-20 10:00 CST")) == "2026-11-20T02:00"


def test_the_feeds_language_reads_its_dates() -> None:
    item = "<item><title>Molo</title><link>https://gazette.example/1</link><pubDate>03/04/2026 10:00</pubDate></item>"
    body = f"<rss version='2.0'><channel><title>Quai</title><language>it-it</language>{item}</channel></rss>"
    (entry,) = parse_feed(body.encode(), URL).entries
    assert entry.published_at == datetime(2026, 4, 3, 10, tzinfo=UTC)


def test_an_unreadable_date_leaves_the_time_of_the_update() -> None:
    dates = "<published>soon</published><updated>2026-11-20T07:00:00Z</updated>"
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Pier</title><id>urn:1</id>{dates}</entry></feed>"
    (entry,) = parse_feed(body.encode(), URL).entries
    assert entry.published_at == datetime(2026, 11, 20, 7, tzinfo=UTC)


def test_a_feed_full_of_junk_dates_is_given_up_but_exact_forms_are_still_read() -> None:
    dates = DateReader()
    assert [dates.read(f"Smarch {n}, 2026") for n in range(MOST_UNREAD)] == [None] * MOST_UNREAD
    assert dates.read("November 20th, 2026") is None
    assert minutes(dates.read("Fri, 20 Nov 2026 05:00:00 GMT")) == "2026-11-20T05:00"


@pytest.mark.parametrize(
    "written", ["9" * 100_000, "1:" * 50_000, "20 Nov 2026 " + "(" * 50_000, "\u0661\u0662", "\ud800"]
)
def test_no_text_breaks_the_reader(written: str) -> None:
    assert DateReader("xx-\u00e9").read(written) is None


@pytest.mark.parametrize(
    ("language", "host", "right"),
    [
        ("en-us", "gazette.co.uk", "None"),
        ("en-us", "gazette.de", "None"),
        ("en-us", "gazette.com", "2026-03-04T10:00"),
        ("en-us", "gazette.us", "2026-03-04T10:00"),
        ("en-gb", "gazette.co.uk", "2026-04-03T10:00"),
        ("de-de", "gazette.us", "2026-04-03T10:00"),
    ],
)
def test_a_language_and_a_country_that_contradict_each_other_tell_nothing(language: str, host: str, right: str) -> None:
    assert minutes(DateReader(language, host).read("03/04/2026 10:00")) == right


@pytest.mark.parametrize("language", ["", "en", "en-us", "en-gb", "de"])
@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("Mon, 05/10/2026 - 14:00", "2026-10-05T14:00"),
        ("Sun, 05/10/2026 - 14:00", "2026-05-10T14:00"),
        ("Monday, 05-10-2026 14:00", "2026-10-05T14:00"),
        ("Tue, 05/10/2026 - 14:00", "None"),
        ("Fri, 20/11/2026 - 14:00", "2026-11-20T14:00"),
    ],
)
def test_a_weekday_tells_day_and_month_apart(language: str, written: str, right: str) -> None:
    assert minutes(DateReader(language).read(written)) == right


def test_a_weekday_of_both_orders_leaves_it_to_the_language() -> None:
    written = "Sat, 07/11/2026 - 09:15"
    assert minutes(DateReader("").read(written)) == "None"
    assert minutes(DateReader("en-us").read(written)) == "2026-07-11T09:15"
    assert minutes(DateReader("en-gb").read(written)) == "2026-11-07T09:15"
