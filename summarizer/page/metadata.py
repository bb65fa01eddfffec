"""Date, outlet, address, lead picture and flags of a page."""

import re
from datetime import UTC, date, datetime
from urllib.parse import urljoin, urlsplit

from htmldate import find_date
from lxml.html import HtmlElement

from summarizer.page.head import Head
from summarizer.page.json_ld import Structured
from summarizer.unread import Unread

LATEST_DATE = "2100-01-01"
"""htmldate would otherwise use the clock, and the same page would give another result tomorrow."""

_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/")

# Second levels of registries: news.co.uk's domain is news.co.uk. Also hosts whose subdomains are unrelated sites.
_SECOND_LEVELS = frozenset(
    [
        "co",
        "com",
        "org",
        "net",
        "gov",
        "gob",
        "go",
        "gouv",
        "ac",
        "edu",
        "or",
        "ne",
        "mil",
        "nom",
        "in",
        "id",
        "web",
        "biz",
        "info",
    ]
)
_SHARED_HOSTS = frozenset(
    [
        "blogspot.com",
        "wordpress.com",
        "substack.com",
        "medium.com",
        "tumblr.com",
        "github.io",
        "gitlab.io",
        "pages.dev",
        "netlify.app",
        "vercel.app",
        "web.app",
        "herokuapp.com",
        "cloudfront.net",
        "amazonaws.com",
        "azurewebsites.net",
        "firebaseapp.com",
        "ghost.io",
        "wixsite.com",
        "weebly.com",
        "over-blog.com",
    ]
)


def choose_date(
    tree: HtmlElement, url: str | None, head: Head, structured: Structured, unread: Unread
) -> datetime | None:
    """Returns the time of publication, UTC; midnight where only the day is known.

    The day is htmldate's, or that of the JSON-LD or a meta tag where the two are adjacent: the publisher's own zone
    decides which day was printed. The time of day is theirs, where it does not change that day. An address with the day
    before or after has the one that was printed: the time is told in UTC then.
    """
    found = unread.ask("date", find_date, tree, original_date=True, url=url, max_date=LATEST_DATE)
    if found is None:
        return None
    day = date.fromisoformat(found)
    in_path = _day_in_path(url)
    printed = in_path if in_path is not None and abs((in_path - day).days) <= 1 else None
    day = printed or day
    named = (structured.published, *head.all("article:published_time", "datepublished"))
    near = (moment for name in named if (moment := _moment(name)) is not None and abs((moment.date() - day).days) <= 1)
    moment = next(near, None)
    if moment is None or printed not in {None, moment.date()}:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    midnight = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    in_utc = moment.astimezone(UTC) if moment.tzinfo is not None else midnight
    return in_utc if in_utc.date() == midnight.date() else midnight


def _day_in_path(url: str | None) -> date | None:
    """Returns the day in an address such as /2025/12/18/pier-reopens; None where there is none."""
    found = _DAY_IN_PATH.search(url or "")
    try:
        return date(*map(int, found.groups())) if found is not None else None
    except ValueError:
        return None


def _moment(printed: str | None) -> datetime | None:
    """Parses an ISO time, with or without its zone; None for anything else, and for years before the web."""
    try:
        moment = datetime.fromisoformat(printed or "")
    except ValueError:
        return None
    return moment if 1900 < moment.year < 2100 else None


def choose_outlet(head: Head, structured: Structured, url: str | None) -> str | None:
    """Returns the outlet: the page's name for its site, else the publisher, else the host."""
    named = head.first("og:site_name", "application-name") or structured.publisher
    if named:
        return named[:100]
    host = _host(url)
    return host.removeprefix("www.") if host else None


def choose_url(head: Head, url: str | None) -> str | None:
    """Returns the canonical address where it is on the same registered domain; else the address it came from."""
    candidate = _join(url, head.canonical) or _join(url, head.first("og:url"))
    if candidate is None:
        return url
    parts = urlsplit(candidate)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return url
    if url is None:
        return candidate
    mine, theirs = registered_domain(_host(url)), registered_domain(parts.hostname)
    is_home = parts.path in {"", "/"} and not parts.query and urlsplit(url).path not in {"", "/"}
    return candidate if mine == theirs and not is_home else url


def choose_image(head: Head, structured: Structured, url: str | None) -> str | None:
    """Returns the address of the lead picture: the JSON-LD's (as printed) before the one cropped for sharing."""
    shared = head.first("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
    joined = _join(url, structured.image) or _join(url, shared)
    return joined if joined and urlsplit(joined).scheme in {"http", "https"} else None


def is_paywalled(head: Head, structured: Structured) -> bool:
    """Whether the page declares that a part of it is for subscribers."""
    tier = (head.first("article:content_tier") or "").lower()
    return structured.is_free is False or tier in {"locked", "metered"}


def is_live(head: Head, structured: Structured) -> bool:
    """Whether it is a live page that is still being updated."""
    return "liveblogposting" in structured.page_types or "liveblog" in (head.first("og:type") or "").lower()


def is_noarchive(head: Head) -> bool:
    """Whether the publisher asks that no copy be kept."""
    return any("noarchive" in value.lower() for value in head.all("robots", "googlebot", "news"))


def registered_domain(host: str | None) -> str | None:
    """Returns the registered part of a host ("news.example.co.uk" -> "example.co.uk")."""
    if not host:
        return None
    labels = host.lower().rstrip(".").split(".")
    count = 2
    is_country = len(labels) > 2 and len(labels[-1]) == 2
    if ".".join(labels[-2:]) in _SHARED_HOSTS or (is_country and labels[-2] in _SECOND_LEVELS):
        count = 3
    return ".".join(labels[-count:])


def _host(url: str | None) -> str | None:
    """Returns the host of an address; None where it has none or is malformed."""
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None


def _join(base: str | None, link: str | None) -> str | None:
    """Returns an absolute link; None where it is missing or malformed."""
    if not link:
        return None
    try:
        joined = urljoin(base or "", link)
        return joined if urlsplit(joined).hostname else None
    except ValueError:
        return None
