"""Parses with feedparser; where that fails, with only the elements we need, and entry by entry. Pure.

Source: feedparser's documentation, "Bozo Detection".
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import feedparser

ENTRY = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>/]")
ENTRY_END = re.compile(rb"</(?:\w{1,20}:)?(?:item|entry)\s*>")

MAX_ENTRY = 200_000
"""Bytes of an entry that are searched where feedparser failed on it."""

MAX_BROKEN = 100
"""How often feedparser may fail on pieces of one feed; it takes nine attempts to find one entry among 500."""

_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF|channel|\w{1,20}:(?:feed|RDF))\b[^<>]{0,5000}>", re.IGNORECASE)
_PLAIN_ROOT = b"<rss version='2.0'><channel>"
_OPENING = re.compile(rb"<((?:\w{1,20}:)?(?:item|entry))(?:\s[^<>]{0,2000})?>")
_NEEDED = re.compile(
    rb"<(/?)((?:(?:atom|a10|dc|dcterms|content|feedburner|news|prism):)?(?:title|link|guid|id|pubDate|published|updated|modified"
    rb"|issued|created|date|description|summary|content|encoded|origLink|source|publisher|publicationName))(?:\s[^<>]{0,2000})?>",
    re.IGNORECASE,
)
_LONE_AMPERSAND = re.compile(rb"&(?!#?\w{1,30};)")
_CDATA, _CDATA_END = b"<![CDATA[", b"]]>"


@dataclass(frozen=True, slots=True)
class Parsed:
    """The result of feedparser.

    Attributes:
        version: "rss20" and so on; "" where the root element is not a feed's.
        channel: the feed's own fields, as feedparser names them.
        entries: in the feed's order.
        unread: feedparser's error for each piece that it failed on.
    """

    version: str = ""
    channel: dict[str, Any] = field(default_factory=dict)
    entries: tuple[Any, ...] = ()
    unread: tuple[str, ...] = ()


def parse(body: bytes, url: str) -> Parsed:
    """Return what feedparser reads in some UTF-8.

    What it fails on is reported. Mostly that is an element we do not need, a map or a chapter in an odd place, so the
    entries are parsed again with only the elements we need; where even that fails, each separately.
    """
    whole = _try(body, url)
    return whole if isinstance(whole, Parsed) else _parse_in_pieces(body, url, whole)


def _try(body: bytes, url: str) -> Parsed | str:
    """Return what feedparser reads, or what it raised."""
    try:
        found = _ask(body, url)
        if found["bozo"] and (mended := _with_escaped_ampersands(body)) != body:
            found = _ask(mended, url)
        return Parsed(found.get("version") or "", found["feed"], tuple(found["entries"]))
    except MemoryError:
        raise  # the worker process reports it
    except Exception as error:  # noqa: BLE001  (feedparser does not document what it raises, and misplaced elements make it)
        return repr(error)[:200]


def _ask(body: bytes, url: str) -> Any:
    """Return what feedparser reads; it opens nothing, as it gets bytes.

    Where no element has a base of its own, links stay as they are written: feedparser would resolve the base of each
    element, which costs a fifth of its time, and `story_link` resolves what is kept.
    """
    headers = {"content-type": "application/xml; charset=utf-8"}
    if b"base" in body:
        headers["content-location"] = url
    return feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )


def _with_escaped_ampersands(body: bytes) -> bytes:
    """Escape lone "&"s; the loose parser would read "AT&T" as "AT&T;". CDATA sections are not changed."""
    pieces: list[bytes] = []
    seen = 0
    while (start := body.find(_CDATA, seen)) >= 0 and (end := body.find(_CDATA_END, start)) >= 0:
        pieces += (_LONE_AMPERSAND.sub(b"&amp;", body[seen:start]), body[start : end + len(_CDATA_END)])
        seen = end + len(_CDATA_END)
    return b"".join((*pieces, _LONE_AMPERSAND.sub(b"&amp;", body[seen:])))


def _parse_in_pieces(body: bytes, url: str, error: str) -> Parsed:
    """Return the channel, and the entries with only the elements we need."""
    starts = [found.start() for found in ENTRY.finditer(body)]
    end = max((found.end() for found in ENTRY_END.finditer(body)), default=len(body))
    if not starts or starts[-1] >= end:
        starts, end = starts[:1] or [len(body)], len(body)
    channel, head, unread = _parse_head(body[: starts[0]], body[end:], url)
    pieces = [_only_needed(body[start:stop]) for start, stop in zip(starts, [*starts[1:], end], strict=True)]
    entries: list[Any] = []
    for found in _parse_halves(head, pieces, url):
        if isinstance(found, Parsed):
            entries += found.entries
        else:
            unread.append(found)
    return Parsed(channel.version, channel.channel, tuple(entries), (error, *unread))


def _only_needed(piece: bytes) -> bytes:
    """Return an entry without the elements we do not need."""
    opening = _OPENING.match(piece)
    if opening is None:
        return piece
    tags = list(_NEEDED.finditer(piece[:MAX_ENTRY], opening.end()))
    closed_at = {tag.group(2): tag.start() for tag in tags if tag.group(1)}
    kept, start, name = [opening.group()], 0, b""
    for tag in tags:
        if name:
            if tag.group(1) and tag.group(2) == name:
                kept.append(piece[start : tag.end()])
                name = b""
        elif tag.group().endswith(b"/>"):
            kept.append(tag.group())
        elif closed_at.get(tag.group(2), 0) > tag.start():
            start, name = tag.start(), tag.group(2)
    return b"".join((*kept, b"</", opening.group(1), b">"))


def _parse_head(head: bytes, tail: bytes, url: str) -> tuple[Parsed, bytes, list[str]]:
    """Return the channel, a document head for its entries, and what could not be read: the smallest head that works."""
    unread: list[str] = []
    for start in (head, b"".join(_ROOT.findall(head)[:2]), _PLAIN_ROOT):
        found = _try(start + tail, url)
        if isinstance(found, Parsed):
            return found, start, unread
        unread.append(found)
    return Parsed(), _PLAIN_ROOT, unread


def _parse_halves(head: bytes, pieces: list[bytes], url: str) -> Iterator[Parsed | str]:
    """Yield what is read in each run of entries that can be parsed together, and the errors of the others; in order."""
    waiting, broken = [pieces], 0
    while waiting:
        run = waiting.pop()
        found = _try(head + b"".join(run), url) if broken < MAX_BROKEN else "too many broken pieces"
        if isinstance(found, Parsed):
            yield found
            continue
        broken += 1
        if len(run) == 1 or broken > MAX_BROKEN:
            yield found
        else:
            middle = len(run) // 2
            waiting += [run[middle:], run[:middle]]
