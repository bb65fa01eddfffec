"""Oddities that users of other feed readers reported, each in a feed of our own; the report is named beside it."""

import pytest

from bot.web.feeds.rss_atom import parse_feed

URL = "https://gazette.example/sub/feed.xml"
SITE = "https://gazette.example/"
DATE = "<pubDate>Fri, 20 Nov 2026 05:00:00 GMT</pubDate>"


def rss(items: str, *, site: str = SITE) -> bytes:
    return f"<rss version='2.0'><channel><title>Gazette</title><link>{site}</link>{items}</channel></rss>".encode()


def atom(entries: str, attributes: str = "") -> bytes:
    return f"<feed xmlns='http://www.w3.org/2005/Atom' {attributes}><title>Gazette</title>{entries}</feed>".encode()


def titles(body: bytes) -> list[str]:
    return [entry.title for entry in parse_feed(body, URL).entries]


def links(body: bytes) -> list[str | None]:
    return [entry.url for entry in parse_feed(body, URL).entries]


# -- identity


def test_entries_without_ids_that_share_link_and_date_are_entries() -> None:
    """NetNewsWire, issue 4540: two of six were shown."""
    items = "".join(f"<item><title>Shirt {n}</title><link>{SITE}</link>{DATE}</item>" for n in range(6))
    assert titles(rss(items)) == [f"Shirt {n}" for n in range(6)]
    page = items.replace(SITE, f"{SITE}shirts")
    assert len({entry.key for entry in parse_feed(rss(page), URL).entries}) == 6


def test_an_id_that_all_entries_have_is_none() -> None:
    """cocopuff2u/MOFA, issue 24, as seen in NetNewsWire: the id, and at first the link, of each was "N/A"."""
    guid = "<guid isPermaLink='false'>N/A</guid>"
    own = "".join(f"<item><title>Build {n}</title><link>{SITE}b/{n}</link>{guid}</item>" for n in range(4))
    shared = "".join(f"<item><title>Build {n}</title><link>N/A</link>{guid}</item>" for n in range(4))
    for items in (own, shared):
        entries = parse_feed(rss(items), URL).entries
        assert [entry.title for entry in entries] == [f"Build {n}" for n in range(4)]
        assert len({entry.key for entry in entries}) == 4


def test_two_entries_with_one_id_and_two_links_are_two() -> None:
    """feedbin/support, issue 604: an article of 2017 and its successor of 2020 had one guid."""
    guid = "<guid isPermaLink='false'>post-7</guid>"
    items = (
        f"<item><title>Ten best quays</title><link>{SITE}ten</link>{guid}</item>"
        f"<item><title>Seven best quays</title><link>{SITE}seven</link>{guid}</item>"
    )
    assert titles(rss(items)) == ["Ten best quays", "Seven best quays"]


def test_two_versions_of_one_entry_are_one() -> None:
    """RFC 4287, 4.1.1; ViennaRSS pull request 355: a film was listed twice under its guid."""
    guid = "<guid isPermaLink='false'>film-7</guid>"
    items = "".join(f"<item><title>{t}</title><link>{SITE}film</link>{guid}</item>" for t in ("Film", "Film (new)"))
    assert titles(rss(items)) == ["Film"]


def test_an_empty_guid_is_none() -> None:
    """dauphine-dev/drop-feeds, issue 132: one empty guid made doubles of all entries."""
    items = "".join(f"<item><title>A{n}</title><link>{SITE}{n}</link><guid></guid></item>" for n in range(3))
    entries = parse_feed(rss(items), URL).entries
    assert len({entry.key for entry in entries}) == 3
    again = parse_feed(rss(items.replace("A0", "A0, corrected")), URL).entries
    assert [entry.key for entry in again] == [entry.key for entry in entries]


# -- links


def test_an_id_of_another_kind_or_with_blanks_is_no_link() -> None:
    """NetNewsWire, issues 4625 (at://…) and 1230 (a guid with blanks), both without isPermaLink."""
    items = (
        f"<item><title>A</title><link>{SITE}a</link><guid>at://did:plc:abc/app.feed.post/3lou</guid></item>"
        "<item><title>B</title><guid>at://did:plc:abc/app.feed.post/4lou</guid></item>"
        "<item><title>C</title><guid>Node 12 of the site</guid></item>"
    )
    assert links(rss(items)) == [f"{SITE}a", None, None]


def test_a_base_of_an_entry_is_relative_to_that_of_the_feed() -> None:
    """feedbin/support, issues 110, 216 and 338; rometools/rome, issue 38."""
    entry = (
        "<entry xml:base='When/2026/11/20/'><title>Statistics</title><link href='BMS'/>"
        "<link rel='replies' type='application/xhtml+xml' href='BMS#comments'/><id>urn:bms</id></entry>"
    )
    body = atom(entry, "xml:base='https://gazette.example/ongoing/'")
    assert links(body) == ["https://gazette.example/ongoing/When/2026/11/20/BMS"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("/blog/foo", "https://paper.example/blog/foo"),
        ("foo?a=1&amp;b=2", "https://paper.example/news/foo?a=1&b=2"),
        ("<![CDATA[ ../foo ]]>", "https://paper.example/foo"),
        ("www.paper.example/foo", "https://www.paper.example/foo"),
        ("//cdn.example/foo", "https://cdn.example/foo"),
    ],
)
def test_relative_links_of_rss_are_relative_to_the_site(written: str, read: str) -> None:
    """miniflux, issues 227 and 899; node-feedparser, pull request 247."""
    items = f"<item><title>A</title><link>{written}</link><guid isPermaLink='false'>1</guid></item>"
    assert links(rss(items, site="https://paper.example/news/")) == [read]


