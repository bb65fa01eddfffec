"""Fetching from a site on this machine, and from nowhere else."""

import asyncio
import gzip
import socket
import zlib
from pathlib import Path
from typing import Any

import brotli
import pytest

from bot.errors import (
    AggregatorLinkError,
    BlockedAddressError,
    BotWallError,
    ConsentPageError,
    FetchError,
    HTTPStatusError,
    MalformedResponseError,
    TimedOutError,
    TooLargeError,
    TooManyRedirectsError,
    UnreachableError,
    UnsupportedContentError,
)
from bot.newsroom.ports import Page
from bot.web.http.guarded_fetcher import GuardedFetcher, fetch, make_user_agent
from tests.bot.web.conftest import STORY, Site, http


async def fetch_from(site: Site, path: str = "/story", **settings: Any) -> Page:
    async with GuardedFetcher(allowed_origins=site.origins, **settings) as fetcher:
        return await fetcher.fetch(site.origin + path)


async def test_page_comes_with_its_address_status_and_headers(site: Site) -> None:
    site.answers["/story"] = http(STORY, Content_Type="Text/HTML; Charset=UTF-8", X_Twice="1")
    page = await fetch_from(site, "/story#part")
    assert page.url == f"{site.origin}/story"
    assert page.requested_url == f"{site.origin}/story#part"
    assert (page.status, page.content_type, page.charset) == (200, "text/html", "UTF-8")
    assert page.headers["x-twice"] == "1"
    assert page.body == STORY.encode()


async def test_we_say_who_we_are_and_send_nothing_of_the_environment(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.answers["/story"] = http("", 302, Location="/next", Set_Cookie="id=1; Path=/")
    site.answers["/next"] = http(STORY)
    await fetch_from(site, user_agent=make_user_agent("https://desk.example/bot"))
    for request in site.requests:
        assert "User-Agent: nutgraf/" in request
        assert "(+https://desk.example/bot)" in request
        assert "cookie" not in request.lower()
        assert "authorization" not in request.lower()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirect_is_followed(site: Site, status: int) -> None:
    site.answers["/story"] = http("", status, Location="next?a=1 2")
    site.answers["/next?a=1%202"] = http(STORY)
    assert (await fetch_from(site)).url == f"{site.origin}/next?a=1%202"


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1:1/", "http://169.254.169.254/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/x"],
)
async def test_redirect_inside_is_refused(site: Site, location: str) -> None:
    site.answers["/story"] = http("", 302, Location=location)
    with pytest.raises(BlockedAddressError):
        await fetch_from(site)


async def test_redirects_end_somewhere(site: Site) -> None:
    site.answers["/story"] = http("", 302, Location="/story")
    with pytest.raises(TooManyRedirectsError):
        await fetch_from(site)
    assert len(site.requests) == 6


async def test_redirect_without_a_target_is_malformed(site: Site) -> None:
    site.answers["/story"] = http("", 302)
    with pytest.raises(MalformedResponseError):
        await fetch_from(site)


async def test_meta_refresh_is_followed_once(site: Site) -> None:
    refresh = '<html><head><noscript><META http-equiv="Refresh" content="0; URL=\'{}\'"></noscript></head></html>'
    site.answers["/story"] = http(refresh.format("/second?a=1&amp;b=2"))
    site.answers["/second?a=1&b=2"] = http(refresh.format("/third"))
    site.answers["/third"] = http(STORY)
    assert (await fetch_from(site)).url == f"{site.origin}/second?a=1&b=2"


@pytest.mark.parametrize("target", ["http://169.254.169.254/", "javascript:alert(1)", "http://[::1"])
async def test_meta_refresh_to_where_we_may_not_go_leaves_the_page(site: Site, target: str) -> None:
    site.answers["/story"] = http(f'<meta http-equiv=refresh content="0;url={target}">{STORY}')
    assert (await fetch_from(site)).url == f"{site.origin}/story"


