"""Links as values: parsed like in browsers, cleaned of tracking, and compared.

Parsing is can_ada's, which follows the WHATWG URL standard, so that what we check is what is fetched.
"""

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin

import can_ada
import tld

from bot.errors import InvalidLinkError
from bot.web.tracking import is_tracking
from bot.web.wrapped_links import find_target

MAX_LENGTH = 4096
"""Maximum characters of a link; people do not share longer ones."""

_REMEMBERED = 512
"""Links whose parts are remembered: a link of a feed is looked at a dozen times in a row."""

DEFAULT_PORTS = {"http": 80, "https": 443}

_AMP_QUERY = frozenset({"amp", "amp=1", "amp=true", "outputtype=amp", "outputtype=amp-type", "output=amp", "m=1"})


MOST_NESTED = 4
"""How many wrappings are taken off: a mail filter around a search result around a counter."""


@dataclass(frozen=True, slots=True)
class Link:
    """A parsed http(s) link.

    Attributes:
        href: the whole link as browsers would send it, ASCII only, without a fragment.
        scheme: "http" or "https" (`bot.web.guard.address_policy` rejects others).
        host: in lower case and punycode; an address without brackets.
        port: explicit or the scheme's default.
        path: percent-encoded, begins with "/".
        query: without "?".
        has_userinfo: there is a name or password before the host.
    """

    href: str
    scheme: str
    host: str
    port: int
    path: str
    query: str
    has_userinfo: bool = False

    @property
    def origin(self) -> str:
        """Scheme, host and port, the port only where it is not the default."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == DEFAULT_PORTS.get(self.scheme) else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def host_and_port(self) -> str:
        """The host, with the port only where it is not the default: the same for http and https of a site."""
        return self.origin.partition("://")[2]


@lru_cache(maxsize=_REMEMBERED)
def parse_link(url: str) -> Link:
    """Parse a link.

    Raises:
        InvalidLinkError: it cannot be parsed, has no host, or is too long.
    """
    if len(url) > MAX_LENGTH:
        raise InvalidLinkError(f"{len(url)} characters")
    try:
        parsed = can_ada.parse(url)
    except (ValueError, TypeError) as error:  # TypeError: a lone surrogate
        raise InvalidLinkError(f"{url[:200]!r} cannot be parsed") from error
    scheme = parsed.protocol.removesuffix(":")
    if not parsed.hostname:
        raise InvalidLinkError(f"{url[:200]!r} has no host")
    parsed.hash = ""
    return Link(
        href=parsed.href.removesuffix("#"),
        scheme=scheme,
        host=parsed.hostname.strip("[]"),
        port=int(parsed.port) if parsed.port else DEFAULT_PORTS.get(scheme, 0),
        path=parsed.pathname,
        query=parsed.search.removeprefix("?"),
        has_userinfo=parsed.has_credentials(),
    )


@lru_cache(maxsize=500)
def join(base: str, reference: str) -> str:
    """Resolve `reference` on the page `base`.

    Raises:
        InvalidLinkError: the result is not a link.
    """
    try:
        return parse_link(urljoin(base, reference.strip())).href
    except ValueError as error:
        raise InvalidLinkError(f"{reference[:200]!r}") from error


def clean_url(url: str) -> str:
    """Return the link without tracking parameters and fragment; unchanged where it cannot be parsed.

    Parameters that may identify the article stay, in their order.
    """
    try:
        link = parse_link(url)
    except InvalidLinkError:
        return url
    if not link.query:
        return link.href
    site = registered_domain(url)
    kept = [pair for pair in link.query.split("&") if pair and not is_tracking(pair, site)]
    head = link.href.split("?", 1)[0]
    return f"{head}?{'&'.join(kept)}" if kept else head


def article_key(url: str, *, is_clean: bool = False) -> str:
    """Return a key that is equal for links to the same article.

    It ignores the scheme, "www." and mobile hosts, AMP variants, a trailing slash, tracking, the order of parameters.

    Args:
        url: a link.
        is_clean: it was cleaned, by the rules of some version; nothing more is taken off.
    """
    try:
        link = parse_link(url if is_clean else clean_url(url))
    except InvalidLinkError:
        return url.strip()
    host = re.sub(r"^(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.[^.])", "", link.host.rstrip("."))
    port = "" if link.port == DEFAULT_PORTS.get(link.scheme) else f":{link.port}"
    path = _without_amp(link.path)
    pairs = sorted(pair for pair in link.query.split("&") if pair and pair.lower() not in _AMP_QUERY)
    query = f"?{'&'.join(pairs)}" if pairs else ""
    return f"{host}{port}{path}{query}"


def unwrap(url: str) -> str:
    """Return the address that a link of a counter, search, mail filter or cache contains; else the link itself."""
    for _ in range(MOST_NESTED):
        try:
            link = parse_link(url)
        except InvalidLinkError:
            return url
        target = find_target(link.host, link.path, link.query)
        if target is None:
            return url
        url = target
    return url


def registered_domain(url: str) -> str:
    """Return a link's registered domain ("bbc.co.uk"); the host itself where it is an address or unknown.

    Source: Public Suffix List, the copy inside the `tld` package (no download).
    """
    try:
        return _domain_of(parse_link(url).host.rstrip("."))
    except InvalidLinkError:
        return ""


@lru_cache(maxsize=1000)
def _domain_of(host: str) -> str:
    """Return the registered domain of a host; the host itself where it is an address or unknown."""
    if _is_address(host):
        return host
    found = tld.get_fld(f"http://{host}", fail_silently=True, search_private=False)
    return str(found) if found else host


def same_site(first: str, second: str) -> bool:
    """Return whether two links belong to the same registered domain."""
    domain = registered_domain(first)
    return bool(domain) and domain == registered_domain(second)


def _without_amp(path: str) -> str:
    """Return the path of the plain page: no "/amp" segment at either end, no ".amp", no trailing slash."""
    path = path.rstrip("/")
    path = re.sub(r"/amp$", "", path)
    path = re.sub(r"^/amp(?=/)", "", path)
    return re.sub(r"\.amp(?=\.html?$|$)", "", path).rstrip("/")


def _is_address(host: str) -> bool:
    """Return whether a host is an IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
