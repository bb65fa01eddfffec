"""Credits each entry of a feed to who published its link, and takes that name off the end of its title. Pure.

the entry names its source                 that name, without a section
the link is on the feed's own site         the feed's title, without a section
the title ends with the name of the site   that name: search alerts print "Pier reopens - Quay Times"
else                                       the link's site: a search, a planet or a link blog is no publisher
"""

import re
from dataclasses import replace

from bot.newsroom.feeds.ports import Entry, ParsedFeed
from bot.newsroom.feeds.publishers import clean_name, find_site, is_name_of, names_site, squash
from bot.web.urls import parse_link

_SUFFIX = re.compile(r"[ ](?:[-–—|·•:«»]|::)[ ]")
_LONGEST_NAME = 60
_HEADLINES_ONLY = re.compile(r"news\.google(?:\.[a-z]{2,3}){1,2}")
"""Hosts of feeds whose summaries are headlines of other papers."""


_FILE = re.compile(r"\.(?:mp3|m4a|m4b|aac|ogg|opus|oga|wav|flac|mp4|m4v|mov|webm)(?:[?#]|$)", re.IGNORECASE)
"""A podcast's file is kept by a host that publishes nothing itself."""


def credit(parsed: ParsedFeed, url: str) -> ParsedFeed:
    """Return a feed with the outlet of each entry, titles without it, and no summary that only repeats both.

    Args:
        parsed: as it was read; `outlet` of an entry is the source that it names itself, or None.
        url: the feed's address.
    """
    own = {find_site(url), find_site(parsed.site or "")} - {""}
    has_no_words = _HEADLINES_ONLY.fullmatch(parse_link(url).host) is not None
    entries = (_credit(entry, parsed.title or "", own) for entry in parsed.entries)
    return replace(parsed, entries=tuple(replace(one, summary="") if has_no_words else one for one in entries))


def _credit(entry: Entry, feed_title: str, own: set[str]) -> Entry:
    """Return an entry with its outlet, and its title without it."""
    site = find_site(entry.url or "")
    head, suffix = split_suffix(entry.title)
    outlet = _find_outlet(entry, site, feed_title, own, suffix)
    is_name = bool(suffix) and (squash(suffix) == squash(outlet or "") or is_name_of(suffix, site))
    title = head if is_name else entry.title
    summary = "" if _repeats(entry.summary, title, outlet or "", suffix) else entry.summary
    return replace(entry, title=title, outlet=outlet, summary=summary)


def _repeats(summary: str, title: str, outlet: str, suffix: str) -> bool:
    """Return whether a summary says no more than the title and who published it."""
    if len(summary) > len(title) + 2 * _LONGEST_NAME:
        return False
    said = squash(summary)
    return said in {squash(title + end) for end in ("", outlet, suffix)}


def split_suffix(title: str) -> tuple[str, str]:
    """Return a title without the words behind its last dash or bar, and those; "" where it has none."""
    found = max(_SUFFIX.finditer(title), key=lambda mark: mark.start(), default=None)
    if found is None or len(title) - found.end() > _LONGEST_NAME or not title[: found.start()].strip():
        return title, ""
    return title[: found.start()].strip(), title[found.end() :].strip()


def _find_outlet(entry: Entry, site: str, feed_title: str, own: set[str], suffix: str) -> str | None:
    """Return who published an entry; None where neither its link nor its feed says."""
    own_name = clean_name(feed_title, site or next(iter(sorted(own)), "")) or None
    if entry.outlet:
        return clean_name(entry.outlet, site) or entry.outlet
    if not site or _FILE.search(entry.url or ""):
        return own_name or site or None
    if site in own or names_site(own_name or "", site):
        return own_name or site
    return suffix if is_name_of(suffix, site) else site
