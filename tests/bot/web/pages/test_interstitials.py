"""What runs on the event loop over bytes a site chose: right, and linear in their number."""

import contextlib

import pytest

from bot.errors import BotWallError
from bot.web.http.content_type import sniff
from bot.web.http.response_headers import declared_length, lower_headers, refresh_target, retry_after_s
from bot.web.pages.interstitials import WALL_BYTES, check_host, check_wall
from bot.web.urls import parse_link
from tests.alarm import alarm

PIECES = [
    b"<",
    b"<meta ",
    b"<meta http-equiv=refresh ",
    b"<meta content='",
    b"<title>",
    b"<title> ",
    b"<script",
    b"<script></script",
    b"verify you",
    b"verify that you are",
    b"checking ",
    b" ",
    b"<!--",
    b"<?xml",
    b"_",
]


@pytest.mark.parametrize("piece", PIECES)
def test_no_page_keeps_the_event_loop(piece: bytes) -> None:
    page = piece * (5_000_000 // len(piece))
    marked = b"verify you are human" + page
    with alarm(10):  # a moment; without its care it is minutes
        for body in (page, marked, marked[: WALL_BYTES - 1]):
            with contextlib.suppress(BotWallError):
                check_wall(403, {}, body)
            refresh_target(body[:9_999])
            sniff(body[:512])


@pytest.mark.parametrize(
    ("page", "target"),
    [
        (b'<meta http-equiv="refresh" content="0;url=https://news.example/">', "https://news.example/"),
        (b"<META HTTP-EQUIV=refresh CONTENT='1; URL=/a?b=1&amp;c=2'>", "/a?b=1&c=2"),
        (b'<meta content="0; url=&quot;/quoted&quot;" http-equiv="Refresh">', "/quoted"),
        (b'<meta http-equiv="refresh" content="5,/comma">', "/comma"),
        (b'<meta http-equiv="refresh" content="300;url=/later">', None),
        (b'<meta http-equiv="refresh" content="0">', None),
        (b'<meta http-equiv="refresh" content="">', None),
        (b'<meta name="refresh" content="0;url=/no">', None),
        (b'<meta http-equiv="refresh" content="0;url=/big">' + b" " * 10_000, None),
        (b"", None),
    ],
)
def test_refresh_is_read_as_browsers_read_it(page: bytes, target: str | None) -> None:
    assert refresh_target(page) == target


def test_headers_are_joined_and_cookies_dropped() -> None:
    headers = lower_headers([("Vary", "A"), ("VARY", "B"), ("Set-Cookie", "id=1")])
    assert headers == {"vary": "A, B"}


@pytest.mark.parametrize(
    ("headers", "length"),
    [
        ({"content-length": "12"}, 12),
        ({"content-length": "12", "content-encoding": "gzip"}, None),
        ({"content-length": "-1"}, None),
        ({"content-length": "٣"}, None),
        ({}, None),
    ],
)
def test_length_is_believed_only_of_a_plain_body(headers: dict[str, str], length: int | None) -> None:
    assert declared_length(headers) == length


@pytest.mark.parametrize("value", ["", "-5", "x", "Tue, 99 Foo 2026 10:00:00 GMT", "٣"])
def test_odd_retry_after_is_none(value: str) -> None:
    assert retry_after_s({"retry-after": value, "date": "Tue, 03 Mar 2026 10:00:00 GMT"}) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://news.google.com/home",
        "https://consent-news.example/story",
        "https://www.youtube.com.example/watch",
        "https://cookies.example/recipes",
        "https://news.example/articles/consent",
    ],
)
def test_hosts_that_only_look_like_walls_pass(url: str) -> None:
    check_host(parse_link(url))


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"BM words that begin so", None),
        (b"ID3 tags explained", None),
        (b"<html>", None),
        (b"%PDF-1.7", None),
        (b"\x00\x00\x00\x18ftypmp42", "a video"),
        (b"\x00\x00\x00\x18ftypavif", "an image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8", "an image"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt", "a sound recording"),
        (b"  <feed xmlns='http://www.w3.org/2005/Atom'>", "a feed"),
        (b"", None),
    ],
)
def test_first_bytes_give_it_away(head: bytes, what: str | None) -> None:
    assert sniff(head) == what
