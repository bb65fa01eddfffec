"""The oddities of real feeds, one test each: what parsers are known to stumble over (feedparser's own tests, JSON Feed)."""

import base64
import json
from datetime import UTC, datetime

import pytest

from bot.web.feeds.rss_atom import parse_feed

URL = "https://gazette.example/feeds/rss.xml"
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
STORY = "https://gazette.example/pier.html"


def rss(items: str, prolog: str = "<?xml version='1.0' encoding='utf-8'?>") -> str:
    return f"{prolog}<rss version='2.0'><channel><title>Gazette</title>{items}</channel></rss>"


def item(title: str = "Pier reopens", extra: str = "") -> str:
    return f"<item><title>{title}</title><link>{STORY}</link>{extra}</item>"


def atom(inside: str, more: str = "") -> str:
    return (
        f"<feed {ATOM} {more}><title>Gazette</title><entry><id>tag:gazette.example,2026:1</id>{inside}</entry></feed>"
    )


def read(body: str | bytes, content_type: str = ""):
    return parse_feed(body.encode() if isinstance(body, str) else body, URL, content_type)


def only(body: str | bytes, content_type: str = ""):
    (entry,) = read(body, content_type).entries
    return entry


# -- fragments and what is not well-formed


@pytest.mark.parametrize(
    "body",
    [
        f"<item><title>Pier</title><link>{STORY}</link></item>",
        f"<channel><item><title>Pier</title><link>{STORY}</link></item></channel>",
        f"<rss><channel><item><title>Pier</title><link>{STORY}</link></item>",
        f"<RSS VERSION='2.0'><CHANNEL><ITEM><TITLE>Pier</TITLE><LINK>{STORY}</LINK></ITEM></CHANNEL></RSS>",
        f"<feed><entry><title>Pier</title><link href='{STORY}'/></entry></feed>",
        f"\n\n <?xml version='1.0'?><rss><channel><item><title>Pier</title><link>{STORY}</link></item></channel></rss>",
        f"<rss><channel><item><title>Pier</title><link>{STORY}</link></item></channel></rss><!-- served in 3 ms -->",
        f"<rss><channel><item><title>Pier</title><link>{STORY}</link></item></channel></rss><script>ad()</script>",
        f"<rss><channel><undeclared:x>y</undeclared:x><item><title>Pier</title><link>{STORY}</link></item></channel></rss>",
        f"<rss><channel><item><title>Pier</title><link>{STORY}</link><b><i></b></i></item></channel></rss>",
    ],
    ids=[
        "a lone item",
        "no root",
        "never closed",
        "capital letters",
        "no namespace",
        "blanks before the prolog",
        "a comment at the end",
        "junk at the end",
        "an undeclared prefix",
        "crossed tags",
    ],
)
def test_bozo_feeds_keep_their_entries(body: str) -> None:
    entry = only(body)
    assert (entry.title, entry.url) == ("Pier", STORY)


def test_an_item_without_a_title_is_called_by_its_first_words() -> None:
    entry = only(rss(f"<item><link>{STORY}</link><description>The pier is open.</description></item>"))
    assert entry.title == "The pier is open."


def test_control_characters_in_xml_cost_no_entry() -> None:
    feed = read(rss(item("Pier\x0b reopens") + item("Ferry sold", "<guid>2</guid>").replace("pier", "ferry")))
    assert [entry.title for entry in feed.entries] == ["Pier reopens", "Ferry sold"]


# -- what a title holds


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ('<title type="text">Less &lt; more</title>', "Less < more"),
        ('<title type="html">&lt;em&gt;Albatros&lt;/em&gt; sails</title>', "Albatros sails"),
        ('<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><b>Holm</b> &amp; Sons</div></title>', "Holm & Sons"),
        ('<title type="text/html" mode="escaped">&lt;b&gt;Bold&lt;/b&gt;</title>', "Bold"),
        ("<title><![CDATA[Tides & times]]></title>", "Tides & times"),
        ('<title type="html"><![CDATA[Tides &amp; <b>times</b>]]></title>', "Tides & times"),
        ('<title type="html">Caf&amp;eacute; opens &amp;#8211; at last</title>', "Café opens – at last"),
        ("<title>Nine &#8217;til five</title>", "Nine ’til five"),
    ],
)  # fmt: skip
def test_html_in_titles_is_read_as_words(markup: str, title: str) -> None:
    assert only(atom(f"{markup}<link href='{STORY}'/>")).title == title


def test_html_entities_that_xml_does_not_know_are_read() -> None:
    assert only(rss(item("Caf&eacute; opens &ndash; at last"))).title == "Café opens – at last"


def test_a_cdata_section_in_a_summary_is_read_as_markup() -> None:
    extra = "<description><![CDATA[<p>The pier <img src='x.png'> is open.</p><p>At last.</p>]]></description>"
    assert only(rss(item(extra=extra))).summary == "The pier is open. At last."


