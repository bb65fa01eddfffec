"""Oddities that readers of feeds reported to other programs, each with its source; the feeds are invented."""

import base64
from datetime import UTC, datetime

import pytest

from bot.newsroom.feeds.ports import Entry
from bot.web.feeds.rss_atom import parse_feed

NAMESPACES = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
LINK = "https://gazette.example/pier"


def read(
    items: str, url: str = "https://gazette.example/rss.xml", title: str = "Gazette", head: str = ""
) -> list[Entry]:
    body = f"<rss version='2.0' {NAMESPACES}><channel><title>{title}</title>{head}{items}</channel></rss>"
    return list(parse_feed(body.encode(), url).entries)


def only(extra: str, link: str = LINK, **more: str) -> Entry:
    (entry,) = read(f"<item><title>Pier reopens</title><link>{link}</link>{extra}</item>", **more)
    return entry


@pytest.mark.parametrize(
    ("printed", "language", "right"),
    [
        ("Sat, Oct 28 2023 08:28:28 PM", "", (2023, 10, 28, 20, 28, 28)),  # miniflux/v2 issue 2159
        ("Di, 23 Jan 2018 00:00:00 +0100", "", (2018, 1, 22, 23)),  # miniflux/v2 issue 45
        ("Mon, 2 Jan 2006, 15:04", "", (2006, 1, 2, 15, 4)),  # miniflux/v2 issue 45
        ("Mon, May 25 2020 04:45:26 +0000", "", (2020, 5, 25, 4, 45, 26)),  # Ranchero-Software/NetNewsWire issue 2109
        ("Mo, 25 Jun 2018 11:41:36", "de", (2018, 6, 25, 11, 41, 36)),  # kurtmckee/feedparser issue 135
        ("2019/11/15 10:00:00", "zh", (2019, 11, 15, 10)),  # emacs-elfeed/elfeed issue 345
        ("ma, 08 okt 2018 10:09:29 +0000", "nl", (2018, 10, 8, 10, 9, 29)),  # fossar/selfoss pull request 1057
        ("Sun, 15 Dec 2024 12:15 PM", "de", (2024, 12, 15, 12, 15)),  # spacecowboy/Feeder issue 456
        ("dom, 02 ott 2022 18:55:00 GMT", "it", (2022, 10, 2, 18, 55)),  # witochandra/webfeed issue 66
        ("Sun, 06 Sep 2009 16:18:00 EST", "", (2009, 9, 6, 21, 18)),  # mmcdole/gofeed issue 94
        ("Thu, 19 Jun 2014 17:00:00 Z", "fr", (2014, 6, 19, 17)),  # feedbin/support issue 455
        ("Fri, 20 Nov 2026 07:00:00 UT", "", (2026, 11, 20, 7)),  # arminreiter/FeedReader pull request 34
    ],
)
def test_a_date_that_others_misread_is_right(printed: str, language: str, right: tuple[int, ...]) -> None:
    head = f"<language>{language}</language>" if language else ""
    assert only(f"<pubDate>{printed}</pubDate>", head=head).published_at == datetime(*right, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year, month, day and more


@pytest.mark.parametrize("printed", ["Tue,", "Wed, d mmm 2015 23:56:01 -0500"])
def test_half_a_date_is_none(printed: str) -> None:
    """Sources: miniflux/v2 issue 617, danmactough/node-feedparser issue 133."""
    assert only(f"<pubDate>{printed}</pubDate>").published_at is None


def test_google_news_is_opened_and_credits_the_paper() -> None:
    """Source: miniflux/v2 issue 1854, Ranchero-Software/NetNewsWire issue 4880."""
    address = b"https://quaytimes.example/2026/mole"
    token = (
        base64.urlsafe_b64encode(b"\x08\x13\x22" + bytes([len(address)]) + address + b"\xd2\x01\x00")
        .decode()
        .rstrip("=")
    )
    link = f"https://news.google.com/rss/articles/{token}?oc=5"
    listed = "<description>&lt;ol&gt;&lt;li&gt;Mole breaks&lt;/li&gt;&lt;li&gt;Other news&lt;/li&gt;&lt;/ol&gt;</description>"
    source = '<source url="https://quaytimes.example">Quay Times</source>'
    (entry,) = read(
        f"<item><title>Mole breaks - Quay Times</title><link>{link}</link>{listed}{source}</item>",
        url="https://news.google.com/rss/search?q=mole",
        title='"mole" - Google News',
    )
    assert (entry.url, entry.title, entry.outlet, entry.summary) == (address.decode(), "Mole breaks", "Quay Times", "")


def test_google_news_that_cannot_be_opened_still_credits_the_paper() -> None:
    """Source: SSujitX/google-news-url-decoder issue 2."""
    link = "https://news.google.com/rss/articles/CBMiqwFBVV95cUxNMTRqdUZpNl9hQldXbGo2?oc=5"
    entry = only("<source url='https://quaytimes.example'>Quay Times</source>", link, title="mole - Google News")
    assert entry.url is not None
    assert entry.url.startswith("https://news.google.com/rss/articles/CBM")
    assert entry.outlet == "Quay Times"


def test_google_alerts_are_their_papers_news() -> None:
    """Source: Athou/commafeed issue 565, gugray/rss-parrot issue 35: such a feed belongs to no site."""
    link = "https://www.google.com/url?rct=j&amp;sa=t&amp;url=https://lequai.example/mole&amp;ct=ga&amp;usg=A"
    (entry,) = read(
        f"<item><title>&lt;b&gt;Mole&lt;/b&gt; breaks - Le Quai</title><link>{link}</link></item>",
        url="https://www.google.com/alerts/feeds/1/2",
        title="Google Alert - mole",
    )
    assert (entry.url, entry.title, entry.outlet) == ("https://lequai.example/mole", "Mole breaks", "Le Quai")


def test_a_post_of_reddit_is_about_the_page_it_links_to() -> None:
    """Source: HenryQW/mercury_fulltext pull request 21."""
    thread = "https://www.reddit.com/r/sarn/comments/1a/mole/"
    for target, url, outlet in (
        ("https://quay.example/mole?utm_source=r", "https://quay.example/mole", "quay.example"),
        (thread, thread, "Sarn"),
        ("https://i.redd.it/1.jpg", thread, "Sarn"),
    ):
        words = (
            'submitted by &lt;a href="https://www.reddit.com/user/orm"&gt; /u/orm &lt;/a&gt; '
            f'&lt;span&gt;&lt;a href="{target}"&gt;[link]&lt;/a&gt;&lt;/span&gt; '
            f'&lt;span&gt;&lt;a href="{thread}"&gt;[comments]&lt;/a&gt;&lt;/span&gt;'
        )
        entry = only(
            f"<description>{words}</description>", thread, url="https://www.reddit.com/r/sarn/.rss", title="Sarn"
        )
        assert (entry.url, entry.outlet, entry.summary) == (url, outlet, "")


@pytest.mark.parametrize(
    "words",
    [
        "&lt;a href='https://n.example/item?id=1'&gt;Comments&lt;/a&gt;",  # Barabazs/Feedly-Export-Save4Later issue 4
        "&lt;p&gt;Article URL: https://a.example/x&lt;/p&gt;&lt;p&gt;Comments URL: https://n.example/1&lt;/p&gt;",  # hnrss issue 4
    ],
)
def test_a_link_blogs_comments_are_no_summary_and_its_links_are_their_sites(words: str) -> None:
    entry = only(
        f"<description>{words}</description>", "https://quay.example/x", url="https://n.example/rss", title="Newest"
    )
    assert (entry.summary, entry.outlet) == ("", "quay.example")


def test_the_line_of_wordpress_under_a_full_text_goes() -> None:
    """Source: tempertemper/www.tempertemper.net issue 309, which asks to add such a line."""
    text = "&lt;p&gt;The pier is open.&lt;/p&gt;&lt;p&gt;Pier appeared first on Gazette.&lt;/p&gt;"
    line = "&lt;p&gt;The post Pier appeared first on Gazette.&lt;/p&gt;"
    assert (
        only(f"<content:encoded>{text}{line}</content:encoded>").summary
        == "The pier is open. Pier appeared first on Gazette."
    )


def test_a_planets_entries_are_their_blogs() -> None:
    """Source: openSUSE/planet-o-o issue 8, python/planet issue 50."""
    named = "<entry><id>urn:1</id><title>Knots</title><link href='https://orm.example/knots'/><source><title>Orm's log</title></source></entry>"
    bare = "<entry><id>urn:2</id><title>Tides</title><link href='https://lund.example/tides'/></entry>"
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Planet Sea</title>{named}{bare}</feed>"
    entries = parse_feed(body.encode(), "https://planet.example/atom.xml").entries
    assert [entry.outlet for entry in entries] == ["Orm's log", "lund.example"]


def test_a_counter_of_the_site_itself_is_no_page() -> None:
    """Source: iovxw/rssbot issue 20."""
    entry = only(
        "", "redirect.aspx?url=https%3A%2F%2Fstock.gazette.example%2Fpier", url="https://news.gazette.example/rss"
    )
    assert entry.url == "https://stock.gazette.example/pier"


def test_a_podcasts_file_is_the_podcasts() -> None:
    """Source: our own case; a host of files publishes nothing itself."""
    (entry,) = read(
        "<item><title>Episode 4</title><enclosure url='https://cdn.host.example/ep4.mp3' type='audio/mpeg'/></item>",
        title="The Quay Podcast",
    )
    assert entry.outlet == "The Quay Podcast"
