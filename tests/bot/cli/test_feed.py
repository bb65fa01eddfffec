import json
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.cli.feed import print_feed_json, read_feed
from bot.cli.feed_sources import is_site
from bot.config import Settings
from tests.bot.newsroom.sample_items import NOON

FEED = """<rss version="2.0"><channel><title>The Gull Bay Courier</title>
<item><title>Mill at Gull Bay reopens</title><link>https://courier.example/mill?utm_source=rss</link><guid>m1</guid>
<description>&lt;p&gt;The mill opened again.&lt;/p&gt;</description><pubDate>Mon, 23 Nov 2026 08:30:00 +0100</pubDate></item>
<item><title>Regatta is off</title><link>https://courier.example/regatta</link></item>
{more}</channel></rss>"""
WITHOUT_LINK = "<item><title>Tide table</title></item>"


def test_each_entry_is_a_line_of_json_in_the_feeds_order(nutgraf, tmp_path):
    (tmp_path / "feed.xml").write_text(FEED.format(more=""))

    done = nutgraf("feed", "feed.xml", "--json", cwd=tmp_path)

    entries = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert entries[0] == {
        "id": entries[0]["id"],
        "url": "https://courier.example/mill",
        "headline": "Mill at Gull Bay reopens",
        "summary": "The mill opened again.",
        "published_at": "2026-11-23T07:30:00+00:00",
        "outlet": "The Gull Bay Courier",
    }
    assert [entry["headline"] for entry in entries[1:]] == ["Regatta is off"]
    assert entries[1]["published_at"] is None
    assert len({entry["id"] for entry in entries}) == 2


def test_people_get_a_list_and_warnings_beside_it(nutgraf, tmp_path):
    (tmp_path / "feed.xml").write_text(FEED.format(more=WITHOUT_LINK))

    done = nutgraf("feed", "feed.xml", cwd=tmp_path)

    assert done.returncode == 0
    assert done.stdout.startswith("The Gull Bay Courier · feed.xml\n3 entries\n\n• Mill at Gull Bay reopens\n")
    assert "2026-11-23 07:30 UTC · The Gull Bay Courier · https://courier.example/mill\n" in done.stdout
    assert "no date · The Gull Bay Courier · no link" in done.stdout
    assert done.stderr == "nutgraf: feed.xml: 1 entry has no link that I may open, so no edition has them.\n"


def test_a_feed_without_entries_is_read_with_a_warning(nutgraf, tmp_path):
    (tmp_path / "feed.xml").write_text('<rss version="2.0"><channel><title>New paper</title></channel></rss>')

    done = nutgraf("feed", "feed.xml", "--json", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "nutgraf: feed.xml: the feed has no entries.\n"


def test_links_of_a_saved_feed_are_relative_to_the_address_that_it_says_it_has(nutgraf, tmp_path):
    link = '<link href="https://courier.example/news/feed.xml?a=1&amp;b=2" rel="self"/>'
    entry = '<entry><title>Mill</title><link href="mill#now"/><link rel="self" href="https://x.example/"/></entry>'
    head = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title>'
    (tmp_path / "feed.xml").write_text(f"{head}{link}{entry}</feed>")
    (tmp_path / "nowhere.xml").write_text(f"{head}{entry.replace('https://x.example/', 'mill.atom')}</feed>")

    found = nutgraf("feed", "feed.xml", "--json", cwd=tmp_path)
    lost = nutgraf("feed", "nowhere.xml", "--json", cwd=tmp_path)

    assert json.loads(found.stdout)["url"] == "https://courier.example/news/mill#now"
    assert json.loads(lost.stdout)["url"] is None
    assert "1 entry has no link that I may open" in lost.stderr


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("nowhere.xml", None, "I cannot read nowhere.xml: No such file or directory."),
        (".", None, "I cannot read .: Is a directory."),
        ("nothing.xml", "", "There is no feed in nothing.xml: it is empty."),
        ("notes.txt", "Buy fish.", "There is no feed in notes.txt"),
        ("page.html", "<html><body>Hello</body></html>", "There is no feed in page.html: it is a web page."),
        ("list.opml", '<opml version="2.0"><body/></opml>', "list.opml is a list of feeds (OPML), not a feed."),
        ("https://10.0.0.1/feed", None, "https://10.0.0.1/feed: That address is not one I may open"),
        ("http://", None, "http://: That does not look like a link"),
    ],
)
def test_what_is_no_feed_is_one_sentence_and_exit_1(nutgraf, tmp_path, name, content, said):
    if content is not None:
        (tmp_path / name).write_text(content)

    done = nutgraf("feed", name, "--json", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"nutgraf: {said}")
    assert done.stderr.count("\n") == 1
    assert "Paste" not in done.stderr


async def test_a_site_is_read_by_the_feed_that_it_names(tmp_path, capsys):
    async def front_page(_request: web.Request) -> web.Response:
        link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        return web.Response(text=f"<html><head>{link}</head><body>Hello</body></html>", content_type="text/html")

    async def feed(_request: web.Request) -> web.Response:
        return web.Response(text=FEED.format(more=""), content_type="application/rss+xml")

    app = web.Application()
    app.router.add_get("/", front_page)
    app.router.add_get("/feed.xml", feed)
    async with TestServer(app) as server:
        origin = str(server.make_url("/")).rstrip("/")
        read = await read_feed(_settings(tmp_path, origin), f"{origin}/", NOON)

    print_feed_json(read)

    assert read.url == f"{origin}/feed.xml"
    assert capsys.readouterr().out.count('"outlet": "The Gull Bay Courier"') == 2


@pytest.mark.parametrize("source", ["gazette.example", "www.gazette.example/news?x=1", "127.0.0.1:8642/gazette/"])
def test_an_address_without_its_scheme_is_a_site(source):
    assert is_site(source)


@pytest.mark.parametrize(
    "source", ["feed.xml", "saved.rss", "./gazette.example", "gazette", "", "a b.example", "\0.example"]
)
def test_other_words_are_files(source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paper.example").write_text("")

    assert not is_site(source)
    assert not is_site("paper.example")


def _settings(folder: Path, origin: str) -> Settings:
    return Settings(_env_file=None, data_dir=folder, workers=1, fetch_allow_origins=frozenset({origin}))
