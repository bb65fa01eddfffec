"""When a feed is polled next, and what its answers mean. Pure: a Feed and a moment in, a Feed out.

    next check   the longest of our interval, the feed's ttl, its Cache-Control (5 h at most), Retry-After;
                 within 15 minutes and 24 hours, spread by a tenth so that feeds added together drift apart
    failures     wait twice as long each time, 24 hours at most; people are told once after 3 days;
                 off after 10 failures in a row over 7 days, or when the site says 410
    moves        301 and 308 are followed for good when 3 checks over 24 hours said so; to another site with a notice

Source: what miniflux, FreshRSS, NetNewsWire and newsboat do; docs/design.md, "Feeds".
"""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from bot.newsroom.feeds.ports import FeedAnswer, Notice, NoticeKind, ParsedFeed
from bot.newsroom.subscriptions.model import Feed

INTERVAL_S = 30 * 60.0
MIN_WAIT_S = 15 * 60.0
MAX_WAIT_S = 24 * 3600.0
MAX_FRESH_S = 5 * 3600.0
"""NetNewsWire's bound: sites have been seen to promise 16 years."""

TELL_AFTER = timedelta(days=3)
OFF_AFTER = timedelta(days=7)
OFF_FAILURES = 10
MOVE_CHECKS = 3
MOVE_AFTER = timedelta(hours=24)


def after_success(feed: Feed, now: datetime, answer: FeedAnswer, parsed: ParsedFeed | None = None) -> Feed:
    """The feed after it answered well: with something parsed, or that nothing is new."""
    ttl_s = parsed.ttl_s if parsed else feed.ttl_s
    asked_s = max(ttl_s or 0.0, min(answer.fresh_s or 0.0, MAX_FRESH_S))
    return replace(
        feed,
        title=(parsed.title if parsed else None) or feed.title,
        etag=answer.etag or (None if parsed else feed.etag),
        last_modified=answer.last_modified or (None if parsed else feed.last_modified),
        next_poll_at=now + timedelta(seconds=wait_s(feed, max(INTERVAL_S, asked_s))),
        failures=0,
        failing_since=None,
        ttl_s=ttl_s,
        polled_at=now,
        error=None,
        told_at=None,
    )


def after_failure(feed: Feed, now: datetime, error: str, retry_after_s: float | None = None) -> Feed:
    """The feed after it could not be had or read; off, if that has been so for too long.

    Args:
        feed: as it was.
        now: the moment of the failure.
        error: what went wrong, one sentence for people.
        retry_after_s: how long the site asks us to wait.
    """
    backed_off_s = INTERVAL_S * 2.0 ** min(feed.failures, 10)
    failures, since = feed.failures + 1, feed.failing_since or now
    return replace(
        feed,
        next_poll_at=now + timedelta(seconds=wait_s(feed, max(backed_off_s, retry_after_s or 0.0))),
        failures=failures,
        failing_since=since,
        error=error,
        is_gone=failures >= OFF_FAILURES and now - since >= OFF_AFTER,
        told_at=feed.told_at or (now if now - since >= TELL_AFTER else None),
    )


def after_gone(feed: Feed, now: datetime) -> Feed:
    """The feed after its site said 410: it is not polled any more."""
    return replace(
        feed,
        is_gone=True,
        next_poll_at=None,
        failures=feed.failures + 1,
        failing_since=feed.failing_since or now,
        error="The site says that this feed is gone for good.",
    )


def put_off(feed: Feed, until: datetime) -> Feed:
    """The feed, not asked for because its host or we are busy: no failure of its own."""
    return replace(feed, next_poll_at=until)


def after_move(feed: Feed, moved_to: str | None, now: datetime) -> Feed:
    """The feed after an answer came straight (None) or by way of redirects for good; followed when it stays so."""
    if moved_to is None or moved_to == feed.polled_url:
        return replace(feed, moved_to=None, moved_seen=0, moved_since=None)
    is_same = moved_to == feed.moved_to
    seen = feed.moved_seen + 1 if is_same else 1
    since = feed.moved_since if is_same and feed.moved_since else now
    if seen >= MOVE_CHECKS and now - since >= MOVE_AFTER:
        return replace(feed, address=moved_to, moved_to=None, moved_seen=0, moved_since=None)
    return replace(feed, moved_to=moved_to, moved_seen=seen, moved_since=since)


def find_notice(before: Feed, after: Feed, now: datetime, *, is_same_site: bool) -> Notice | None:
    """What people should be told now that a feed was polled.

    Args:
        before: the feed as it was.
        after: as it is.
        now: when it was polled.
        is_same_site: whether the addresses of the two belong to one site.
    """
    name = after.title or after.url
    since = after.failing_since or now
    if after.is_gone and not before.is_gone:
        if after.next_poll_at is None:
            return Notice(NoticeKind.GONE, after, f"The feed {name} is gone: its site says so.", since)
        text = f"I have stopped asking for the feed {name}: it has failed since {since:%-d %B}. {after.error}"
        return Notice(NoticeKind.OFF, after, text, since)
    if after.told_at is not None and before.told_at is None:
        text = f"I have not been able to read the feed {name} since {since:%-d %B}. {after.error}"
        return Notice(NoticeKind.FAILING, after, text, since)
    if after.address != before.address and not is_same_site:
        text = f"The feed {name} has moved to another site: {after.address}"
        return Notice(NoticeKind.MOVED, after, text, now)
    return None


def wait_s(feed: Feed, wanted_s: float) -> float:
    """The seconds until the next check: what is wanted, within bounds, and up to a tenth more, always the same."""
    spread = int.from_bytes(hashlib.sha256(feed.url.encode("utf-8", "replace")).digest()[:4]) / 2**32
    return min(max(wanted_s, MIN_WAIT_S) * (1 + 0.1 * spread), MAX_WAIT_S)
