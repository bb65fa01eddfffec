"""Feeds as sites write them, whole and broken."""

import gzip
import json
import warnings
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BotError, MalformedResponseError, NotAFeedError, TooLargeError
from bot.web.feeds.decoding import unzip
from bot.web.feeds.entries import plain_text
from bot.web.feeds.rss_atom import MAX_BYTES, parse_feed
from tests.alarm import alarm

URL = "https://gazette.example/feeds/rss.xml"

SY = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"


def rss(items: str, head: str = "<title>Saltmouth Gazette</title><link>https://gazette.example/</link>") -> bytes:
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>{head}{items}</channel></rss>".encode()


def item(name: str = "pier", extra: str = "", title: str = "Pier reopens") -> str:
    return f"<item><title>{title}</title><link>https://gazette.example/{name}.html</link>{extra}</item>"


def only(body: bytes, **how):
    (entry,) = parse_feed(body, URL, **how).entries
    return entry


def test_rss_gives_title_site_ttl_and_entries_in_order() -> None:
    body = rss(item("pier") + item("ferry", title="Ferry sold"), "<title>Gazette</title><link>/</link><ttl>30</ttl>")
    feed = parse_feed(body, URL)
    assert (feed.title, feed.site, feed.ttl_s) == ("Gazette", "https://gazette.example/", 1800)
    assert [entry.title for entry in feed.entries] == ["Pier reopens", "Ferry sold"]
    assert feed.entries[0].url == "https://gazette.example/pier.html"


def test_atom_gives_link_date_and_content_as_summary() -> None:
    body = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title><entry>
    <title type="html">Mayor &amp;amp; harbour</title><id>tag:herald.example,2026:1</id>
    <link rel="enclosure" href="/sound.mp3"/><link href="/mayor.html"/><updated>2026-11-20T07:00:00+02:00</updated>
    <content type="html">&lt;p&gt;The mayor spoke.&lt;/p&gt;&lt;p&gt;The harbour listened.&lt;/p&gt;</content></entry></feed>"""
    entry = only(body)
    assert entry.title == "Mayor & harbour"
    assert entry.url == "https://gazette.example/mayor.html"
    assert entry.published_at == datetime(2026, 11, 20, 5, tzinfo=UTC)
    assert entry.summary == "The mayor spoke. The harbour listened."


def test_published_goes_before_updated() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>H</title><entry><title>A</title><id>1</id>
    <published>2026-11-19T07:00:00Z</published><updated>2026-11-20T07:00:00Z</updated></entry></feed>"""
    assert only(body).published_at == datetime(2026, 11, 19, 7, tzinfo=UTC)


