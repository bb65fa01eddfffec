"""The time zone that people name: "Europe/Berlin", "Berlin", "CET", "Eastern time", "UK", "UTC+2". Pure.

Names, abbreviations, countries and cities are those of CLDR, as babel has them. What names a clock with summer time
is never read as a fixed offset: "EST" is New York's clock, although a zone "EST" exists that has no summer. An offset
that is written out is fixed, and has the sign that people write: "UTC+2" is two hours ahead of UTC, which the zone
database calls "Etc/GMT-2".
Source: unicode.org/reports/tr35/tr35-dates.html; the file "etcetera" of the zone database, about its signs.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global

from bot.newsroom.subscriptions.errors import CommandError

_OFFSET = re.compile(r"(?:(utc|gmt)_?)?([+\-−–])_?(\d{1,2})(?::?([0-5]\d))?")
_FIXED = frozenset({"est", "mst", "hst"})
"""Zones of the database that are a fixed offset, though people mean a clock with summer time."""

_UTC = frozenset({"utc", "gmt", "uct", "z", "zulu", "greenwich"})
_ENGLISH = ("en", "en_GB", "en_AU", "en_NZ", "en_IN", "en_ZA", "en_IE")
"""Each has the abbreviations that are used in its country."""

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
_COUNTRY_NAMES = {
    "uk": "GB",
    "britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "usa": "US",
    "america": "US",
}
"""Names of countries that CLDR does not have."""

_BEST_KNOWN = {
    "Europe_Central": "CET",
    "Europe_Eastern": "EET",
    "Europe_Western": "WET",
    "Australia_Eastern": "Australia/Sydney",
    "Moscow": "Europe/Moscow",
}
"""Clocks of CLDR whose best known zone Windows names in another way."""

_YEAR = 2026
"""The rules of any year do: it is only asked whether a clock changes within one."""


def read_zone(words: Sequence[str]) -> str | None:
    """Return the name of the zone that some words mean; None where they mean none.

    Raises:
        CommandError: an offset that no clock has, or a country or abbreviation with several clocks.
    """
    said = "_".join(word.strip("(),") for word in words if word.strip("(),"))
    offset = _OFFSET.fullmatch(said.casefold())
    if offset is not None and (offset[1] or offset[4]):
        return _zone_of_offset(said.replace("_", ""), offset)
    folded = _fold(said)
    if folded in _UTC:
        return "UTC"
    zones = _zones()
    if folded in zones and folded not in _FIXED:
        return zones[folded]
    return _by_city(folded) or _by_name(folded) or _by_country(said)


def names_a_zone(words: Sequence[str]) -> bool:
    """Return whether words have the form of a zone's name or offset, known or not: "Europe/Atlantis", "UTC+99"."""
    said = "_".join(words).casefold()
    return bool(re.fullmatch(r"[a-z_-]+/[a-z_/-]+|(?:utc|gmt)_?[+\-−–].*", said))


def _zone_of_offset(said: str, offset: re.Match[str]) -> str:
    minutes = int(offset[3]) * 60 + int(offset[4] or 0)
    minutes = minutes if offset[2] == "+" else -minutes
    if minutes == 0:
        return "UTC"
    if minutes % 60 == 0 and -12 <= minutes // 60 <= 14:
        return f"Etc/GMT{-minutes // 60:+d}"
    found = next((_canonical(name) for name in _zones().values() if _has_always(name, minutes)), None)
    if found is None:
        raise CommandError(
            f"No place is at “{said[:20]}” all year round.", "Type a city instead: /digest time 09:00 Berlin"
        )
    return found


def _has_always(name: str, minutes: int) -> bool:
    return "/" in name and _offsets(name) == {timedelta(minutes=minutes)}


@lru_cache(maxsize=1_000)
def _offsets(name: str) -> frozenset[timedelta]:
    """The offsets from UTC that a zone has within a year."""
    zone = ZoneInfo(name)
    moments = (datetime(_YEAR, month, 1, tzinfo=UTC).astimezone(zone) for month in range(1, 13))
    return frozenset(moment.utcoffset() or timedelta() for moment in moments)


def _by_city(folded: str) -> str | None:
    """The zone of a city: as the database calls it, or one of CLDR's languages ("Wien", "São Paulo")."""
    found = {_canonical(name) for lowered, name in _zones().items() if lowered.endswith(f"/{folded}")}
    if len(found) == 1:
        return found.pop()
    return _cities().get(folded)


