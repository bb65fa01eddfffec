"""What is asked of sites for feeds, and what their answers mean. Pure.

Source: RFC 9110, section 13 (conditional requests); RFC 9111, sections 4.2 and 5 (freshness).
"""

import re
from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime

from bot.errors import UnsupportedContentError
from bot.newsroom.feeds.ports import FeedAnswer
from bot.web.http import content_type
from bot.web.pages import interstitials

BODILESS = frozenset({304, 410})
"""Statuses that say all by themselves."""

PERMANENT = frozenset({301, 308})

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.1"
)

_MAX_VALIDATOR = 1000
"""Characters of an ETag that are worth keeping."""

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_NEVER_FRESH = re.compile(r"(?:^|[\s,])(?:no-cache|no-store)(?=$|[\s,;=])", re.IGNORECASE)


def request_headers(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The headers of a request for a feed we may have already."""
    headers = {"Accept": _ACCEPT}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    return headers


def to_value(url: str, statuses: Sequence[int], headers: Mapping[str, str], body: bytes) -> FeedAnswer:
    """The answer at the end of redirects.

    Args:
        url: where it came from.
        statuses: of all answers on the way, the last one's at the end.
        headers: of the last one, names in lower case.
        body: of the last one.
    """
    hops = statuses[:-1]
    return FeedAnswer(
        url=url,
        status=statuses[-1],
        body=body,
        content_type=headers.get("content-type", "")[:200],
        etag=_validator(headers.get("etag")),
        last_modified=_validator(headers.get("last-modified")),
        fresh_s=fresh_s(headers),
        moved_to=url if hops and PERMANENT.issuperset(hops) else None,
    )


def fresh_s(headers: Mapping[str, str]) -> float | None:
    """The seconds an answer stays fresh, as the site says; None where it says nothing."""
    control = headers.get("cache-control", "")
    if _NEVER_FRESH.search(control):
        return 0.0
    age = _MAX_AGE.search(control)
    if age is not None:
        return float(age.group(1))
    try:
        stays = parsedate_to_datetime(headers.get("expires", "")) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError, OverflowError):
        return None
    return max(stays.total_seconds(), 0.0)


def check_body(headers: Mapping[str, str], body: bytes) -> None:
    """Refuse what the first bytes give away as neither a feed nor text, and walls against programs.

    Raises:
        UnsupportedContentError: naming what it is.
        BotWallError: the site refuses programs.
    """
    what = content_type.sniff(body[: content_type.SNIFFED_BYTES])
    if what not in {None, "a feed"}:
        raise UnsupportedContentError(what or "")
    if what is None and "html" in headers.get("content-type", "").lower():
        interstitials.check_wall(200, headers, body)


def _validator(value: str | None) -> str | None:
    """A validator that can be sent back as it came."""
    if not value or len(value) > _MAX_VALIDATOR or not value.isascii() or not value.isprintable():
        return None
    return value
