"""`nutgraf feed`: what the bot reads in a feed or site, one entry a line, to see why an entry is or is not posted."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from bot.app.reading import open_reading
from bot.cli.feed_sources import FeedSources, OpenedFeed, is_list
from bot.cli.json_records import Record
from bot.cli.sources import SourceError
from bot.cli.terminal import say
from bot.config import Settings
from bot.newsroom.feeds.model import Feed
from bot.newsroom.feeds.new_items import past_date, to_items
from bot.newsroom.feeds.ports import Entry, FeedResponse
from bot.slack.rendering.block_kit.escaping import count

_WARM_UP = ("bot.web.feeds.rss_atom",)
"""What a worker process imports; that of articles takes seconds."""


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """A feed as the bot reads it.

    Attributes:
        url: its address, or the path of its file.
        title: what it calls itself.
        entries: in the feed's order.
        outlets: who is credited with each entry.
        warnings: what is wrong with it, in sentences.
    """

    url: str
    title: str | None
    entries: tuple[Entry, ...]
    outlets: tuple[str | None, ...]
    warnings: tuple[str, ...] = ()


async def read_feed(settings: Settings, source: str, now: datetime) -> ReadFeed:
    """Return the feed of a source: a feed's link or file, or a site.

    Raises:
        SourceError: there is no such file, no feed in it, or it is a list of feeds.
        BotError: it cannot be fetched or read.
    """
    async with open_reading(settings, workers=1, warm_up=_WARM_UP) as parts:
        sources = FeedSources(parts)
        opened = await sources.open(source)
        if isinstance(opened, FeedResponse):
            if is_list(opened):
                advice = "Give one feed of it; `nutgraf edition --feeds` reads lists."
                raise SourceError(f"{source} is a list of feeds (OPML), not a feed.", advice)
            opened = await sources.read(source, opened)
    return examine(opened, now)


def examine(opened: OpenedFeed, now: datetime) -> ReadFeed:
    """Return a feed with its outlets, as the items of its entries have them, and with its warnings."""
    parsed = opened.parsed
    items = {item.key: item.outlet for item in to_items(parsed, Feed(opened.url), now)}
    outlets = tuple(items.get(entry.key, entry.outlet or parsed.title) for entry in parsed.entries)
    entries = tuple(
        entry if past_date(entry.published_at, now) else replace(entry, published_at=None) for entry in parsed.entries
    )
    return ReadFeed(opened.url, parsed.title, entries, outlets, tuple(_find_warnings(opened)))


def print_feed(feed: ReadFeed) -> None:
    """Print a feed, for a person to read."""
    say(f"{feed.title or 'A feed without a title'} · {feed.url}")
    say(count(len(feed.entries), "entry", "entries"))
    for entry, outlet in zip(feed.entries, feed.outlets, strict=True):
        print()
        say(entry.title, bullet="• ")
        date = f"{entry.published_at:%Y-%m-%d %H:%M} UTC" if entry.published_at else "no date"
        say(f"{date} · {outlet or 'no outlet'} · {entry.url or 'no link'}", bullet="  ")
        if entry.summary:
            say(entry.summary, bullet="  ")


def print_feed_json(feed: ReadFeed) -> None:
    """Print one JSON object an entry, one a line, in the feed's order."""
    for entry, outlet in zip(feed.entries, feed.outlets, strict=True):
        print(json.dumps(entry_record(entry, outlet), ensure_ascii=False))


def entry_record(entry: Entry, outlet: str | None) -> Record:
    """Return an entry; `id` is what the bot recognises it by at the next poll."""
    return {
        "id": entry.key,
        "url": entry.url,
        "headline": entry.title,
        "summary": entry.summary,
        "published_at": entry.published_at.isoformat() if entry.published_at else None,
        "outlet": outlet,
    }


def _find_warnings(opened: OpenedFeed) -> list[str]:
    """Return what a person should know of a feed that was read."""
    parsed = opened.parsed
    without_link = sum(entry.url is None for entry in parsed.entries)
    warnings = [f"part of the feed could not be parsed: {error}" for error in parsed.unread]
    if not parsed.entries:
        warnings.append("the feed has no entries.")
    if without_link:
        entries = count(without_link, "entry has", "entries have")
        warnings.append(f"{entries} no link that I may open, so no edition has them.")
    return warnings
