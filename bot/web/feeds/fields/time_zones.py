"""Finds the time zone that is printed behind a time of day. Pure.

Source: RFC 5322, 4.3 (names), ISO 8601 (offsets), the IANA database through zoneinfo; the other names are those that
feeds were seen to print. A name that means several zones counts only where the region says which.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_HOURS: Mapping[str, float] = MappingProxyType(
    {
        "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2,
        "met": 1, "mest": 2, "eet": 2, "eest": 3, "msk": 3, "sast": 2, "pkt": 5, "npt": 5.75, "ict": 7, "wib": 7,
        "hkt": 8, "sgt": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11,
        "nzst": 12, "nzdt": 13, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
        "akst": -9, "akdt": -8, "hst": -10, "adt": -3, "nst": -3.5, "ndt": -2.5, "brt": -3,
    }
)  # fmt: skip
"""Hours ahead of UTC."""

_BY_REGION: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "ist": {"in": 5.5, "ie": 1, "il": 2},
        "cst": {"cn": 8, "tw": 8, "cu": -5},
        "ast": {"ca": -4, "bm": -4, "pr": -4, "sa": 3, "kw": 3, "iq": 3, "bh": 3},
        "pst": {"ph": 8},
        "bst": {"bd": 6},
        "est": {"au": 10},
        "gst": {"ae": 4, "om": 4},
        "sst": {"sg": 8},
    }
)
"""Names that mean another zone in these regions; one that is not in `_HOURS` means nothing elsewhere."""

_PLACES: Mapping[str, str] = MappingProxyType(
    {"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}
)

_OFFSET = re.compile(r"([+\-\u2212])[ ]?(\d{1,2})(?::?(\d{2}))?(?![\d:])")
_PLACE = re.compile(r"[A-Z][A-Za-z]{1,20}/[A-Z][A-Za-z_+\-0-9]{1,30}(?:/[A-Z][A-Za-z_]{1,30})?")
_NAME = re.compile(r"[A-Za-z]{1,5}(?![A-Za-z])")
_BETWEEN = re.compile(r"[\s(),;\[\]]{0,5}")
_MOST_AHEAD = timedelta(hours=14)
_MINUTES = frozenset({0, 15, 30, 45})


@dataclass(frozen=True, slots=True)
class PrintedZone:
    """The zone at the start of some text.

    Attributes:
        zone: None where none is printed.
        rest: the text behind it.
    """

    zone: tzinfo | None
    rest: str


def read_zone(text: str, region: str = "") -> PrintedZone:
    """Return the zone that a text begins with: an offset, a name, a place, or a name with an offset, which then counts.

    Args:
        text: what follows a time of day.
        region: two letters, lower case, for names with several meanings.
    """
    offset: tzinfo | None = None
    named: tzinfo | None = None
    rest = text
    for _ in range(3):
        inside = rest[_match_end(_BETWEEN, rest) :]
        found, length = _read_offset(inside)
        if found is not None and offset is None:
            offset = found
        else:
            found, length = _read_name(inside, region)
            if found is None or (named is not None and offset is None):
                break
            named = found
        rest = inside[length:]
    if offset is None and named is None:
        return PrintedZone(None, text)
    return PrintedZone(offset or named, rest[_match_end(_BETWEEN, rest) :])


def _read_offset(text: str) -> tuple[tzinfo | None, int]:
    """Return an offset that a text begins with, and its length. No zone is more than 14 hours from UTC."""
    found = _OFFSET.match(text)
    if found is None:
        return None, 0
    digits, minutes = found.group(2), int(found.group(3) or 0)
    ahead = timedelta(hours=int(digits), minutes=minutes)
    if ahead > _MOST_AHEAD or minutes not in _MINUTES:
        return None, 0
    return timezone(ahead if found.group(1) == "+" else -ahead), found.end()


def _read_name(text: str, region: str) -> tuple[tzinfo | None, int]:
    """Return the zone of a place or name that a text begins with, and its length."""
    place = _PLACE.match(text)
    if place is not None:
        return _load(place.group()), place.end()
    found = _NAME.match(text)
    if found is None:
        return None, 0
    name = found.group().lower()
    if name in _PLACES and found.group().isupper():
        return _load(_PLACES[name]), found.end()
    hours = _BY_REGION.get(name, {}).get(region, _HOURS.get(name))
    if hours is None:
        return None, 0
    return (timezone(timedelta(hours=hours)) if hours else UTC), found.end()


def _load(place: str) -> tzinfo | None:
    """Return the zone of a place; None where the database has no such place."""
    try:
        return ZoneInfo(place)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _match_end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0
