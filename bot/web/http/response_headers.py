"""Reads responses: headers and the few tags that matter to fetching. Pure."""

import html
import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime

from bot.errors import MalformedResponseError

KNOWN_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate", "br"})

MAX_REFRESH_DELAY_S = 5
"""News pages refresh themselves after minutes; a page that only redirects does so at once."""

MAX_REFRESH_BYTES = 10_000
"""A page that only redirects is small."""

_META = re.compile(rb"<meta\b([^<>]{0,2000})>", re.IGNORECASE)
_IS_REFRESH = re.compile(rb"http-equiv\s*=\s*(?:[\"']\s*)?refresh", re.IGNORECASE)
_CONTENT = re.compile(rb"content\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_REFRESH = re.compile(
    r"\s*(\d+)(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?(?:\"([^\"]*)|'([^']*)|(.*))", re.IGNORECASE | re.DOTALL
)


def lower_headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return headers by name in lower case; repeated ones joined by a comma (RFC 9110, 5.3), Set-Cookie dropped."""
    joined: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        if key == "set-cookie":
            continue
        joined[key] = f"{joined[key]}, {value}" if key in joined else value
    return joined


def check_encoding(headers: dict[str, str]) -> None:
    """Check that the Content-Encoding is exactly one that can be decoded within limits.

    Raises:
        MalformedResponseError: an unknown one, or a chain of them.
    """
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding not in KNOWN_ENCODINGS:
        raise MalformedResponseError(f"Content-Encoding {encoding[:80]!r}")


def declared_length(headers: dict[str, str]) -> int | None:
    """Return the Content-Length of a body without encoding; None where there is no valid one."""
    value = headers.get("content-length", "").strip()
    if headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
        return None
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def retry_after_s(headers: dict[str, str]) -> float | None:
    """Return for how many seconds a site asks us to wait, at most a day; None where it does not.

    A date is compared with the response's own Date header, so that our clock is not needed (RFC 9110, 10.2.3).
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), 86_400.0)
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait.total_seconds(), 0.0), 86_400.0)


def refresh_target(body: bytes) -> str | None:
    """Return the target of a small page's immediate refresh (`<meta http-equiv=refresh>`), as written."""
    if len(body) > MAX_REFRESH_BYTES:
        return None
    for tag in _META.finditer(body):
        inside = tag.group(1)
        named = _CONTENT.search(inside)
        if named is None or _IS_REFRESH.search(inside) is None:
            continue
        written = html.unescape(next(group for group in named.groups() if group is not None).decode("utf-8", "replace"))
        found = _REFRESH.match(written)
        if found and int(found.group(1)[:6]) <= MAX_REFRESH_DELAY_S:
            target = next((group for group in found.groups()[1:] if group), "").strip()
            return target or None
    return None
