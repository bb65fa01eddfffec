"""Asking for feeds: conditional requests, moves, errors as values or exceptions, one request at a time to a host."""

import asyncio
import gzip
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.errors import (
    BlockedAddressError,
    BotWallError,
    HTTPStatusError,
    TimedOutError,
    TooManyRedirectsError,
    UnsupportedContentError,
)
from bot.newsroom.feeds.model import Feed
from bot.newsroom.feeds.poll_policy import after_success
from bot.newsroom.feeds.ports import FeedResponse
from bot.web.http.conditional_requests import fresh_s
from bot.web.http.guarded_fetcher import GuardedFetcher
from tests.bot.web.conftest import Site, http

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
FEED = "<rss version='2.0'><channel><title>Gazette</title></channel></rss>"


async def ask(
    site: Site, path: str = "/rss", *, etag: str | None = None, since: str | None = None, **settings: Any
) -> FeedResponse:
    async with GuardedFetcher(allowed_origins=site.origins, **settings) as fetcher:
        return await fetcher.fetch_feed(site.origin + path, etag, since)


async def test_a_feed_comes_with_what_is_needed_to_ask_again(site: Site) -> None:
    site.answers["/rss"] = http(
        FEED, Content_Type="application/rss+xml", ETag='"v1"', Last_Modified="Fri", Cache_Control="public, max-age=600"
    )
    answer = await ask(site)
    assert answer == FeedResponse(
        url=f"{site.origin}/rss",
        body=FEED.encode(),
        content_type="application/rss+xml",
        etag='"v1"',
        last_modified="Fri",
        fresh_s=600,
    )
    assert "if-none-match" not in site.requests[0].lower()
    assert "Accept: application/rss+xml" in site.requests[0]


async def test_validators_are_sent_and_304_is_a_value(site: Site) -> None:
    site.answers["/rss"] = http("", 304, ETag='"v1"')
    answer = await ask(site, etag='"v1"', since="Fri, 20 Nov 2026 08:00:00 GMT")
    assert answer.is_unchanged
    assert 'If-None-Match: "v1"' in site.requests[0]
    assert "If-Modified-Since: Fri, 20 Nov 2026 08:00:00 GMT" in site.requests[0]


async def test_304_without_an_etag_keeps_the_one_we_have(site: Site) -> None:
    site.answers["/rss"] = http("", 304)
    answer = await ask(site, etag='"v1"', since="Fri, 20 Nov 2026 08:00:00 GMT")
    known = Feed(answer.url, etag='"v1"', last_modified="Fri, 20 Nov 2026 08:00:00 GMT")
    after = after_success(known, NOW, answer)
    assert answer.is_unchanged
    assert (after.etag, after.last_modified) == ('"v1"', "Fri, 20 Nov 2026 08:00:00 GMT")


async def test_a_feed_without_an_etag_is_asked_for_by_its_date_alone(site: Site) -> None:
    site.answers["/rss"] = http("", 304)
    await ask(site, since="Fri, 20 Nov 2026 08:00:00 GMT")
    assert "If-Modified-Since: Fri, 20 Nov 2026 08:00:00 GMT" in site.requests[0]
    assert "If-None-Match" not in site.requests[0]


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [("gzip", gzip.compress(FEED.encode(), mtime=0)), ("deflate", zlib.compress(FEED.encode()))],
    ids=["gzip", "deflate"],
)
async def test_a_packed_feed_is_unpacked(site: Site, encoding: str, packed: bytes) -> None:
    site.answers["/rss"] = http(packed, Content_Type="application/rss+xml", Content_Encoding=encoding)
    assert (await ask(site)).body == FEED.encode()
    assert "Accept-Encoding: gzip" in site.requests[0]


async def test_a_packed_bomb_is_cut_like_any_long_feed(site: Site) -> None:
    site.answers["/rss"] = http(gzip.compress(b"<item/>" * 1_000_000), Content_Encoding="gzip")
    assert len((await ask(site, max_bytes=5_000)).body) == 5_000


async def test_410_is_a_value(site: Site) -> None:
    site.answers["/rss"] = http("", 410)
    assert (await ask(site)).is_gone


