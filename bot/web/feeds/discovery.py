"""Finds the feeds of a site that somebody names: `/digest add gazette.example`.

The address itself may be a feed; else the page names feeds in its head; else we look where feeds often are, as far as
robots.txt allows. Every request goes through the guarded fetcher. The first feed found was tried and can be read.
"""

import asyncio
import re
from typing import Protocol

from bot.errors import BusyError, FetchError, NoFeedFoundError, NotAFeedError, WorkerError
from bot.newsroom.feeds.ports import FeedAnswer, FeedFetcher, FoundFeed, ParsedFeed, Robots
from bot.web.feeds.feed_links import guess_addresses

GUESSING_S = 20.0
"""Somebody is waiting for the answer."""

MOST_TRIED = 5
"""Feeds that a page names are tried until one can be read."""

_SCHEME = re.compile(r"(?:https?|feed):", re.IGNORECASE)


class _Reader(Protocol):
    async def read_feed(self, answer: FeedAnswer) -> ParsedFeed: ...

    async def find_feed_links(self, answer: FeedAnswer) -> tuple[FoundFeed, ...]: ...


class Discovery:
    """Finds feeds.

    Args:
        fetcher: asks sites.
        reader: parses.
        robots: knows where we may look.
    """

    def __init__(self, fetcher: FeedFetcher, reader: _Reader, robots: Robots) -> None:
        self._fetcher = fetcher
        self._reader = reader
        self._robots = robots

    async def find_feeds(self, address: str) -> tuple[FoundFeed, ...]:
        """The feeds of a site or page, the most likely first, those of comments last; never empty.

        Args:
            address: as somebody typed it: "gazette.example", a page, a feed.

        Raises:
            NoFeedFoundError: there is none that we can find.
            FetchError: the address cannot be opened.
            WorkerError: what is there took too long to read.
            BusyError: too much is waiting already.
        """
        answer = await self._open(address.strip().strip("<>"))
        if answer.is_gone:
            raise NoFeedFoundError("410")
        try:
            parsed = await self._reader.read_feed(answer)
        except NotAFeedError:
            return await self._of_page(answer)
        return (FoundFeed(answer.url, parsed.title),)

    async def _open(self, address: str) -> FeedAnswer:
        """What is at an address; without a scheme https is tried, then http."""
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

    async def _of_page(self, answer: FeedAnswer) -> tuple[FoundFeed, ...]:
        """The feeds a page names, from the first that can be read on; else one where feeds often are."""
        named = await self._reader.find_feed_links(answer)
        for place, feed in enumerate(named[:MOST_TRIED]):
            tried = await self._try(feed.url)
            if tried is not None:
                return (FoundFeed(feed.url, feed.title or tried.title), *named[place + 1 :])
        guessed = await self._guess(answer.url)
        if guessed is None:
            raise NoFeedFoundError(answer.url[:200])
        return (guessed,)

    async def _guess(self, url: str) -> FoundFeed | None:
        """The first feed at an address where feeds often are."""
        try:
            async with asyncio.timeout(GUESSING_S):
                for address in guess_addresses(url):
                    tried = await self._try(address, is_guess=True)
                    if tried is not None and tried.entries:
                        return FoundFeed(address, tried.title)
        except TimeoutError:
            return None
        return None

    async def _try(self, url: str, *, is_guess: bool = False) -> ParsedFeed | None:
        """The feed at an address; None where there is none, or where robots.txt forbids to guess."""
        try:
            if is_guess and not await self._robots.allows(url):
                return None
            return await self._reader.read_feed(await self._fetcher.fetch_feed(url))
        except BusyError:
            raise
        except (FetchError, WorkerError):
            return None
