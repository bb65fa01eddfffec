"""Finds the feeds of a site named by a person: `/digest add gazette.example`.

The address itself may be a feed; else the page may link to feeds in its head; else common paths are tried, as far as
robots.txt allows. Every request uses the guarded fetcher. The first feed returned was fetched and can be parsed.
"""

import asyncio
import re
from typing import Protocol

from bot.errors import BusyError, DisallowedError, FetchError, NoFeedFoundError, NotAFeedError, WorkerError
from bot.newsroom.feeds.ports import FeedAddress, FeedDoubt, FeedFetcher, FeedResponse, ParsedFeed, Robots
from bot.web.feeds.feed_links import guess_addresses

GUESSING_S = 20.0
"""A person is waiting for the answer."""

MOST_TRIED = 5
"""Maximum of linked feeds to try until one can be parsed."""

_SCHEME = re.compile(r"(?:https?|feed):", re.IGNORECASE)


class _Reader(Protocol):
    async def read_feed(self, answer: FeedResponse) -> ParsedFeed: ...

    async def find_feed_links(self, answer: FeedResponse) -> tuple[FeedAddress, ...]: ...


class FeedDiscovery:
    """Finds feeds.

    Args:
        fetcher: fetches pages and feeds.
        reader: parses feeds.
        robots: checks robots.txt.
    """

    def __init__(self, fetcher: FeedFetcher, reader: _Reader, robots: Robots) -> None:
        self._fetcher = fetcher
        self._reader = reader
        self._robots = robots

    async def find_feeds(self, address: str) -> tuple[FeedAddress, ...]:
        """Return the feeds of a site or page, the most likely first, those of comments last; never empty.

        Args:
            address: as a person typed it: "gazette.example", a page, a feed.

        Raises:
            NoFeedFoundError: no feed was found.
            DisallowedError: the site's robots.txt names us and forbids it.
            FetchError: the address cannot be opened.
            WorkerError: parsing took too long.
            BusyError: the queue is full.
        """
        answer = await self._open(address.strip().strip("<>"))
        if answer.is_gone:
            raise NoFeedFoundError("410")
        try:
            parsed = await self._reader.read_feed(answer)
        except NotAFeedError:
            return await self._of_page(answer)
        return (await self._describe(answer.url, parsed, parsed.title),)

    async def _describe(self, url: str, parsed: ParsedFeed, title: str | None) -> FeedAddress:
        """Return a feed that was read, with what people should know about it.

        Raises:
            DisallowedError: the site's robots.txt names us and forbids it.
        """
        if await self._robots.forbids_by_name(url):
            raise DisallowedError(url[:200])
        doubts = [] if await self._is_allowed(url) else [FeedDoubt.DISALLOWED]
        if not any(entry.url for entry in parsed.entries):
            doubts.append(FeedDoubt.UNREADABLE if parsed.entries else FeedDoubt.EMPTY)
        return FeedAddress(url, title, tuple(doubts))

    async def _is_allowed(self, url: str) -> bool:
        """Return whether robots.txt allows an address; True while it cannot be fetched, as there is nothing to say."""
        try:
            return await self._robots.allows(url)
        except BusyError:
            raise
        except FetchError:
            return True

    async def _open(self, address: str) -> FeedResponse:
        """Return the response of an address; without a scheme https is tried, then http."""
        if address.lower().startswith("feed:"):
            address = address[5:].removeprefix("//")
        if _SCHEME.match(address):
            return await self._fetcher.fetch_feed(address)
        try:
            return await self._fetcher.fetch_feed(f"https://{address}")
        except FetchError as error:
            if not error.can_retry:
                raise
            return await self._fetcher.fetch_feed(f"http://{address}")

    async def _of_page(self, answer: FeedResponse) -> tuple[FeedAddress, ...]:
        """Return the feeds a page links to, starting with the first that can be parsed; else one at a common path."""
        named = await self._reader.find_feed_links(answer)
        for place, feed in enumerate(named[:MOST_TRIED]):
            tried = await self._try(feed.url)
            if tried is not None:
                return (await self._describe(feed.url, tried, feed.title or tried.title), *named[place + 1 :])
        guessed = await self._guess(answer.url)
        if guessed is None:
            raise NoFeedFoundError(answer.url[:200])
        return (guessed,)

    async def _guess(self, url: str) -> FeedAddress | None:
        """Return the first feed found at a common path."""
        try:
            async with asyncio.timeout(GUESSING_S):
                for address in guess_addresses(url):
                    tried = await self._try(address, is_guess=True)
                    if tried is not None and tried.entries:
                        return FeedAddress(address, tried.title)
        except TimeoutError:
            return None
        return None

    async def _try(self, url: str, *, is_guess: bool = False) -> ParsedFeed | None:
        """Return the feed at an address; None where there is none, or where robots.txt forbids guessing."""
        try:
            if is_guess and not await self._robots.allows(url):
                return None
            return await self._reader.read_feed(await self._fetcher.fetch_feed(url))
        except BusyError:
            raise
        except (FetchError, WorkerError):
            return None
