"""Parses news sitemaps: the stories of the last two days, as sites list them for search engines. Pure.

Source: sitemaps.org/protocol.html; Google Search Central, "News sitemaps".
"""

import re

from lxml import etree

from bot.errors import NotAFeedError
from bot.newsroom.feeds.ports import ParsedFeed
from bot.web.feeds.entries import MAX_ENTRIES, RawEntry, clean_entries
from bot.web.feeds.fields.dates import DateReader
from bot.web.feeds.fields.newest import keep_newest
from bot.web.urls import parse_link

_URLSET = re.compile(rb"<(?:\w{1,20}:)?(?:urlset|sitemapindex)[\s>]")
_URL = re.compile(rb"<(?:\w{1,20}:)?url[\s>]")


def is_sitemap(body: bytes) -> bool:
    """Return whether a document is a sitemap, of news or not."""
    return _URLSET.search(body[:4000]) is not None


def read_sitemap(body: bytes, url: str) -> ParsedFeed:
    """Return the news of a sitemap, newest first, as sites list them in any order.

    Raises:
        NotAFeedError: a sitemap without news.
    """
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(_cut(body), parser)
    except etree.XMLSyntaxError as error:
        raise NotAFeedError("it is a broken sitemap") from error
    pages = [] if root is None else list(root.iterchildren("{*}url"))
    language = "" if not pages else _text(pages[0], "{*}news/{*}publication/{*}language")
    dates = DateReader(language, parse_link(url).host)
    raws = [raw for raw in (_raw(page, dates) for page in pages) if raw.title]
    if not raws and (pages or root is None or not root.tag.endswith("urlset")):
        raise NotAFeedError("it is a sitemap without news")
    raws.sort(key=lambda raw: raw.published_at.timestamp() if raw.published_at else 0.0, reverse=True)
    entries = clean_entries(raws, url)
    return ParsedFeed(title=entries[0].outlet if entries else None, entries=entries)


def _raw(page: etree._Element, dates: DateReader) -> RawEntry:
    """Return a page of a sitemap; without a title where it is not news."""
    return RawEntry(
        link=_text(page, "{*}loc"),
        title=_escape(_text(page, "{*}news/{*}title")),
        outlet=_escape(_text(page, "{*}news/{*}publication/{*}name")),
        published_at=dates.read(_text(page, "{*}news/{*}publication_date")) or dates.read(_text(page, "{*}lastmod")),
    )


def _text(page: etree._Element, path: str) -> str:
    return (page.findtext(path) or "").strip()


def _escape(text: str) -> str:
    """Return plain text as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _cut(body: bytes) -> bytes:
    """Return a sitemap of at most 500 pages, the newest."""
    starts = [found.start() for found in _URL.finditer(body)]
    if len(starts) <= MAX_ENTRIES:
        return body
    return keep_newest(body, starts, max(body.rfind(b"</"), starts[-1]), MAX_ENTRIES)
