"""Protects against other websites: a page in the same browser must neither read nor do anything here."""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_OPEN = ("/gazette", "/archives")  # ordinary pages that anyone may link to


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Reject requests for a foreign host name (DNS rebinding) or from a foreign page (forged requests)."""
    if not is_loopback(request.host):
        return web.Response(status=403, text="The playground answers to loopback addresses only.")
    if not is_own_page(request) and request.path != "/" and not request.path.startswith(_OPEN):
        return web.Response(status=403, text="The playground answers to its own page only.")
    response = await handler(request)
    if not response.prepared:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    return response


def is_loopback(host: str) -> bool:
    """Return whether a Host header names this machine."""
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def is_own_page(request: web.Request) -> bool:
    """Return whether a request comes from no page, or from one of ours."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return False
    return request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