async def test_page_that_refreshes_itself_is_not_fetched_again(site: Site) -> None:
    site.answers["/story"] = http(f'<meta http-equiv="refresh" content="300">{STORY}')
    await fetch_from(site)
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(STORY.encode(), mtime=0)),
        ("deflate", zlib.compress(STORY.encode())),
        ("br", brotli.compress(STORY.encode())),
        ("identity", STORY.encode()),
    ],
)
async def test_known_encodings_are_undone(site: Site, encoding: str, body: bytes) -> None:
    site.answers["/story"] = http(body, Content_Encoding=encoding)
    assert (await fetch_from(site)).body == STORY.encode()


@pytest.mark.parametrize("encoding", ["x-secret", "gzip, gzip", "zstd", "gzip,br"])
async def test_other_encodings_are_refused(site: Site, encoding: str) -> None:
    site.answers["/story"] = http(b"(\xb5/\xfd", Content_Encoding=encoding)
    with pytest.raises(MalformedResponseError):
        await fetch_from(site)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"a" * 20_000, {}),
        (gzip.compress(b"a" * 20_000_000, mtime=0), {"Content_Encoding": "gzip"}),
        (brotli.compress(b"a" * 20_000_000, quality=4), {"Content_Encoding": "br"}),
        (b"", {"Content_Length": "99999999999"}),
    ],
)
async def test_more_than_the_cap_is_refused(site: Site, body: bytes, headers: dict[str, str]) -> None:
    site.answers["/story"] = http(body, 200, **headers)
    with pytest.raises(TooLargeError):
        await fetch_from(site, max_bytes=10_000)


@pytest.mark.parametrize("status", [202, 204, 206, 400, 401, 402, 403, 404, 410, 429, 451, 500, 503])
async def test_status_that_brings_no_page_is_refused(site: Site, status: int) -> None:
    site.answers["/story"] = http("" if status == 204 else "sorry", status, Content_Length="" if status == 204 else "5")
    with pytest.raises(HTTPStatusError) as caught:
        await fetch_from(site)
    assert caught.value.status == status


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "120"}, 120),
        ({"Retry_After": "999999999999"}, 86_400),
        ({"Retry_After": "soon"}, None),
        ({"Retry_After": "Tue, 03 Mar 2026 10:01:00 GMT", "Date": "Tue, 03 Mar 2026 10:00:00 GMT"}, 60),
        ({"Retry_After": "Tue, 03 Mar 2026 10:01:00 GMT"}, None),
    ],
)
async def test_too_many_requests_keeps_the_wait(site: Site, headers: dict[str, str], seconds: float | None) -> None:
    site.answers["/story"] = http("slow down", 429, **headers)
    with pytest.raises(HTTPStatusError) as caught:
        await fetch_from(site)
    assert caught.value.retry_after_s == seconds


@pytest.mark.parametrize(
    ("content_type", "body", "what"),
    [
        ("image/png", b"", "an image"),
        ("image/svg+xml", b"<svg/>", "an image"),
        ("video/mp4", b"", "a video"),
        ("audio/mpeg", b"", "a sound recording"),
        ("application/zip", b"", "an archive"),
        ("application/json", b"{}", "a data file"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"", "an office document"),
        ("application/rss+xml", b"", "a feed"),
        ("text/html", b"\x89PNG\r\n\x1a\n" + bytes(99), "an image"),
        ("text/html", b"PK\x03\x04" + bytes(99), "an archive"),
        ("application/octet-stream", b"\xff\xd8\xff\xe0" + bytes(99), "an image"),
        ("text/xml", b"<?xml version='1.0'?><rss version='2.0'>", "a feed"),
    ],
)
async def test_what_is_no_page_is_named(site: Site, content_type: str, body: bytes, what: str) -> None:
    site.answers["/story"] = http(body, Content_Type=content_type)
    with pytest.raises(UnsupportedContentError) as caught:
        await fetch_from(site)
    assert caught.value.what == what


