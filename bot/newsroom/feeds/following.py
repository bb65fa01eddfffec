"""The feeds that channels follow: found behind addresses, polled, named."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

from bot.errors import BotError
from bot.newsroom.feeds.model import Feed, FeedRepository
from bot.newsroom.feeds.ports import FeedAddress, FeedDoubt

AT_ONCE = 10
"""Addresses of a list that are looked up together."""

MOST_TRIED = 300
"""Addresses of a list that are looked up in all."""

_log = structlog.get_logger(__name__)

Discover = Callable[[str], Awaitable[tuple[FeedAddress, ...]]]
"""Finds the feeds of a site, the best first; for a feed, itself."""

PollNewFeeds = Callable[[tuple[str, ...]], Awaitable[None]]
"""Polls those of some feeds that were never polled."""


@dataclass(frozen=True, slots=True)
class FeedProblem:
    """An address without a feed.

    Attributes:
        address: as it was given.
        why: what is wrong with it, as a sentence.
    """

    address: str
    why: str

    @property
    def message(self) -> str:
        """What is wrong with which address, for people."""
        return f"{short(self.address)}: {self.why}"


@dataclass(frozen=True, slots=True)
class OtherFeeds:
    """The feeds that a site has beside its best.

    Attributes:
        address: the site's, as it was given.
        feeds: at least one.
    """

    address: str
    feeds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedLookup:
    """The result of looking up addresses.

    Attributes:
        feeds: the best feed of each address, without repeats.
        problems: the addresses without a feed.
        others: the addresses with other feeds too.
        doubts: what people should know about some of the feeds.
    """

    feeds: tuple[str, ...] = ()
    problems: tuple[FeedProblem, ...] = ()
    others: tuple[OtherFeeds, ...] = ()
    doubts: tuple[tuple[str, FeedDoubt], ...] = ()

    @property
    def message(self) -> str:
        """What is wrong with the addresses, for people."""
        return " ".join(problem.message for problem in self.problems)


@dataclass(frozen=True, slots=True)
class FollowedFeeds:
    """Finds feeds, has them polled, and names them.

    Args:
        feeds: what is polled.
        discover: see `Discover`.
        poll_new: see `PollNewFeeds`.
    """

    feeds: FeedRepository
    discover: Discover
    poll_new: PollNewFeeds

    async def find(self, addresses: Sequence[str]) -> FeedLookup:
        """Return the best feed of each address, and what is wrong with the others."""
        found = await asyncio.gather(*(self._find(address) for address in addresses))
        return FeedLookup(
            feeds=tuple(dict.fromkeys(feeds[0].url for feeds, _ in found if feeds)),
            problems=tuple(problem for _, problem in found if problem is not None),
            others=tuple(
                OtherFeeds(address, tuple(feed.url for feed in feeds[1:]))
                for address, (feeds, _) in zip(addresses, found, strict=True)
                if len(feeds) > 1
            ),
            doubts=tuple(
                dict.fromkeys((feeds[0].url, doubt) for feeds, _ in found if feeds for doubt in feeds[0].doubts)
            ),
        )

    async def find_some(
        self, addresses: Sequence[str], *, room: int, known: Sequence[str] = ()
    ) -> tuple[FeedLookup, int]:
        """Look up the addresses of a list, a few at a time, until there are enough feeds.

        Args:
            addresses: in the order in which they are looked up; only the first ones, where they are many.
            room: how many feeds are enough.
            known: feeds that do not count.

        Returns:
            The feeds and problems, and how many addresses were looked up.
        """
        found = FeedLookup()
        tried = 0
        while len(found.feeds) < room and tried < min(len(addresses), MOST_TRIED):
            batch = addresses[tried : tried + min(AT_ONCE, room - len(found.feeds))]
            more = await self.find(batch)
            fresh = (feed for feed in more.feeds if feed not in known)
            feeds = tuple(dict.fromkeys((*found.feeds, *fresh)))
            found = FeedLookup(feeds, (*found.problems, *more.problems), doubts=(*found.doubts, *more.doubts))
            tried += len(batch)
        return found, tried

    async def ensure_polled(self, feeds: tuple[str, ...]) -> None:
        """Make sure that feeds are polled from now on; also those that were given up."""
        await self.feeds.ensure_polled(feeds)

    async def begin(self, feeds: tuple[str, ...]) -> None:
        """Make sure that feeds are polled from now on, and have been read once; also those that were given up."""
        await self.feeds.ensure_polled(feeds)
        await self.poll_new(feeds)

    async def list(self, addresses: Sequence[str]) -> tuple[Feed | None, ...]:
        """Return the feeds with these addresses; None for one that is not polled yet."""
        return await self.feeds.list_known(tuple(addresses))

    async def list_names(self, addresses: Sequence[str]) -> tuple[str, ...]:
        """Return what feeds call themselves, else their addresses in short."""
        feeds = await self.list(addresses)
        return tuple(
            feed.title if feed is not None and feed.title else short(address)
            for address, feed in zip(addresses, feeds, strict=True)
        )

    async def list_gone(self, addresses: Sequence[str]) -> tuple[str, ...]:
        """Return those of some feeds that were given up."""
        feeds = await self.list(addresses)
        return tuple(
            address for address, feed in zip(addresses, feeds, strict=True) if feed is not None and feed.is_gone
        )

    async def _find(self, address: str) -> tuple[tuple[FeedAddress, ...], FeedProblem | None]:
        """The feeds of an address, or what is wrong with it."""
        try:
            feeds = await self.discover(address)
        except BotError as error:
            _log.info("no feed found", link=address, code=error.code, cause=str(error))
            return (), FeedProblem(address, error.message)
        return feeds, None if feeds else FeedProblem(address, "I found no feed there.")


def short(address: str) -> str:
    """Return an address in the form that people use, without a name and password before the host."""
    host, slash, path = (address.partition("://")[2] or address).partition("/")
    named = host.rpartition("@")[2].removeprefix("www.")
    return f"{named}{slash}{path}".rstrip("/")[:80] or address[:80]
