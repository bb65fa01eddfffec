"""By what an entry is recognised at every poll: its own id first, else its link, else its title. Pure.

An id that is not an address is unique within its outlet only ("4711"), so the outlet's domain is added. It is the
story's domain, not the feed's: a feed may move.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.web.feeds.fields.links import split_fragment
from bot.web.former_links import former_story_link
from bot.web.urls import article_key, parse_link, registered_domain

_WORLDWIDE = re.compile(r"(?:https?|urn|tag|uuid):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """What an entry has to be recognised by.

    Attributes:
        guid: the entry's own id; "" where it has none.
        url: its link, absolute.
        title: plain text.
    """

    guid: str
    url: str | None
    title: str


@dataclass(frozen=True, slots=True)
class UselessNames:
    """What says nothing in one feed, because entries that differ have it in common.

    Attributes:
        guids: ids.
        places: links, see `place_key`.
    """

    guids: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


def find_useless(entries: Iterable[Named]) -> UselessNames:
    """Return the ids and links of a feed that entries with different titles share.

    Two entries with one id and one link are two versions of an entry (RFC 4287, 4.1.1); three are not.
    """
    titles: defaultdict[str, set[str]] = defaultdict(set)
    places: defaultdict[str, set[str]] = defaultdict(set)
    titles_of_place: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        place = place_key(entry.url) if entry.url else ""
        titles[entry.guid].add(entry.title)
        places[entry.guid].add(place)
        titles_of_place[place].add(entry.title)
    return UselessNames(
        frozenset(guid for guid in titles if len(titles[guid]) > 2 or min(len(titles[guid]), len(places[guid])) > 1),
        frozenset(place for place, found in titles_of_place.items() if len(found) > 1),
    )


def entry_key(entry: Named, feed_url: str, useless: UselessNames = UselessNames()) -> str:
    """Return the key of an entry.

    Args:
        entry: what it has.
        feed_url: the feed's address, for an entry without a link.
        useless: see `find_useless`.
    """
    return _hash(_name(entry, feed_url, useless))


def former_keys(entry: Named, reference: str, feed_url: str) -> tuple[str, ...]:
    """Return the keys by which version 0.2.0 may have stored an entry; it is not posted again after an upgrade.

    Its link was cleaned of less, had no fragment, and a relative one was taken for one of the feed's own site. Without
    an id, the link tells only an entry that has a page of its own.

    Args:
        entry: what it has.
        reference: its link by the rules of that version, as the feed has it.
        feed_url: the feed's address.
    """
    if _WORLDWIDE.match(entry.guid):
        return ()
    url = former_story_link(feed_url, reference)
    if entry.guid:
        domains = dict.fromkeys(registered_domain(one) for one in (url or feed_url, feed_url))
        return tuple(_hash(_in_domain(entry.guid, domain)) for domain in domains)
    has_own_page = url is not None and is_story_address(url) and "#" not in (entry.url or "#")
    return (_hash(article_key(url, is_clean=True)),) if url is not None and has_own_page else ()


def place_key(url: str) -> str:
    """Return a key that is equal for links to the same place of the same article: the fragment counts."""
    page, fragment = split_fragment(url)
    return article_key(page) + (f"#{fragment}" if fragment else "")


def _name(entry: Named, feed_url: str, useless: UselessNames) -> str:
    domain = registered_domain(entry.url or feed_url)
    if entry.guid and entry.guid not in useless.guids:
        return entry.guid if _WORLDWIDE.match(entry.guid) else _in_domain(entry.guid, domain)
    if entry.url is None:
        return f"{domain} {entry.title.lower()}"
    place = place_key(entry.url)
    is_alone = place not in useless.places and is_story_address(entry.url)
    return place if is_alone else f"{place} {entry.title.lower()}"


def _in_domain(guid: str, domain: str) -> str:
    return f"{domain} {guid}"


def is_story_address(url: str) -> bool:
    """Return whether a link leads to one story, not to a front page that several entries may link to."""
    link = parse_link(url)
    return link.path.strip("/") != "" or link.query != "" or bool(split_fragment(url)[1])


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
