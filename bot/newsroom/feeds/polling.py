"""Polls the feeds that are due, in batches, each feed once for all channels that subscribe to it.

One request at a time per host; after a 429 or 503 all feeds of that host are paused. A failed feed is a value, not an
exception: it never ends a batch. The decisions are in `poll_policy` and `new_items`.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog

from bot.errors import BusyError, DisallowedError, FetchError, HTTPStatusError, WorkerError
from bot.newsroom.feeds.model import Feed
from bot.newsroom.feeds.new_items import filter_new, find_newest, has_late, to_items
from bot.newsroom.feeds.poll_policy import (
    MIN_WAIT_S,
    after_failure,
    after_gone,
    after_move,
    after_success,
    find_notice,
    put_off,
    validators,
)
from bot.newsroom.feeds.ports import (
    FeedFetcher,
    FeedNotice,
    FeedReader,
    FeedResponse,
    PolledFeedRepository,
    PolledItemRepository,
    Robots,
    Tell,
)

log = structlog.get_logger()

BATCH = 200
"""Feeds per call: 12,000 an hour when called every minute."""

HOSTS_AT_ONCE = 10

PER_HOST = 10
"""Feeds per host in a batch; the others wait a minute, so that no host delays a batch."""

_BUSY_STATUSES = frozenset({429, 503})


async def ignore_notice(notice: FeedNotice) -> None:
    """Ignore a notice; only the log has it."""
    log.info("feed notice", kind=notice.kind, feed=notice.feed.url)


class FeedPoller:
    """Polls feeds that are due.

    Args:
        feeds: stores feeds.
        items: stores items.
        fetcher: fetches feeds.
        reader: parses feeds.
        robots: checks robots.txt.
        same_site: whether two links belong to one registered domain.
        notify: passes notices on to people.

    Seven parts: two repositories, three that a poll passes in turn, and two functions.
    """

    def __init__(
        self,
        *,
        feeds: PolledFeedRepository,
        items: PolledItemRepository,
        fetcher: FeedFetcher,
        reader: FeedReader,
        robots: Robots,
        same_site: Callable[[str, str], bool],
        notify: Tell = ignore_notice,
    ) -> None:
        self._feeds = feeds
        self._items = items
        self._fetcher = fetcher
        self._reader = reader
        self._robots = robots
        self._same_site = same_site
        self._notify = notify
        self._hosts_at_once = asyncio.Semaphore(HOSTS_AT_ONCE)
        self._paused: dict[str, datetime] = {}
        self._is_polling = asyncio.Lock()

    async def poll_due(self, now: datetime, *, limit: int = BATCH) -> int:
        """Poll at most `limit` feeds that are due. Returns how many were requested; 0 while a batch still runs."""
        if self._is_polling.locked():
            return 0
        async with self._is_polling:
            self._paused = {host: until for host, until in self._paused.items() if until > now}
            hosts: dict[str, list[Feed]] = {}
            for feed in await self._feeds.list_due(now, limit):
                hosts.setdefault(host_of(feed.polled_url), []).append(feed)
            counts = await asyncio.gather(
                *(self._poll_host(host, feeds, now) for host, feeds in hosts.items()), return_exceptions=True
            )
        broken = [count for count in counts if isinstance(count, BaseException)]
        if broken:
            raise broken[0]  # a database error; the other hosts were polled to the end
        return sum(count for count in counts if not isinstance(count, BaseException))

    async def poll_now(self, feed: Feed, now: datetime) -> Feed:
        """Poll one feed now, whether due or not, because a person is waiting. Returns its new state.

        A feed of a paused host is not requested.
        """
        host = host_of(feed.polled_url)
        if self._paused.get(host, now) > now:
            return feed
        async with self._hosts_at_once:
            return await self._poll(host, feed, now)

    async def _poll_host(self, host: str, feeds: list[Feed], now: datetime) -> int:
        """Poll the feeds of one host, one after another. Returns how many were requested."""
        asked = 0
        async with self._hosts_at_once:
            for feed in feeds:
                pause = self._paused.get(host)
                if pause is not None or asked == PER_HOST:
                    await self._feeds.save(put_off(feed, pause or now + timedelta(minutes=1)))
                    continue
                await self._poll(host, feed, now)
                asked += 1
        return asked

    async def _poll(self, host: str, feed: Feed, now: datetime) -> Feed:
        """Poll one feed, store the result, and send a notice if there is one."""
        try:
            after = await self._ask(feed, now)
        except BusyError:
            after = put_off(feed, now + timedelta(seconds=MIN_WAIT_S))  # the bot is busy, the feed is not at fault
        except (FetchError, WorkerError) as error:
            after = self._fail(host, feed, now, error)
        notice = find_notice(feed, after, now, is_same_site=self._same_site(feed.polled_url, after.polled_url))
        if notice is not None:
            await self._notify(notice)
        await self._feeds.save(after)
        return after

    async def _ask(self, feed: Feed, now: datetime) -> Feed:
        """Return the feed after a request; items are stored before its validators, so that a crash loses none."""
        if await self._robots.forbids_by_name(feed.polled_url):
            raise DisallowedError(feed.polled_url[:200])
        etag, last_modified = validators(feed, now)
        answer = await self._fetcher.fetch_feed(feed.polled_url, etag, last_modified)
        if answer.is_gone:
            return after_gone(feed, now)
        if _is_known(etag, answer):
            return after_success(after_move(feed, answer.moved_to, now), now, answer)
        parsed = await self._reader.read_feed(answer)
        items = to_items(parsed, feed, now)
        unseen = await self._items.filter_unseen(items)
        stored = await self._items.count(feed.url) if has_late(unseen, feed, now) else 0
        news = filter_new(unseen, feed, now, shown=len(items), stored=stored)
        keys = {item.key for item in news}
        await self._items.add_all(news, old=tuple(item for item in items if item.key not in keys))
        newest = find_newest(unseen, feed, now)
        return after_success(after_move(feed, answer.moved_to, now), now, answer, parsed, newest=newest)

    def _fail(self, host: str, feed: Feed, now: datetime, error: FetchError | WorkerError) -> Feed:
        """Return the feed after a failure; a host that is too busy is paused."""
        log.info("feed failed", feed=feed.url, code=error.code, cause=str(error)[:200], failures=feed.failures + 1)
        retry_after_s = error.retry_after_s if isinstance(error, HTTPStatusError) else None
        if isinstance(error, HTTPStatusError) and error.status in _BUSY_STATUSES:
            self._paused[host] = now + timedelta(seconds=max(retry_after_s or 0.0, MIN_WAIT_S))
        return after_failure(feed, now, error.message, retry_after_s)


def host_of(url: str) -> str:
    """Return the host key: the name, and the port where it is not a default port."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url  # the fetcher will report what is wrong with it
    port = parts.netloc.rpartition("@")[2].rpartition(":")[2]
    return f"{parts.hostname or ''}:{port}" if port.isdigit() and port not in {"80", "443"} else parts.hostname or ""


def _is_known(etag: str | None, answer: FeedResponse) -> bool:
    """Return whether the response is already known: not modified, or sent again with the strong validator we sent."""
    if answer.is_unchanged:
        return True
    return answer.etag is not None and answer.etag == etag and not answer.etag.startswith("W/")
