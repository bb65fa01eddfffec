"""Reads when an entry was published, in whichever form its feed prints it: the right time, or none. Pure.

    seconds since 1970, RFC 5322, ISO 8601    `date_forms`, without guessing
    dates in numbers                          `date_forms`, in the language's order of day and month
    all others, in twenty languages           dateparser; what it returns must be printed in the text
    zones                                     `time_zones`; no zone printed means UTC, an unknown one means no date

feedparser's own result is not used: it takes "1:55 PM EST" for 1:55 UTC, and seconds since 1970 for a calendar date.
"""

import re
import unicodedata
from datetime import UTC, datetime, tzinfo
from typing import Any

from bot.web.feeds.fields.date_forms import (
    find_order,
    has_numbers_only,
    read_epoch,
    read_exact,
    read_numbers,
    read_plain,
)
from bot.web.feeds.fields.time_zones import read_zone

YEARS = range(1990, 2100)
"""No feed is older than the web; earlier or later years are errors, jokes, or of another calendar."""

_LANGUAGES = (
    "en", "fr", "de", "it", "es", "pt", "nl", "pl", "sv", "da", "nb", "fi", "cs", "ro", "tr", "ru", "uk",
    "el", "hu", "ca",
)  # fmt: skip
"""Tried after the feed's own language: many feeds declare none, or another. In these no name of a month means two
months, but for `_UNCLEAR`."""

_UNCLEAR = re.compile(r"\b(?:lip|lis|listopada?|srp)\b", re.IGNORECASE)
"""November in Polish and Czech, October in Croatian; and their like."""

_KNOW_UNCLEAR = frozenset({"pl", "cs", "hr"})
_APART = frozenset({"hr"})

MOST_UNREAD = 20
"""Texts of one feed that dateparser may fail on, at up to 30 ms each, before it is no longer asked."""

