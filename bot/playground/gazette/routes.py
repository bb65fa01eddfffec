"""Serves the Gazette under /gazette/: articles, feeds, and pages and feeds that are hard to read."""

import asyncio
from collections.abc import Callable

from aiohttp import web

from bot.playground.gazette import binary_files, feeds, odd_feeds, pages
from bot.playground.gazette.articles import Article, Gazette

SLOW_S = 60
_DRIP = b"<p>Still loading, please wait.</p>\n"


class GazetteRoutes:
    """The handlers of one paper."""

    def __init__(self, gazette: Gazette) -> None:
        self._gazette = gazette
        self._closing = asyncio.Event()
        self._pages: dict[str, Callable[[], str]] = {
            "": lambda: pages.front_page(gazette),
            "login": pages.login_page,
            "empty": pages.empty_page,
            "subscribers": lambda: pages.subscribers_page(gazette),
        }
        self._files: dict[str, tuple[str, Callable[[], bytes]]] = {
            "feed.xml": ("application/rss+xml", lambda: feeds.rss(gazette)),
            "atom.xml": ("application/atom+xml", lambda: feeds.atom(gazette)),
            "paper.css": ("text/css", pages.stylesheet),
            "picture.png": ("image/png", binary_files.picture),
            "report.pdf": ("application/pdf", binary_files.report),
        }

    def register(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/gazette", self._to_front_page)
        app.router.add_get("/gazette/slow", self._drip)
        app.router.add_get("/gazette/moved", self._moved)
        app.router.add_get("/robots.txt", self._robots)
        for path in odd_feeds.ODD_FEEDS:
            app.router.add_get(f"/gazette/{path}", self._odd_feed)
        app.router.add_get("/gazette/{page}", self._serve)
        app.router.add_get("/gazette/", self._serve)

    async def close(self, _: web.Application) -> None:
        """End slow responses that are still being sent."""
        self._closing.set()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info.get("page", "")
        if name in self._files:
            content_type, make = self._files[name]
            return web.Response(body=make(), content_type=content_type)
        if name in self._pages:
            return web.Response(text=self._pages[name](), content_type="text/html")
        article = self._gazette.find(name)
        if article is None:
            return web.Response(text=pages.missing_page(), status=404, content_type="text/html")
        return self._serve_article(article)

    def _serve_article(self, article: Article) -> web.StreamResponse:
        """Return the page of an article as it is now: corrected, withdrawn or gone where somebody changed it."""
        change = self._gazette.changes.get(article.slug)
        if change is None:
            return web.Response(text=pages.article_page(article, self._gazette), content_type="text/html")
        if change.status != web.HTTPOk.status_code:
            return web.Response(text=pages.missing_page(), status=change.status, content_type="text/html")
        if change.withdrawal:
            return web.Response(text=pages.withdrawn_page(article, change.withdrawal), content_type="text/html")
        return web.Response(text=pages.article_page(change.apply(article), self._gazette), content_type="text/html")

    async def _robots(self, _: web.Request) -> web.StreamResponse:
        return web.Response(text=odd_feeds.robots_txt())

    async def _odd_feed(self, request: web.Request) -> web.StreamResponse:
        make = odd_feeds.ODD_FEEDS[request.path.removeprefix("/gazette/")]
        return web.Response(body=make(self._gazette), content_type="application/xml")

    async def _to_front_page(self, _: web.Request) -> web.StreamResponse:
        raise web.HTTPMovedPermanently(self._gazette.root)

    async def _moved(self, _: web.Request) -> web.StreamResponse:
        raise web.HTTPMovedPermanently(self._gazette.link(self._gazette.articles[0]))

    async def _drip(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html; charset=utf-8"})
        await response.prepare(request)
        await response.write(b"<!doctype html><title>Slow</title>\n")
        for _ in range(SLOW_S):
            await response.write(_DRIP)
            try:
                async with asyncio.timeout(1):
                    await self._closing.wait()
                break
            except TimeoutError:
                continue
        return response
