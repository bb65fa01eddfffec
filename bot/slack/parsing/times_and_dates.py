"""Times of day, days of the week and dates, as people type them. Pure.

Forms that most people use are read here; other dates by dateparser, which is loaded when the first one comes.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from bot.newsroom.subscriptions.errors import CommandError
from bot.newsroom.subscriptions.schedule import DAILY
from bot.slack.parsing.day_names import day_of, days_of

MAX_DATE = 40
"""Characters of what may be a date."""

_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2})|h)?\s*([ap]\.?m\.?)?|(\d{2})(\d{2})", re.IGNORECASE)
_HALF = re.compile(r"[ap]\.?m\.?", re.IGNORECASE)
_WORDS_FOR_TIMES = {
    "noon": time(12), "midday": time(12), "mittag": time(12), "mittags": time(12), "midi": time(12),
    "mediodía": time(12), "mezzogiorno": time(12), "midnight": time(0), "mitternacht": time(0), "minuit": time(0),
    "medianoche": time(0), "mezzanotte": time(0),
}  # fmt: skip
_CLOCK_WORDS = frozenset({"uhr", "o'clock", "o’clock", "oclock", "heures", "heure", "uur", "h", "hrs"})
_FILLERS = frozenset({
    "at", "on", "every", "each", "day", "and", "in", "the", "of", "um", "jeden", "jede", "tag", "und", "am",
    "à", "le", "les", "et", "a", "las", "los", "el", "y", "alle", "il", "dalle",
})  # fmt: skip
_RANGE_WORDS = frozenset({"to", "bis", "through", "till", "until", "au", "al", "tot"})
_RHYTHMS = frozenset({
    "hourly", "hour", "hours", "minute", "minutes", "min", "mins", "times", "once", "twice", "thrice",
    "week", "weeks", "monthly", "month", "months", "fortnightly", "biweekly", "quarterly", "yearly",
    "other", "second", "stündlich", "stunde", "stunden", "zweimal", "monatlich",
})  # fmt: skip
_SPAN = re.compile(r"(\d{1,3}|an?) (day|week|month)s?")
_DAY_DOT_MONTH = re.compile(r"(\d{1,2})\. ?(\d{1,2})\.?")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})(?:/\d{2,4})?")
_LONGEST = timedelta(days=366)
_DATE_LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pt", "sv", "da", "nb"]


def read_time(words: Sequence[str]) -> tuple[time | None, list[str]]:
    """The time of day among some words, and the other words."""
    rest = list(words)
    for place, word in enumerate(rest):
        if word.casefold() in _WORDS_FOR_TIMES:
            return _WORDS_FOR_TIMES[word.casefold()], rest[:place] + rest[place + 1 :]
        at, taken = _read_clock(rest[place : place + 3])
        if at is not None:
            behind = rest[place + taken :]
            says_it_again = behind and _WORDS_FOR_TIMES.get(behind[0].casefold()) == at  # "12 Uhr mittags"
            return at, rest[:place] + (behind[1:] if says_it_again else behind)
    return None, rest


def read_days(words: Sequence[str]) -> tuple[frozenset[int] | None, list[str]]:
    """The days among some words, and the other words; None where no day is named."""
    days: set[int] = set()
    rest = []
    is_named = False
    words = _join_ranges(words)
    for place, word in enumerate(words):
        found = [days_of(part) for part in re.split(r"[,/+&]", word) if part]
        if found and all(each is not None for each in found):
            is_named = True
            days.update(day for each in found if each for day in each)
        elif _is_every_day(words[place : place + 2]):
            is_named = True
            days.update(DAILY)
        elif word.casefold() not in _FILLERS:
            rest.append(word)
    return (frozenset(days) if is_named else None), rest


def names_a_rhythm(words: Sequence[str]) -> bool:
    """Whether some words ask for another rhythm than once on some days: "hourly", "twice", "every 2 hours"."""
    return any(word.casefold().strip(".,") in _RHYTHMS for word in words)


def read_date(said: str, today: date) -> date | None:
    """The date that some words name, seen from today; None where they name none. Days of the week are the next ones.

    Raises:
        CommandError: it may be one of two dates.
    """
    said = " ".join(said.casefold().split())
    try:
        return date.fromisoformat(said)
    except ValueError:
        pass
    if said in {"tomorrow", "next week"}:
        return today + timedelta(days=1 if said == "tomorrow" else 7 - today.weekday())
    span = _SPAN.fullmatch(said.removeprefix("in "))
    if span:
        number = 1 if span[1].startswith("a") else int(span[1])
        return today + min(timedelta(days=number * {"day": 1, "week": 7, "month": 30}[span[2]]), _LONGEST)
    words = said.split()
    day = day_of(words[-1]) if 0 < len(words) < 3 else None
    if day is not None and (len(words) == 1 or words[0].startswith(("next", "nächst", "kommend", "on", "am"))):
        return today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)
    return _parse_other(said, today)


def _read_clock(words: Sequence[str]) -> tuple[time | None, int]:
    """The time that the first words give, and how many of them: "9", "9 pm", "9 Uhr 30", "7:15 Uhr"."""
    first, second, third = (*words, "", "", "")[:3]
    if _HALF.fullmatch(second):
        return _parse_time(first + second), 2
    if second.casefold() in _CLOCK_WORDS and first.isdecimal():
        minutes = third if len(third) == 2 and third.isdecimal() else ""
        return _parse_time(f"{first}:{minutes or '00'}"), 3 if minutes else 2
    if second.casefold() in _CLOCK_WORDS and _parse_time(first) is not None:
        return _parse_time(first), 2
    for ending in ("uhr", "uur"):
        if first.casefold().endswith(ending):
            return _parse_time(first[: -len(ending)]), 1
    return _parse_time(first), 1


def _parse_time(word: str) -> time | None:
    match = _TIME.fullmatch(word)
    if match is None:
        return None
    hour, minute = int(match[1] or match[4]), int(match[2] or match[5] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3][0] in "pP" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _join_ranges(words: Sequence[str]) -> list[str]:
    """The words, with "monday to friday" as one."""
    joined: list[str] = []
    for word in words:
        is_range = len(joined) > 1 and joined[-1].casefold() in _RANGE_WORDS
        if is_range and day_of(joined[-2]) is not None and day_of(word) is not None:
            joined[-2:] = [f"{joined[-2]}-{word}"]
        else:
            joined.append(word)
    return joined


def _is_every_day(words: Sequence[str]) -> bool:
    return [word.casefold() for word in words] in (["every", "day"], ["each", "day"], ["jeden", "tag"])


def _parse_other(said: str, today: date) -> date | None:
    """The date of "6 dec", "jan 7th", "12.12.2026" or "7 janvier"; without a year the next such day.

    Raises:
        CommandError: "1/2/2027" may be one of two dates.
    """
    dots = _DAY_DOT_MONTH.fullmatch(said)
    if dots:
        return _next_such_day(int(dots[1]), int(dots[2]), today)
    slashes = _SLASHES.fullmatch(said)
    first, second = (int(slashes[1]), int(slashes[2])) if slashes else (0, 0)
    if slashes and first <= 12 and second <= 12 and first != second:
        raise CommandError(f"“{said}” may be one of two days.", "Write the month as a word: /digest pause until 6 dec")
    words = said.split()
    at, taken = _read_clock(words)
    if len(said) > MAX_DATE or said.isdecimal() or (at is not None and taken == len(words)):
        return None
    return _parse_by_library(said.rstrip("."), today, order="MDY" if second > 12 else "DMY")


def _next_such_day(day: int, month: int, today: date) -> date | None:
    for year in (today.year, today.year + 1):
        with suppress(ValueError):
            found = date(year, month, day)
            if found > today:
                return found
    return None


def _parse_by_library(said: str, today: date, *, order: str) -> date | None:
    import dateparser.date  # noqa: PLC0415  (a fifth of a second)

    settings = {
        "RELATIVE_BASE": datetime.combine(today, time()),
        "TIMEZONE": "UTC",
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": order,
        "REQUIRE_PARTS": ["day", "month"],
        "RETURN_TIME_AS_PERIOD": True,
    }
    parser = dateparser.date.DateDataParser(languages=_DATE_LANGUAGES, settings=settings)
    found = parser.get_date_data(said)
    return found.date_obj.date() if found.date_obj is not None and found.period != "time" else None
