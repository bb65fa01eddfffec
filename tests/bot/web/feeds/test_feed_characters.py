"""Characters that a feed cannot hold, encodings that are lies, and elements that feedparser breaks on: no feed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.newsroom.feeds.ports import FeedAddress, FeedResponse, ParsedFeed
from bot.web.feeds import tolerant_parser
from bot.web.feeds.feed_links import find_feed_links
from bot.web.feeds.feed_reader import ChildFeedReader
from bot.web.feeds.opml import read_opml, write_opml
from bot.web.feeds.rss_atom import parse_feed
from tests.documents import FEEDS, atom, json_feed, rdf, rss, sitemap, story

URL = "https://gazette.example/feeds/rss.xml"
FACE = "\U0001f600"
ODD = (
    "&#55357;&#56832;",
    "&#xD83D;",
    "&#x110000;",
    "&#2;",
    "&#0;",
    f"&#{'9' * 5_000};",
    "\x02",
    "\0",
    "\ufffe",
    "\x0b",
)


def texts(feed: ParsedFeed) -> list[str]:
    """Every text of a feed."""
    values = (
        feed.title,
        feed.site,
        *(text for one in feed.entries for text in (one.key, one.url, one.title, one.summary)),
    )
    return [value for value in values if value]


@pytest.mark.parametrize("write", FEEDS)
def test_a07_one_impossible_character_anywhere_in_a_feed_costs_no_entry(write: Callable[..., str]) -> None:
    for places in ({"title": odd} for odd in ODD), ({place: " ".join(ODD)} for place in story(0, {})):
        for place in places:
            feed = parse_feed(write(**place).encode(), URL)
            assert len(feed.entries) == 10, place
            assert not feed.unread
            assert not any(set("\0\x02\x0b\ufffe") & set(text) for text in texts(feed))


@pytest.mark.parametrize("write", FEEDS)
@pytest.mark.parametrize(
    ("odd", "read"), [("&#55357;&#56832;", FACE), ("&#xD83D;", "\ufffd"), ("&#x110000;", "\ufffd"), ("&#2;", "")]
)
def test_a07_a_title_with_half_a_surrogate_costs_one_character_not_the_feed(write, odd: str, read: str) -> None:
    titles = {entry.title for entry in parse_feed(write(title=odd).encode(), URL).entries}
    assert titles == {f"Story {n}{read if n == 4 else ''}" for n in range(10)}


@pytest.mark.parametrize("write", [rss, atom, rdf])
def test_a07_a_surrogate_pair_that_is_escaped_twice_or_in_cdata_is_joined_too(write) -> None:
    for title in ("&amp;#55357;&amp;#56832;", "<![CDATA[&#55357;&#56832;]]>"):
        assert parse_feed(write(title=title).encode(), URL).entries[4].title == f"Story 4{FACE}"


def test_a07_a_json_feed_with_raw_line_breaks_halves_of_pairs_and_huge_numbers_is_read() -> None:
    body = json_feed(title="@").replace("@", "\\ud83d\\ude00 \\ud83d \t\n").replace('"id": "7"', f'"id": {"7" * 5_000}')
    assert parse_feed(body.encode(), URL).entries[4].title == f"Story 4{FACE} \ufffd"


@pytest.mark.parametrize("write", [rss, atom, sitemap])
@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "nonsense", ""),
        ("utf-8", "unicode_escape", "text/xml; charset=idna"),
        ("utf-8", "undefined", "application/xml; charset=undefined"),
        ("utf-8", "utf-16", "application/rss+xml; charset=utf-16"),
        ("utf-8-sig", "utf-16", 'text/html; charset="x y'),
        ("utf-16", "utf-8", "application/xml; charset=utf-8"),
        ("utf-16-le", "", ""),
        ("utf-16-be", "utf-16", "text/xml"),
        ("utf-32-le", "", "text/xml; charset=us-ascii"),
        ("cp1252", "utf-8", "application/xml; charset=utf-8"),
        ("cp1252", "", "application/xml; charset=no-such-charset"),
    ],
)  # fmt: skip
def test_a07_an_encoding_that_is_unknown_or_a_lie_costs_no_entry(write, encoding, declared, content_type) -> None:
    body = write(title=" – Møle åpner").replace("<?xml version='1.0' encoding='utf-8'?>", "")
    prolog = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    entries = parse_feed((prolog + body).encode(encoding), URL, content_type).entries
    assert sorted(entry.title for entry in entries)[4] == "Story 4 – Møle åpner"
    assert len(entries) == 10


def test_a07_bytes_of_another_charset_and_nul_bytes_cost_themselves() -> None:
    body = rss(title="Møle – åpner").encode().replace("ø".encode(), b"\xf8").replace(b"Story", b"St\0ory")
    entries = parse_feed(body, URL).entries
    assert entries[4].title == "Story 4M\ufffdle – åpner"
    assert len(entries) == 10


def test_entities_that_blow_up_are_seen_in_utf_16_too() -> None:
    bomb = "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
    with pytest.raises(Exception, match="entities"):
        parse_feed((bomb + rss(title="&b;")).encode("utf-16"), URL)


@pytest.mark.parametrize("odd", ["&#55357;&#56832;", "&#xD83D;", "&#2;", "\x02", "\ufffe"])
@pytest.mark.parametrize(
    "prolog", ["", "<?xml version='1.0' encoding='nonsense'?>", "<?xml version='1.0' encoding='utf-16'?>"]
)
def test_a07_opml_is_read_whatever_it_holds_and_says_of_its_encoding(odd: str, prolog: str) -> None:
    outlines = "".join(f"<outline type='rss' text='Höfn{odd}' xmlUrl='https://gazette.example/{n}'/>" for n in range(3))
    found = read_opml(f"{prolog}<opml version='2.0'><body>{outlines}</body></opml>".encode())
    read = {"&#55357;&#56832;": FACE, "&#xD83D;": "\ufffd"}.get(odd, "")
    assert found == tuple(FeedAddress(f"https://gazette.example/{n}", f"Höfn{read}") for n in range(3))


def test_a07_a_list_of_feeds_is_written_without_what_xml_cannot_hold() -> None:
    written = write_opml([FeedAddress("https://gazette.example/1", "A\x02\ud83d\ufffe")], "Mine\0")
    assert read_opml(written) == (FeedAddress("https://gazette.example/1", "A"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a07_feeds_that_a_page_names_are_found_in_any_encoding(encoding: str) -> None:
    link = "<link rel='alternate' type='application/rss+xml' title='Møle&#2; &#55357;&#56832;' href='/feed\x02.xml'>"
    found = find_feed_links(f"<html><head>{link}</head>".encode(encoding), "https://gazette.example/")
    assert found == (FeedAddress("https://gazette.example/feed.xml", f"Møle {FACE}"),)


# -- what feedparser itself breaks on

MAP = "<gml:pos xmlns:gml='http://www.opengis.net/gml'>1 2</gml:pos>"


def test_an_element_that_breaks_feedparser_costs_no_entry_and_is_noted() -> None:
    body = rss().replace("<author>", f"{MAP}<author>")
    feed = parse_feed(body.encode(), URL)
    assert feed.entries == parse_feed(rss().encode(), URL).entries
    assert feed.unread == ("KeyError('where')",)


@pytest.mark.parametrize("broken", [{4}, {0, 9}, set(range(10))])
def test_an_entry_that_breaks_feedparser_whatever_is_left_out_costs_that_entry_alone(
    monkeypatch, broken: set[int]
) -> None:
    ask = tolerant_parser._ask

    def break_on_some(body: bytes, url: str) -> object:
        if any(f"Story {n}<".encode() in body for n in broken):
            raise TypeError("a mistake of feedparser's")
        return ask(body, url)

    monkeypatch.setattr(tolerant_parser, "_ask", break_on_some)
    feed = parse_feed(rss().encode(), URL)
    assert [entry.title for entry in feed.entries] == [f"Story {n}" for n in range(10) if n not in broken]
    assert feed.title == "Gazette"
    assert len(feed.unread) == 1 + len(broken)


def test_a_channel_that_breaks_feedparser_costs_no_entry() -> None:
    body = rss().replace("<title>Gazette</title>", f"<title>Gazette</title>{MAP}")
    assert len(parse_feed(body.encode(), URL).entries) == 10


def test_a_cdata_section_that_never_ends_costs_no_other_entry() -> None:
    body = atom(summary="<![CDATA[").replace("<![CDATA[Words]]>", "Words")
    assert len(parse_feed(body.encode(), URL).entries) == 10


async def test_what_of_a_feed_was_not_read_is_logged_without_its_address() -> None:
    class Runner:
        async def run(self, function: Callable[..., Any], *arguments: object, timeout_s: float | None = None) -> Any:
            assert timeout_s is None
            return function(*arguments)

    body = rss().replace("<author>", f"{MAP}<author>").encode()
    with capture_logs() as lines:
        await ChildFeedReader(Runner()).read_feed(FeedResponse(url=f"{URL}?token=1", body=body))
    (line,) = lines
    assert (line["event"], line["site"]) == ("parts of a feed were not read", "gazette.example")
    assert line["unread"] == ("KeyError('where')",)