def test_of_the_links_of_a_blog_the_alternate_one_is_the_story() -> None:
    """node-feedparser, issue 244; feedbin/support, issue 571; FeedReader, issue 47."""
    entry = (
        f"<entry><title>Worth it</title><id>tag:blog.example,1:post-7</id>"
        f"<link rel='replies' type='application/atom+xml' href='{SITE}7/comments/default'/>"
        f"<link rel='replies' type='text/html' href='{SITE}worth-it.html#comment-form'/>"
        f"<link rel='edit' type='application/atom+xml' href='{SITE}feeds/7'/>"
        f"<link rel='self' type='application/atom+xml' href='{SITE}feeds/7'/>"
        f"<link rel='alternate' type='text/html' href='{SITE}worth-it.html' title='Worth it'/></entry>"
    )
    assert links(atom(entry)) == [f"{SITE}worth-it.html"]


def test_an_enclosure_written_as_text_is_not_the_story() -> None:
    """feedparser, issue 367."""
    entry = (
        f"<entry><id>{SITE}scooter</id><title>Scooter</title><link rel='alternate' type='text/html' href='{SITE}scooter'/>"
        f"<link rel='enclosure' type='image/jpeg'>{SITE}scooter.jpg?w=329&amp;h=256</link></entry>"
    )
    assert links(atom(entry)) == [f"{SITE}scooter"]


def test_of_the_files_of_an_episode_the_sound_is_taken_not_the_picture() -> None:
    """newsbeuter, issue 604; newsboat, issue 2050: an enclosure without a type is one, too."""
    picture = f"<enclosure url='{SITE}cover.jpg' type='image/jpeg' length='1'/>"
    sound = f"<enclosure url='{SITE}ep1.mp3' length='62,447,386'/>"
    items = f"<item><title>Episode 1</title>{picture}{sound}</item><item><title>Cover</title>{picture}</item>"
    assert links(rss(items)) == [f"{SITE}ep1.mp3", f"{SITE}cover.jpg"]


def test_an_empty_link_element_is_none_and_the_entry_stays() -> None:
    """vscode-rss, issue 7; brief, issue 414: entries without a link ended the whole feed."""
    items = f"<item><title>A</title><link/><guid isPermaLink='false'>554898</guid></item><item><title>B</title><link>{SITE}b</link></item>"
    assert links(rss(items)) == [None, f"{SITE}b"]


def test_an_empty_href_does_not_lead_to_the_feed() -> None:
    """karadaisy/redwind, issue 1: a click on any story opened the feed."""
    entry = f"<entry><title>A</title><id>{SITE}2026/a</id><link href='' rel='alternate' type='text/html'/></entry>"
    assert links(atom(entry)) == [f"{SITE}2026/a"]


def test_a_json_item_may_have_an_external_address_an_id_or_an_attachment_only() -> None:
    """miniflux, issue 3800."""
    body = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "items": [
        {"id": "1", "external_url": "https://paper.example/a", "title": "A"},
        {"id": "https://gazette.example/b", "title": "B"},
        {"id": "3", "title": "C", "attachments": [{"url": "https://gazette.example/c.mp3", "mime_type": "audio/mpeg"}]},
        {"id": "4", "title": "D"}]}"""
    assert links(body) == [
        "https://paper.example/a",
        "https://gazette.example/b",
        "https://gazette.example/c.mp3",
        None,
    ]


# -- titles, files


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Intent to unship: &lt;a> as &lt;area> in maps", "Intent to unship: <a> as <area> in maps"),
        ("like &lt;animate [etc.]>?", "like <animate [etc.]>?"),
        ("&lt;&lt;&lt;Nonsense>>>", "<<<Nonsense>>>"),
        ("&lt;span class='x'>lemon&lt;/span> &lt;b>tree&lt;/b>", "lemon tree"),
        ("Option&lt;A> and Box&lt;dyn Error>", "Option<A> and Box<dyn Error>"),
        ("#include &lt;stdio.h>, I &lt;3 it", "#include <stdio.h>, I <3 it"),
        ("Line&lt;br/>break &lt;img src='x.png'>", "Line break"),
    ],
)
def test_only_tags_are_taken_out_of_titles(written: str, read: str) -> None:
    """node-feedparser, issue 243 and pull request 304; brief, issue 416."""
    assert titles(rss(f"<item><title>{written}</title><link>{SITE}a</link></item>")) == [read]


def test_blank_lines_before_the_declaration_do_no_harm() -> None:
    """rssguard, issue 1403; feedparser, pull request 570; feedjira, pull request 196."""
    body = (
        "\n \n<?xml version='1.0' encoding='ISO-8859-1'?>\n" + rss(f"<item><title>Höfn</title>{DATE}</item>").decode()
    )
    assert titles(body.encode("latin-1")) == ["Höfn"]
