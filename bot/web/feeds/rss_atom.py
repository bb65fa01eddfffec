"""Parses feeds: bytes -> ParsedFeed. Pure; run it in a worker process, as a feed may be built to cost minutes.

    RSS, RDF, Atom   `tolerant_parser`: feedparser, without sanitizing (only text is kept, never markup)
    JSON Feed        `json_feed`: feedparser does not support it
    news sitemaps    `sitemap`

A feed that is not well-formed, or too long, is used, with every complete entry. A page, even with status 200, is not a
feed.
Source: RFC 4287; rssboard.org/rss-specification.
"""

import re
from datetime import datetime
from typing import Any

from bot.errors import MalformedResponseError, NotAFeedError, TooLargeError
from bot.newsroom.feeds.ports import ParsedFeed
from bot.newsroom.feeds.publishers import find_site
from bot.web.feeds.decoding import to_utf8, unzip
from bot.web.feeds.entries import MAX_ENTRIES, RawEntry, clean_entries, plain_text
from bot.web.feeds.fields.credit import credit
from bot.web.feeds.fields.dates import DateReader
from bot.web.feeds.fields.links import find_listed_ids, list_links, story_link
from bot.web.feeds.fields.newest import keep_newest
from bot.web.feeds.fields.relative_links import with_absolute_links
from bot.web.feeds.fields.summaries import find_discussed
from bot.web.feeds.json_feed import is_json, read_json_feed
from bot.web.feeds.sitemap import is_sitemap, read_sitemap
from bot.web.feeds.tolerant_parser import ENTRY, ENTRY_END, parse
from bot.web.urls import parse_link

MAX_BYTES = 5_000_000

_MAX_SUBSET = 200_000
"""Bytes at the beginning of a feed that may contain its own entities."""

MAX_TTL_S = 7 * 86_400.0

_NO_NAME = re.compile(r"://|@|^(?:urn|tag|uuid|doi):", re.IGNORECASE)
"""What some feeds print as a source: an address, an identifier."""

_PERIODS_S = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
"""Values of `sy:updatePeriod` (RSS 1.0 syndication module)."""