@pytest.mark.parametrize(
    "content_type",
    [
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "application/pdf",
        "application/octet-stream",
        "",
        "text/x-odd",
    ],
)
async def test_what_may_be_a_page_passes(site: Site, content_type: str) -> None:
    site.answers["/story"] = http(STORY, Content_Type=content_type)
    assert (await fetch_from(site)).body


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (403, "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>", {"cf_mitigated": "challenge"}),
        (200, "<title>x</title>", {"cf_mitigated": "challenge"}),
        (403, "<p>Please enable JS</p><script src='https://ct.captcha-delivery.com/c.js'></script>", {}),
        (401, "blocked", {"x_datadome": "protected"}),
        (403, "<div id='px-captcha'></div>", {}),
        (202, "", {"x_amzn_waf_action": "challenge"}),
        (503, "<title>Just a moment...</title>Checking your browser before accessing", {}),
        (200, "<html><body><p>Please verify you are a human</p></body></html>", {}),
    ],
)
async def test_wall_against_programs_is_named(site: Site, status: int, body: str, headers: dict[str, str]) -> None:
    site.answers["/story"] = http(body, status, **headers)
    with pytest.raises(BotWallError):
        await fetch_from(site)


async def test_story_about_robots_is_no_wall(site: Site) -> None:
    told = "<p>The checkbox asks the visitor to verify you are a human, the report says, and many fail it.</p>" * 20
    site.answers["/story"] = http(f"<title>Why captchas fail</title>{told}")
    assert (await fetch_from(site)).status == 200


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("https://news.google.com/rss/articles/CBMiABC?oc=5", AggregatorLinkError),
        ("https://news.google.com/read/CBMiABC", AggregatorLinkError),
        ("https://www.youtube.com/watch?v=abc", UnsupportedContentError),
        ("https://youtu.be/abc", UnsupportedContentError),
        ("https://vimeo.com/1", UnsupportedContentError),
        ("https://www.tiktok.com/@a/video/1", UnsupportedContentError),
        ("https://consent.yahoo.com/v2/collectConsent?sessionId=1", ConsentPageError),
        ("https://consent.google.com/m?continue=x", ConsentPageError),
        ("https://guce.advertising.com/collectIdentifiers", ConsentPageError),
        ("https://www.zeit.de/zustimmung?url=x", ConsentPageError),
    ],
)
async def test_hosts_without_a_story_are_known_before_they_are_asked(url: str, error: type[FetchError]) -> None:
    with pytest.raises(error):
        await fetch(url)


async def test_at_most_two_requests_at_a_time_to_a_host(site: Site) -> None:
    site.delay_s = 0.05
    site.answers["/story"] = http(STORY)
    async with GuardedFetcher(allowed_origins=site.origins) as fetcher:
        await asyncio.gather(*(fetcher.fetch(f"{site.origin}/story") for _ in range(7)))
    assert site.busiest == 2
    assert len(site.requests) == 7


async def test_waiting_for_a_turn_does_not_count_against_the_deadline(site: Site) -> None:
    site.delay_s = 0.15
    site.answers["/story"] = http(STORY)
    async with GuardedFetcher(allowed_origins=site.origins, total_timeout_s=0.5, per_host=1) as fetcher:
        pages = await asyncio.gather(*(fetcher.fetch(f"{site.origin}/story") for _ in range(6)))
    assert len(pages) == 6


async def test_site_that_does_not_answer_is_given_up(site: Site) -> None:
    site.delay_s = 60
    async with asyncio.timeout(30):
        with pytest.raises(TimedOutError) as caught:
            await fetch_from(site, total_timeout_s=0.2)
    assert caught.value.seconds == 0.2


async def test_host_that_is_not_there_is_unreachable() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{unused.getsockname()[1]}"
        async with GuardedFetcher(allowed_origins=frozenset({origin})) as fetcher:
            with pytest.raises(UnreachableError):
                await fetcher.fetch(f"{origin}/")