def test_base64_content_is_decoded() -> None:
    packed = base64.b64encode(b"<p>The pier is open.</p>").decode()
    old = f'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>Pier</title><link rel="alternate" href="{STORY}"/>'
    body = f'{old}<content type="text/html" mode="base64">{packed}</content></entry></feed>'
    assert only(body).summary == "The pier is open."


def test_content_encoded_is_the_summary_where_there_is_no_other() -> None:
    extra = (
        "<c:encoded xmlns:c='http://purl.org/rss/1.0/modules/content/'><![CDATA[<p>The pier is open.</p>]]></c:encoded>"
    )
    assert only(rss(item(extra=extra))).summary == "The pier is open."


def test_markup_of_a_feed_is_never_shown() -> None:
    extra = "<description>&lt;script>alert(1)&lt;/script>&lt;a href='javascript:x'>Open&lt;/a> &lt;!channel&gt;</description>"
    assert only(rss(item(extra=extra))).summary == "Open"


# -- links


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("pier.html", "https://gazette.example/feeds/pier.html"),
        ("/pier.html", "https://gazette.example/pier.html"),
        ("../pier.html", "https://gazette.example/pier.html"),
        ("//www.gazette.example/pier.html", "https://www.gazette.example/pier.html"),
        ("?story=3", "https://gazette.example/feeds/rss.xml?story=3"),
    ],
)
def test_relative_links_are_resolved_against_the_feed(href: str, link: str) -> None:
    assert only(atom(f"<title>Pier</title><link href='{href}'/>")).url == link


def test_relative_links_are_resolved_against_xml_base() -> None:
    body = atom("<title>Pier</title><link href='pier.html'/>", 'xml:base="https://news.gazette.example/2026/"')
    assert only(body).url == "https://news.gazette.example/2026/pier.html"


def test_of_several_links_the_alternate_one_is_the_story() -> None:
    links = (
        f"<link rel='self' href='/self'/><link rel='enclosure' href='/a.mp3'/><link rel='alternate' href='{STORY}'/>"
    )
    assert only(atom(f"<title>Pier</title>{links}<link rel='related' href='/related'/>")).url == STORY


def test_a_permalink_guid_is_the_link_and_another_address_only_where_there_is_nothing_else() -> None:
    guid = "<item><title>Pier</title><guid{0}>https://gazette.example/pier.html</guid>{1}</item>"
    file = "<enclosure url='https://gazette.example/pier.mp3' type='audio/mpeg' length='1'/>"
    assert only(rss(guid.format("", file))).url == STORY
    assert only(rss(guid.format(" isPermaLink='false'", file))).url == "https://gazette.example/pier.mp3"
    assert only(rss(guid.format(" isPermaLink='false'", ""))).url == STORY


def test_a_link_with_blanks_and_line_breaks_is_trimmed() -> None:
    assert only(rss(f"<item><title>Pier</title><link>\n  {STORY}\n</link></item>")).url == STORY


# -- dates


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("Fri, 20 Nov 2026 09:00:00 GMT", 9),
        ("Fri, 20 Nov 2026 09:00:00 Z", 9),
        ("Fri, 20 Nov 2026 09:00:00 EST", 14),
        ("Fri, 20 Nov 2026 09:00:00 PDT", 16),
        ("Fri, 20 Nov 2026 09:00:00 +0530", 3.5),
        ("Fri, 20 Nov 2026 09:00:00 -03:00", 12),
        ("20 Nov 2026 09:00 +0100", 8),
        ("Fri, 20 Nov 26 09:00:00 +0000", 9),
        ("Friday, 20 November 2026 09:00:00 GMT", 9),
        ("2026-11-20T09:00:00+01:00", 8),
        ("2026-11-20T09:00:00.123Z", 9),
        ("2026-11-20 09:00:00", 9),
        ("2026-11-20", 0),
    ],
)
def test_dates_of_odd_zones_and_forms_are_read(written: str, hour: float) -> None:
    found = only(rss(item(extra=f"<pubDate>{written}</pubDate>"))).published_at
    assert found is not None
    assert (found - datetime(2026, 11, 20, tzinfo=UTC)).total_seconds() // 60 == hour * 60


def test_a_date_in_another_element_is_found() -> None:
    dc = "<dc:date xmlns:dc='http://purl.org/dc/elements/1.1/'>2026-11-20T09:00:00Z</dc:date>"
    assert only(rss(item(extra=dc))).published_at == datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_a_missing_date_is_none_and_a_future_one_is_kept_for_the_newsroom() -> None:
    assert only(rss(item())).published_at is None
    ahead = only(rss(item(extra="<pubDate>Fri, 20 Nov 2099 09:00:00 GMT</pubDate>"))).published_at
    assert ahead == datetime(2099, 11, 20, 9, tzinfo=UTC)


# -- encodings