_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:(?:<\?[^>]{0,2000}>|<!--.{0,5000}?-->)\s*)*", re.DOTALL)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_SUBSET = re.compile(rb"<!DOCTYPE[^\[<>]{0,500}\[", re.IGNORECASE)
_SUBSET_END = re.compile(rb"\]\s*>")
_BOMB = re.compile(
    rb"<!ENTITY\s+\S+\s+(?:\"(?:[^\"]*&[a-z]|[^\"]{200})|'(?:[^']*&[a-z]|[^']{200}))",
    re.IGNORECASE,
)
_ROOT_END = re.compile(
    rb"</(?:rss|feed|rdf:RDF|channel|\w{1,20}:(?:feed|RDF))\s*>\s*(?:<!--(?:[^-]|-[^-]|--+[^->])*--+>\s*)*$"
)


def parse_feed(body: bytes, url: str, content_type: str = "") -> ParsedFeed:
    """Return the feed in some bytes.

    Args:
        body: as the site sent it, decoded from any Content-Encoding; may be a gzip file.
        url: its address, for relative links.
        content_type: the whole header, for its charset.

    Raises:
        NotAFeedError: a page, or an empty body.
        TooLargeError: over 5 MB, and no story in the first 5 MB.
        MalformedResponseError: entities that expand exponentially.
    """
    return credit(_parse(unzip(body, MAX_BYTES), url, content_type), url)


def _parse(body: bytes, url: str, content_type: str) -> ParsedFeed:
    """Return the feed in some bytes, with the sources that its entries name themselves."""
    if len(body) >= MAX_BYTES:
        return _parse_beginning(body[: MAX_BYTES - 1], url, content_type)
    body = to_utf8(body, content_type)
    if not body.strip():
        raise NotAFeedError("it is empty")
    if is_json(body):
        return read_json_feed(body, url)
    start = _PROLOG.match(body)
    if _PAGE.match(body, start.end() if start else 0):
        raise NotAFeedError("it is a web page")
    safe = _without_entities(body)
    if is_sitemap(safe):
        return read_sitemap(safe, url)
    return _read_with_feedparser(_close_cdata(_cut(safe)), url)


def _parse_beginning(body: bytes, url: str, content_type: str) -> ParsedFeed:
    """Return the stories at the beginning of a feed that is too long: the newest, in most feeds."""
    found = _parse(body, url, content_type)
    if not any(entry.url for entry in found.entries):
        raise TooLargeError("no story in the first 5 MB of a feed")
    return found


def _read_with_feedparser(body: bytes, url: str) -> ParsedFeed:
    """Parse RSS, RDF or Atom."""
    found = parse(with_absolute_links(body), url)
    if not found.version and not found.entries:
        raise NotAFeedError("it is neither RSS nor Atom nor JSON Feed")
    channel, listed_ids = found.channel, find_listed_ids(body)
    dates = DateReader(_text(channel.get("language")), parse_link(url).host)
    return ParsedFeed(
        title=plain_text(_text(channel.get("title")), 200) or None,
        site=story_link(url, _text(channel.get("link"))),
        ttl_s=_ttl_s(channel),
        entries=clean_entries([_raw(entry, url, dates, listed_ids) for entry in found.entries[:MAX_ENTRIES]], url),
        unread=found.unread,
    )


def _raw(entry: Any, feed_url: str, dates: DateReader, listed_ids: frozenset[str]) -> RawEntry:
    """Convert feedparser's entry."""
    link, *others = list_links(entry, feed_url, listed_ids) or ("",)
    summary = _markup(entry, "summary") or _content(entry)
    return RawEntry(
        guid=_text(entry.get("id")),
        link=find_discussed(summary, link),
        other_links=tuple(others),
        former_link=_text(entry.get("feedburner_origlink")) or _text(entry.get("link")),
        title=_markup(entry, "title"),
        summary=summary,
        outlet=_source(entry),
        published_at=_date(entry, dates),
    )


def _source(entry: Any) -> str:
    """Return who published an entry, as it says itself: RSS's and Atom's source, Bing's, Dublin Core's, PRISM's."""
    source = entry.get("source")
    named = [_text(source.get("title")), find_site(_text(source.get("href")))] if isinstance(source, dict) else []
    named += [_text(entry.get(name)) for name in ("news_source", "publisher", "prism_publicationname", "dc_source")]
    return next((name for name in named if name.strip() and not _NO_NAME.search(name)), "")


def _markup(entry: Any, name: str) -> str:
    """Return a text construct as markup: Atom's plain text has "<" as a character (RFC 4287, 3.1.1)."""
    value = _text(entry.get(name))
    detail = entry.get(f"{name}_detail")
    is_plain = isinstance(detail, dict) and detail.get("type") == "text/plain"
    return re.sub(r"<(?![/a-zA-Z])", "&lt;", value) if is_plain else value


def _content(entry: Any) -> str:
    """Return the full text of an entry without a summary."""
    parts = entry.get("content")
    return _text(parts[0].get("value")) if isinstance(parts, list) and parts else ""


def _date(entry: Any, dates: DateReader) -> datetime | None:
    """Return when an entry was published; else when it was updated."""
    written = (_text(entry[name]) for name in ("published", "updated", "created") if name in entry)
    return next((date for date in map(dates.read, written) if date is not None), None)


def _ttl_s(channel: Any) -> float | None:
    """Return the minimum interval a feed asks for: `ttl` in minutes, or updates per period; a week at most."""
    minutes = _number(channel.get("ttl"))
    if minutes is not None:
        return min(minutes * 60.0, MAX_TTL_S)
    period_s = _PERIODS_S.get(_text(channel.get("sy_updateperiod")).strip().lower())
    if period_s is None:
        return None
    return min(period_s / max(_number(channel.get("sy_updatefrequency")) or 1, 1), MAX_TTL_S)


def _number(value: object) -> int | None:
    """Return a whole number in plain digits."""
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _without_entities(body: bytes) -> bytes:
    """Return a document without its own entities, which no feed needs and which can expand or point elsewhere.

    Raises:
        MalformedResponseError: entities made of others, or long ones: built to expand.
    """
    subset = _SUBSET.search(body[:_MAX_SUBSET])
    end = _SUBSET_END.search(body[:_MAX_SUBSET], subset.end()) if subset else None
    if subset is None or end is None:
        return body
    if _BOMB.search(body[subset.end() : end.start()]):
        raise MalformedResponseError("entities that blow up")
    return body[: subset.start()] + body[end.end() :]


def _cut(body: bytes) -> bytes:
    """Return a feed of at most 500 complete entries, the newest: parsing time is limited, no partial link is read."""
    if not _ROOT_END.search(body[-2000:]):
        last = max((found.end() for found in ENTRY_END.finditer(body)), default=None)
        if last is not None:
            body = body[:last]
    starts = [found.start() for found in ENTRY.finditer(body)]
    if len(starts) <= MAX_ENTRIES:
        return body
    end = max((found.end() for found in ENTRY_END.finditer(body)), default=len(body))
    return keep_newest(body, starts, max(end, starts[-1]), MAX_ENTRIES)


def _close_cdata(body: bytes) -> bytes:
    """Return a feed without the start of a CDATA section that never ends: everything after it would be lost."""
    start = body.rfind(b"<![CDATA[")
    if start < 0 or body.find(b"]]>", start) >= 0:
        return body
    return body[:start] + body[start + len(b"<![CDATA[") :]
