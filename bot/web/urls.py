"""Links as values: parsed like in browsers, cleaned of tracking, and compared.

Parsing is can_ada's, which follows the WHATWG URL standard, so that what we check is what is fetched.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import unquote, urljoin

import can_ada
import tld

from bot.errors import InvalidLinkError

MAX_LENGTH = 4096
"""Maximum characters of a link; people do not share longer ones."""

DEFAULT_PORTS = {"http": 80, "https": 443}

_TRACKING_NAMES = frozenset(
    {
        "__twitter_impression",
        "_hsenc",
        "_hsmi",
        "amp_gsa",
        "amp_js_v",
        "campaign_id",
        "cmp",
        "cmpid",
        "cvid",
        "dclid",
        "fb_ref",
        "fb_source",
        "fbclid",
        "gbraid",
        "gclid",
        "gclsrc",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "icid",
        "igsh",
        "igshid",
        "ito",
        "li_fat_id",
        "mkt_tok",
        "msclkid",
        "ncid",
        "ocid",
        "partner_share",
        "ref_source",
        "ref_src",
        "ref_url",
        "referringsource",
        "s_cid",
        "sh",
        "share_source",
        "sharetype",
        "si",
        "smid",
        "smtyp",
        "soc_src",
        "soc_trk",
        "sref",
        "traffic_source",
        "ttclid",
        "twclid",
        "usqp",
        "vero_id",
        "wbraid",
        "wt.mc_id",
        "wt_mc",
        "wt_zmc",
        "xtor",
        "yclid",
    }
)
"""Query parameters that only say where a reader came from, in lower case. Names that some sites use for an article's
own id ("id", "p", "s", "a", "cid", "ref" with a number) are not included."""

_TRACKING_PREFIXES = ("utm_", "mc_", "at_", "pk_", "mtm_", "hsa_", "itm_", "__s", "oly_", "ns_")

_REFERRERS = frozenset({"ref", "referrer", "referer", "source", "src", "via", "from", "feature", "share", "partner"})
"""Parameters that are tracking only if their value is a word ("ref=homepage"), not an id ("ref=48213")."""

_WORD = re.compile(r"[a-z][a-z_.:-]{0,40}", re.IGNORECASE)

_AMP_QUERY = frozenset({"amp", "amp=1", "amp=true", "outputtype=amp", "outputtype=amp-type", "output=amp", "m=1"})


_REDIRECTORS = (
    (re.compile(r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}"), "/url", ("q", "url")),
    (re.compile(r"lm?\.(?:facebook|instagram)\.com"), "/", ("u",)),
    (re.compile(r"(?:\w+\.)?safelinks\.protection\.outlook\.com"), "/", ("url",)),
    (re.compile(r"slack-redir\.net"), "/link", ("url",)),
    (re.compile(r"out\.reddit\.com"), "/", ("url",)),
)
"""Host, path, parameter: redirectors whose links contain their target."""

_AMP_CACHE = re.compile(
    r"(?:www\.google(?:\.[a-z]{2,3}){1,2}/amp|[\w-]+\.cdn\.ampproject\.org/[civ])/(?P<secure>s/)?(?P<rest>[\w.-]+\.\w+/.*)"
)


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
    kept = [pair for pair in link.query.split("&") if pair and not _is_tracking(pair)]
    head = link.href.split("?", 1)[0]
    return f"{head}?{'&'.join(kept)}" if kept else head


def article_key(url: str) -> str:
    """Return a key that is equal for links to the same article.

    It ignores the scheme, "www." and mobile hosts, AMP variants, a trailing slash, tracking, the order of parameters.
    """
    try:
        link = parse_link(clean_url(url))
    except InvalidLinkError:
        return url.strip()
    host = re.sub(r"^(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.[^.])", "", link.host.rstrip("."))
    port = "" if link.port == DEFAULT_PORTS.get(link.scheme) else f":{link.port}"
    path = _without_amp(link.path)
    pairs = sorted(pair for pair in link.query.split("&") if pair and pair.lower() not in _AMP_QUERY)
    query = f"?{'&'.join(pairs)}" if pairs else ""
    return f"{host}{port}{path}{query}"


def unwrap(url: str) -> str:
    """Return the target of a redirector's or an AMP cache's link, where the link contains it; else the link itself."""
    try:
        link = parse_link(url)
    except InvalidLinkError:
        return url
    for host, path, name in _REDIRECTORS:
        if host.fullmatch(link.host) and link.path.startswith(path):
            inner = next((unquote(value) for key, value in _pairs(link.query) if key in name), "")
            return inner if inner.startswith(("http://", "https://")) else url
    cached = _AMP_CACHE.fullmatch(f"{link.host}{link.path}")
    if cached is None:
        return url
    scheme = "https" if cached.group("secure") else "http"
    return f"{scheme}://{cached.group('rest')}" + (f"?{link.query}" if link.query else "")


def registered_domain(url: str) -> str:
    """Return a link's registered domain ("bbc.co.uk"); the host itself where it is an address or unknown.

    Source: Public Suffix List, the copy inside the `tld` package (no download).
    """
    try:
        host = parse_link(url).host.rstrip(".")
    except InvalidLinkError:
        return ""
    if _is_address(host):
        return host
    found = tld.get_fld(f"http://{host}", fail_silently=True, search_private=False)
    return str(found) if found else host


def same_site(first: str, second: str) -> bool:
    """Return whether two links belong to the same registered domain."""
    domain = registered_domain(first)
    return bool(domain) and domain == registered_domain(second)


def _pairs(query: str) -> list[tuple[str, str]]:
    """Return name and value of each parameter, as written."""
    return [(name, value) for name, _, value in (pair.partition("=") for pair in query.split("&"))]


def _is_tracking(pair: str) -> bool:
    """Return whether a "name=value" of a query only says where a reader came from."""
    name, _, value = pair.partition("=")
    name = name.lower()
    if name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES):
        return True
    return name in _REFERRERS and _WORD.fullmatch(value) is not None


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
