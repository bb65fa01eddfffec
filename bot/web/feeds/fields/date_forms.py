"""The exact forms of a date in feeds, each read without guessing. Pure.

Nearly every feed prints RFC 5322 or ISO 8601, which cost microseconds here; all others go on to dateparser. A date in
numbers is read in the order of day and month that the language uses (CLDR, by babel); where that is unknown and both
orders are possible, it is no date.
Source: RFC 822 and 5322, 3.3; ISO 8601; feedparser issue 135, miniflux issues 45, 617 and 2159.
"""

import re
from datetime import UTC, datetime, timedelta

from babel import Locale, UnknownLocaleError

_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip

_RFC = re.compile(
    r"(?:(?P<weekday>[A-Za-z]{3}),?[ ])?(?P<day>\d{1,2})[ ](?P<month>[A-Za-z]{3})[ ](?P<year>\d{4}|\d{2})[ ]"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
)
_PLAIN = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2}) (?P<year>\d{4}) "
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d) (?:GMT|UTC|(?P<sign>[+-])(?P<hours>\d\d)(?P<minutes>\d\d))"
)
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:(?:T|[ ]|,[ ])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?Z?)?")
_END_OF_DAY = (24, 0, 0)
_EPOCH = re.compile(r"(\d{10}|\d{13})(?:\.\d{1,6})?")
_YEAR_FIRST = re.compile(r"(?<![\d./-])(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?![\d./-])")
_YEAR_LAST = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?![\d./-])")
_ENGLISH_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b", re.IGNORECASE)
_CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_WEEKDAY = r"[^\W\d_]{2,15}\.?,?[ ]"
_ALMOST_ISO = re.compile(
    rf"(?:{_WEEKDAY})?(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})"
    r"(?:,?[ ](?:-[ ])?(?:[^\W\d_]{1,5}\.?[ ])?(?P<hour>\d{1,2})(?:(?:[:.h]|[ ]h[ ])(?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?)?[ ]?(?P<half>[ap]\.?m\.?)?)?[ ]?[^\W\d_]{0,4}",
    re.IGNORECASE,
)
_CLOCK_FIRST = re.compile(
    r"(\d{1,2}:\d{2}(?::\d{2})?(?:[ ]?[ap]\.?m\.?)?)[ ,-]{1,3}(\d{4}-\d{1,2}-\d{1,2})", re.IGNORECASE
)


def read_plain(text: str) -> datetime | None:
    """Return a date exactly as RFC 5322 has it, aware, or None: nearly all feeds print it, so it is read first."""
    found = _PLAIN.fullmatch(text)
    if found is None or found["month"].lower() not in _MONTHS:
        return None
    date = _build_from(found, _MONTHS[found["month"].lower()])
    sign, hours, minutes = found["sign"], int(found["hours"] or 0), int(found["minutes"] or 0)
    if date is None or hours > 14 or minutes not in {0, 15, 30, 45}:
        return None
    ahead = timedelta(hours=hours, minutes=minutes)
    return (date - ahead if sign == "+" else date + ahead).replace(tzinfo=UTC)


def read_epoch(text: str) -> datetime | None:
    """Return a number of seconds, or milliseconds, since 1970 as a date."""
    found = _EPOCH.fullmatch(text)
    if found is None:
        return None
    digits = found.group(1)
    return datetime.fromtimestamp(int(digits[:10]), UTC)


def read_exact(text: str) -> datetime | None:
    """Return a date and time of RFC 5322 or ISO 8601 without its zone, naive; None for any other form."""
    compact = _COMPACT.fullmatch(text)
    if compact is not None:
        year, month, day, *clock = (int(part or 0) for part in compact.groups())
        return _build((year, month, day), (clock[0], clock[1], clock[2]))
    found = _ISO.fullmatch(text)
    if found is not None:
        return _build_from(found, int(found["month"]))
    found = _RFC.fullmatch(text)
    if found is None or found["month"].lower() not in _MONTHS:
        return None
    month = _MONTHS[found["month"].lower()]
    return _build_from(found, month) if len(found["year"]) == 4 else _read_short_year(found, month)


def has_numbers_only(text: str) -> bool:
    """Return whether a text has a date in numbers, which only `read_numbers` may read."""
    return any(pattern.search(text) for pattern in (_YEAR_FIRST, _YEAR_LAST, _CJK))


