from dataclasses import replace

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.cli.edition import make_edition, print_edition, subscription_of
from bot.cli.edition_sources import gather_items
from bot.cli.feed_sources import explain_errors
from bot.config import Settings
from bot.errors import UnreachableError
from bot.newsroom.editions.model import Edition
from bot.newsroom.subscriptions.schedule import edition_key
from tests.bot.newsroom.editions.test_story_selection import ferry, others
from tests.bot.newsroom.sample_items import NOON


async def test_an_edition_is_printed_without_slack_or_database(capsys, tmp_path):
    told = [
        ferry("f1", "Gazette"),
        ferry("f2", "Courier", summary="The ferry strike at Tern Quay is over after eleven days, both sides said."),
    ]
    items = [replace(each, url=f"http://127.0.0.1:9/{each.key}") for each in [*told, *others()]]
    wanted = subscription_of(["https://gazette.example/feed.xml"], max_stories=3, exclude=["regatta"])

    edition = await make_edition(
        Settings(_env_file=None, data_dir=tmp_path, workers=1), items, wanted, now=NOON, same_article=str
    )
    print_edition(edition, why=True)

    printed = capsys.readouterr().out
    assert "3 stories from 5 articles in 2 feeds" in printed
    assert "1. Ferry crews at Tern Quay" in printed
    assert "told by 2 outlets" in printed
    assert "[Gazette, from its feed]" in printed
    assert "+1 more" in printed
    assert "Regatta" not in printed


FEED = """<rss version="2.0"><channel><title>The Gull Bay Courier</title><item>
<title>Mill at Gull Bay reopens</title><link>{origin}/mill</link>
<description>The mill at Gull Bay opened again on Monday, ten years after the fire.</description>
</item></channel></rss>"""
PAGE = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>Hello</body></html>'


async def test_lists_files_sites_and_links_are_feeds_and_one_bad_one_does_not_cost_the_others(tmp_path):
    async with TestServer(_site()) as server:
        origin = str(server.make_url("/")).rstrip("/")
        feed = FEED.format(origin=origin)
        (tmp_path / "list.opml").write_text(
            f'<opml version="2.0"><body><outline xmlUrl="{origin}/feed.xml"/><outline xmlUrl="{origin}/none"/></body></opml>'
        )
        (tmp_path / "empty.opml").write_text('<opml version="2.0"><head/><body/></opml>')
        (tmp_path / "feed.xml").write_text(feed)
        settings = Settings(_env_file=None, data_dir=tmp_path, workers=1, fetch_allow_origins=frozenset({origin}))
        names = ("list.opml", "empty.opml", "feed.xml", "missing.xml")

        gathered = await gather_items(settings, [*(str(tmp_path / name) for name in names), f"{origin}/"], NOON)

    assert [len(feed.items) for feed in gathered] == [1, 0, 0, 1, 0, 1]
    assert gathered[-1].source == f"{origin}/feed.xml"
    said = "\n".join(explain_errors([(each.source, each.error) for each in gathered]))
    assert f"{origin}/none: The site says there is no such page." in said
    assert f"There are no feeds in {tmp_path / 'empty.opml'}." in said
    assert "missing.xml: No such file or directory." in said
    assert "Paste the text" not in said


def _site() -> web.Application:
    """A site that names its feed."""

    async def front_page(_request: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    async def feed(request: web.Request) -> web.Response:
        return web.Response(text=FEED.format(origin=f"http://{request.host}"), content_type="application/rss+xml")

    app = web.Application()
    app.router.add_get("/", front_page)
    app.router.add_get("/feed.xml", feed)
    return app


def test_without_a_network_one_line_says_so():
    away = [(f"https://paper{number}.example/rss", UnreachableError("dns")) for number in range(3)]

    assert explain_errors(away) == (
        "None of these feeds could be reached. Is there a network here? A proxy is set by NUTGRAF_FETCH_PROXY.",
    )
    assert explain_errors(away[:1])[0].startswith("I could not reach https://paper0.example/rss. Is")
    assert len(explain_errors([*away, ("here.xml", None)])) == 3


def test_an_edition_without_news_is_one_sentence(capsys):
    print_edition(Edition(edition_key(subscription_of([]), NOON.date()), NOON, NOON, ()))

    assert capsys.readouterr().out == "Nothing new in these feeds within the last day.\n"