@pytest.mark.parametrize(
    ("statuses", "is_for_good"), [((301,), True), ((308, 301), True), ((302,), False), ((301, 307), False)]
)
async def test_a_move_is_for_good_when_every_hop_says_so(
    site: Site, statuses: tuple[int, ...], is_for_good: bool
) -> None:
    for place, status in enumerate(statuses):
        site.answers["/rss" if place == 0 else f"/{place}"] = http("", status, Location=f"/{place + 1}")
    site.answers[f"/{len(statuses)}"] = http(FEED)
    answer = await ask(site)
    assert answer.url == f"{site.origin}/{len(statuses)}"
    assert answer.moved_to == (answer.url if is_for_good else None)


@pytest.mark.parametrize("target", ["http://169.254.169.254/rss", "http://127.0.0.1:1/rss", "http://printer.local/"])
async def test_a_feed_cannot_send_us_where_we_may_not_go(site: Site, target: str) -> None:
    site.answers["/rss"] = http("", 301, Location=target)
    with pytest.raises(BlockedAddressError):
        await ask(site)


async def test_a_circle_has_an_end(site: Site) -> None:
    site.answers["/rss"] = http("", 301, Location="/rss")
    with pytest.raises(TooManyRedirectsError):
        await ask(site)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "120"}, 120),
        ({"Retry_After": "Fri, 20 Nov 2026 09:02:00 GMT", "Date": "Fri, 20 Nov 2026 09:00:00 GMT"}, 120),
        ({"Retry_After": "Fri, 20 Nov 2026 08:00:00 GMT", "Date": "Fri, 20 Nov 2026 09:00:00 GMT"}, 0),
        ({"Retry_After": "in a while"}, None),
        ({"Retry_After": "-5"}, None),
        ({}, None),
    ],
)
async def test_a_busy_site_says_when_to_come_back(
    site: Site, status: int, headers: dict[str, str], seconds: float | None
) -> None:
    site.answers["/rss"] = http("", status, **headers)
    with pytest.raises(HTTPStatusError) as raised:
        await ask(site)
    assert (raised.value.status, raised.value.retry_after_s) == (status, seconds)


async def test_a_site_that_stalls_is_given_up(site: Site) -> None:
    site.delay_s = 5
    with pytest.raises(TimedOutError):
        await ask(site, total_timeout_s=0.2)


async def test_a_feed_without_end_is_cut(site: Site) -> None:
    site.answers["/rss"] = http("<item/>" * 100_000, Content_Length="")
    assert len((await ask(site, max_bytes=5_000)).body) == 5_000


async def test_what_is_no_text_is_refused_and_a_wall_is_named(site: Site) -> None:
    site.answers["/image"] = http(b"\x89PNG\r\n\x1a\n" + b"0" * 100, Content_Type="application/rss+xml")
    site.answers["/wall"] = http("<html><title>Just a moment...</title></html>")
    with pytest.raises(UnsupportedContentError):
        await ask(site, "/image")
    with pytest.raises(BotWallError):
        await ask(site, "/wall")


async def test_a_host_gets_one_request_at_a_time(site: Site) -> None:
    site.delay_s = 0.02
    site.answers["/rss"] = http(FEED)
    async with GuardedFetcher(allowed_origins=site.origins, per_host=4) as fetcher:
        await asyncio.gather(*(fetcher.fetch_feed(f"{site.origin}/rss") for _ in range(5)))
    assert len(site.requests) == 5
    assert site.busiest == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"cache-control": "private, max-age=90"}, 90),
        ({"cache-control": "no-cache, max-age=90"}, 0),
        ({"cache-control": "s-maxage=90"}, None),
        ({"expires": "Fri, 20 Nov 2026 09:00:00 GMT", "date": "Fri, 20 Nov 2026 08:00:00 GMT"}, 3600),
        ({"expires": "0", "date": "Fri, 20 Nov 2026 08:00:00 GMT"}, None),
        ({"expires": "Fri, 20 Nov 2020 09:00:00 GMT", "date": "Fri, 20 Nov 2026 08:00:00 GMT"}, 0),
    ],
)
def test_how_long_an_answer_stays_fresh(headers: dict[str, str], seconds: float | None) -> None:
    assert fresh_s(headers) == seconds


async def test_a_strange_validator_is_not_kept(site: Site) -> None:
    site.answers["/rss"] = http(FEED, ETag='"' + "x" * 2000 + '"')
    assert (await ask(site)).etag is None
