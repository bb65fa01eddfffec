"""Tells which items are of one outlet, and what it is called. Pure.

Three section feeds of one paper are one outlet: they link to one site. A search's feed with links to three papers is no
outlet: it gives one name to many sites. Where many publish on one site (a network, a portal), the name counts.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.newsroom.editions.model import StoryCandidate, outlet_of
from bot.newsroom.editions.ranking.order import tell_alone
from bot.newsroom.feeds.model import Item
from bot.newsroom.feeds.publishers import clean_name, find_site, is_name_of, is_shared, names_site, shared_start, squash

LONGEST_NAME = 50
"""A page's longer name for its site is a sentence about it."""

_Key = tuple[str, str]
"""A site and "", or a shared site's "" and a squashed name."""


def credit_items(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items, all of one outlet with one name: the paper's without its sections, else the site's domain."""
    of_feeds = _find_feed_names(items)
    named = [
        replace(item, outlet=None) if (item.feed_url, item.outlet) in of_feeds and not _is_own(item) else item
        for item in items
    ]
    crowded = _find_crowded(named)
    groups: defaultdict[_Key, list[Item]] = defaultdict(list)
    for item in named:
        groups[_key(item, crowded)].append(item)
    names = {key: _choose_name(key, group) for key, group in groups.items()}
    spelled: dict[str, str] = {}
    for name in names.values():
        spelled.setdefault(squash(name), name)
    return tuple(replace(item, outlet=spelled[squash(names[_key(item, crowded)])]) for item in named)


def name_by_page(item: Item, named: str | None) -> str:
    """Return the outlet of an item; where its feed gave only the domain, the name that the page has for its site."""
    site = find_site(item.url)
    outlet = outlet_of(item)
    name = clean_name(named or "", site)
    is_needed = outlet == site and bool(name) and len(name) <= LONGEST_NAME
    return name if is_needed and not squash(name).endswith(squash(site)) else outlet


def find_site_names(items: Sequence[Item]) -> dict[str, str]:
    """Return the name of each site that has one name with some of these items, and only its domain with others."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for item in items:
        names[find_site(item.url)].add(outlet_of(item))
    return {
        site: next(iter(of_site - {site}))
        for site, of_site in names.items()
        if site in of_site and len(of_site) == 2 and not is_shared(site)
    }


def rename_outlets(candidate: StoryCandidate, names: Mapping[str, str]) -> StoryCandidate:
    """Return a story with other names for some of its outlets; two outlets never get one name.

    Args:
        candidate: a story.
        names: the new name by the present one.
    """
    mine = {outlet_of(item) for item in candidate.items}
    fresh = {old: new for old, new in names.items() if old in mine and new not in candidate.outlets}
    if len(set(fresh.values())) < len(fresh) or not fresh:
        return candidate
    reasons = {tell_alone(old): tell_alone(new) for old, new in fresh.items()}
    return replace(
        candidate,
        items=tuple(replace(item, outlet=fresh.get(outlet_of(item), item.outlet)) for item in candidate.items),
        outlets=tuple(fresh.get(outlet, outlet) for outlet in candidate.outlets),
        reasons=tuple(reasons.get(reason, reason) for reason in candidate.reasons),
    )


def _find_feed_names(items: Sequence[Item]) -> set[tuple[str, str | None]]:
    """Return feeds with the name that they give to links of several foreign sites: their own name, no publisher's."""
    sites: defaultdict[tuple[str, str | None], set[str]] = defaultdict(set)
    for item in items:
        if item.outlet and not _is_own(item):
            sites[item.feed_url, item.outlet].add(find_site(item.url))
    return {name for name, of_name in sites.items() if len(of_name) > 1}


def _find_crowded(items: Sequence[Item]) -> set[str]:
    """Return sites to which other sites' feeds give several names, none of them theirs: portals not in our list."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for item in items:
        site = find_site(item.url)
        if item.outlet and not _is_own(item) and not names_site(item.outlet, site):
            names[site].add(squash(clean_name(item.outlet, site)))
    return {site for site, of_site in names.items() if len(of_site) > 1}


def _is_own(item: Item) -> bool:
    """Return whether an item's link is on the site of its feed."""
    return find_site(item.url) == find_site(item.feed_url)


def _key(item: Item, crowded: set[str]) -> _Key:
    site = find_site(item.url)
    name = squash(item.outlet or "")
    return ("", name) if name and (not site or is_shared(site) or site in crowded) else (site, "")


def _choose_name(key: _Key, group: Sequence[Item]) -> str:
    """Return what an outlet is called: its one name, the words that its names share, else its domain."""
    site = key[0]
    counts = Counter(name for item in group if item.outlet and (name := clean_name(item.outlet, site)))
    for domain in [name for name in counts if squash(name) == squash(site)]:
        del counts[domain]
    if not counts:
        return site or group[0].url
    names = sorted(counts, key=lambda name: (-counts[name], len(name), name))
    if len({squash(name) for name in names}) == 1 or not site:
        return names[0]
    exact = [name for name in names if is_name_of(name, site)]
    return shared_start(names) or (exact[0] if exact else site)
