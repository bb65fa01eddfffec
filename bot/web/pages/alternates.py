"""Other addresses of the same story, named by its page: the canonical link, the AMP page.

Used only when a page has no story: a shell that a script fills often has an AMP page that does.
Source: RFC 6596 (canonical); amp.dev, "Make your pages discoverable".
"""

import html
import re

from bot.errors import InvalidLinkError
from bot.newsroom.ports import Page
from bot.web.urls import join, same_site

LOOKED_AT_BYTES = 200_000
_LINK = re.compile(rb"<link\b[^<>]{1,2000}>", re.IGNORECASE)
_REL = re.compile(rb"""\brel\s*=\s*["']?(canonical|amphtml)\b""", re.IGNORECASE)
_HREF = re.compile(rb"""\bhref\s*=\s*(?:"([^"<>]+)"|'([^'<>]+)'|([^\s"'<>]+))""", re.IGNORECASE)


def find_alternates(page: Page) -> tuple[str, ...]:
    """Return other addresses on the page's own site that it names for the same story."""
    found: dict[str, str] = {}
    for tag in _LINK.findall(page.body[:LOOKED_AT_BYTES]):
        rel, href = _REL.search(tag), _HREF.search(tag)
        if rel and href:
            address = next(group for group in href.groups() if group).decode("utf-8", "replace")
            try:
                found.setdefault(rel.group(1).lower().decode(), join(page.url, html.unescape(address)))
            except InvalidLinkError:
                continue
    links = (found[rel] for rel in ("canonical", "amphtml") if rel in found)
    return tuple(link for link in links if link != page.url and same_site(link, page.url))
