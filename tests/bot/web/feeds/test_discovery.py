"""From what somebody types to a feed."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.errors import DisallowedError, HTTPStatusError, NoFeedFoundError, UnreachableError
from bot.newsroom.feeds.ports import FeedAddress, FeedDoubt, FeedResponse
from bot.web.feeds.discovery import FeedDiscovery
from bot.web.feeds.feed_links import KNOWN_PATHS, find_feed_links, guess_addresses
from bot.web.feeds.feed_reader import ChildFeedReader
from bot.web.feeds.robots import SiteRobots
from bot.web.http.guarded_fetcher import GuardedFetcher
from tests.bot.fakes import FakeClock
from tests.bot.web.conftest import Site, http

PAGE = "https://gazette.example/news/"


class InlineRunner:
    """Runs in the test's own process."""

    async def run(self, function: Callable[..., Any], *arguments: object, timeout_s: float | None = None) -> Any:
        assert timeout_s is None
        return function(*arguments)


def rss(title: str = "Gazette") -> bytes:
    item = "<item><title>Pier</title><link>https://gazette.example/pier</link></item>"
    return http(f"<rss version='2.0'><channel><title>{title}</title>{item}</channel></rss>", Content_Type="text/xml")


@pytest.fixture
async def discovery(site: Site) -> AsyncIterator[FeedDiscovery]:
    async with GuardedFetcher(allowed_origins=site.origins) as fetcher:
        runner = InlineRunner()
        yield FeedDiscovery(
            fetcher,
            ChildFeedReader(runner, allowed_origins=site.origins),
            SiteRobots(fetcher, runner, FakeClock()),
        )


def test_links_to_feeds_are_found_however_they_are_written() -> None:
    page = b"""<html><head><LINK REL='Alternate' TYPE="application/rss+xml; charset=utf-8" HREF=/rss.xml title="All &amp; news">
    <link href="feed.json" rel="alternate home" type=application/feed+json><link rel="stylesheet" type="text/css" href="a.css">
    <link rel="alternate" hreflang="de" href="/de/"><link rel=alternate type="application/json" href="/wp-json/wp/v2/1">"""
    assert find_feed_links(page, PAGE) == (
        FeedAddress("https://gazette.example/rss.xml", "All & news"),
        FeedAddress("https://gazette.example/news/feed.json", None),
    )


def test_feeds_of_comments_come_last_and_a_base_counts() -> None:
    page = b"""<base href="https://cdn.gazette.example/x/"><link rel=alternate type=application/rss+xml href="comments/feed">
    <link rel=alternate type=application/rss+xml href="feed">"""
    assert [feed.url for feed in find_feed_links(page, PAGE)] == [
        "https://cdn.gazette.example/x/feed",
        "https://cdn.gazette.example/x/comments/feed",
    ]


def test_a_page_of_links_is_looked_at_in_bounded_time() -> None:
    page = b"<link rel=alternate type=application/rss+xml href=/a" * 50_000
    assert find_feed_links(page, PAGE) == ()
    assert len(find_feed_links(page.replace(b"/a", b"/a>"), PAGE)) == 1


def test_guesses_are_in_the_folder_first_then_at_the_root() -> None:
    guesses = guess_addresses("https://gazette.example/news/index.html?x=1")
    assert guesses[0] == "https://gazette.example/news/atom.xml"
    assert "https://gazette.example/rss.xml" in guesses
    assert len(guesses) == len(set(guesses))
    assert all(guess.startswith("https://gazette.example/") for guess in guess_addresses("https://gazette.example"))


async def test_an_address_that_is_a_feed_is_the_feed(site: Site, discovery: FeedDiscovery) -> None:
    site.answers["/rss.xml"] = rss()
    assert await discovery.find_feeds(f"<{site.origin}/rss.xml>") == (FeedAddress(f"{site.origin}/rss.xml", "Gazette"),)


async def test_a_page_names_its_feeds_and_broken_ones_are_passed_over(site: Site, discovery: FeedDiscovery) -> None:
    links = "".join(f"<link rel=alternate type=application/rss+xml href=/{name}>" for name in ("gone", "good", "more"))
    site.answers["/"] = http(f"<html><head>{links}</head></html>")
    site.answers["/good"] = rss("Good")
    assert await discovery.find_feeds(f"{site.origin}/") == (
        FeedAddress(f"{site.origin}/good", "Good"),
        FeedAddress(f"{site.origin}/more", None),
    )


