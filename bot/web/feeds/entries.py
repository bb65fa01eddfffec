"""Sanitises feed entries: plain text, absolute links, plausible dates, and a key that identifies each entry. Pure."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.newsroom.feeds.ports import Entry
from bot.web.feeds.fields.angle_brackets import drop_escaped_tags, drop_tags
from bot.web.feeds.fields.identity import Named, entry_key, find_useless, former_keys, is_story_address, place_key
from bot.web.feeds.fields.links import first_story_link
from bot.web.feeds.fields.summaries import strip_notes
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
_CONTROL = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2028\u2029\ufeff\ud800-\udfff{NONCHARACTERS}]")


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as it is in the feed: markup, relative links, anything.

    Attributes:
        guid: RSS's guid, or the id of Atom and JSON Feed.
        link: link to the story.
        other_links: where it may be if that leads nowhere, the best first.
        former_link: its link by the rules of versions up to 0.2, which some entries are stored under.
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
    other_links: tuple[str, ...] = ()
    former_link: str = ""


def clean_entries(raws: list[RawEntry], feed_url: str) -> tuple[Entry, ...]:
    """Return the entries of a feed, in its order.

    The first of several with the same key is kept, and of those with the same link, title and date.
    """
    cleaned = [(raw.guid.strip(), entry) for raw in raws[:MAX_ENTRIES] if (entry := _clean(raw, feed_url)) is not None]
    useless = find_useless(Named(guid, entry.url, entry.title) for guid, entry in cleaned)
    entries: list[Entry] = []
    seen: set[object] = set()
    for guid, entry in cleaned:
        key = entry_key(Named(guid, entry.url, entry.title), feed_url, useless)
        names: set[object] = {key}
        if entry.url and is_story_address(entry.url):
            names.add((place_key(entry.url), entry.title.casefold(), entry.published_at))
        if not names & seen:
            is_told_apart = guid not in useless.guids if guid else place_key(entry.url or "") not in useless.places
            former = tuple(one for one in entry.former_keys if one != key) if is_told_apart else ()
            entries.append(replace(entry, key=key, former_keys=former))
        seen |= names
    return tuple(entries)


def plain_text(markup: str, limit: int, *, is_title: bool = False) -> str:
    """Return the text of some markup on one line, cut at the end of a word before `limit` characters.

    Args:
        markup: HTML, or text with a few tags.
        limit: of the text.
        is_title: words in angle brackets that are no elements of text are kept.
    """
    text = without_comments(_without_hidden(markup[:_MAX_MARKUP]))
    text = drop_tags(_BLOCK.sub(" ", text), is_title=is_title)
    text = drop_escaped_tags(unescape(text), is_title=is_title)
    return shorten(" ".join(_CONTROL.sub(" ", text).split()), limit)


def shorten(words: str, limit: int) -> str:
    """Return a text cut at the end of a word before `limit` characters."""
    if len(words) <= limit:
        return words
    return words[:limit].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def _clean(raw: RawEntry, feed_url: str) -> Entry | None:
    """Return an entry, still without its key; None where it has no text."""
    headline = plain_text(raw.title, MAX_TITLE, is_title=True)
    summary = shorten(strip_notes(plain_text(raw.summary, _MAX_MARKUP), headline), MAX_SUMMARY)
    title = headline or plain_text(summary, 100, is_title=True)
    if not title:
        return None
    if summary.rstrip(".…") == title.rstrip(".…"):
        summary = ""  # many feeds repeat the title where there is no summary
    url = first_story_link(feed_url, (raw.link, *raw.other_links))
    former = former_keys(Named(raw.guid.strip(), url, title), raw.former_link or raw.link, feed_url)
    return Entry(
        key="",
        url=url,
        title=title,
        summary=summary,
        outlet=plain_text(raw.outlet, 100) or None,
        published_at=raw.published_at,
        former_keys=former,
    )


def _without_hidden(markup: str) -> str:
    """Return markup without scripts and styles, in one pass, however many are never closed."""
    first, *others = _HIDDEN.split(markup)
    visible = [_HIDDEN_END.split(part, maxsplit=1)[-1] if _HIDDEN_END.search(part) else "" for part in others]
    return " ".join((first, *visible))


def without_comments(markup: str) -> str:
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
