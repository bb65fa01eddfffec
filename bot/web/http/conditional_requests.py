"""Conditional requests for feeds, and their responses. Pure.

Source: RFC 9110, section 13 (conditional requests); RFC 9111, sections 4.2 and 5 (freshness).
"""

import re
from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime

from bot.errors import UnsupportedContentError
from bot.newsroom.feeds.ports import FeedResponse
from bot.web.http import content_type
from bot.web.pages import interstitials

BODILESS = frozenset({304, 410})
"""Statuses that are complete without a body."""

PERMANENT = frozenset({301, 308})

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.1"
)

_MAX_VALIDATOR = 1000
"""Maximum characters of a stored ETag."""

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_NEVER_FRESH = re.compile(r"(?:^|[\s,])(?:no-cache|no-store)(?=$|[\s,;=])", re.IGNORECASE)


def request_headers(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """Return the headers of a request for a feed that may be known already."""
    headers = {"Accept": _ACCEPT}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    return headers


def to_value(url: str, statuses: Sequence[int], headers: Mapping[str, str], body: bytes) -> FeedResponse:
    """Return the response at the end of redirects.

    Args:
        url: its address.
        statuses: of all responses on the way, the final one last.
        headers: of the final one, names in lower case.
        body: of the final one.
    """
    hops = statuses[:-1]
    return FeedResponse(
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
    """Return for how many seconds a response stays fresh, as the site says; None where it does not say."""
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
    """Check that the first bytes may be a feed or text, and not a bot wall.

    Raises:
        UnsupportedContentError: with the kind of content.
        BotWallError: the site rejects programs.
    """
    what = content_type.sniff(body[: content_type.SNIFFED_BYTES])
    if what not in {None, "a feed"}:
        raise UnsupportedContentError(what or "")
    if what is None and "html" in headers.get("content-type", "").lower():
        interstitials.check_wall(200, headers, body)


def _validator(value: str | None) -> str | None:
    """Return a validator that can be sent back unchanged."""
    if not value or len(value) > _MAX_VALIDATOR or not value.isascii() or not value.isprintable():
        return None
    return value
