"""Finds the target in links that lead through a counter, a search, a mail filter or a cache. Pure: opens nothing.

Only links whose target can be read in them. What cannot (shorteners, FeedBurner's proxy, Google News since 2024) is
left to be followed when the article is read.
Source: miniflux issue 1854 (Google News), rssbot issue 20; what Bing's, Yahoo's and DuckDuckGo's results and the mail
filters of Proofpoint and Microsoft print.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class _Wrapper:
    """A service's links: its host and path, and the parameters that may hold the target."""

    host: re.Pattern[str]
    path: re.Pattern[str]
    names: tuple[str, ...]


def _wrapper(host: str, path: str, *names: str) -> _Wrapper:
    return _Wrapper(re.compile(host), re.compile(path), names)


_HIDES_TARGET = re.compile(r"google|bing|ampproject")
"""Hosts whose links may have a target in which no "http" is to be seen."""

_WRAPPERS = (
    _wrapper(r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}", r"/url", "q", "url"),
    _wrapper(r"news\.google(?:\.[a-z]{2,3}){1,2}", r"/news/url", "url"),
    _wrapper(r"(?:l|lm|m|www)\.(?:facebook|instagram|messenger|threads)\.(?:com|net)", r"/(?:l\.php)?", "u"),
    _wrapper(r"(?:[\w-]{1,40}\.)?safelinks\.protection\.outlook\.com", r"/", "url"),
    _wrapper(r"slack-redir\.net", r"/link", "url"),
    _wrapper(r"out\.reddit\.com", r"/", "url"),
    _wrapper(r"(?:www\.)?bing\.com", r"/news/apiclick\.aspx", "url"),
    _wrapper(r"(?:www\.|html\.)?duckduckgo\.com", r"/l/", "uddg"),
    _wrapper(r"(?:www\.)?youtube\.com", r"/redirect", "q"),
    _wrapper(r"(?:www\.)?linkedin\.com", r"/(?:redir/redirect|safety/go)", "url"),
    _wrapper(r"(?:www\.)?vk\.com", r"/away\.php", "to"),
    _wrapper(r"t\.umblr\.com", r"/redirect", "z"),
    _wrapper(r"getpocket\.com", r"/redirect", "url"),
    _wrapper(r"(?:www\.)?yandex\.[a-z]{2,3}", r"/clck/jsredir", "url"),
    _wrapper(r"(?:www\.)?disq\.us", r"/url", "url"),
    _wrapper(r"(?:flipboard\.com|redirect\.flipboard\.com)", r"/redirect", "url"),
    _wrapper(r"go\.(?:redirectingat|skimresources|viglink)\.com", r"/", "url", "u"),
    _wrapper(r"click\.linksynergy\.com", r"/deeplink", "murl"),
    _wrapper(r"(?:exit|deref-(?:mail|gmx|web-02))\.[a-z.]{2,10}", r"/", "url", "redirecturl"),
    _wrapper(r"steamcommunity\.com", r"/linkfilter/?", "u", "url"),
    _wrapper(r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}", r"/amp/redirect", "url"),
)

_OWN_SITE = re.compile(
    r"/(?:[\w-]{1,40}/){0,4}(?:redirect|redir|goto|away|click|out|leave|exit)(?:\.(?:aspx?|php|html?|cgi|do))?/?"
)
"""Paths of counters on any site; their parameter must hold a whole address."""

_OWN_SITE_NAMES = ("url", "u", "to", "target", "link", "goto")

_GOOGLE_NEWS = re.compile(r"/(?:rss/)?(?:articles|read)/([\w-]{10,2000}={0,2})")
_GOOGLE_NEWS_HOST = re.compile(r"news\.google(?:\.[a-z]{2,3}){1,2}")
_PRINTED_ADDRESS = re.compile(rb"https?://[\x21-\x7e]{4,1500}")
_BING_HOST = re.compile(r"(?:www\.|cc\.)?bing\.com")
_YAHOO = re.compile(r"/.{0,400}?/RU=([^/]{10,2000})/R[KS]=")
_PROOFPOINT_3 = re.compile(r"/v3/__(.{8,2000}?)__;")
_AMP_CACHE = re.compile(
    r"(?:www\.google(?:\.[a-z]{2,3}){1,2}/amp|[\w-]+\.cdn\.ampproject\.org/[civ])/(?P<secure>s/)?(?P<rest>[\w.-]+\.\w+/.*)"
)


def find_target(host: str, path: str, query: str) -> str | None:
    """Return the address inside a link; None where it holds none.

    Args:
        host: of the link, as `bot.web.urls.Link` has it.
        path: likewise.
        query: likewise, without "?".
    """
    if "http" not in query and "http" not in path and not _HIDES_TARGET.search(host):
        return None
    for target in _find_targets(host, path, query):
        if target.startswith(("http://", "https://")):
            return target
    return None


def _find_targets(host: str, path: str, query: str) -> Iterator[str]:
    """Yield what may be the address inside a link."""
    for wrapper in _WRAPPERS:
        if wrapper.host.fullmatch(host) and wrapper.path.fullmatch(path):
            yield from _values(query, wrapper.names)
    yield from _in_path(host, path, query)
    if _OWN_SITE.fullmatch(path.lower()):
        yield from _values(query, _OWN_SITE_NAMES)


def _in_path(host: str, path: str, query: str) -> Iterator[str]:
    """Yield the targets of services that write them into their path, or encode them."""
    if _GOOGLE_NEWS_HOST.fullmatch(host) and (article := _GOOGLE_NEWS.fullmatch(path)):
        yield _read_google_news(article.group(1))
    if _BING_HOST.fullmatch(host) and path == "/ck/a":
        yield from (_decode(value[2:]).decode("utf-8", "replace") for value in _values(query, ("u",)))
    if host == "r.search.yahoo.com" and (yahoo := _YAHOO.match(path)):
        yield unquote(yahoo.group(1))
    if host == "urldefense.com" and (defended := _PROOFPOINT_3.match(f"{path}?{query}" if query else path)):
        yield re.sub(r"^(https?):/(?!/)", r"\1://", defended.group(1).removesuffix("/"))
    if host == "urldefense.proofpoint.com" and path == "/v2/url":
        yield from (unquote(value.replace("_", "/").replace("-", "%")) for value in _values(query, ("u",), is_raw=True))
    if cached := _AMP_CACHE.fullmatch(f"{host}{path}"):
        scheme = "https" if cached.group("secure") else "http"
        yield f"{scheme}://{cached.group('rest')}" + (f"?{query}" if query else "")


def _values(query: str, names: tuple[str, ...], *, is_raw: bool = False) -> Iterator[str]:
    """Yield the values of the parameters with these names, in the query's order."""
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name.lower() in names:
            yield value if is_raw else unquote(value)


def _read_google_news(token: str) -> str:
    """Return the address in a token of Google News; "" where it has none, as since July 2024.

    It is a Protocol Buffer whose fourth field is the address; its length comes before it, in one byte or two.
    """
    message = _decode(token)
    found = _PRINTED_ADDRESS.search(message)
    if found is None or found.start() < 2:
        return ""
    before = message[found.start() - 2 : found.start()]
    length = before[1] if before[1] < 0x80 and before[0] < 0x80 else (before[0] & 0x7F) | before[1] << 7
    return found.group()[:length].decode("ascii") if length <= len(found.group()) else ""


def _decode(text: str) -> bytes:
    """Return what some base64 with or without its padding holds; nothing where it is none."""
    try:
        return base64.urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except (binascii.Error, ValueError):
        return b""
