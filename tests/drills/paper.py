"""A newspaper for the drill: a feed that gets a few more of the Gazette's stories every day."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from email.utils import format_datetime
from html import escape

from aiohttp import web

from bot.playground.gazette.articles import Article, load_articles

STORIES_A_DAY = 3
LANGUAGE = "en-GB"
ALIKE = frozenset({"ferry-strike-ends", "regatta-final-by-a-canvas"})
"""Slugs left out: they could be grouped with other stories, and here every story must be separate."""


class Paper:
    """The issues so far.

    Args:
        gazette: address of the stories, with a slash at its end.
    """

    def __init__(self, gazette: str) -> None:
        self._gazette = gazette
        self._stories = [
            article for article in load_articles() if article.language == LANGUAGE and article.slug not in ALIKE
        ]
        self._issues: list[tuple[datetime, list[Article]]] = []
        self.origin = ""

    @property
    def feed(self) -> str:
        """Returns the feed's address."""
        return f"{self.origin}/feed.xml"

    def publish(self, at: datetime) -> tuple[str, ...]:
        """Publish one more issue; returns the slugs of its stories."""
        begin = sum(len(stories) for _, stories in self._issues)
        stories = self._stories[begin : begin + STORIES_A_DAY]
        assert stories, "the paper has no more stories"
        self._issues.append((at, stories))
        return tuple(story.slug for story in stories)

    def rss(self) -> str:
        """Returns the feed: every issue, the newest first."""
        items = "".join(self._item(story, at) for at, stories in reversed(self._issues) for story in stories)
        return f'<rss version="2.0"><channel><title>The Drill</title>{items}</channel></rss>'

    def _item(self, story: Article, at: datetime) -> str:
        link = f"{self._gazette}{story.slug}"
        return (
            f"<item><title>{escape(story.headline)}</title><link>{link}</link><guid>{link}</guid>"
            f"<description>{escape(story.standfirst)}</description><pubDate>{format_datetime(at)}</pubDate></item>"
        )

    async def _serve(self, _: web.Request) -> web.Response:
        return web.Response(text=self.rss(), content_type="application/rss+xml")


@asynccontextmanager
async def open_paper(gazette: str) -> AsyncIterator[Paper]:
    """Yields a paper with its server on a free port."""
    paper = Paper(gazette)
    app = web.Application()
    app.router.add_get("/feed.xml", paper._serve)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        paper.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield paper
    finally:
        await runner.cleanup()
