"""What a person names on the command line, opened as the bot opens feeds: a feed's link or file, or a site.

The parts are those that the bot uses: guarded fetcher, discovery, and a reader in worker processes.
"""

import asyncio
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from bot.app.reading import ReadingParts
from bot.cli.sources import SourceError
from bot.clock import SystemClock
from bot.errors import BotError, NotAFeedError, UnreachableError
from bot.newsroom.feeds.ports import FeedAddress, FeedResponse, ParsedFeed
from bot.web.feeds.discovery import FeedDiscovery
from bot.web.feeds.feed_reader import ChildFeedReader
from bot.web.feeds.robots import SiteRobots

FILE_URL = "https://file.invalid/feed"
"""The address of a file that does not say its own: no site has it, so links in such a file must be absolute."""

_OWN_ADDRESS = re.compile(
    rb"<(?:\w{1,20}:)?link\s(?=[^<>]{0,2000}?\brel\s?=\s?[\"']self[\"'])[^<>]{0,2000}?\bhref\s?=\s?[\"'](https?://[^\"'<>\s]{1,2000})"
    rb"|\"feed_url\"\s{0,9}:\s{0,9}\"(https?://[^\"\s]{1,2000})\""
)
_FIRST_ENTRY = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>]|\"items\"\s{0,9}:")

_ADVICE = "Give a feed's file or link (https://…), or a site's address."
_AT_ONCE = 20
_LIST_MARK = b"<opml"
_HEAD = 20_000
_SITE = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63})+(?::\d{1,5})?(?:[/?]\S*)?")
_FILE_ENDINGS = frozenset({"xml", "rss", "atom", "rdf", "json", "opml", "txt", "html", "htm", "feed", "bak"})


@dataclass(frozen=True, slots=True)
class OpenedFeed:
    """A feed that was read.

    Attributes:
        url: its address, or the path of its file.
        parsed: what is in it.
    """

    url: str
    parsed: ParsedFeed


class FeedSources:
    """Opens sources.

    Args:
        parts: a fetcher and worker processes.
    """

    def __init__(self, parts: ReadingParts) -> None:
        self._fetcher = parts.fetcher
        self._reader = ChildFeedReader(parts.workers, allowed_origins=parts.allowed_origins)
        robots = SiteRobots(parts.fetcher, parts.workers, SystemClock())
        self._discovery = FeedDiscovery(parts.fetcher, self._reader, robots)
        self._at_once = asyncio.Semaphore(_AT_ONCE)

    async def open(self, source: str) -> FeedResponse | OpenedFeed:
        """Return the response of a link, a file as one, or the feed of a site that is named without "https://".

        Raises:
            SourceError: there is no such file, or it cannot be read.
            BotError: it cannot be fetched; a site has no feed.
        """
        if is_link(source):
            async with self._at_once:
                return await self._fetcher.fetch_feed(source)
        if not is_site(source):
            return _read_file(source)
        return await self._discover(source)

    async def read(self, source: str, answer: FeedResponse) -> OpenedFeed:
        """Return the feed in a response; where it is a page, the feed that `/digest add` would find for it.

        Raises:
            BotError: there is none, or it cannot be fetched or read.
        """
        try:
            return OpenedFeed(source, await self._reader.read_feed(answer))
        except NotAFeedError as error:
            if not is_link(source):
                raise SourceError(f"There is no feed in {source}: {error.cause}.", _ADVICE) from error
            return await self._discover(source)

    async def read_list(self, answer: FeedResponse) -> tuple[FeedAddress, ...]:
        """Return the feeds of a list (OPML).

        Raises:
            NoFeedFoundError: it contains none.
        """
        return await self._reader.read_opml(answer.body)

    async def _discover(self, address: str) -> OpenedFeed:
        url = (await self._discovery.find_feeds(address))[0].url
        async with self._at_once:
            answer = await self._fetcher.fetch_feed(url)
        return OpenedFeed(url, await self._reader.read_feed(answer))


def is_link(source: str) -> bool:
    """Return whether a source is an address with its scheme."""
    return "://" in source


def is_list(answer: FeedResponse) -> bool:
    """Return whether a response is a list of feeds (OPML)."""
    return _LIST_MARK in answer.body[:_HEAD].lower()


def explain_errors(results: Sequence[tuple[str, BotError | None]]) -> tuple[str, ...]:
    """Return what could not be fetched or read, one line each; one line where nothing at all was reached.

    Args:
        results: sources, each with its error or None.
    """
    failed = [(source, error) for source, error in results if error is not None]
    if failed and len(failed) == len(results) and all(isinstance(error, UnreachableError) for _, error in failed):
        said = f"I could not reach {failed[0][0]}" if len(failed) == 1 else "None of these feeds could be reached"
        return (f"{said}. Is there a network here? A proxy is set by NUTGRAF_FETCH_PROXY.",)
    return tuple(_explain(source, error) for source, error in failed)


def _explain(source: str, error: BotError) -> str:
    """Return an error in a sentence, without the advice about pasting texts, which is for Slack."""
    if isinstance(error, SourceError):
        return f"{error.message} {error.advice}"
    return f"{source}: {error.message}"


def is_site(source: str) -> bool:
    """Return whether a source is no file but a site's address, as people type it: "gazette.example/news"."""
    with suppress(OSError, ValueError):  # ValueError: a null character
        if Path(source).exists():
            return False
    host = re.split(r"[/?:]", source, maxsplit=1)[0]
    return _SITE.fullmatch(source) is not None and host.rpartition(".")[2].lower() not in _FILE_ENDINGS


def _read_file(source: str) -> FeedResponse:
    """Return a feed's file as a site's response."""
    try:
        body = Path(source).read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        why = error.strerror if isinstance(error, OSError) else "that is no path"
        raise SourceError(f"I cannot read {source}: {why}.", _ADVICE) from error
    return FeedResponse(url=_find_own_address(body), body=body)


def _find_own_address(body: bytes) -> str:
    """Return the address that a feed says it has: links in a saved feed are relative to it."""
    first = _FIRST_ENTRY.search(body)
    found = _OWN_ADDRESS.search(body[:_HEAD], 0, first.start() if first else _HEAD)
    return unescape((found.group(1) or found.group(2)).decode("utf-8", "replace")) if found else FILE_URL
