"""The Gazette is a proper newspaper, with a few improper pages."""

import io
import json
import re
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree, html
from pypdf import PdfReader

from bot.playground.gazette.articles import load_articles, read_article
from bot.playground.gazette.odd_feeds import ODD_FEEDS
from bot.web.feeds.robots import is_allowed

ARTICLES = load_articles()


def test_there_are_a_dozen_articles_in_three_languages():
    assert len(ARTICLES) >= 12
    assert {article.language[:2] for article in ARTICLES} >= {"en", "de", "fr"}


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.slug)
def test_an_article_is_long_enough_and_quotes_people(article):
    words = " ".join(article.paragraphs).split()
    assert 280 <= len(words) <= 650, len(words)
    quotes = re.findall(r"[“„«‘\"]\s?[^“”„«»\"]{12,}?\s?[”“»’\"]", " ".join(article.paragraphs))
    assert len(quotes) >= 4
    assert article.standfirst
    assert re.fullmatch(r"[a-z0-9-]+", article.slug)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.slug)
async def test_a_page_has_what_readers_of_pages_look_for(driver, article):
    url = f"{driver.server.url}gazette/{article.slug}"
    async with driver.session.get(url) as response:
        assert response.status == 200
        tree = html.fromstring(await response.read())
    assert tree.xpath("string(//h1)") == article.headline
    assert tree.xpath("//link[@rel='canonical']/@href") == [url]
    assert tree.xpath("//meta[@property='og:title']/@content") == [f"{article.headline} | The Harbour Gazette"]
    data = json.loads(tree.xpath("string(//script[@type='application/ld+json'])"))
    assert (data["@type"], data["author"][0]["name"]) == ("NewsArticle", article.byline)
    assert data["datePublished"].startswith("2026-0")
    assert len(tree.xpath("//div[@class='article-body']/*")) == len(article.paragraphs)


ATOM = "{http://www.w3.org/2005/Atom}"


async def test_both_feeds_list_every_article(driver):
    rss, atom = (await driver.look("state"))["feeds"]
    async with driver.session.get(rss) as response:
        links = [item.findtext("link") for item in etree.fromstring(await response.read()).iter("item")]
    async with driver.session.get(atom) as response:
        entries = etree.fromstring(await response.read()).iter(f"{ATOM}entry")
        assert [entry.find(f"{ATOM}link").get("href") for entry in entries] == links
    assert links == (await driver.look("state"))["gazette"]


async def test_feed_times_are_before_the_paper_was_printed(driver):
    async with driver.session.get(f"{driver.server.url}gazette/feed.xml") as response:
        times = [
            parsedate_to_datetime(item.findtext("pubDate"))
            for item in etree.fromstring(await response.read()).iter("item")
        ]
    assert times == sorted(times, reverse=True)
    assert times[0] < driver.server.gazette.printed


@pytest.mark.parametrize(
    ("page", "status", "content_type", "part"),
    [
        ("", 200, "text/html", b"Harbour Gazette"),
        ("login", 200, "text/html", b'type="password"'),
        ("empty", 200, "text/html", b"<body></body>"),
        ("subscribers", 200, "text/html", b'"isAccessibleForFree": false'),
        ("missing", 404, "text/html", b"Not found"),
        ("picture.png", 200, "image/png", b"\x89PNG"),
        ("report.pdf", 200, "application/pdf", b"%PDF-1.4"),
    ],
)
async def test_the_other_pages(driver, page, status, content_type, part):
    async with driver.session.get(f"{driver.server.url}gazette/{page}") as response:
        assert (response.status, response.content_type) == (status, content_type)
        assert part in await response.read()


async def test_the_report_is_a_pdf_with_text(driver):
    async with driver.session.get(f"{driver.server.url}gazette/report.pdf") as response:
        text = PdfReader(io.BytesIO(await response.read()), strict=True).pages[0].extract_text()
    assert "said harbour master\nEdwina Falk" in text


async def test_a_moved_page_leads_to_an_article(driver):
    async with driver.session.get(f"{driver.server.url}gazette/moved", allow_redirects=False) as response:
        assert response.status == 301
        assert response.headers["Location"] in (await driver.look("state"))["gazette"]


async def test_a_slow_page_drips_and_ends_with_the_server(driver):
    async with driver.session.get(f"{driver.server.url}gazette/slow") as response:
        assert b"Slow" in await response.content.readline()
        await driver.server.stop()
        await response.read()


@pytest.mark.parametrize("text", ["headline: x\n\nbody", "no colon here\n\nbody", ""])
def test_a_broken_article_file_is_named(text):
    with pytest.raises(ValueError, match="broken-file"):
        read_article("broken-file", text)


@pytest.mark.parametrize("path", ODD_FEEDS)
async def test_odd_feeds_are_well_formed_and_have_entries(driver, path):
    async with driver.session.get(f"{driver.server.url}gazette/{path}") as response:
        assert response.status == 200
        tree = etree.fromstring(await response.read())
    assert [element for element in tree.iter() if etree.QName(element).localname in {"item", "entry"}]


async def test_robots_txt_asks_programs_to_leave_one_feed_alone(driver):
    async with driver.session.get(f"{driver.server.url}robots.txt") as response:
        body = await response.read()
    addresses = {path: f"{driver.server.url}gazette/{path}" for path in (*ODD_FEEDS, "feed.xml")}
    assert [path for path, url in addresses.items() if not is_allowed(body, url)] == ["private/videos.xml"]
