"""Where an entry leads: the address that is shown, chosen among all that the entry has. Pure.

Source: RFC 4287, 4.2.7.2 (an alternate link may have any media type) and 4.1.3.2 (content by "src");
rssboard.org/rss-specification (guid, enclosure).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from bot.errors import InvalidLinkError
from bot.web.urls import clean_url, join, parse_link, unwrap

_PAGES = frozenset({"", "text/html", "application/xhtml+xml"})
_ABSOLUTE = ("http://", "https://")
_MAX_FRAGMENT = 200

_NO_PLACE = re.compile(r"top|:~:.*|\W*|rss|(?:utm_\w+|at_\w+|mc_\w+|xtor|ref|echobox|from|source)=.*", re.IGNORECASE)
"""Fragments that name no place on a page: the top, a text to mark, where a reader came from."""

_LISTED_ID = re.compile(
    rb"<(?:\w{1,20}:)?(?:guid|id)(?:\s[^<>]{0,300})?>\s{0,50}(?:<!\[CDATA\[)?\s{0,50}(https?://[^\s<\]]{1,2000})",
    re.IGNORECASE,
)


@lru_cache(maxsize=1000)
def story_link(base: str, reference: str) -> str | None:
    """Return the absolute link of a story, without tracking, with its fragment; None where no browser would open it."""
    written = reference.strip()
    if not written:
        return None
    if written.lower().startswith("www.") and "/" in written:
        written = f"https://{written}"
    try:
        joined = parse_link(written).href if written.startswith(_ABSOLUTE) else join(base, written)
        target = unwrap(joined)
        url = clean_url(target)
        scheme = parse_link(url).scheme
    except InvalidLinkError:
        return None
    return url + _fragment(written if target == joined else target) if scheme in {"http", "https"} else None


def first_story_link(base: str, references: Iterable[str]) -> str | None:
    """Return the first of some links that leads to a story; the feed itself is none.

    Args:
        base: the feed's address.
        references: the best first.
    """
    links = (story_link(base, reference) for reference in references)
    return next((link for link in links if link is not None and not _is_same_page(link, base)), None)


def split_fragment(url: str) -> tuple[str, str]:
    """Return a link without its fragment, and the fragment."""
    page, _, fragment = url.partition("#")
    return page, fragment


def find_listed_ids(body: bytes) -> frozenset[str]:
    """Return the ids of a feed that are written as addresses: feedparser makes addresses of others, too."""
    return frozenset(found.group(1).decode("utf-8", "replace") for found in _LISTED_ID.finditer(body))


def list_links(entry: Any, feed_url: str, listed_ids: frozenset[str]) -> tuple[str, ...]:
    """Return all that may be the link of feedparser's entry, the best first; one that is sure comes alone.

    Args:
        entry: as feedparser has it.
        feed_url: the feed's address.
        listed_ids: see `find_listed_ids`.
    """
    first = _text(entry, "feedburner_origlink") or _text(entry, "link")
    if first.startswith(_ABSOLUTE) and first != feed_url and not _is_id(entry, first):
        alternate = next((link for link in _list(entry, "links") if _text(link, "rel") in {"", "alternate"}), None)
        if alternate is not None and (_text(alternate, "href") == first or "feedburner_origlink" in entry):
            return (first,)
    return tuple(dict.fromkeys(link for link in _candidates(entry, listed_ids) if link))


def _candidates(entry: Any, listed_ids: frozenset[str]) -> Iterator[str]:
    """Yield the story's own page, then a page of its publisher, then the file that it is about."""
    links = [link for link in _list(entry, "links") if _text(link, "href")]
    alternate = [link for link in links if _text(link, "rel").rpartition("/")[2] in {"", "alternate"}]
    yield _text(entry, "feedburner_origlink")
    own = _text(entry, "link")
    if own and (own in {_text(link, "href") for link in alternate} or (not alternate and not _is_id(entry, own))):
        yield own
    yield from (_text(link, "href") for link in alternate if _text(link, "type") in _PAGES)
    yield from (_text(link, "href") for link in alternate)
    written_id = _text(entry, "id")
    is_address = written_id in listed_ids or written_id.replace("&", "&amp;") in listed_ids
    if is_address and entry.get("guidislink"):
        yield written_id
    yield from _content_links(entry)
    files = [(_text(link, "type"), _text(link, "href")) for link in links if _text(link, "rel") == "enclosure"]
    files += [(_text(media, "type"), _text(media, "url")) for media in _list(entry, "media_content")]
    files += [("", _text(player, "url")) for player in [entry.get("media_player")] if isinstance(player, dict)]
    yield from (address for kind, address in files if not kind.startswith("image/"))
    yield from (address for kind, address in files if kind.startswith("image/"))
    yield from (_text(link, "href") for link in links if _text(link, "rel") in {"via", "related", "self"})
    if is_address:
        yield written_id
    yield split_fragment(_text(entry, "comments"))[0]


def _content_links(entry: Any) -> Iterator[str]:
    """Yield where Atom's content is, if it is elsewhere."""
    for part in _list(entry, "content"):
        source, base = _text(part, "src"), _text(part, "base")
        if source:
            try:
                yield join(base, source)
            except InvalidLinkError:
                yield source


def _is_id(entry: Any, link: str) -> bool:
    """Return whether feedparser took an entry's id for its link."""
    return bool(entry.get("guidislink")) and link == _text(entry, "id")


def _fragment(written: str) -> str:
    """Return "#" and a link's fragment, where it names a place on the page; "" otherwise."""
    fragment = split_fragment(written)[1].strip()
    if not fragment or len(fragment) > _MAX_FRAGMENT or _NO_PLACE.fullmatch(unquote(fragment)):
        return ""
    try:
        return "#" + join("https://page.invalid/", "?" + fragment.replace("?", "%3F")).partition("?")[2]
    except InvalidLinkError:
        return ""


def _is_same_page(link: str, base: str) -> bool:
    try:
        return parse_link(link).href == parse_link(base).href
    except InvalidLinkError:
        return False


def _list(entry: Any, name: str) -> list[Any]:
    found = entry.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(of: Any, name: str) -> str:
    value = of.get(name)
    return value if isinstance(value, str) else ""