WORDS = "Höfnin opnuð – “loksins”"
CYRILLIC, JAPANESE = "Пирс открыт", "桟橋が再開"


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type", "title"),
    [
        ("utf-8", "", "", WORDS),
        ("utf-8-sig", "", "", WORDS),
        ("utf-16", "utf-16", "", WORDS),
        ("windows-1252", "windows-1252", "", WORDS),
        ("windows-1252", "iso-8859-1", "", WORDS),
        ("utf-8", "iso-8859-1", "application/rss+xml; charset=utf-8", WORDS),
        ("utf-8", "utf-8", "text/xml", WORDS),
        ("utf-8", "utf-8", "text/xml; charset=us-ascii", WORDS),
        ("utf-8", "unheard-of", "", WORDS),
        ("koi8-r", "koi8-r", "", CYRILLIC),
        ("windows-1251", "", "text/xml; charset=windows-1251", CYRILLIC),
        ("shift_jis", "shift_jis", "", JAPANESE),
        ("euc-jp", "EUC-JP", "", JAPANESE),
        ("gb18030", "gb2312", "", "码头重新开放"),
    ],
)
def test_encodings_are_found_out(encoding: str, declared: str, content_type: str, title: str) -> None:
    prolog = f"<?xml version='1.0' encoding='{declared}'?>" if declared else "<?xml version='1.0'?>"
    assert only(rss(item(title), prolog).encode(encoding), content_type).title == title


def test_one_broken_byte_costs_no_entry() -> None:
    body = rss(item("Pier XX reopens") + item("Ferry sold").replace("pier", "ferry")).encode().replace(b"XX", b"\xff")
    assert len(read(body).entries) == 2


# -- JSON Feed


def feed(*items: object, **more: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "items": items, **more})


@pytest.mark.parametrize(
    ("story", "title", "summary"),
    [
        ({"title": "Pier", "content_text": "Open < again."}, "Pier", "Open < again."),
        ({"title": "Pier", "content_html": "<p>Open <b>again</b>.</p>"}, "Pier", "Open again."),
        ({"title": "Pier", "summary": "In short.", "content_text": "At length."}, "Pier", "In short."),
        ({"content_text": "A note without a title."}, "A note without a title.", ""),
        ({"title": "Holm & Sons <b>win</b> < again", "content_text": "x"}, "Holm & Sons win < again", "x"),
    ],
)
def test_json_feed_tells_text_from_markup(story: dict[str, str], title: str, summary: str) -> None:
    entry = only(feed({"id": "1", "url": STORY, **story}))
    assert (entry.title, entry.summary) == (title, summary)


def test_json_feed_ids_that_are_numbers_are_ids() -> None:
    first, second = (only(feed({"id": 17, "url": f"{STORY}?v={number}", "title": f"T{number}"})) for number in (1, 2))
    assert first.key == second.key


def test_json_feed_of_version_1_and_without_a_version_is_read() -> None:
    for version in ("https://jsonfeed.org/version/1", "", None, 1.1):
        assert only(feed({"id": "1", "url": STORY, "title": "Pier"}, version=version)).title == "Pier"


def test_json_feed_links_to_the_page_that_is_spoken_of() -> None:
    story = {"id": "1", "url": "/linked/1", "external_url": "https://herald.example/pier", "title": "Pier"}
    assert only(feed(story)).url == "https://herald.example/pier"


def test_json_feed_dates_of_odd_forms_are_read() -> None:
    for date in ("2026-11-20T10:00:00+01:00", "2026-11-20T09:00:00.5Z", "Fri, 20 Nov 2026 09:00:00 GMT"):
        found = only(feed({"id": "1", "url": STORY, "title": "Pier", "date_published": date})).published_at
        assert found is not None
        assert found.replace(microsecond=0) == datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_json_feed_says_that_a_story_was_changed_where_it_says_no_other_date() -> None:
    entry = only(feed({"id": "1", "url": STORY, "title": "Pier", "date_modified": "2026-11-20T09:00:00Z"}))
    assert entry.published_at == datetime(2026, 11, 20, 9, tzinfo=UTC)


# -- news sitemaps

SITEMAP = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
NEWS = "xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'"


def test_a_news_sitemap_with_another_prefix_and_pages_without_news_is_read() -> None:
    news = "<n:news><n:title>Pier</n:title><n:publication_date>2026-11-20T09:00Z</n:publication_date></n:news>"
    body = f"<urlset {SITEMAP} {NEWS}><url><loc>{STORY}</loc>{news}</url><url><loc>https://gazette.example/about</loc></url></urlset>"
    entry = only(body)
    assert (entry.title, entry.url, entry.published_at) == ("Pier", STORY, datetime(2026, 11, 20, 9, tzinfo=UTC))


def test_a_news_sitemap_that_is_cut_keeps_its_whole_pages() -> None:
    page = f"<url><loc>{STORY}</loc><n:news><n:title>Pier</n:title></n:news></url>"
    assert only(f"<urlset {SITEMAP} {NEWS}>{page}<url><loc>https://gazette.ex").title == "Pier"
