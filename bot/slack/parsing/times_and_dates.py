"""Times of day, days of the week, time zones and dates, as people type them. Pure."""

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from functools import lru_cache
from zoneinfo import available_timezones

from bot.newsroom.subscriptions.schedule import DAILY, DAY_NAMES, WEEKDAYS

_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap]\.?m\.?)?", re.IGNORECASE)
_WORDS_FOR_TIMES = {"noon": time(12, 0), "midday": time(12, 0), "midnight": time(0, 0)}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_GROUPS = {
    "daily": DAILY,
    "everyday": DAILY,
    "weekdays": WEEKDAYS,
    "workdays": WEEKDAYS,
    "weekend": frozenset({5, 6}),
    "weekends": frozenset({5, 6}),
}
_FILLERS = frozenset({"at", "on", "every", "day", "and", "in", "the"})
_SPAN = re.compile(r"(\d{1,3}) (day|week|month)s?")
_DAY_MONTH = re.compile(r"(?:(\d{1,2})\.? ([a-z]{3})[a-z]*|([a-z]{3})[a-z]* (\d{1,2}))(?:,? (\d{4}))?")
_LONGEST = timedelta(days=366)


def read_time(words: Sequence[str]) -> tuple[time | None, list[str]]:
    """The time of day among some words, and the other words."""
    rest = list(words)
    for place, word in enumerate(rest):
        if word.casefold() in _WORDS_FOR_TIMES:
            return _WORDS_FOR_TIMES[word.casefold()], rest[:place] + rest[place + 1 :]
        following = rest[place + 1] if place + 1 < len(rest) else ""
        has_half = bool(re.fullmatch(r"[ap]\.?m\.?", following, re.IGNORECASE))
        at = _parse_time(word + following if has_half else word)
        if at is not None:
            return at, rest[:place] + rest[place + (2 if has_half else 1) :]
    return None, rest


def read_days(words: Sequence[str]) -> tuple[frozenset[int] | None, list[str]]:
    """The days among some words, and the other words; None where no day is named."""
    days: set[int] = set()
    rest = []
    is_named = False
    words = list(words)
    for place, word in enumerate(words):
        found = [_parse_days(part) for part in re.split(r"[,/+&]", word.casefold()) if part]
        if found and all(each is not None for each in found):
            is_named = True
            days.update(day for each in found if each for day in each)
        elif word.casefold() == "every" and words[place + 1 : place + 2] == ["day"]:
            is_named = True
            days.update(DAILY)
        elif word.casefold() not in _FILLERS:
            rest.append(word)
    return (frozenset(days) if is_named else None), rest


def read_zone(words: Sequence[str]) -> str | None:
    """The time zone that some words name: in full, or by its city."""
    said = "_".join(words).casefold().strip("()")
    zones = _zones()
    if said in zones:
        return zones[said]
    cities = {name for lowered, name in zones.items() if lowered.rpartition("/")[2] == said and "/" in lowered}
    return cities.pop() if len(cities) == 1 else None


def read_date(said: str, today: date) -> date | None:
    """The date that some words name, seen from today; None where they name none. Days of the week are the next ones."""
    said = " ".join(said.casefold().split())
    try:
        return date.fromisoformat(said)
    except ValueError:
        pass
    if said in {"tomorrow", "next week"}:
        return today + timedelta(days=1 if said == "tomorrow" else 7 - today.weekday())
    span = _SPAN.fullmatch(said.replace("a ", "1 ", 1) if said.startswith("a ") else said)
    if span:
        ahead = timedelta(days=int(span[1]) * {"day": 1, "week": 7, "month": 30}[span[2]])
        return today + min(ahead, _LONGEST)
    days = _parse_days(said.removeprefix("next "))
    if days is not None and len(days) == 1:
        return today + timedelta(days=(min(days) - today.weekday() - 1) % 7 + 1)
    return _parse_day_and_month(said, today)


def _parse_time(word: str) -> time | None:
    match = _TIME.fullmatch(word)
    if match is None or (match[2] is None and match[3] is None and len(word) > 2):
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3][0] in "pP" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _parse_days(word: str) -> frozenset[int] | None:
    """The days of one word: a group, a name, or a range of names."""
    if word in _GROUPS:
        return _GROUPS[word]
    first, dash, last = word.replace("–", "-").partition("-")
    start, end = _parse_day(first), _parse_day(last) if dash else _parse_day(first)
    if start is None or end is None:
        return None
    return frozenset((start + step) % 7 for step in range((end - start) % 7 + 1))


def _parse_day(word: str) -> int | None:
    """The number of a day's name, or of its abbreviation."""
    name = word.strip(".").removesuffix("s") if len(word) > 4 else word.strip(".")
    found = [number for number, full in enumerate(DAY_NAMES) if len(name) >= 3 and full.startswith(name)]
    if len(found) == 1:
        return found[0]
    return {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6, "tues": 1, "thur": 3, "thurs": 3}.get(name)


def _parse_day_and_month(said: str, today: date) -> date | None:
    """The date of "6 dec", "dec 6" or "6 december 2027"; without a year the next such day."""
    match = _DAY_MONTH.fullmatch(said)
    if match is None or (match[2] or match[3]) not in _MONTHS:
        return None
    month, day = _MONTHS.index(match[2] or match[3]) + 1, int(match[1] or match[4])
    for year in [int(match[5])] if match[5] else [today.year, today.year + 1]:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if match[5] or found > today:
            return found
    return None


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """Zone names by their lower-case form."""
    return {name.casefold(): name for name in sorted(available_timezones())}
