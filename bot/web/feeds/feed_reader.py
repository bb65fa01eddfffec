"""Reads feeds and lists of feeds in child processes: the newsroom's `FeedReader`, and what discovery needs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

import structlog

from bot.errors import BlockedAddressError, BotError, InvalidLinkError, WorkerDiedError
from bot.newsroom.feeds.ports import FeedAnswer, FoundFeed, ParsedFeed
from bot.web.feeds.feed_links import find_feed_links
from bot.web.feeds.opml import read_opml
from bot.web.feeds.rss_atom import parse_feed
from bot.web.guard.address_policy import check_link
from bot.web.urls import registered_domain

log = structlog.get_logger()

R = TypeVar("R")


class Runner(Protocol):
    """Runs functions in child processes that can be killed: `bot.engine.workers.pool.Workers`."""

    async def run(self, function: Callable[..., R], *arguments: object, timeout_s: float | None = None) -> R:
        """What the function returns or raises."""
        ...


class ChildFeedReader:
    """Reads in child processes.

    Args:
        workers: started.
        allowed_origins: on this machine, whose stories may be linked (playground, tests).
    """

    def __init__(self, workers: Runner, *, allowed_origins: frozenset[str] = frozenset()) -> None:
        self._workers = workers
        self._allowed_origins = allowed_origins

    async def read_feed(self, answer: FeedAnswer) -> ParsedFeed:
        """The feed of an answer. Links that we may not open are none.

        Raises:
            FetchError: it is no feed, or too large.
            WorkerError: it took too long, or broke the reader.
            BusyError: too much is waiting already.
        """
        parsed = await self._run(parse_feed, answer.body, answer.url, answer.content_type)
        if parsed.unread:
            log.warning("parts of a feed were not read", site=registered_domain(answer.url), unread=parsed.unread[:5])
        entries = tuple(
            entry if entry.url is None or self._may_open(entry.url) else replace(entry, url=None)
            for entry in parsed.entries
        )
        return replace(parsed, entries=entries)

    async def find_feed_links(self, answer: FeedAnswer) -> tuple[FoundFeed, ...]:
        """The feeds that a page names in its head.

        Raises:
            WorkerError: it took too long, or broke the reader.
            BusyError: too much is waiting already.
        """
        return await self._run(find_feed_links, answer.body, answer.url)

    async def read_opml(self, body: bytes) -> tuple[FoundFeed, ...]:
        """The feeds of an OPML file.

        Raises:
            FetchError: there are none.
            WorkerError: it took too long, or broke the reader.
            BusyError: too much is waiting already.
        """
        return await self._run(read_opml, body)

    def _may_open(self, url: str) -> bool:
        """Whether a story's link is one we would open."""
        try:
            check_link(url, allowed_origins=self._allowed_origins)
        except (BlockedAddressError, InvalidLinkError):
            return False
        return True

    async def _run(self, work: Callable[..., R], *arguments: Any) -> R:
        """Run in a child. A feed that breaks a parser is normal input: say so, and keep for the log what it did."""
        try:
            return await self._workers.run(work, *arguments)
        except BotError:
            raise
        except Exception as error:
            log.exception("feed reader broke", work=work.__name__)
            raise WorkerDiedError(repr(error)[:200]) from error
