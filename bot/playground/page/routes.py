"""Serves the page at / and its files."""

from importlib.resources import files

from aiohttp import web

_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def register_page(app: web.Application) -> None:
    """Add the routes."""
    app.router.add_get("/", _index)
    app.router.add_get("/page/{name}", _file)
    app.router.add_get("/favicon.ico", _icon)
    app.router.add_get("/archives/{channel}/{message}", _permalink)


def _read(name: str) -> web.Response:
    found = next((entry for entry in files("bot.playground.page").iterdir() if entry.name == name), None)
    suffix = name[name.rfind(".") :]
    if found is None or suffix not in _TYPES:
        return web.Response(status=404, text="There is no such file.")
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache", "Referrer-Policy": "no-referrer"}
    text = found.read_text(encoding="utf-8")
    return web.Response(text=text, content_type=_TYPES[suffix], charset="utf-8", headers=headers)


async def _index(_: web.Request) -> web.Response:
    return _read("index.html")


async def _file(request: web.Request) -> web.Response:
    return _read(request.match_info["name"])


async def _icon(_: web.Request) -> web.Response:
    return _read("icon.svg")


async def _permalink(request: web.Request) -> web.StreamResponse:
    """Redirect a message's permalink to its channel on the page."""
    raise web.HTTPFound(f"/#{request.match_info['channel']}")
