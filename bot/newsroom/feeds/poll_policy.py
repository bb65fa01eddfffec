"""When a feed is polled next, and how its responses change its state. Pure: Feed and time in, Feed out.

    next poll    the longest of our interval, the feed's ttl, its Cache-Control (5 h at most), Retry-After;
                 between 15 minutes and 24 hours, with up to 10% jitter so that feeds added together drift apart
    failures     the interval doubles each time, up to 24 hours; people are notified once after 3 days;
                 off after 10 consecutive failures over 7 days, or at status 410
    validators   after 3 days without a change the feed is read whole, once: some servers answer "not modified", or send
                 one ETag, for ever. Where that finds new entries under the same validators, they are not sent again
    moves        301 and 308 become permanent after 3 polls over 24 hours; to another site with a notice

Source: what miniflux, FreshRSS, NetNewsWire and newsboat do; docs/decisions/0085-feed-problems-said-once.md.
"""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from bot.newsroom.feeds.model import Feed
from bot.newsroom.feeds.ports import FeedNotice, FeedNoticeKind, FeedResponse, ParsedFeed

INTERVAL_S = 30 * 60.0
MIN_WAIT_S = 15 * 60.0
MAX_WAIT_S = 24 * 3600.0
MAX_FRESH_S = 5 * 3600.0
"""NetNewsWire's limit: some sites promise 16 years."""

TELL_AFTER = timedelta(days=3)
OFF_AFTER = timedelta(days=7)
OFF_FAILURES = 10
REREAD_AFTER = timedelta(days=3)
"""NetNewsWire drops validators after 8 days; a feed of news that is silent over a long weekend is asked once more."""

MOVE_CHECKS = 3
MOVE_AFTER = timedelta(hours=24)


def validators(feed: Feed, now: datetime) -> tuple[str | None, str | None]:
    """Return the ETag and the date to send with a request; neither where the feed is to be read whole."""
    is_frozen = feed.read_at is not None and now - feed.read_at >= REREAD_AFTER
    if feed.has_wrong_validators or is_frozen:
        return None, None
    return feed.etag, feed.last_modified


def after_success(
    feed: Feed,
    now: datetime,
    answer: FeedResponse,
    parsed: ParsedFeed | None = None,
    *,
    newest: datetime | None = None,
) -> Feed:
    """Return the feed after a successful poll.

    Args:
        feed: its state before.
        now: time of the poll.
        answer: what the site sent.
        parsed: the feed in it; None where nothing has changed.
        newest: when its latest unseen entry appeared; None where all were seen.
    """
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
        notified_at=None,
        read_at=now if parsed else feed.read_at or now,
        has_wrong_validators=feed.has_wrong_validators or (newest is not None and _lies(feed, now, answer)),
        news_at=max((each for each in (feed.news_at, newest) if each), default=None),
    )


def _lies(feed: Feed, now: datetime, answer: FeedResponse) -> bool:
    """Return whether a feed that was read whole, and has new entries, came with the validators of before them."""
    is_reread = validators(feed, now) != (feed.etag, feed.last_modified)
    return is_reread and (answer.etag, answer.last_modified) == (feed.etag, feed.last_modified)


def after_failure(feed: Feed, now: datetime, error: str, retry_after_s: float | None = None) -> Feed:
    """Return the feed after a failed fetch or parse; turned off if it has failed for too long.

    Args:
        feed: its state before.
        now: time of the failure.
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
        notified_at=feed.notified_at or (now if now - since >= TELL_AFTER else None),
    )


def after_gone(feed: Feed, now: datetime) -> Feed:
    """Return the feed after status 410: it is no longer polled."""
    return replace(
        feed,
        is_gone=True,
        next_poll_at=None,
        failures=feed.failures + 1,
        failing_since=feed.failing_since or now,
        error="The site says that this feed is gone for good.",
    )


def put_off(feed: Feed, until: datetime) -> Feed:
    """Return the feed, not polled because its host or the bot is busy: this is no failure of the feed."""
    return replace(feed, next_poll_at=until)


def after_move(feed: Feed, moved_to: str | None, now: datetime) -> Feed:
    """Return the feed after a response without redirects (None) or after permanent ones; adopted if they persist."""
    if moved_to is None or moved_to == feed.polled_url:
        return replace(feed, moved_to=None, moved_seen=0, moved_since=None)
    is_same = moved_to == feed.moved_to
    seen = feed.moved_seen + 1 if is_same else 1
    since = feed.moved_since if is_same and feed.moved_since else now
    if seen >= MOVE_CHECKS and now - since >= MOVE_AFTER:
        return replace(feed, address=moved_to, moved_to=None, moved_seen=0, moved_since=None)
    return replace(feed, moved_to=moved_to, moved_seen=seen, moved_since=since)


def find_notice(before: Feed, after: Feed, now: datetime, *, is_same_site: bool) -> FeedNotice | None:
    """Return what people should be notified of after a poll.

    Args:
        before: the feed before the poll.
        after: the feed after it.
        now: time of the poll.
        is_same_site: whether both addresses belong to one site.
    """
    name = after.title or after.url
    since = after.failing_since or now
    if after.is_gone and not before.is_gone:
        if after.next_poll_at is None:
            return FeedNotice(FeedNoticeKind.GONE, after, f"The feed {name} is gone: its site says so.", since)
        text = f"I have stopped asking for the feed {name}: it has failed since {since:%-d %B}. {after.error}"
        return FeedNotice(FeedNoticeKind.OFF, after, text, since)
    if after.notified_at is not None and before.notified_at is None:
        text = f"I have not been able to read the feed {name} since {since:%-d %B}. {after.error}"
        return FeedNotice(FeedNoticeKind.FAILING, after, text, since)
    if after.address != before.address and not is_same_site:
        text = f"The feed {name} has moved to another site: {after.address}"
        return FeedNotice(FeedNoticeKind.MOVED, after, text, now)
    return None


def wait_s(feed: Feed, wanted_s: float) -> float:
    """Return the seconds until the next poll: the wanted interval, within bounds, plus up to 10%, deterministic."""
    spread = int.from_bytes(hashlib.sha256(feed.url.encode("utf-8", "replace")).digest()[:4]) / 2**32
    return min(max(wanted_s, MIN_WAIT_S) * (1 + 0.1 * spread), MAX_WAIT_S)