def _by_name(folded: str) -> str | None:
    """The zone of an abbreviation or a name: "EST", "CEST", "Eastern time", "British Summer Time".

    Raises:
        CommandError: it means clocks of several parts of the world.
    """
    named = _names()
    found = named.get(folded) or named.get(f"{folded}_time") or _abbreviated().get(folded) or frozenset()
    clocks = {_offsets(name): name for name in sorted(found, reverse=True)}
    if len(clocks) > 1:
        raise CommandError(
            f"“{folded.upper()[:20]}” is used in several parts of the world.", "Type a city: /digest time 09:00 Mumbai"
        )
    return next(iter(clocks.values()), None)


def _by_country(said: str) -> str | None:
    """The zone of a country that has one clock.

    Raises:
        CommandError: it has several.
    """
    name = _fold(said).replace("_", " ")
    code = _COUNTRY_NAMES.get(name) or (said if len(said) == 2 and said.isupper() else _countries().get(name, ""))
    zones = [zone for zone in get_global("territory_zones").get(code, ()) if zone in _zones().values()]
    clocks = {_offsets(zone) for zone in zones}
    if len(clocks) > 1:
        raise CommandError(
            f"{said.replace('_', ' ')[:40]} has several time zones.", "Type a city: /digest time 09:00 Denver"
        )
    return zones[0] if zones else None


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """Zone names by their lower-case form."""
    return {_fold(name): name for name in sorted(available_timezones())}


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Zones by the names of their cities in several languages; none where two zones share one."""
    known, found = frozenset(_zones().values()), dict[str, set[str]]()
    for language in _LANGUAGES:
        for zone, names in Locale(language).time_zones.items():
            if "city" in names and zone in known:
                found.setdefault(_fold(names["city"]), set()).add(_canonical(zone))
    return {city: min(zones) for city, zones in found.items() if len(zones) == 1}


@lru_cache(maxsize=1)
def _names() -> dict[str, frozenset[str]]:
    """Zones by the names and abbreviations of their clocks, in English and German; some mean several."""
    typical = _typical_zones()
    found: dict[str, set[str]] = {}
    for locale in map(Locale.parse, (*_ENGLISH, "de")):
        for clock, name in _named_in(locale.meta_zones):
            if clock in typical:
                found.setdefault(_fold(name), set()).add(typical[clock])
        for zone, name in _named_in(locale.time_zones):
            found.setdefault(_fold(name), set()).add(_canonical(zone))
    return {name: frozenset(zones) for name, zones in found.items()}


def _named_in(names: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each clock or zone of a locale, with each of its names."""
    for what, widths in names.items():
        for width in ("long", "short"):
            forms = widths.get(width) or {}
            yield from ((what, forms[form]) for form in ("generic", "standard", "daylight") if forms.get(form))


@lru_cache(maxsize=1)
def _abbreviated() -> dict[str, frozenset[str]]:
    """Zones by the abbreviations that the zone database has for them: "JST", "MSK"."""
    found: dict[str, set[str]] = {}
    for name in _typical_zones().values():
        for month in (1, 7):
            short = datetime(_YEAR, month, 1, tzinfo=ZoneInfo(name)).tzname() or ""
            if short.isalpha():
                found.setdefault(_fold(short), set()).add(name)
    return {name: frozenset(zones) for name, zones in found.items()}


@lru_cache(maxsize=1)
def _typical_zones() -> dict[str, str]:
    """The best known zone of each clock of CLDR ("America_Eastern"): the one that Windows names like it."""
    in_windows = {zone: name for name, zone in get_global("windows_zone_mapping").items()}
    known = frozenset(_zones().values())
    found: dict[str, list[str]] = {}
    for zone, clock in get_global("meta_zones").items():
        if zone in known:
            found.setdefault(clock, []).append(zone)
    english = Locale("en").meta_zones

    def rank(clock: str, zone: str) -> tuple[bool, bool, int, str]:
        name, standard = in_windows.get(zone, ""), (english[clock].get("long") or {}).get("standard")
        return name != standard, not name, len(name), zone

    typical = {clock: min(zones, key=partial(rank, clock)) for clock, zones in found.items() if clock in english}
    return {**typical, **_BEST_KNOWN}


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """The codes of countries by their names in several languages."""
    return {
        _fold(name).replace("_", " "): code
        for language in _LANGUAGES
        for code, name in Locale(language).territories.items()
        if len(code) == 2
    }


def _canonical(zone: str) -> str:
    return str(get_global("zone_aliases").get(zone, zone))


def _fold(text: str) -> str:
    """A name in the form in which names are compared: no accents, lower case, "_" for spaces."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return "_".join(plain.casefold().split())
