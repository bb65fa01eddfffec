"""Lists of feeds as feed readers exchange them: OPML in and out. Pure; parse it in a worker process.

Source: opml.org/spec2.opml; listparser reads it (it is given bytes only, so that it opens nothing).
"""

from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import listparser

from bot.errors import InvalidLinkError, NoFeedFoundError
from bot.newsroom.feeds.ports import FeedAddress
from bot.web.feeds.decoding import to_utf8
from bot.web.feeds.entries import plain_text
from bot.web.feeds.fields.outlines import is_well_formed, mend_outlines
from bot.web.urls import parse_link

MAX_BYTES = 2_000_000
MAX_FEEDS = 500


def read_opml(body: bytes) -> tuple[FeedAddress, ...]:
    """Return the feeds of an OPML file, in its order, without repeats, 500 at most.

    Raises:
        NoFeedFoundError: it contains none.
    """
    found: dict[str, FeedAddress] = {}
    for feed in _list_feeds(to_utf8(body[:MAX_BYTES])):
        url = _address(feed.get("url", ""))
        if url and len(found) < MAX_FEEDS:
            found.setdefault(url, FeedAddress(url, plain_text(str(feed.get("title") or ""), 200) or None))
    if not found:
        raise NoFeedFoundError("an OPML file without feeds")
    return tuple(found.values())


def write_opml(feeds: Iterable[FeedAddress], title: str) -> bytes:
    """Return an OPML file, version 2.0."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = plain_text(title, 200)
    body = SubElement(root, "body")
    for feed in feeds:
        name = plain_text(feed.title or "", 200) or feed.url
        SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=feed.url)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _list_feeds(written: bytes) -> Sequence[Mapping[str, object]]:
    """Return the feeds that listparser finds: in the file as it is, or with its outlines mended if that gives more.

    In a file that is no XML, names are read better when it is mended.
    """
    ways = (written, mend_outlines(written))
    found = [_parse(way) for way in (ways if is_well_formed(written) else ways[::-1])]
    return max(found, key=len)


def _parse(written: bytes) -> Sequence[Mapping[str, object]]:
    # libxml2's HTML parser takes a BOM as proof of UTF-8; without one it would guess.
    feeds: Sequence[Mapping[str, object]] = listparser.parse(BOM_UTF8 + written).feeds if written.strip() else []
    return feeds


def _address(written: object) -> str | None:
    """Return a feed's address; `feed:` is an old spelling of http."""
    text = str(written).strip()
    for prefix in ("feed:https://", "feed:http://", "feed://"):
        if text.lower().startswith(prefix):
            text = {"feed://": "http://"}.get(prefix, prefix.removeprefix("feed:")) + text[len(prefix) :]
    try:
        link = parse_link(text)
    except InvalidLinkError:
        return None
    return link.href if link.scheme in {"http", "https"} else None
