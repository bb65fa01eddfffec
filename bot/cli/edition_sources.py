"""The items of an edition in the terminal: feeds from the web through the guarded fetcher, or from files.

A source is a feed's link or file, a site's address, or a list of feeds (OPML), which stands for all feeds in it.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.app.reading import ReadingRoom, open_reading_room
from bot.cli.sources import SourceError
from bot.clock import SystemClock
from bot.config import Settings
from bot.errors import BotError, NoFeedFoundError, NotAFeedError, UnreachableError
from bot.newsroom.feeds.new_items import choose_news, to_items
from bot.newsroom.feeds.ports import FeedAnswer
from bot.newsroom.subscriptions.model import Feed, Item
from bot.web.feeds.discovery import Discovery
from bot.web.feeds.feed_reader import ChildFeedReader
from bot.web.feeds.robots import SiteRobots

MOST_FEEDS = 200
"""Of one list; a terminal is no place for more."""

_AT_ONCE = 20
_LIST_MARK = b"<opml"
_HEAD = 2_048


@dataclass(frozen=True, slots=True)
class Gathered:
    """What became of one feed: its news of the last day, or an error."""

    source: str
    items: tuple[Item, ...] = ()
    error: BotError | None = None


async def gather_items(settings: Settings, sources: Sequence[str], now: datetime) -> tuple[Gathered, ...]:
    """What each feed has of the last day, as at a first poll; one bad feed does not cost the others."""
    async with open_reading_room(settings) as room:
        gatherer = _Gatherer(room, now)
        found = await asyncio.gather(*(gatherer.gather(source) for source in dict.fromkeys(sources)))
    return tuple(feed for feeds in found for feed in feeds)


def explain_errors(gathered: Sequence[Gathered]) -> tuple[str, ...]:
    """What could not be had, a line each; one line where nothing at all was reached."""
    failed = [feed for feed in gathered if feed.error is not None]
    if failed and len(failed) == len(gathered) and all(isinstance(feed.error, UnreachableError) for feed in failed):
        said = f"I could not reach {failed[0].source}" if len(failed) == 1 else "None of these feeds could be reached"
        return (f"{said}. Is there a network here? A proxy is set by NUTGRAF_FETCH_PROXY.",)
    return tuple(f"{feed.source}: {_explain(feed.error)}" for feed in failed if feed.error is not None)


def _explain(error: BotError) -> str:
    """An error in a sentence; advice about pasting texts is for Slack."""
    return f"{error.message} {error.advice}" if isinstance(error, SourceError) else error.message


class _Gatherer:
    """Gathers the items of sources.

    Args:
        room: a fetcher and children.
        now: what is new is so from here.
    """

    def __init__(self, room: ReadingRoom, now: datetime) -> None:
        self._room = room
        self._now = now
        self._reader = ChildFeedReader(room.workers, allowed_origins=room.allowed_origins)
        robots = SiteRobots(room.fetcher, room.workers, SystemClock())
        self._discovery = Discovery(room.fetcher, self._reader, robots)
        self._at_once = asyncio.Semaphore(_AT_ONCE)

    async def gather(self, source: str) -> tuple[Gathered, ...]:
        """The items of a source's feeds."""
        try:
            answer = await self._open(source)
            if _LIST_MARK in answer.body[:_HEAD].lower():
                return await self._gather_list(answer)
            return (await self._read(source, answer),)
        except BotError as error:
            return (Gathered(source, error=error),)

    async def _gather_list(self, answer: FeedAnswer) -> tuple[Gathered, ...]:
        try:
            listed = await self._reader.read_opml(answer.body)
        except NoFeedFoundError as error:
            raise SourceError("There are no feeds in that list.", "I read OPML, as feed readers export it.") from error
        return tuple(await asyncio.gather(*(self._gather_feed(feed.url) for feed in listed[:MOST_FEEDS])))

    async def _gather_feed(self, url: str) -> Gathered:
        try:
            return await self._read(url, await self._open(url))
        except BotError as error:
            return Gathered(url, error=error)

    async def _read(self, source: str, answer: FeedAnswer) -> Gathered:
        """The items of an answer; where a site answered instead of a feed, of the feed that it names."""
        try:
            parsed = await self._reader.read_feed(answer)
        except NotAFeedError:
            if not _is_link(source):
                raise
            url = (await self._discovery.find_feeds(source))[0].url
            parsed, source = await self._reader.read_feed(await self._open(url)), url
        feed = Feed(url=source)
        items = to_items(parsed, feed, self._now)
        return Gathered(source, choose_news(items, feed, self._now, shown=len(items)))

    async def _open(self, source: str) -> FeedAnswer:
        if not _is_link(source):
            return _read_file(source)
        async with self._at_once:
            return await self._room.fetcher.fetch_feed(source)


def _is_link(source: str) -> bool:
    return "://" in source


def _read_file(source: str) -> FeedAnswer:
    """A feed's file, as a site would answer it; links in it must be whole."""
    try:
        return FeedAnswer(url="https://file.invalid/feed", body=Path(source).read_bytes())
    except OSError as error:
        advice = "Give a feed's file or link (https://…), a site's address, or an OPML file."
        raise SourceError(f"I cannot read {source}: {error.strerror}.", advice) from error
