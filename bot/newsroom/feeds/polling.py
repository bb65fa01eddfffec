"""Polls the feeds that are due: politely, a batch at a time, each feed once for all channels that want it.

One request at a time to a host; a host that answers 429 or 503 is left alone, all its feeds. A feed that fails is a
value, not an exception: it never ends a batch. The decisions are in `poll_policy` and `new_items`.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog

from bot.errors import BusyError, DisallowedError, FetchError, HTTPStatusError, WorkerError
from bot.newsroom.feeds.new_items import choose_news, to_items
from bot.newsroom.feeds.poll_policy import (
    MIN_WAIT_S,
    after_failure,
    after_gone,
    after_move,
    after_success,
    find_notice,
    put_off,
)
from bot.newsroom.feeds.ports import FeedAnswer, FeedFetcher, FeedReader, Notice, PolledFeeds, PolledItems, Robots, Tell
from bot.newsroom.subscriptions.model import Feed

log = structlog.get_logger()

BATCH = 200
"""Feeds of one call: 12,000 an hour when called every minute."""

HOSTS_AT_ONCE = 10

PER_HOST = 10
"""Feeds of one host in a batch; the others wait a minute, so that no host holds up a batch."""

_BUSY_STATUSES = frozenset({429, 503})


async def tell_nobody(notice: Notice) -> None:
    """Only the log learns it."""
    log.info("feed notice", kind=notice.kind, feed=notice.feed.url)


class Polling:
    """Polls what is due.

    Args:
        feeds: where feeds are kept.
        items: where items are kept.
        fetcher: asks sites.
        reader: parses.
        robots: knows what sites allow.
        same_site: whether two links belong to one registered domain.
        tell: passes on what people should know.
    """

    def __init__(
        self,
        *,
        feeds: PolledFeeds,
        items: PolledItems,
        fetcher: FeedFetcher,
        reader: FeedReader,
        robots: Robots,
        same_site: Callable[[str, str], bool],
        tell: Tell = tell_nobody,
    ) -> None:
        self._feeds = feeds
        self._items = items
        self._fetcher = fetcher
        self._reader = reader
        self._robots = robots
        self._same_site = same_site
        self._tell = tell
        self._hosts_at_once = asyncio.Semaphore(HOSTS_AT_ONCE)
        self._paused: dict[str, datetime] = {}
        self._is_polling = asyncio.Lock()

    async def poll_due(self, now: datetime, *, limit: int = BATCH) -> int:
        """Poll the feeds that are due, at most `limit`. Returns how many were asked for; 0 while a batch still runs."""
        if self._is_polling.locked():
            return 0
        async with self._is_polling:
            self._paused = {host: until for host, until in self._paused.items() if until > now}
            hosts: dict[str, list[Feed]] = {}
            for feed in await self._feeds.due(now, limit):
                hosts.setdefault(host_of(feed.polled_url), []).append(feed)
            counts = await asyncio.gather(
                *(self._poll_host(host, feeds, now) for host, feeds in hosts.items()), return_exceptions=True
            )
        broken = [count for count in counts if isinstance(count, BaseException)]
        if broken:
            raise broken[0]  # the database's; the other hosts were polled to the end
        return sum(count for count in counts if not isinstance(count, BaseException))

    async def poll_now(self, feed: Feed, now: datetime) -> Feed:
        """Poll one feed whatever its time, for somebody who is waiting. Returns it as it is after that.

        A feed of a host that wants to be left alone is not asked for.
        """
        host = host_of(feed.polled_url)
        if self._paused.get(host, now) > now:
            return feed
        async with self._hosts_at_once:
            return await self._poll(host, feed, now)

    async def _poll_host(self, host: str, feeds: list[Feed], now: datetime) -> int:
        """Poll the feeds of one host, one after another. Returns how many were asked for."""
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
        """Poll one feed, keep what came of it, and tell what is to be told."""
        try:
            after = await self._ask(feed, now)
        except BusyError:
            after = put_off(feed, now + timedelta(seconds=MIN_WAIT_S))  # we are busy, not the feed at fault
        except (FetchError, WorkerError) as error:
            after = self._fail(host, feed, now, error)
        notice = find_notice(feed, after, now, is_same_site=self._same_site(feed.polled_url, after.polled_url))
        if notice is not None:
            await self._tell(notice)
        await self._feeds.save(after)
        return after

    async def _ask(self, feed: Feed, now: datetime) -> Feed:
        """The feed after it was asked for; its items are kept before its validators, so that a kill loses none."""
        if not await self._robots.allows(feed.polled_url):
            raise DisallowedError(feed.polled_url[:200])
        answer = await self._fetcher.fetch_feed(feed.polled_url, feed.etag, feed.last_modified)
        if answer.is_gone:
            return after_gone(feed, now)
        if _is_known(feed, answer):
            return after_success(after_move(feed, answer.moved_to, now), now, answer)
        parsed = await self._reader.read_feed(answer)
        items = to_items(parsed, feed, now)
        unseen = await self._items.unseen(items)
        news = choose_news(unseen, feed, now, shown=len(items))
        keys = {item.key for item in news}
        await self._items.add(news, old=tuple(item for item in items if item.key not in keys))
        return after_success(after_move(feed, answer.moved_to, now), now, answer, parsed)

    def _fail(self, host: str, feed: Feed, now: datetime, error: FetchError | WorkerError) -> Feed:
        """The feed after a failure; a host that is too busy is left alone for a while."""
        log.info("feed failed", feed=feed.url, code=error.code, cause=str(error)[:200], failures=feed.failures + 1)
        retry_after_s = error.retry_after_s if isinstance(error, HTTPStatusError) else None
        if isinstance(error, HTTPStatusError) and error.status in _BUSY_STATUSES:
            self._paused[host] = now + timedelta(seconds=max(retry_after_s or 0.0, MIN_WAIT_S))
        return after_failure(feed, now, error.message, retry_after_s)


def host_of(url: str) -> str:
    """What counts as one host: its name, and the port where it is not the web's."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url  # the fetcher will say what is wrong with it
    port = parts.netloc.rpartition("@")[2].rpartition(":")[2]
    return f"{parts.hostname or ''}:{port}" if port.isdigit() and port not in {"80", "443"} else parts.hostname or ""


def _is_known(feed: Feed, answer: FeedAnswer) -> bool:
    """Whether the answer is the one we have: the site says so, or sends it again under the same strong validator."""
    if answer.is_unchanged:
        return True
    return answer.etag is not None and answer.etag == feed.etag and not answer.etag.startswith("W/")
