"""The items of an edition in the terminal: feeds from the web through the guarded fetcher, or from files.

A source is a feed's link or file, a site's address, or a list of feeds (OPML), which means all feeds in it.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.app.reading import ReadingParts, open_reading
from bot.cli.sources import SourceError
from bot.clock import SystemClock
from bot.config import Settings
from bot.errors import BotError, NoFeedFoundError, NotAFeedError, UnreachableError
from bot.newsroom.feeds.model import Feed, Item
from bot.newsroom.feeds.new_items import filter_new, to_items
from bot.newsroom.feeds.ports import FeedResponse
from bot.web.feeds.discovery import FeedDiscovery
from bot.web.feeds.feed_reader import ChildFeedReader
from bot.web.feeds.robots import SiteRobots

MOST_FEEDS = 200
"""Maximum feeds of one list; enough for a terminal."""

_AT_ONCE = 20
_LIST_MARK = b"<opml"
_HEAD = 2_048


@dataclass(frozen=True, slots=True)
class Gathered:
    """The result for one feed: its news of the last day, or an error."""

    source: str
    items: tuple[Item, ...] = ()
    error: BotError | None = None


async def gather_items(settings: Settings, sources: Sequence[str], now: datetime) -> tuple[Gathered, ...]:
    """Return each feed's news of the last day, as at a first poll; one bad feed does not affect the others."""
    async with open_reading(settings) as parts:
        gatherer = _Gatherer(parts, now)
        found = await asyncio.gather(*(gatherer.gather(source) for source in dict.fromkeys(sources)))
    return tuple(feed for feeds in found for feed in feeds)


def explain_errors(gathered: Sequence[Gathered]) -> tuple[str, ...]:
    """Return what could not be fetched, one line each; one line where nothing at all was reached."""
    failed = [feed for feed in gathered if feed.error is not None]
    if failed and len(failed) == len(gathered) and all(isinstance(feed.error, UnreachableError) for feed in failed):
        said = f"I could not reach {failed[0].source}" if len(failed) == 1 else "None of these feeds could be reached"
        return (f"{said}. Is there a network here? A proxy is set by NUTGRAF_FETCH_PROXY.",)
    return tuple(f"{feed.source}: {_explain(feed.error)}" for feed in failed if feed.error is not None)


def _explain(error: BotError) -> str:
    """Return an error in a sentence, without the advice about pasting texts, which is for Slack."""
    return f"{error.message} {error.advice}" if isinstance(error, SourceError) else error.message


class _Gatherer:
    """Gathers the items of sources.

    Args:
        parts: a fetcher and worker processes.
        now: the time of the poll.
    """

    def __init__(self, parts: ReadingParts, now: datetime) -> None:
        self._room = parts
        self._now = now
        self._reader = ChildFeedReader(parts.workers, allowed_origins=parts.allowed_origins)
        robots = SiteRobots(parts.fetcher, parts.workers, SystemClock())
        self._discovery = FeedDiscovery(parts.fetcher, self._reader, robots)
        self._at_once = asyncio.Semaphore(_AT_ONCE)

    async def gather(self, source: str) -> tuple[Gathered, ...]:
        """Return the items of a source's feeds."""
        try:
            answer = await self._open(source)
            if _LIST_MARK in answer.body[:_HEAD].lower():
                return await self._gather_list(answer)
            return (await self._read(source, answer),)
        except BotError as error:
            return (Gathered(source, error=error),)

    async def _gather_list(self, answer: FeedResponse) -> tuple[Gathered, ...]:
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

    async def _read(self, source: str, answer: FeedResponse) -> Gathered:
        """Return the items of a response; where it is a page, of the feed that the page links to."""
        try:
            parsed = await self._reader.read_feed(answer)
        except NotAFeedError:
            if not _is_link(source):
                raise
            url = (await self._discovery.find_feeds(source))[0].url
            parsed, source = await self._reader.read_feed(await self._open(url)), url
        feed = Feed(url=source)
        items = to_items(parsed, feed, self._now)
        return Gathered(source, filter_new(items, feed, self._now, shown=len(items)))

    async def _open(self, source: str) -> FeedResponse:
        if not _is_link(source):
            return _read_file(source)
        async with self._at_once:
            return await self._room.fetcher.fetch_feed(source)


def _is_link(source: str) -> bool:
    return "://" in source


def _read_file(source: str) -> FeedResponse:
    """Return a feed's file as a site's response; links in it must be absolute."""
    try:
        return FeedResponse(url="https://file.invalid/feed", body=Path(source).read_bytes())
    except OSError as error:
        advice = "Give a feed's file or link (https://…), a site's address, or an OPML file."
        raise SourceError(f"I cannot read {source}: {error.strerror}.", advice) from error
