"""robots.txt: obeyed, kept for a day, never a way to stop us."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.errors import FetchError, HTTPStatusError, UnreachableError, WorkerTimedOutError
from bot.newsroom.feeds.ports import FeedResponse
from bot.web.feeds.robots import SiteRobots, is_allowed, names_us
from tests.bot.fakes import FakeClock

FEED = "https://gazette.example/rss.xml"
RULES = b"User-agent: *\nDisallow: /private/\n\nUser-agent: nutgraf\nDisallow: /rss.xml\n"


class Sites:
    """Answers to requests, and child processes, in one."""

    def __init__(self, answer: bytes | FetchError, content_type: str = "text/plain") -> None:
        self.answer, self.content_type = answer, content_type
        self.asked: list[str] = []
        self.ran = 0
        self.is_slow = False

    async def fetch_feed(self, url: str) -> FeedResponse:
        self.asked.append(url)
        if isinstance(self.answer, FetchError):
            raise self.answer
        return FeedResponse(url, body=self.answer, content_type=self.content_type)

    async def run(self, function: Callable[..., Any], *arguments: object, timeout_s: float | None = None) -> Any:
        assert timeout_s is None
        self.ran += 1
        if self.is_slow:
            raise WorkerTimedOutError
        return function(*arguments)


def robots(sites: Sites, clock: FakeClock | None = None) -> SiteRobots:
    return SiteRobots(sites, sites, clock or FakeClock())


def test_our_own_rules_go_before_those_for_all() -> None:
    assert not is_allowed(RULES, FEED)
    assert is_allowed(RULES, "https://gazette.example/private/rss.xml")
    assert not is_allowed(RULES, "https://gazette.example/private/rss.xml", "another")


async def test_a_site_is_asked_once_a_day_and_an_address_judged_once() -> None:
    sites, clock = Sites(RULES), FakeClock()
    asked = robots(sites, clock)
    assert not await asked.allows(FEED)
    assert not await asked.allows(FEED)
    assert await asked.allows("https://gazette.example/atom.xml")
    assert sites.asked == ["https://gazette.example/robots.txt"]
    assert sites.ran == 2
    clock.seconds += 86_401
    sites.answer = b""
    assert await asked.allows(FEED)
    assert len(sites.asked) == 2


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_no_rules_allow_everything(status: int) -> None:
    assert await robots(Sites(HTTPStatusError(status))).allows(FEED)


async def test_a_page_in_place_of_rules_allows_everything() -> None:
    assert await robots(Sites(b"<html>Disallow: /</html>", "text/html")).allows(FEED)


@pytest.mark.parametrize("error", [HTTPStatusError(503, 60), HTTPStatusError(429), UnreachableError("down")])
async def test_rules_that_cannot_be_had_are_an_error_of_the_site(error: FetchError) -> None:
    with pytest.raises(type(error)):
        await robots(Sites(error)).allows(FEED)


async def test_while_rules_cannot_be_had_those_of_before_hold() -> None:
    sites, clock = Sites(RULES), FakeClock()
    asked = robots(sites, clock)
    assert not await asked.allows(FEED)
    clock.seconds += 86_401
    sites.answer = HTTPStatusError(500)
    assert not await asked.allows(FEED)


async def test_rules_built_to_cost_minutes_allow_nothing() -> None:
    sites = Sites(RULES)
    sites.is_slow = True
    assert not await robots(sites).allows("https://gazette.example/atom.xml")


FOR_ALL = b"User-agent: *\nDisallow: /rss.xml\n"


async def test_kind_robots_add_rules_for_all_programs_do_not_stop_a_feed_that_a_person_asked_for() -> None:
    asked = robots(Sites(FOR_ALL))
    assert not await asked.allows(FEED)
    assert not await asked.forbids_by_name(FEED)


async def test_kind_robots_add_rules_that_name_us_do() -> None:
    asked = robots(Sites(RULES))
    assert await asked.forbids_by_name(FEED)
    assert not await asked.forbids_by_name("https://gazette.example/atom.xml")


@pytest.mark.parametrize("answer", [HTTPStatusError(503), UnreachableError("no route"), b"", HTTPStatusError(404)])
async def test_without_rules_nothing_is_forbidden_by_name(answer: bytes | FetchError) -> None:
    assert not await robots(Sites(answer)).forbids_by_name(FEED)


async def test_a_site_whose_rules_cannot_be_fetched_is_asked_for_them_once_an_hour() -> None:
    sites, clock = Sites(UnreachableError("no route")), FakeClock()
    asked = robots(sites, clock)
    for _ in range(3):
        assert not await asked.forbids_by_name(FEED)
    assert len(sites.asked) == 1
    clock.seconds += 3_601
    sites.answer = RULES
    assert await asked.forbids_by_name(FEED)


@pytest.mark.parametrize(
    ("body", "is_named"),
    [
        (b"User-Agent : Nutgraf # the bot\nDisallow: /", True),
        (b"user-agent: nutgraf/1.0\nDisallow: /", True),
        (b"User-agent: *\n# User-agent: nutgraf\nDisallow: /", False),
        (b"User-agent: nutgrafster\nDisallow: /", False),
        (b"\xff\xfe\x00", False),
    ],
)
def test_a_site_names_us_in_a_line_of_its_own(body: bytes, is_named: bool) -> None:
    assert names_us(body) is is_named
