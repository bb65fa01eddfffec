"""Reads feeds and lists of feeds in worker processes: the newsroom's `FeedReader`, and what discovery needs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

import structlog

from bot.errors import BlockedAddressError, BotError, InvalidLinkError, WorkerDiedError
from bot.newsroom.feeds.ports import FeedAddress, FeedResponse, ParsedFeed
from bot.web.feeds.feed_links import find_feed_links
from bot.web.feeds.opml import read_opml
from bot.web.feeds.rss_atom import parse_feed
from bot.web.guard.address_policy import check_link
from bot.web.urls import registered_domain

log = structlog.get_logger()

R = TypeVar("R")


class Runner(Protocol):
    """Runs functions in worker processes that can be killed: `bot.engine.workers.pool.WorkerPool`."""

    async def run(self, function: Callable[..., R], *arguments: object, timeout_s: float | None = None) -> R:
        """Return or raise what the function does."""
        ...


class ChildFeedReader:
    """Reads in worker processes.

    Args:
        workers: a started pool.
        allowed_origins: origins on this machine that stories may link to (playground, tests).
    """

    def __init__(self, workers: Runner, *, allowed_origins: frozenset[str] = frozenset()) -> None:
        self._workers = workers
        self._allowed_origins = allowed_origins

    async def read_feed(self, answer: FeedResponse) -> ParsedFeed:
        """Return the feed of a response. Links that may not be opened are removed.

        Raises:
            FetchError: it is not a feed, or too large.
            WorkerError: it took too long, or crashed the worker process.
            BusyError: the queue is full.
        """
        parsed = await self._run(parse_feed, answer.body, answer.url, answer.content_type)
        if parsed.unread:
            log.warning("parts of a feed were not read", site=registered_domain(answer.url), unread=parsed.unread[:5])
        entries = tuple(
            entry if entry.url is None or self._may_open(entry.url) else replace(entry, url=None)
            for entry in parsed.entries
        )
        return replace(parsed, entries=entries)

    async def find_feed_links(self, answer: FeedResponse) -> tuple[FeedAddress, ...]:
        """Return the feeds that a page links to in its head.

        Raises:
            WorkerError: it took too long, or crashed the worker process.
            BusyError: the queue is full.
        """
        return await self._run(find_feed_links, answer.body, answer.url)

    async def read_opml(self, body: bytes) -> tuple[FeedAddress, ...]:
        """Return the feeds of an OPML file.

        Raises:
            FetchError: there are none.
            WorkerError: it took too long, or crashed the worker process.
            BusyError: the queue is full.
        """
        return await self._run(read_opml, body)

    def _may_open(self, url: str) -> bool:
        """Return whether a story's link may be opened."""
        try:
            check_link(url, allowed_origins=self._allowed_origins)
        except (BlockedAddressError, InvalidLinkError):
            return False
        return True

    async def _run(self, work: Callable[..., R], *arguments: Any) -> R:
        """Run in a worker process. A feed that breaks a parser is normal input: report it, and log what it caused."""
        try:
            return await self._workers.run(work, *arguments)
        except BotError:
            raise
        except Exception as error:
            log.exception("feed reader broke", work=work.__name__)
            raise WorkerDiedError(repr(error)[:200]) from error
