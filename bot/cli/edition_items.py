"""The items of an edition in the terminal: feeds from the web through the guarded fetcher, or from files."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.cli.digesting import SourceError
from bot.config import Settings
from bot.errors import BotError
from bot.newsroom.first_seen import choose_news, to_items
from bot.newsroom.news import Feed, Item
from bot.newsroom.polled import FeedAnswer
from bot.reading_room import ReadingRoom, open_reading_room
from bot.web.feeds_reading import ChildFeedReader


@dataclass(frozen=True, slots=True)
class Gathered:
    """What became of one feed: its news of the last day, or an error."""

    source: str
    items: tuple[Item, ...] = ()
    error: BotError | None = None


async def gather_items(settings: Settings, sources: Sequence[str], now: datetime) -> tuple[Gathered, ...]:
    """What each feed has of the last day, as at a first poll; one bad feed does not cost the others."""
    async with open_reading_room(settings) as room:
        reader = ChildFeedReader(room.workers, allowed_origins=room.allowed_origins)
        return tuple(await asyncio.gather(*(_gather(room, reader, source, now) for source in sources)))


async def _gather(room: ReadingRoom, reader: ChildFeedReader, source: str, now: datetime) -> Gathered:
    try:
        answer = await room.fetcher.fetch_feed(source) if "://" in source else _read_file(source)
        parsed = await reader.read_feed(answer)
    except BotError as error:
        return Gathered(source, error=error)
    feed = Feed(url=source)
    items = to_items(parsed, feed, now)
    return Gathered(source, choose_news(items, feed, now, shown=len(items)))


def _read_file(source: str) -> FeedAnswer:
    """A feed's file, as a site would answer it; links in it must be whole."""
    try:
        return FeedAnswer(url="https://file.invalid/feed", body=Path(source).read_bytes())
    except OSError as error:
        raise SourceError(f"I cannot read {source}: {error.strerror}.", "Give a feed's link or its file.") from error
