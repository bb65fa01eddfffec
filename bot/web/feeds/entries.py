"""Sanitises feed entries: plain text, absolute links, plausible dates, and a key that identifies each entry. Pure."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from bot.errors import InvalidLinkError
from bot.newsroom.feeds.ports import Entry
from bot.web.feeds.fields.summaries import strip_notes
from bot.web.urls import article_key, clean_url, join, parse_link, registered_domain, unwrap
from summarizer.text.characters import NONCHARACTERS
from summarizer.text.markup import unescape

MAX_ENTRIES = 500
"""Maximum entries of one feed."""

MAX_TITLE = 300
MAX_SUMMARY = 1000
"""Maximum characters kept; grouping reads the first 60 words."""

_MAX_MARKUP = 20_000
"""Maximum characters of markup that are read for a title or a summary."""

_HIDDEN = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_HIDDEN_END = re.compile(r"</(?:script|style)\s*>", re.IGNORECASE)
_MAX_COMMENT = 2_000
"""Maximum characters of a comment; a longer one was never closed, and the next one's end is not its own."""

_BLOCK = re.compile(r"</?(?:p|br|div|li|ul|ol|h[1-6]|tr|td|th|table|blockquote|figure|img|hr)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z!?][^<>]*>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(r"</?(?:p|br|div|span|b|i|em|strong|a|img|u|sub|sup)\b[^<>]*>", re.IGNORECASE)
_CONTROL = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2028\u2029\ufeff\ud800-\udfff{NONCHARACTERS}]")
_WORLDWIDE = re.compile(r"(?:https?|urn|tag|uuid):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as it is in the feed: markup, relative links, anything.

    Attributes:
        guid: RSS's guid, or the id of Atom and JSON Feed.
        link: link to the story.
        title, summary: text with markup.
        outlet: the entry's own source.
        published_at: see `bot.web.feeds.fields.dates`.
    """

    guid: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    outlet: str = ""
    published_at: datetime | None = None


def clean_entries(raws: list[RawEntry], feed_url: str) -> tuple[Entry, ...]:
    """Return the entries of a feed, in its order; of entries with the same key or address only the first is kept."""
    entries: list[Entry] = []
    seen: set[str] = set()
    for raw in raws[:MAX_ENTRIES]:
        entry = _clean(raw, feed_url)
        if entry is None:
            continue
        names = {entry.key} | ({article_key(entry.url)} if entry.url and is_story_address(entry.url) else set())
        if not names & seen:
            entries.append(entry)
        seen |= names
    return tuple(entries)


def plain_text(markup: str, limit: int) -> str:
    """Return the text of some markup on one line, cut at the end of a word before `limit` characters."""
    text = _without_comments(_without_hidden(markup[:_MAX_MARKUP]))
    text = _TAG.sub("", _BLOCK.sub(" ", text))
    text = _ESCAPED_TAG.sub(" ", unescape(text))
    return shorten(" ".join(_CONTROL.sub(" ", text).split()), limit)


def shorten(words: str, limit: int) -> str:
    """Return a text cut at the end of a word before `limit` characters."""
    if len(words) <= limit:
        return words
    return words[:limit].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def story_link(base: str, reference: str) -> str | None:
    """Return the absolute link of a story, without tracking; None where a browser would not open it."""
    if not reference.strip():
        return None
    try:
        url = clean_url(unwrap(join(base, reference)))
        scheme = parse_link(url).scheme
    except InvalidLinkError:
        return None
    return url if scheme in {"http", "https"} else None


def is_story_address(url: str) -> bool:
    """Return whether a link leads to one story, not to a front page that several entries may link to."""
    link = parse_link(url)
    return link.path.strip("/") != "" or link.query != ""


def _clean(raw: RawEntry, feed_url: str) -> Entry | None:
    """Return an entry; None where it has no text."""
    headline = plain_text(raw.title, MAX_TITLE)
    summary = shorten(strip_notes(plain_text(raw.summary, _MAX_MARKUP), headline), MAX_SUMMARY)
    title = headline or plain_text(summary, 100)
    if not title:
        return None
    if summary.rstrip(".…") == title.rstrip(".…"):
        summary = ""  # many feeds repeat the title where there is no summary
    url = story_link(feed_url, raw.link)
    return Entry(
        key=_key(raw.guid.strip(), url, title, feed_url),
        url=url,
        title=title,
        summary=summary,
        outlet=plain_text(raw.outlet, 100) or None,
        published_at=raw.published_at,
    )


def _key(guid: str, url: str | None, title: str, feed_url: str) -> str:
    """Return the key that identifies an entry at every poll: its id, else its link, else its title.

    An id that is not an address is unique within its outlet only ("4711"), so the outlet's domain is added. It is the
    story's domain, not the feed's: a feed may move.
    """
    domain = registered_domain(url or feed_url)
    if guid:
        name = guid if _WORLDWIDE.match(guid) else f"{domain} {guid}"
    elif url:
        name = article_key(url)
    else:
        name = f"{domain} {title.lower()}"
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _without_hidden(markup: str) -> str:
    """Return markup without scripts and styles, in one pass, however many are never closed."""
    first, *others = _HIDDEN.split(markup)
    visible = [_HIDDEN_END.split(part, maxsplit=1)[-1] if _HIDDEN_END.search(part) else "" for part in others]
    return " ".join((first, *visible))


def _without_comments(markup: str) -> str:
    """Return markup with a space for each comment, in one pass, however many are never closed."""
    kept: list[str] = []
    seen, opened, closed = 0, markup.find("<!--"), 0
    while opened >= 0:
        if closed < opened + 4:
            closed = markup.find("-->", opened + 4)
        if closed < 0:
            break
        if closed - opened - 4 <= _MAX_COMMENT:
            kept.append(markup[seen:opened])
            seen = closed + 3
        opened = markup.find("<!--", max(seen, opened + 4))
    return " ".join((*kept, markup[seen:]))