_MAX_LENGTH = 80
_SETTINGS: dict[str, Any] = {
    "STRICT_PARSING": True,
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": ["absolute-time"],
    "RETURN_AS_TIMEZONE_AWARE": False,
    "TIMEZONE": "UTC",
}
_CLOCK = re.compile(
    r"(?<![\d+-])\d{1,2}(?::\d{2}(?::\d{2})?(?:[ ]?[ap]\.?m\b\.?)?|[ ]?[ap]\.?m\b\.?)(?!\d)", re.IGNORECASE
)
_TIMESTAMP = re.compile(r"\d{4}-?(?:\d{2}|W\d{2})-?\d{1,2}T\d{2}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_NUMBER = re.compile(r"\d{1,9}")
_CAPITALS = re.compile(r"[(\[]?([A-Z]{2,5})(?![A-Za-z])")
_ENGLISH = re.compile(r"JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC|MON|TUES?|WED|THU|FRI|SAT|SUN")
_IN_BRACKETS = re.compile(r"[^()]{0,60}\)")
_FRACTION = re.compile(r"(?<=:\d\d)[.,]\d{1,9}(?!\d)")
_BEFORE_CLOCK = re.compile(r"(?<=[ ,])(?:às|alle|ore|klo|kl|um|godz)\.?[ ](?=\d{1,2}[:.h])", re.IGNORECASE)
_HOUR_MARK = re.compile(r"(?<![\w:])(\d{1,2})[ ]?h[ ]?(\d{2})(?![\w:])", re.IGNORECASE)
_OCLOCK = re.compile(r"^[ ]?(?:uhr|hours|hrs|hs|h)\b\.?", re.IGNORECASE)
_THURSDAY = re.compile(r"\bthurs\b", re.IGNORECASE)
_COUNTRYLESS = frozenset(
    {"ai", "cc", "co", "eu", "fm", "gg", "io", "la", "ly", "me", "sh", "st", "to", "tv", "vc", "ws"}
)
"""Two-letter domains that sites of every country use."""


class DateReader:
    """Reads the dates of one feed. The same texts in the same order give the same dates.

    Args:
        language: the feed's own tag ("en-US", "it"), "" where it declares none.
        host: the feed's; its country counts where the language names none.
    """

    def __init__(self, language: str = "", host: str = "") -> None:
        tag = language.strip().replace("_", "-").lower()[:20]
        self._language, _, region = tag.partition("-")
        country = _country_of(host)
        self._region = region or country
        self._order = find_order(self._language, self._region)
        if country and find_order(self._language, country) not in {"", self._order}:
            self._order = ""  # "en-US" is the default of much software, also of a British paper's
        self._unread = 0
        self._parser: Any = None

    def read(self, written: str) -> datetime | None:
        """Return a date, aware, UTC; None where it cannot be told for sure which one is meant."""
        plain = read_plain(written)
        if plain is not None:
            return sane_date(plain)
        text = _normalise(written)
        if not text or len(text) > _MAX_LENGTH:
            return None
        found = read_epoch(text) or _read_timestamp(text)
        if found is not None:
            return sane_date(found)
        clocks = list(_CLOCK.finditer(text))
        if not clocks:
            return _in_zone(self._read_naive(text), UTC)
        end = clocks[-1].end()
        printed = read_zone(_OCLOCK.sub("", text[end:]), self._region)
        rest = _IN_BRACKETS.sub("", printed.rest, count=1) if printed.zone else printed.rest
        unknown = _CAPITALS.match(rest.strip())
        if unknown is not None and not _ENGLISH.fullmatch(unknown.group(1)):
            return None
        return _in_zone(self._read_naive(f"{text[:end]} {rest}".strip(" ,-.")), printed.zone or UTC)

    def _read_naive(self, text: str) -> datetime | None:
        """Return a date without its zone, naive."""
        exact = read_exact(text)
        if exact is not None:
            return exact
        if has_numbers_only(text):
            return read_numbers(text, self._order)
        return self._ask_dateparser(text)

    def _ask_dateparser(self, text: str) -> datetime | None:
        """Return what dateparser finds in a text with a year of four digits; None where that is not what is printed."""
        is_unclear = _UNCLEAR.search(text) is not None and self._language not in _KNOW_UNCLEAR
        if is_unclear or len(_YEAR.findall(text)) != 1 or self._unread >= MOST_UNREAD:
            return None
        if self._parser is None:
            self._parser = _load_parser(self._language)
        try:
            found = self._parser.get_date_data(text).date_obj
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
            found = None  # dateparser does not document what it raises on odd input
        if found is None:
            self._unread += 1
            return None
        return found if _is_printed(found, text) else None


def sane_date(found: datetime) -> datetime | None:
    """Return a date in UTC; None where its year is impossible for a story."""
    try:
        date = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return date if date.year in YEARS else None


def _in_zone(found: datetime | None, zone: tzinfo) -> datetime | None:
    return None if found is None else sane_date(found.replace(tzinfo=zone))


def _read_timestamp(text: str) -> datetime | None:
    """Return a complete timestamp of ISO 8601, in any form that Python reads."""
    if not _TIMESTAMP.match(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _normalise(written: str) -> str:
    """Return a date on one line, with plain digits and blanks, and times of day as "9:30"."""
    text = " ".join(unicodedata.normalize("NFKC", written[: 2 * _MAX_LENGTH]).split())
    text = _BEFORE_CLOCK.sub("", _FRACTION.sub("", _HOUR_MARK.sub(r"\1:\2", text)))
    return _THURSDAY.sub("Thu", text)


def _load_parser(language: str) -> Any:
    """Return dateparser for a feed's language, then the others; a language that it does not know is left out."""
    from dateparser.date import DateDataParser  # noqa: PLC0415  (0.15 s, for feeds with odd dates only)

    others = ("en",) if language in _APART else _LANGUAGES
    languages = list(dict.fromkeys((language, *others) if language else others))
    try:
        return DateDataParser(languages=languages, settings=_SETTINGS)
    except ValueError:
        return DateDataParser(languages=list(_LANGUAGES), settings=_SETTINGS)


def _is_printed(found: datetime, text: str) -> bool:
    """Return whether every number of a text is a part of the date found in it, and the day and the year are printed."""
    numbers = [int(number) for number in _NUMBER.findall(text)]
    hours = {found.hour, found.hour - 12 if found.hour > 12 else found.hour + 12}
    parts = {found.year, found.day, found.minute, found.second, *hours}
    has_clock = len(numbers) > 2 or (found.hour, found.minute) == (0, 0)
    return found.year in numbers and found.day in numbers and has_clock and set(numbers) <= parts


def _country_of(host: str) -> str:
    """Return the country of a host, two letters; "" where it has none."""
    last = host.rstrip(".").rpartition(".")[2].lower()
    if len(last) != 2 or last in _COUNTRYLESS:
        return ""
    return "gb" if last == "uk" else last
