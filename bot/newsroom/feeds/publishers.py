"""Who published a link: its site, and the name that a feed's title has of it. Pure.

A feed's title names its publisher and a section ("BBC News - World", "World news | The Gazette"), or only itself
("Search Alert - Orlo"). The site of the link is what counts; a name is only how it is called.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from summarizer.page.metadata import registered_domain

_SHARED = frozenset(
    {
        "apple.com", "archive.org", "bing.com", "bsky.app", "dailymotion.com", "dev.to", "facebook.com",
        "feedburner.com", "flickr.com", "flipboard.com", "github.com", "gitlab.com", "google.com", "instagram.com",
        "linkedin.com", "medium.com", "msn.com", "newsbreak.com", "note.com", "patreon.com", "podbean.com",
        "reddit.com", "soundcloud.com", "spotify.com", "substack.com", "t.me", "threads.net", "tiktok.com",
        "tumblr.com", "twitter.com", "vimeo.com", "vk.com", "weibo.com", "x.com", "yahoo.com", "youtube.com",
        "zhihu.com",
    }
)  # fmt: skip
"""Sites where many publish under one domain: there the name tells them apart."""

_NO_LETTERS = re.compile(r"[\W_]+")

SHORTEST = 3
"""Letters of a name that are enough to know it by in a domain."""

_PARTS = re.compile(r"[ ][-–—|>»›·•:/]{1,3}[ ]{1,3}|[|>»›]|:[ ]|::")
_FEED_WORDS = re.compile(r"(?:[ ]|^)(?:(?:RSS|Atom|XML)[ -])?(?:Feeds?|Newsfeed|RSS|RSS 2\.0|Flux RSS)$", re.IGNORECASE)
_QUOTES = " \"'“”„«»"
_WORDS = re.compile(r"[\w'’&.]+")
_ARTICLES = frozenset({"the", "a", "an", "der", "die", "das", "le", "la", "les", "il", "el", "o", "de", "het"})
_SECTION_WORDS = """
actualités aktuell alle all allgemein analysis app artikel articles arts blog breaking business comment content cronaca
cultura culture deportes deutschland economia economy economía editorial entertainment environment europa europe feed
film football front frontpage fútbol general gesellschaft global headlines health home homepage house inland
international internacional kultur latest life lifestyle live local lokales magazine main monde mundo music nachrichten
national news newspaper newsticker noticias notizie online opinion opinions page panorama photos podcast podcasts
politica política politics politik politique portada posts press recent releases reise rss schlagzeilen science section
society sport sports startseite stories story style tech technik technologie technology top travel uk ultimas ultime
updates us usa video videos weather website welt wirtschaft wissen wissenschaft world économie últimas
"""
_SECTIONS = frozenset(_SECTION_WORDS.split()) | {"&", "and", "und", "et", "y", "e"}
"""Words that titles of sections consist of."""


def find_site(url: str) -> str:
    """Return the site that published a link: its registered domain, or the host where each host has a publisher."""
    try:
        return _site_of((urlsplit(url).hostname or "").rstrip("."))
    except ValueError:
        return ""


def is_shared(site: str) -> bool:
    """Return whether many publish on a site, so that it does not say who: a network, a portal, this machine."""
    return site in _SHARED or _is_local(site)


@lru_cache(maxsize=500)
def clean_name(title: str, site: str) -> str:
    """Return the publisher's name in a title: without sections, "RSS feed" and such; "" where nothing is left.

    Args:
        title: a feed's, or what an entry names as its source.
        site: the publisher's, which tells its name from a section's: "World | Quay Times" of quaytimes.example.
    """
    whole = _FEED_WORDS.sub("", title.strip(_QUOTES)).strip(" -–—|:,")
    parts = [part.strip(_QUOTES) for part in _PARTS.split(whole) if part.strip(_QUOTES)]
    if len(parts) < 2:
        return whole
    others = [part for part in parts if not _is_section(part)]
    named = next((part for part in (*others, *parts) if names_site(part, site)), None)
    if named is not None:
        return named
    is_path = any(mark in whole for mark in ">»›")
    return others[0] if len(others) == 1 or (others and is_path) else whole


@lru_cache(maxsize=500)
def names_site(name: str, site: str) -> bool:
    """Return whether a name has the one in a domain: "Quay Times UK" in quaytimes.example, "NYT" in nytimes.example."""
    label, whole, bare = _squash_both(name, site)
    if not label or not whole:
        return False
    if label in [squash(word) for word in _WORDS.findall(name)] or squash(site) in {whole, bare}:
        return True
    if len(label) >= SHORTEST and (whole.startswith(label) or bare.startswith(label)):
        return True
    return any(len(text) >= SHORTEST and label.startswith(text) for text in (whole, bare))


def is_name_of(name: str, site: str) -> bool:
    """Return whether a text is a site's name and nothing else: "The Quay Times", "BBC News", "NYT", "quay.example"."""
    label, whole, bare = _squash_both(name, site)
    if not label or not whole or is_shared(site):
        return False
    if squash(site) in {whole, bare} or label in {whole, bare}:
        return True
    if name.isupper() and len(whole) >= SHORTEST and label.startswith(whole):
        return True
    return any(text.startswith(label) and text.removeprefix(label) in _SECTIONS for text in (whole, bare))


def squash(name: str) -> str:
    """Return a name's letters and digits in lower case: the same for "Quay Times" and "quay-times"."""
    return _NO_LETTERS.sub("", name.casefold())


def shared_start(names: list[str]) -> str:
    """Return the words that all names begin with: "BBC" of "BBC News" and "BBC Sport"; "" where only an article is."""
    start: list[str] = []
    for words in zip(*(name.split() for name in names), strict=False):
        if len({squash(word) for word in words}) > 1:
            break
        start.append(words[0])
    return " ".join(start) if any(squash(word) not in _ARTICLES for word in start) else ""


@lru_cache(maxsize=500)
def _site_of(host: str) -> str:
    return host if _is_local(host) else registered_domain(host) or ""


def _squash_both(name: str, site: str) -> tuple[str, str, str]:
    """Return the first part of a domain, and a name with and without its articles, all squashed."""
    words = [squash(word) for word in _WORDS.findall(name)]
    whole = "".join(words)
    return squash(site.partition(".")[0]), whole, "".join(word for word in words if word not in _ARTICLES) or whole


def _is_section(part: str) -> bool:
    """Return whether a part of a title names only a section of a paper."""
    words = [word.casefold() for word in _WORDS.findall(part)]
    return bool(words) and all(word in _SECTIONS for word in words)


def _is_local(host: str) -> bool:
    """Return whether a host is an address or a name of this machine or network, which no publisher has."""
    return "." not in host or ":" in host or host.replace(".", "").isdigit() or host.endswith(".localhost")
