"""Pages in front of the story: consent pages, walls against programs, aggregators, players.

Recognised by host, headers or a few words; nothing here opens anything or accepts anything for anyone.
"""

import re
from collections.abc import Mapping

from bot.errors import AggregatorLinkError, BotWallError, ConsentPageError, UnsupportedContentError
from bot.web.urls import Link

_VIDEO_HOSTS = (
    "youtube.com",
    "youtu.be",
    "youtube-nocookie.com",
    "vimeo.com",
    "tiktok.com",
    "dailymotion.com",
    "dai.ly",
    "twitch.tv",
    "rumble.com",
)
_AUDIO_HOSTS = ("open.spotify.com", "soundcloud.com", "podcasts.apple.com", "podcasts.google.com")
_AGGREGATOR_PATHS = re.compile(r"/(?:rss/|__i/rss/rd/|u/\d/)?(?:articles|read|stories|rd)/")
_CONSENT_HOST = re.compile(r"^(?:.+\.)?(?:consent|guce|myprivacy|privacygate|consentement)\.")
_CONSENT_PATH = re.compile(r"/(?:zustimmung|consent-a-[0-9a-f-]+|cookiewall|privacy-?wall)\b")

_CHALLENGE_HEADERS = ("cf-mitigated", "x-datadome", "x-dd-b", "x-px-captcha", "x-kpsdk-ct", "x-amzn-waf-action")

_CHALLENGE_MARKS = re.compile(
    rb"_cf_chl_opt|cf-browser-verification|/cdn-cgi/challenge-platform/|captcha-delivery\.com|px-captcha|_pxAppId"
    rb"|Incapsula incident ID|_Incapsula_Resource|kpsdk|awswaf\.com|geo\.captcha|perimeterx\.net|ddos-guard"
    rb"|errors\.edgesuite\.net",
    re.IGNORECASE,
)

_CHALLENGE_WORDS = re.compile(
    rb"verify (?:that )?you(?:'|&#39;|&rsquo;|\xe2\x80\x99)?(?: a)?re (?:a )?(?:human|not a (?:ro)?bot)"
    rb"|verifying you are human|checking your browser before|checking if the site connection is secure"
    rb"|<title>\s*(?:just a moment|attention required|access denied|access to this page has been denied"
    rb"|pardon our interruption|are you (?:a )?(?:human|robot)|robot check|human verification|security check)",
    re.IGNORECASE,
)

_WALL_STATUSES = frozenset({202, 401, 403, 405, 406, 429, 503})

_SCRIPT = re.compile(rb"<script", re.IGNORECASE)

WALL_BYTES = 65_536
"""Pages that ask whether you are human are small: only this much of a page is searched."""


def check_host(link: Link) -> None:
    """Check that the host may have readable stories.

    Raises:
        AggregatorLinkError: a link that only an aggregator's own script can follow.
        UnsupportedContentError: a video or sound site.
        ConsentPageError: a consent page.
    """
    host = link.host.removesuffix(".")
    if host == "news.google.com" and _AGGREGATOR_PATHS.match(link.path):
        raise AggregatorLinkError("Google News")
    if _is_under(host, _VIDEO_HOSTS):
        raise UnsupportedContentError("a video")
    if _is_under(host, _AUDIO_HOSTS):
        raise UnsupportedContentError("a sound recording")
    if _CONSENT_HOST.match(host) or _CONSENT_PATH.match(link.path):
        raise ConsentPageError(host)


def check_wall(status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Check that a response is not a wall against programs.

    Args:
        status: HTTP status.
        headers: names in lower case.
        body: the body, or its beginning.

    Raises:
        BotWallError: with the mark that was found.
    """
    head = body[:WALL_BYTES]
    marked = _CHALLENGE_MARKS.search(head)
    if status in _WALL_STATUSES:
        names = [name for name in _CHALLENGE_HEADERS if name in headers]
        if names or marked:
            raise BotWallError(f"HTTP {status}, {names[0] if names else marked!r}")
    if headers.get("cf-mitigated") == "challenge":
        raise BotWallError("cf-mitigated: challenge")
    worded = _CHALLENGE_WORDS.search(head)
    if worded and len(body) < WALL_BYTES and (status in _WALL_STATUSES or marked or _is_short(head)):
        raise BotWallError(f"HTTP {status}, {worded.group()!r}")


def _is_short(head: bytes) -> bool:
    """Return whether a page has too few words between its tags to be a story."""
    # Both steps read each byte once: hostile pages pass here on the event loop.
    visible = [re.split(rb"</script", part, maxsplit=1, flags=re.IGNORECASE)[-1] for part in _SCRIPT.split(head)]
    return len(re.sub(rb"<[^<>]*>", b" ", b" ".join(visible)).split()) < 120


def _is_under(host: str, domains: tuple[str, ...]) -> bool:
    """Return whether a host is one of the domains or a subdomain."""
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
