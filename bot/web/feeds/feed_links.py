"""Finds the feeds that a page links to, and guesses the paths of feeds where it links to none. Pure.

Source: HTML standard, link type "alternate"; the known paths are miniflux's (internal/reader/subscription/finder.go).
"""

import re

from bot.errors import InvalidLinkError
from bot.newsroom.feeds.ports import FeedAddress
from bot.web.feeds.entries import plain_text
from bot.web.urls import join
from summarizer.page.charset import decode_page
from summarizer.text.markup import clean_html, unescape

MAX_LINKS = 20

_MAX_BYTES = 1_000_000
"""How much of a page is searched: links to feeds are in its head."""

_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/json",
        "application/rdf+xml",
        "application/xml",
        "text/xml",
        "text/rss+xml",
        "application/rss",
    }
)

_NO_FEED = re.compile(r"/wp-json/|/oembed|\bopensearch\b|/manifest\.json|/xmlrpc\.php", re.IGNORECASE)
_COMMENTS = re.compile(r"\b(?:comments?|kommentare?|commentaires?|comentarios|commenti)\b", re.IGNORECASE)
_LINK = re.compile(r"<(link|a|base)\s([^<>]{1,3000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z][\w-]{0,30})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")

KNOWN_PATHS = (
    "atom.xml",
    "feed.atom",
    "feed.xml",
    "feed/",
    "index.rss",
    "index.xml",
    "rss.xml",
    "rss/",
    "rss/feed.xml",
    "feed.json",
    "news-sitemap.xml",
)


def find_feed_links(page: bytes, url: str) -> tuple[FeedAddress, ...]:
    """Return the feeds a page links to with rel=alternate, in its order, feeds of comments last."""
    base, found = url, dict[str, FeedAddress]()
    for tag in _LINK.finditer(clean_html(decode_page(page[:_MAX_BYTES]))):
        attributes = _attributes(tag.group(2))
        kind = tag.group(1).lower()
        if kind == "base":
            base = _join(url, attributes.get("href", "")) or base
        elif _is_feed_link(attributes):
            address = _join(base, attributes["href"])
            if address and len(found) < MAX_LINKS:
                found.setdefault(address, FeedAddress(address, plain_text(attributes.get("title", ""), 200) or None))
    return tuple(sorted(found.values(), key=_is_for_comments))


def guess_addresses(url: str) -> tuple[str, ...]:
    """Return common addresses of feeds: in the page's own folder, then at the site's root."""
    folder = url.split("?", 1)[0].rsplit("/", 1)[0] + "/" if url.count("/") > 2 else f"{url}/"
    bases = dict.fromkeys((folder, _join(url, "/") or folder))
    addresses = [_join(base, path) for base in bases for path in KNOWN_PATHS]
    return tuple(dict.fromkeys(address for address in addresses if address))


def _is_feed_link(attributes: dict[str, str]) -> bool:
    """Return whether a link declares that it leads to a feed of the page."""
    kinds = attributes.get("rel", "").lower().split()
    media_type = attributes.get("type", "").split(";")[0].strip().lower()
    if not attributes.get("href") or _NO_FEED.search(attributes["href"]):
        return False
    return ("alternate" in kinds and media_type in _FEED_TYPES) or ("feed" in kinds and "alternate" not in kinds)


def _is_for_comments(feed: FeedAddress) -> bool:
    """Return whether a feed contains readers' comments, not stories."""
    return _COMMENTS.search(feed.title or "") is not None or _COMMENTS.search(feed.url) is not None


def _attributes(inside: str) -> dict[str, str]:
    """Return the attributes of a tag; for a repeated name, the first."""
    attributes: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(inside):
        attributes.setdefault(name.lower(), unescape(next((value for value in values if value), "")).strip())
    return attributes


def _join(base: str, reference: str) -> str | None:
    try:
        joined = join(base, reference)
    except InvalidLinkError:
        return None
    return joined if joined.startswith(("http://", "https://")) else None