def read_numbers(text: str, order: str) -> datetime | None:
    """Return a date in numbers, with a time of day or not, naive.

    Args:
        text: "20.11.2026 07:30", "Fr., 20/11/2026 - 7:30 pm", "2026年11月20日".
        order: see `find_order`.
    """
    iso = _CLOCK_FIRST.sub(r"\2 \1", _CJK.sub(r"\1-\2-\3", _to_iso(text, order)))
    found = _ALMOST_ISO.fullmatch(iso.strip())
    if found is None:
        return None
    hour = _to_24_hours(int(found["hour"] or 0), (found["half"] or "").lower())
    if hour is None:
        return None
    minute, second = int(found["minute"] or 0), int(found["second"] or 0)
    return _build((int(found["year"]), int(found["month"]), int(found["day"])), (hour, minute, second))


def find_order(language: str, region: str = "") -> str:
    """Return "dm" or "md", the order in which a language writes day and month; "" where that is not known.

    Args:
        language: two letters, or "". English says nothing without a region: Britain and America differ.
        region: two letters, or "".
    """
    if language in {"", "en"} and not region:
        return ""
    try:
        locale = Locale.parse("_".join(filter(None, (language or "und", region.upper()[:2]))))
        pattern = str(locale.date_formats["short"]).lower()
    except (UnknownLocaleError, ValueError, TypeError, KeyError):
        return find_order(language) if region and language else ""
    day, month, year = (pattern.find(letter) for letter in "dmy")
    if year < day:
        return ""  # this language writes the year first, so this is not its own form
    return "dm" if day < month else "md"


def _to_iso(text: str, order: str) -> str:
    """Return a text with its date in numbers as YYYY-MM-DD; unchanged where day and month cannot be told apart.

    A printed weekday counts more than the language: many sites declare "en-US", the default of their software.
    """
    printed = _ENGLISH_WEEKDAY.match(text)

    def turn(found: re.Match[str]) -> str:
        first, second = int(found[1]), int(found[3])
        is_day_first = found[2] == "." or first > 12 or order == "dm" or first == second
        is_open = found[2] != "." and first <= 12 and second <= 12 and first != second
        if is_open and printed:
            by_weekday = _find_orders(printed[1], first, second, int(found[4]))
            if not by_weekday:
                return found[0]
            is_day_first = by_weekday == {"dm"} or (len(by_weekday) > 1 and is_day_first)
            is_open = len(by_weekday) > 1
        if is_open and not is_day_first and order != "md":
            return found[0]
        day, month = (first, second) if is_day_first else (second, first)
        return f"{found[4]}-{month:02}-{day:02}"

    return _YEAR_LAST.sub(turn, _YEAR_FIRST.sub(r"\1-\3-\4", text))


def _find_orders(weekday: str, first: int, second: int, year: int) -> set[str]:
    """Return the orders of day and month ("dm", "md") in which a date is on a weekday."""
    dates = {"dm": _build((year, second, first), (0, 0, 0)), "md": _build((year, first, second), (0, 0, 0))}
    return {order for order, date in dates.items() if date and date.strftime("%a").lower() == weekday.lower()}


def _read_short_year(found: re.Match[str], month: int) -> datetime | None:
    """Return a date with a year of two digits, as RFC 822 has it, where its weekday proves that the year is right."""
    if found["weekday"] is None:
        return None
    date = _build_from(found, month, 2000)
    return date if date and date.strftime("%a").lower() == found["weekday"].lower() else None


def _build_from(found: re.Match[str], month: int, century: int = 0) -> datetime | None:
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    return _build((century + int(found["year"]), month, int(found["day"])), (hour, minute, second))


def _build(day: tuple[int, int, int], clock: tuple[int, int, int]) -> datetime | None:
    """Return a naive date; 24:00 is the end of a day (ISO 8601), second 60 a leap second (RFC 5322)."""
    hour, minute, second = (0, 0, 0) if clock == _END_OF_DAY else clock
    try:
        date = datetime(*day, hour, minute, 59 if second == 60 else second)  # noqa: DTZ001  (the zone comes later)
        return date + timedelta(days=1) if clock == _END_OF_DAY else date
    except (ValueError, OverflowError):
        return None


def _to_24_hours(hour: int, half: str) -> int | None:
    """Return an hour with "am" or "pm" as one of 24; None where the two contradict each other."""
    if not half:
        return hour
    if not 1 <= hour <= 12:
        return hour if half.startswith("p") and hour < 24 else None  # "15:09 PM" is printed, and plain
    return hour % 12 + (12 if half.startswith("p") else 0)
