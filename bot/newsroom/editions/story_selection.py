"""Selects an edition's stories: filters, groups, compares with posted ones, ranks. Pure; runs in a worker process.

How they are ranked: `bot.newsroom.editions.ranking`.
"""

import hashlib
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from bot.newsroom.corrections.model import ShownArticle
from bot.newsroom.editions.follow_ups.judging import sort_stories
from bot.newsroom.editions.follow_ups.likeness import match_told_stories, to_article
from bot.newsroom.editions.follow_ups.long_events import join_long_events
from bot.newsroom.editions.follow_ups.wordings import Wording, find_wording, is_copy
from bot.newsroom.editions.model import PostedStory, StoryCandidate, StorySelection, outlet_of
from bot.newsroom.editions.outlets import credit_items
from bot.newsroom.editions.ranking.headlines import put_plainest_first
from bot.newsroom.editions.ranking.order import explain_rank, sort_key
from bot.newsroom.feeds.known_items import is_revision
from bot.newsroom.feeds.model import Item
from bot.newsroom.subscriptions.keyword_filter import find_rule
from bot.newsroom.subscriptions.model import Subscription
from summarizer.model import Article
from summarizer.stories import group_stories

MAX_ITEMS = 3_000
"""At most this many of the newest items are used, even if a feed changes all its ids at once."""

OLDER_THAN_WINDOW = timedelta(hours=24)
"""Items published this long before the last edition are a feed's archive, not news."""

_REMEMBERED_TEXTS = 4
_OPENING_WORDS = 60
_MOST_WORDINGS = 40
"""Articles per story; larger stories are rare, and each article is compared with each."""


def select_stories(
    subscription: Subscription,
    items: Sequence[Item],
    posted: Sequence[PostedStory],
    background: Sequence[str],
    now: datetime,
) -> StorySelection:
    """Return the stories of an edition.

    Args:
        subscription: its filters and number of stories.
        items: candidates, as returned by `select_new_items`.
        posted: stories of recent editions.
        background: past headlines and openings, to judge which words are rare.
        now: aware.
    """
    passed = credit_items([item for item in items if matches_filters(item, subscription)])
    candidates = join_long_events(_make_candidates(passed, background), background)
    matches = match_told_stories([each.items for each in candidates], posted, background)
    found = sort_stories(candidates, matches, now)
    ranked = sorted(found.tell, key=lambda candidate: sort_key(candidate, subscription, now))
    best = tuple(
        replace(candidate, reasons=explain_rank(candidate, subscription, now))
        for candidate in ranked[: subscription.max_stories]
    )
    return StorySelection(
        best,
        len(ranked) - len(best),
        len(passed),
        repeats=found.repeats,
        filtered_count=len(items) - len(passed),
        went_on=found.went_on,
        more=tuple(ranked[len(best) :]),
    )


def _make_candidates(items: Sequence[Item], background: Sequence[str]) -> list[StoryCandidate]:
    """Return items as stories, not yet compared with told ones."""
    found = _group(tuple(to_article(item) for item in items), tuple(background))
    groups = [put_plainest_first(tuple(items[place] for place in places)) for places in found]
    return [StoryCandidate(group[0].title, group, find_outlets(group)) for group in groups]


@lru_cache(maxsize=2)
def _group(articles: tuple[Article, ...], background: tuple[str, ...]) -> tuple[tuple[int, ...], ...]:
    """Return the places of the articles of each story, the most central first.

    Remembered, because channels that follow the same feeds have the same articles at the same time.
    """
    places = {id(article): place for place, article in enumerate(articles)}
    stories = group_stories(articles, history=background)
    return tuple(tuple(places[id(article)] for article in story.articles) for story in stories)


def select_new_items(
    items: Sequence[Item],
    *,
    since: datetime,
    posted_keys: AbstractSet[str],
    posted_links: AbstractSet[str],
    same_article: Callable[[str], str],
) -> tuple[Item, ...]:
    """Return items that are news and in no earlier edition: the newest, each article once, oldest first.

    If two feeds have the same article, the longer text is used: a bare headline has few words to group by. An entry
    that shares its page with others of its feed, or was revised, is known by its key alone.
    """
    kept: dict[str, Item] = {}
    for item in items:
        is_by_key = is_revision(item.key) or (item.shares_page and "#" not in item.url)
        link = item.key if is_by_key else hash_link(item.url, same_article)
        is_old = item.published_at is not None and item.published_at < since - OLDER_THAN_WINDOW
        if not is_old and item.title.strip() and item.key not in posted_keys and link not in posted_links:
            before = kept.setdefault(link, item)
            if len(item.summary) > len(before.summary):
                kept[link] = replace(before, summary=item.summary)
    return tuple(kept.values())[-MAX_ITEMS:]


def hash_link(url: str, same_article: Callable[[str], str]) -> str:
    """Return the stored hash of an address: the same for two addresses of one article, or of one place on a page."""
    page, sign, place = url.partition("#")
    return hashlib.sha256(f"{same_article(page)}{sign}{place}".encode("utf-8", "surrogatepass")).hexdigest()[:20]


def matches_filters(item: Item, subscription: Subscription) -> bool:
    """Return whether an item has one of the included words, if there are any, and none of the excluded."""
    text = f"{item.title}\n{item.summary}"
    if find_rule(text, subscription.exclude):
        return False
    return not subscription.include or find_rule(text, subscription.include) is not None


def find_outlets(items: Sequence[Item]) -> tuple[str, ...]:
    """Return the outlets with their own text of a story: only the first of several with the same wording.

    Each paper cuts an agency's text at another place and adds its own dateline, so runs of words are compared.
    """
    outlets: dict[str, None] = {}
    wordings: list[Wording] = []
    for item in items:
        wording = find_wording(item)
        if wording and any(is_copy(wording, other) for other in wordings):
            continue
        if wording and len(wordings) < _MOST_WORDINGS:
            wordings.append(wording)
        outlets.setdefault(outlet_of(item))
    return tuple(outlets)


def to_posted_story(
    candidate: StoryCandidate,
    same_article: Callable[[str], str],
    *,
    headline: str | None = None,
    shown: tuple[ShownArticle, ...] | None = None,
    now: datetime | None = None,
) -> PostedStory:
    """Return what to store of a posted story.

    Args:
        candidate: the story.
        same_article: see `hash_link`.
        headline: as it was posted.
        shown: what was posted of its articles; None where it is not known.
        now: when it is told; an update keeps the moment of the first time.
    """
    items = (*candidate.items, *candidate.earlier)
    return PostedStory(
        headline=headline or candidate.headline,
        texts=tuple(text_of(item) for item in candidate.items[:_REMEMBERED_TEXTS]),
        keys=tuple(item.key for item in items),
        links=tuple(dict.fromkeys(hash_link(item.url, same_article) for item in items)),
        outlets=len(candidate.outlets),
        reasons=candidate.reasons,
        shown=shown,
        outlet_names=tuple(dict.fromkeys(outlet_of(item) for item in items)),
        told_at=candidate.told_at or now,
    )


def text_of(item: Item) -> str:
    """Return headline, line break and opening of an item: what is stored to recognise its story."""
    return f"{item.title}\n{' '.join(item.summary.split()[:_OPENING_WORDS])}"
