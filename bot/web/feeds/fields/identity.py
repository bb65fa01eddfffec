"""By what an entry is recognised at every poll: its own id first, else its link, else its title. Pure.

An id that is not an address is unique within its outlet only ("4711"), so the outlet's domain is added. It is the
story's domain, not the feed's: a feed may move.
"""

import hashlib
import re
from collections.abc import Iterable

from bot.web.feeds.fields.links import split_fragment
from bot.web.former_links import former_story_link
from bot.web.urls import article_key, parse_link, registered_domain

_WORLDWIDE = re.compile(r"(?:https?|urn|tag|uuid):", re.IGNORECASE)


def entry_key(guid: str, url: str | None, title: str, feed_url: str) -> str:
    """Return the key of an entry.

    Args:
        guid: the entry's own id; "" where it has none.
        url: its link, absolute.
        title: plain text.
        feed_url: the feed's address, for an entry without a link.
    """
    domain = registered_domain(url or feed_url)
    if guid:
        name = guid if _WORLDWIDE.match(guid) else f"{domain} {guid}"
    elif url:
        name = place_key(url)
    else:
        name = f"{domain} {title.lower()}"
    return _hash(name)


def former_keys(guid: str, links: Iterable[str | None], title: str, feed_url: str) -> tuple[str, ...]:
    """Return the keys by which versions up to 0.2 knew an entry: its link had no fragment, or was another one.

    An entry that is stored under one of them is not posted again after an upgrade.
    """
    pages = (split_fragment(link)[0] if link else None for link in links)
    return tuple(dict.fromkeys(entry_key(guid, page, title, feed_url) for page in pages))


def key_of_0_2(guid: str, reference: str, title: str, feed_url: str) -> str:
    """Return the key by which version 0.2.0 stored an entry: since then more trackers and wrappings come off links.

    Args:
        guid: the entry's own id; "" where it has none.
        reference: its link, as the feed has it.
        title: plain text.
        feed_url: the feed's address.
    """
    url = former_story_link(feed_url, reference)
    if url is not None and not guid:
        return _hash(article_key(url, is_clean=True))
    return entry_key(guid, url, title, feed_url)


def place_key(url: str) -> str:
    """Return a key that is equal for links to the same place of the same article: the fragment counts."""
    page, fragment = split_fragment(url)
    return article_key(page) + (f"#{fragment}" if fragment else "")


def find_shared_ids(entries: Iterable[tuple[str, str | None, str]]) -> frozenset[str]:
    """Return the ids that several entries of a feed have, although link and title differ: such an id says nothing.

    Args:
        entries: id, link and title of each.
    """
    titles: dict[str, set[str]] = {}
    links: dict[str, set[str]] = {}
    for guid, url, title in entries:
        if guid and url:
            titles.setdefault(guid, set()).add(title)
            links.setdefault(guid, set()).add(place_key(url))
    return frozenset(guid for guid in titles if len(titles[guid]) > 1 and len(links[guid]) > 1)


def is_story_address(url: str) -> bool:
    """Return whether a link leads to one story, not to a front page that several entries may link to."""
    link = parse_link(url)
    return link.path.strip("/") != "" or link.query != "" or bool(split_fragment(url)[1])


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