def test_rdf_is_read() -> None:
    body = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Old Gazette</title></channel>
    <item rdf:about="https://gazette.example/1"><title>Pier</title><link>https://gazette.example/1</link>
    <dc:date>2026-11-20T03:04:05+02:00</dc:date></item></rdf:RDF>"""
    assert only(body).published_at == datetime(2026, 11, 20, 1, 4, 5, tzinfo=UTC)


def test_json_feed_is_read_with_its_wrong_types_ignored() -> None:
    items = [
        {"id": 4711, "url": "/pier.html", "title": "Pier <reopens> & more", "date_published": "2026-11-20T09:00:00Z"},
        {"id": "2", "url": ["no"], "title": None, "content_html": "<p>Only <b>words</b>.</p>", "date_published": 7},
        "no item",
        {"id": "3"},
    ]
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "items": items}).encode()
    feed = parse_feed(b"\xef\xbb\xbf" + body, URL)
    assert feed.title == "Gazette"
    first, second = feed.entries
    assert (first.title, first.url) == ("Pier <reopens> & more", "https://gazette.example/pier.html")
    assert first.published_at == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert (second.title, second.url, second.published_at) == ("Only words.", None, None)


@pytest.mark.parametrize("body", [b'{"items": []}', b"{", b"[1, 2]", b'{"version": 1}', b"[" * 100_000])
def test_other_json_is_no_feed(body: bytes) -> None:
    with pytest.raises(NotAFeedError):
        parse_feed(body, URL)


def sitemap(*pages: str) -> bytes:
    return (
        "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>" + "".join(pages) + "</urlset>"
    ).encode()


def page(name: str, when: str) -> str:
    return (
        f"<url><loc>https://gazette.example/{name}</loc><news:news><news:publication><news:name>Gazette</news:name>"
        f"</news:publication><news:publication_date>{when}</news:publication_date><news:title>About {name} &amp; sea"
        "</news:title></news:news></url>"
    )


def test_a_news_sitemap_is_read_newest_first() -> None:
    feed = parse_feed(sitemap(page("old", "2026-11-19"), page("new", "2026-11-20T08:00:00+01:00")), URL)
    assert feed.title == "Gazette"
    assert [(entry.title, entry.outlet) for entry in feed.entries] == [
        ("About new & sea", "Gazette"),
        ("About old & sea", "Gazette"),
    ]
    assert feed.entries[0].published_at == datetime(2026, 11, 20, 7, tzinfo=UTC)


def test_a_sitemap_without_news_is_no_feed_and_an_empty_one_is() -> None:
    with pytest.raises(NotAFeedError):
        parse_feed(sitemap("<url><loc>https://gazette.example/</loc></url>"), URL)
    assert parse_feed(sitemap(), URL).entries == ()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"<!DOCTYPE html><html><head><title>Error</title></head><body>Try later</body></html>",
        b"<html><body><pre>&lt;rss>&lt;/rss></pre></body></html>",
        b"<!-- cached --><HTML><item><title>no</title></item></HTML>",
        b"Service unavailable",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_a_page_or_nothing_with_status_200_is_a_failure_not_an_empty_feed(body: bytes) -> None:
    with pytest.raises(NotAFeedError):
        parse_feed(body, URL, "application/rss+xml")


def test_an_empty_channel_is_a_feed_without_stories() -> None:
    assert parse_feed(rss(""), URL).entries == ()


def test_a_feed_cut_in_the_middle_keeps_the_entries_that_are_whole() -> None:
    body = rss(item("a") + item("b") + item("c"))
    cut = body[: body.index(b"c.html") + 3]
    assert [entry.url for entry in parse_feed(cut, URL).entries] == [
        "https://gazette.example/a.html",
        "https://gazette.example/b.html",
    ]


def test_a_lone_ampersand_does_not_spoil_title_or_link() -> None:
    body = rss(f"<item><title>Holm & Sons win</title><link>https://gazette.example/?a=1&b=2</link></item>{item()}")
    first, second = parse_feed(body, URL).entries
    assert (first.title, first.url) == ("Holm & Sons win", "https://gazette.example/?a=1&b=2")
    assert second.title == "Pier reopens"


def test_a_wrong_charset_is_seen_through() -> None:
    body = "<rss version='2.0'><channel><title>Blað</title><item><title>Höfnin opnuð</title></item></channel></rss>"
    assert only(body.encode("latin-1"), content_type="application/rss+xml; charset=utf-8").title == "Höfnin opnuð"


@pytest.mark.parametrize("content_type", ["text/html", "text/plain", "application/octet-stream", "", "image/png;"])
def test_the_content_type_does_not_decide(content_type: str) -> None:
    assert only(rss(item()), content_type=content_type).title == "Pier reopens"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tides &amp; times", "Tides & times"),
        ("Tides &amp;amp; times", "Tides & times"),
        ("<![CDATA[<b>Bold</b> <script>alert(1)</script>move]]>", "Bold move"),
        ("&lt;i&gt;Albatros&lt;/i&gt; sails", "Albatros sails"),
        ("Less &lt; more", "Less < more"),
        ("Line\n\t breaks\u2028here", "Line breaks here"),
        ("&lt;script&gt;never closed", ""),
    ],
)
def test_titles_are_plain_text(written: str, read: str) -> None:
    body = rss(f"<item><title>{written}</title><description>Words</description><guid>1</guid></item>")
    assert only(body).title == (read or "Words")


def test_a_long_title_and_summary_are_cut_at_a_word() -> None:
    entry = only(rss(item(title="word " * 10_000, extra=f"<description>{'more ' * 10_000}</description>")))
    assert len(entry.title) <= 300
    assert entry.title.endswith("word…")
    assert len(entry.summary) <= 1000


def test_a_summary_that_only_repeats_the_title_is_none() -> None:
    assert only(rss(item(extra="<description>&lt;p>Pier reopens.&lt;/p></description>"))).summary == ""
    body = json.dumps({"title": "G", "items": [{"id": "1", "title": "Pier reopens", "content_text": "Pier reopens"}]})
    assert only(body.encode()).summary == ""


def test_an_entry_says_whose_story_it_is() -> None:
    entry = only(rss(item(extra="<source url='https://herald.example/rss'>The &lt;b&gt;Herald&lt;/b&gt;</source>")))
    assert entry.outlet == "The Herald"


def test_links_lose_their_tracking_and_relative_ones_are_resolved() -> None:
    body = rss("<item><title>A</title><link>../news/a.html?utm_source=rss&amp;id=3#top</link></item>")
    assert only(body).url == "https://gazette.example/news/a.html?id=3"


def test_the_address_behind_a_feed_proxy_is_the_stories_own() -> None:
    extra = "<feedburner:origLink xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'>https://gazette.example/own.html</feedburner:origLink>"
    assert only(rss(item("proxied", extra))).url == "https://gazette.example/own.html"


def test_a_guid_that_is_an_address_is_the_link_where_there_is_no_other() -> None:
    assert only(rss("<item><title>A</title><guid>https://gazette.example/a</guid></item>")).url == (
        "https://gazette.example/a"
    )


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.example", "http://", ""])
def test_a_link_that_is_no_web_address_is_none(link: str) -> None:
    assert only(rss(f"<item><title>A</title><link>{link}</link></item>")).url is None


def test_the_identity_of_an_entry_survives_edits_of_all_but_its_guid() -> None:
    first = only(rss(item("a", "<guid isPermaLink='false'>17</guid>")))
    edited = only(rss(item("b", "<guid isPermaLink='false'>17</guid><pubDate>x</pubDate>", title="Corrected")))
    assert first.key == edited.key


def test_without_a_guid_the_link_is_the_identity_whatever_its_tracking() -> None:
    keys = {
        only(rss(f"<item><title>{title}</title><link>{link}</link></item>")).key
        for title, link in [
            ("A", "https://gazette.example/a"),
            ("A, corrected", "https://gazette.example/a?utm_source=x"),
            ("A", "http://www.gazette.example/a/"),
        ]
    }
    assert len(keys) == 1


def test_without_guid_and_link_the_title_is_the_identity() -> None:
    titles = ["Pier", "pier", "Ferry"]
    assert len({only(rss(f"<item><title>{title}</title></item>")).key for title in titles}) == 2


def test_the_same_number_in_two_outlets_is_two_entries() -> None:
    other = rss(item("a", "<guid isPermaLink='false'>17</guid>")).replace(b"//gazette.", b"//herald.")
    assert only(other).key != only(rss(item("a", "<guid isPermaLink='false'>17</guid>"))).key


def test_an_entry_that_comes_twice_by_guid_or_by_link_is_kept_once() -> None:
    same_guid = "".join(item(str(number), "<guid>same</guid>") for number in range(5))
    assert len(parse_feed(rss(same_guid), URL).entries) == 1
    same_link = "".join(item(f"a.html?utm_campaign={number}", f"<guid>{number}</guid>") for number in range(5))
    assert len(parse_feed(rss(same_link), URL).entries) == 1


def test_entries_that_all_point_to_the_front_page_stay_apart() -> None:
    items = "".join(
        f"<item><title>Note {number}</title><link>https://gazette.example/</link><guid>n{number}</guid></item>"
        for number in range(3)
    )
    assert len(parse_feed(rss(items), URL).entries) == 3


@pytest.mark.parametrize(
    "date",
    ["", "32 Foo 20", "Mon, 01 Jan 0001 00:00:00 GMT", "Mon, 01 Jan 999999 00:00:00 +99999999", "9" * 5000, "١٢"],
)
def test_a_date_that_makes_no_sense_is_none(date: str) -> None:
    assert only(rss(item(extra=f"<pubDate>{date}</pubDate>"))).published_at is None


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        ("<ttl>0</ttl>", 0),
        ("<ttl>sixty</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>99999999</ttl>", 7 * 86_400),
        (f"<sy:updatePeriod {SY}> daily </sy:updatePeriod><sy:updateFrequency {SY}>4</sy:updateFrequency>", 21_600),
    ],
)
def test_a_feed_says_how_long_it_wants_to_be_left_alone(head: str, seconds: float | None) -> None:
    assert parse_feed(rss(item(), f"<title>G</title>{head}"), URL).ttl_s == seconds


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">',
        f'<!ENTITY a "{"A" * 50_000}">',
        f"<!ENTITY a '{'A' * 50_000}'>",
    ],
)
def test_entities_that_blow_up_are_refused(subset: str) -> None:
    body = rss("<item><title>&c;&a;</title></item>").replace(b"<rss", f"<!DOCTYPE rss [{subset}]><rss".encode())
    with pytest.raises(MalformedResponseError):
        parse_feed(body, URL)


def test_entities_that_point_elsewhere_are_not_followed() -> None:
    subset = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss'
    entry = only(rss(item(title="Look: &x;")).replace(b"<rss", subset))
    assert "root:" not in entry.title


def test_five_hundred_entries_are_read_of_many() -> None:
    feed = parse_feed(rss("".join(item(str(number)) for number in range(5_000))), URL)
    assert len(feed.entries) == 500
    assert feed.title == "Saltmouth Gazette"
    assert feed.entries[-1].url == "https://gazette.example/499.html"


def test_of_a_feed_that_is_too_long_the_beginning_is_read() -> None:
    assert len(parse_feed(rss("".join(item(str(number)) for number in range(80_000))), URL).entries) == 500
    with pytest.raises(TooLargeError):
        parse_feed(b"<rss><channel>" + b"<item><title>x</title></item>" * 200_000, URL)


@given(st.binary(max_size=300) | st.text(alphabet="<>/&;!-[]\"'= rsitemfdlnkcha{}:", max_size=300).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise_anything_but_an_error_of_ours(junk: bytes) -> None:
    for body in (junk, b"<rss><channel><item>" + junk + b"</item></channel></rss>", b'{"title":"x","items":[' + junk):
        try:
            parse_feed(body, URL)
        except BotError:
            continue


def test_the_parser_warns_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        parse_feed(rss(item()), URL)


@pytest.mark.parametrize(
    "flood",
    [
        b"<!DOCTYPE[" * 20_000,  # subsets that never end
        b"<![CDATA[" * 100_000 + b"&",  # sections that never end
        rss(item()) + b"<!---->" * 250 + b"x",  # comments behind the end, to be shared out in 2**250 ways
    ],
    ids=["doctype", "cdata", "comments"],
)
def test_a01_a_feed_of_what_never_ends_is_read_or_refused_at_once(flood: bytes) -> None:
    with alarm():
        try:
            parse_feed(flood, URL)
        except BotError:
            return


def test_a01_markup_of_comments_that_never_close_is_read_at_once() -> None:
    with alarm():
        for _ in range(40):
            assert plain_text("Pier" + "<!--" * 5_000, 10).startswith("Pier")


def test_a_lone_ampersand_is_mended_outside_cdata_sections_alone() -> None:
    title = "<title><![CDATA[Pier & <i>quay</i> &amp; &]]> & ferry &amp; bus</title>"
    assert only(rss(f"<item>{title}<link>/1</link></item>")).title == "Pier & quay & & & ferry & bus"


def test_comments_in_a_summary_are_left_out_and_one_that_never_closes_is_not() -> None:
    assert plain_text("a<!-- b -->c<!--d--><!-->e-->f", 99) == "a c f"
    assert "b" in plain_text("a <!-- b", 99)


def test_a_gzip_file_is_a_feed() -> None:
    assert only(gzip.compress(rss(item(title="Pier reopens")))).title == "Pier reopens"


@pytest.mark.parametrize("body", [b"\x1f\x8b", b"\x1f\x8b\x08broken", gzip.compress(b"no feed", mtime=0)])
def test_a_gzip_file_without_a_feed_is_no_feed(body: bytes) -> None:
    with pytest.raises(NotAFeedError):
        parse_feed(body, "https://gazette.example/feed.xml.gz")


def test_a_gzip_file_that_blows_up_is_read_up_to_the_limit() -> None:
    assert len(unzip(gzip.compress(b" " * 9_000_000), MAX_BYTES)) == MAX_BYTES
