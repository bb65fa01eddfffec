"""Which entries of a long feed are read: the newest, whatever its order. Pure.

Most feeds have the newest first, some the oldest, and none says which. Dates in the two standard forms are read of
every entry, cheaply; where most entries have another form, a few at both ends are read and decide.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.web.feeds.fields.dates import DateReader

_DATE = re.compile(
    rb"<(?:\w{1,20}:)?(?:pubDate|published|publication_date|issued|date|updated|modified|lastmod)(?:\s[^<>]{0,200})?>"
    rb"\s{0,50}(?:<!\[CDATA\[)?([^<\]]{4,64})",
    re.IGNORECASE,
)
_SAMPLE = 5
_SEARCHED = 50_000
"""Bytes of an entry in which its date is searched."""


def keep_newest(body: bytes, starts: Sequence[int], end: int, most: int) -> bytes:
    """Return a document with the newest of its entries only, in their order.

    Args:
        body: the document.
        starts: where each entry begins.
        end: where the last one ends.
        most: how many are kept.
    """
    stops = (*starts[1:], end)
    kept = pick_newest([_find_date(body, start, stop) for start, stop in zip(starts, stops, strict=True)], most)
    return b"".join((body[: starts[0]], *(body[starts[place] : stops[place]] for place in kept), body[end:]))


def pick_newest(written: Sequence[str], most: int) -> tuple[int, ...]:
    """Return the places of the newest entries, ascending. An entry without a date is as old as the one before it.

    Args:
        written: the dates of all entries; without dates the first entries are the newest.
        most: how many are picked.
    """
    if len(written) <= most:
        return tuple(range(len(written)))
    dates = [quick_date(text) for text in written]
    known = [date for date in dates if date is not None]
    if 2 * len(known) < len(dates):
        first = len(written) - most if _ends_with_newest(written) else 0
        return tuple(range(first, first + most))
    ages: list[float] = []
    last = known[0]
    for date in dates:
        last = date or last
        ages.append(-last.timestamp())
    return tuple(sorted(sorted(range(len(dates)), key=lambda place: (ages[place], place))[:most]))


def _ends_with_newest(written: Sequence[str]) -> bool:
    """Return whether the last few dates, whatever their form, are later than the first few."""
    reader = DateReader()
    first, last = (
        [date for text in texts if (date := reader.read(text))] for texts in (written[:_SAMPLE], written[-_SAMPLE:])
    )
    return bool(first) and bool(last) and min(last) > max(first)


def quick_date(written: str) -> datetime | None:
    """Return a date in the form of RFC 3339 or RFC 5322, aware; None for any other."""
    text = written.strip()[:64]
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    try:
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        aware.timestamp()
    except (ValueError, OverflowError):
        return None
    return aware


def _find_date(body: bytes, start: int, stop: int) -> str:
    found = _DATE.search(body, start, min(stop, start + _SEARCHED))
    return found.group(1).decode("utf-8", "replace").strip() if found else ""
