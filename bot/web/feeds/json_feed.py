"""Reads JSON Feed, versions 1 and 1.1. Pure.

Source: jsonfeed.org/version/1.1.
"""

import json
from typing import Any

from bot.errors import NotAFeedError
from bot.newsroom.feeds.ports import ParsedFeed
from bot.web.feeds.entries import MAX_ENTRIES, RawEntry, clean_entries, plain_text
from bot.web.feeds.fields.dates import DateReader
from bot.web.feeds.fields.links import story_link
from bot.web.feeds.fields.newest import pick_newest
from bot.web.urls import parse_link
from summarizer.text.markup import join_surrogates


def is_json(body: bytes) -> bool:
    """Return whether a body can only be JSON."""
    return body[:200].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}


def read_json_feed(body: bytes, url: str) -> ParsedFeed:
    """Return the feed in some JSON. Fields with a wrong type count as missing.

    Raises:
        NotAFeedError: other JSON, or not JSON.
    """
    try:
        found = json.loads(
            body, strict=False, parse_int=_whole
        )  # raw line breaks in a string are no reason to lose a feed
    except (ValueError, RecursionError) as error:
        raise NotAFeedError("its JSON is broken") from error
    if not isinstance(found, dict) or not isinstance(found.get("items"), list) or not _is_feed(found):
        raise NotAFeedError("it is JSON, but no JSON Feed")
    items = [item for item in found["items"] if isinstance(item, dict)]
    newest = pick_newest([_date(item) for item in items], MAX_ENTRIES)
    dates = DateReader(_text(found, "language"), parse_link(url).host)
    return ParsedFeed(
        title=plain_text(_text(found, "title"), 200) or None,
        site=story_link(url, _text(found, "home_page_url")),
        entries=clean_entries([_raw(items[place], dates) for place in newest], url),
    )


def _is_feed(found: dict[str, Any]) -> bool:
    """Return whether an object is a JSON Feed, by its version or, leniently, by a title next to its items."""
    return "jsonfeed.org" in _text(found, "version") or bool(_text(found, "title"))


def _raw(item: dict[str, Any], dates: DateReader) -> RawEntry:
    """Return an item. A linked page (`external_url`) is the story; `url` is only the linker's own page."""
    return RawEntry(
        guid=_text(item, "id"),
        link=_text(item, "external_url") or _text(item, "url"),
        title=_escape(_text(item, "title")),
        summary=_escape(_text(item, "summary") or _text(item, "content_text")) or _text(item, "content_html"),
        published_at=dates.read(_text(item, "date_published")) or dates.read(_text(item, "date_modified")),
        other_links=_other_links(item),
    )


def _date(item: dict[str, Any]) -> str:
    return _text(item, "date_published") or _text(item, "date_modified")


def _other_links(item: dict[str, Any]) -> tuple[str, ...]:
    """Return where an item may be that has no address: its id, if that is one, or what is attached to it."""
    attached = item.get("attachments")
    files = [each for each in attached if isinstance(each, dict)] if isinstance(attached, list) else []
    guid = _text(item, "id")
    pages = (_text(item, "url"), guid if guid.startswith(("http://", "https://")) else "")
    return tuple(link for link in (*pages, *(_text(each, "url") for each in files)) if link)


def _text(of: dict[str, Any], name: str) -> str:
    """Return a text field; numbers are accepted, as ids often are."""
    value = of.get(name)
    if isinstance(value, str):
        return join_surrogates(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(value) if abs(value) < 10**30 else ""


def _whole(digits: str) -> int | None:
    """Return a number of plausible length; Python rejects thousands of digits."""
    return int(digits) if len(digits) < 30 else None


def _escape(text: str) -> str:
    """Return plain text as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;")
