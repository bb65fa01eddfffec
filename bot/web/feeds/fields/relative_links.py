"""Makes relative links of RSS absolute: they are relative to the channel's site, not to the feed. Pure.

RSS says nothing of relative links; NetNewsWire and miniflux take the address of the site. A feed that is served by
another host (FeedBurner), or read from a file, has no other base. Atom's links have xml:base (RFC 4287, 2); an empty
one would lead to the feed itself, so it counts as none.
"""

import re
from html import escape, unescape
from urllib.parse import urljoin

from bot.web.feeds.tolerant_parser import ENTRY

_ROOT = re.compile(rb"<(?:rss|rdf:RDF)[\s>]", re.IGNORECASE)
_LINK = re.compile(rb"(<link>\s{0,50}(?:<!\[CDATA\[)?\s{0,50})([^\s<>\[\]]{1,2000})(?=[\s<\]])")
_ENCLOSURE = re.compile(rb"(<enclosure\s[^<>]{0,500}?\burl\s{0,9}=\s{0,9}[\"'])([^\s<>\"']{1,2000})(?=[\"'])")
_EMPTY = re.compile(rb"\shref\s{0,9}=\s{0,9}(?:\"\s{0,50}\"|'\s{0,50}')")
_ABSOLUTE = re.compile(rb"[a-zA-Z][a-zA-Z0-9+.-]{0,20}:|//")
_BARE_HOST = re.compile(rb"www\.[\w.-]{1,200}/", re.IGNORECASE)


def with_absolute_links(body: bytes) -> bytes:
    """Return a feed with the links of its items resolved against the link of its channel, and without empty ones."""
    first = ENTRY.search(body)
    if first is None:
        return body
    head, entries = body[: first.start()], _EMPTY.sub(b"", body[first.start() :])
    if not _ROOT.search(head) or b"xml:base" in body:
        return head + entries
    site = _find_site(head)

    def resolve(link: re.Match[bytes]) -> bytes:
        return link.group(1) + _absolute(site, link.group(2))

    return head + _ENCLOSURE.sub(resolve, _LINK.sub(resolve, entries))


def _find_site(head: bytes) -> str | None:
    """Return the channel's own link, if it is absolute."""
    found = next((link.group(2) for link in _LINK.finditer(head)), b"").decode("utf-8", "replace")
    return unescape(found) if found.lower().startswith(("http://", "https://")) else None


def _absolute(site: str | None, written: bytes) -> bytes:
    if _BARE_HOST.match(written):
        return b"https://" + written
    if site is None or written.startswith(b"#") or _ABSOLUTE.match(written):
        return written
    try:
        return escape(urljoin(site, unescape(written.decode("utf-8", "replace"))), quote=False).encode()
    except ValueError:
        return written