class Unencrypted:
    """Sites that are reached without encryption only."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def fetch_feed(self, url: str, *_: str | None) -> FeedResponse:
        self.asked.append(url)
        if url.startswith("https:"):
            raise UnreachableError("no TLS here")
        return FeedResponse(url, body=b"<rss><channel><title>Gazette</title></channel></rss>")


class NoRobots:
    """Nothing is forbidden."""

    async def allows(self, url: str) -> bool:
        return bool(url)

    async def forbids_by_name(self, url: str) -> bool:
        return not url


async def test_an_address_without_a_scheme_is_tried_encrypted_first() -> None:
    fetcher = Unencrypted()
    discovery = FeedDiscovery(fetcher, ChildFeedReader(InlineRunner()), NoRobots())
    found = await discovery.find_feeds("gazette.example/rss.xml")
    assert [feed.url for feed in found] == ["http://gazette.example/rss.xml"]
    assert fetcher.asked == ["https://gazette.example/rss.xml", "http://gazette.example/rss.xml"]


async def test_an_address_may_have_the_scheme_of_feed_readers(site: Site, discovery: FeedDiscovery) -> None:
    site.answers["/rss.xml"] = rss()
    assert await discovery.find_feeds(f"feed:{site.origin}/rss.xml") == (
        FeedAddress(f"{site.origin}/rss.xml", "Gazette"),
    )


async def test_of_several_feeds_a_page_names_the_first_comes_first_and_none_is_lost(
    site: Site, discovery: FeedDiscovery
) -> None:
    named = [("rss+xml", "news.xml"), ("atom+xml", "sport.xml"), ("feed+json", "feed.json"), ("rss+xml", "comments")]
    links = "".join(f"<link rel=alternate type=application/{kind} href=/{name}>" for kind, name in named)
    site.answers["/"] = http(f"<html><head>{links}</head></html>")
    site.answers["/news.xml"] = rss("News")
    found = await discovery.find_feeds(f"{site.origin}/")
    assert [feed.url.removeprefix(site.origin) for feed in found] == [
        "/news.xml",
        "/sport.xml",
        "/feed.json",
        "/comments",
    ]
    assert len([request for request in site.requests if "/sport" in request]) == 0  # asked for when somebody wants it


@pytest.mark.parametrize("path", KNOWN_PATHS)
async def test_every_common_path_is_looked_at(site: Site, discovery: FeedDiscovery, path: str) -> None:
    site.answers["/news/"] = http("<html><body>No links here</body></html>")
    site.answers[f"/{path}"] = rss()
    assert await discovery.find_feeds(f"{site.origin}/news/") == (FeedAddress(f"{site.origin}/{path}", "Gazette"),)


async def test_a_feed_is_found_where_feeds_often_are(site: Site, discovery: FeedDiscovery) -> None:
    site.answers["/"] = http("<html><body>No links here</body></html>")
    site.answers["/feed.xml"] = http("", 302, Location="/")  # a page, not a feed
    site.answers["/rss.xml"] = rss()
    assert await discovery.find_feeds(f"{site.origin}/") == (FeedAddress(f"{site.origin}/rss.xml", "Gazette"),)


async def test_nobody_guesses_where_robots_may_not_look(site: Site, discovery: FeedDiscovery) -> None:
    site.answers["/"] = http("<html></html>")
    site.answers["/robots.txt"] = http("User-agent: nutgraf\nDisallow: /rss.xml\n", Content_Type="text/plain")
    site.answers["/rss.xml"] = rss()
    with pytest.raises(NoFeedFoundError):
        await discovery.find_feeds(f"{site.origin}/")
    assert not any(request.startswith("GET /rss.xml") for request in site.requests)


async def test_a_page_cannot_lead_us_to_another_machine(site: Site, discovery: FeedDiscovery) -> None:
    site.answers["/"] = http("<link rel=alternate type=application/rss+xml href='http://169.254.169.254/feed'>")
    with pytest.raises(NoFeedFoundError):
        await discovery.find_feeds(f"{site.origin}/")


async def test_an_address_that_cannot_be_opened_says_why(site: Site, discovery: FeedDiscovery) -> None:
    with pytest.raises(HTTPStatusError):
        await discovery.find_feeds(f"{site.origin}/nowhere")


async def test_stories_on_addresses_we_may_not_open_have_no_link(site: Site) -> None:
    body = b"<rss><channel><item><title>A</title><link>http://169.254.169.254/a</link></item></channel></rss>"
    reader = ChildFeedReader(InlineRunner())
    async with GuardedFetcher(allowed_origins=site.origins) as fetcher:
        site.answers["/"] = http(body)
        parsed = await reader.read_feed(await fetcher.fetch_feed(f"{site.origin}/"))
    assert [entry.url for entry in parsed.entries] == [None]


async def test_kind_robots_add_a_named_feed_is_found_though_robots_asks_all_programs_not_to(
    site: Site, discovery: FeedDiscovery
) -> None:
    site.answers["/feeds/videos.xml"] = rss()
    site.answers["/robots.txt"] = http("User-agent: *\nDisallow: /feeds/", Content_Type="text/plain")

    (found,) = await discovery.find_feeds(f"{site.origin}/feeds/videos.xml")

    assert found.doubts == (FeedDoubt.DISALLOWED,)


async def test_kind_robots_add_a_feed_that_is_forbidden_to_us_by_name_is_refused_at_once(
    site: Site, discovery: FeedDiscovery
) -> None:
    site.answers["/rss.xml"] = rss()
    site.answers["/robots.txt"] = http("User-agent: nutgraf\nDisallow: /", Content_Type="text/plain")

    with pytest.raises(DisallowedError):
        await discovery.find_feeds(f"{site.origin}/rss.xml")


@pytest.mark.parametrize(
    ("items", "doubts"),
    [
        ("", (FeedDoubt.EMPTY,)),
        ("<item><title>Pier</title><guid isPermaLink='false'>1</guid></item>", (FeedDoubt.UNREADABLE,)),
        ("<item><title>Pier</title><link>https://gazette.example/pier</link></item>", ()),
    ],
)
async def test_a_feed_without_a_readable_entry_is_doubted(
    site: Site, discovery: FeedDiscovery, items: str, doubts: tuple[FeedDoubt, ...]
) -> None:
    body = f"<rss version='2.0'><channel><title>Gazette</title>{items}</channel></rss>"
    site.answers["/rss.xml"] = http(body, Content_Type="text/xml")

    (found,) = await discovery.find_feeds(f"{site.origin}/rss.xml")

    assert found.doubts == doubts
