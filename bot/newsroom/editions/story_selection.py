"""Selects an edition's stories: filters, groups, compares with posted ones, ranks. Pure; runs in a worker process.

The number of distinct outlets ranks first: what several of a channel's feeds report independently is what the world
reports (NDCG@10 .87 to .92; newest first .39 to .50); see docs/decisions/0081-outlets-rank-stories.md. The rest is
judgement.
"""

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from bot.newsroom.editions.model import PostedStory, StoryCandidate, StorySelection, outlet_of
from bot.newsroom.editions.outlets import credit_items
from bot.newsroom.editions.reports import put_reports_first
from bot.newsroom.feeds.known_items import is_revision
from bot.newsroom.feeds.model import Item
from bot.newsroom.subscriptions.keyword_filter import find_rule, fold
from bot.newsroom.subscriptions.model import Subscription
from summarizer.model import Article
from summarizer.stories import HEADLINE_THRESHOLD, OPENING_THRESHOLD, group_stories
from summarizer.stories.document_frequency import read_background
from summarizer.stories.vectors import Vector, make_vectors

MAX_ITEMS = 3_000
"""At most this many of the newest items are used, even if a feed changes all its ids at once."""

OLDER_THAN_WINDOW = timedelta(hours=24)
"""Items published this long before the last edition are a feed's archive, not news."""

UPDATE_OUTLETS = 2
"""A continued story is posted again once this many outlets, and as many as reported it before, have new facts."""

UPDATE_AT_MOST_ALIKE = 0.65
"""And only if their text differs from what was posted."""

_REMEMBERED_TEXTS = 4
_OPENING_WORDS = 60
_SAME_LEAD_WORDS = 40
_FEWEST_LEAD_WORDS = 8
_RUN = 4
"""Length, in words, of the runs that two texts are compared by."""

_SAME_RUNS = 0.8
"""Share of the shorter text's runs that a copy contains."""

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
    found = _group(tuple(_article(item) for item in passed), tuple(background))
    groups = [put_reports_first(tuple(passed[place] for place in places)) for places in found]
    past = _match_posted_stories(groups, posted, background)
    candidates, repeats = [], []
    for number, group in enumerate(groups):
        candidate = StoryCandidate(group[0].title, group, find_outlets(group))
        if number in past:
            before, likeness = past[number]
            if not _has_new_facts(candidate, before, likeness):
                repeats.append(candidate)
                continue
            candidate = replace(candidate, is_update=True)
        candidates.append(candidate)
    ranked = sorted(candidates, key=lambda candidate: _sort_key(candidate, subscription, now))
    best = tuple(
        replace(candidate, reasons=explain_rank(candidate, subscription, now))
        for candidate in ranked[: subscription.max_stories]
    )
    return StorySelection(
        best, len(candidates) - len(best), len(passed), tuple(repeats), filtered_count=len(items) - len(passed)
    )


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
    wordings: list[frozenset[str]] = []
    for item in items:
        wording = _wording(item)
        if wording and any(_is_copy(wording, other) for other in wordings):
            continue
        if wording and len(wordings) < _MOST_WORDINGS:
            wordings.append(wording)
        outlets.setdefault(outlet_of(item))
    return tuple(outlets)


def explain_rank(candidate: StoryCandidate, subscription: Subscription, now: datetime) -> tuple[str, ...]:
    """Return why a story has its rank, in words."""
    count = len(candidate.outlets)
    reasons = [f"told by {count} outlets" if count > 1 else f"told by {candidate.outlets[0]} alone"]
    if candidate.is_update:
        reasons.insert(0, "went on since an earlier edition")
    rule = _find_keyword(candidate, subscription)
    if rule:
        reasons.append(f"has “{rule}”")
    age = _age_h(candidate, now)
    reasons.append("newest within the hour" if age < 1 else f"newest article {round(age)} h old")
    place = min(item.place for item in candidate.items)
    if place < 3:
        reasons.append(("first", "second", "third")[place] + " in its feed")
    return tuple(reasons)


def to_posted_story(
    candidate: StoryCandidate, same_article: Callable[[str], str], *, headline: str | None = None
) -> PostedStory:
    """Return what to store of a posted story."""
    return PostedStory(
        headline=headline or candidate.headline,
        texts=tuple(_text(item) for item in candidate.items[:_REMEMBERED_TEXTS]),
        keys=tuple(item.key for item in candidate.items),
        links=tuple(dict.fromkeys(hash_link(item.url, same_article) for item in candidate.items)),
        outlets=len(candidate.outlets),
        reasons=candidate.reasons,
    )


def _sort_key(candidate: StoryCandidate, subscription: Subscription, now: datetime) -> tuple[float, float, str]:
    """Return the sort key of a story: outlets, then keywords, recency and place in the feed together, then the key."""
    score = 1.5 * math.exp(-_age_h(candidate, now) / 24) + 0.5 / (1 + min(item.place for item in candidate.items))
    score += 0.5 * math.log2(1 + len(candidate.items))
    rule = _find_keyword(candidate, subscription)
    if rule:
        score += 2.0 if find_rule(" \n ".join(item.title for item in candidate.items), (rule,)) else 1.0
    return -len(candidate.outlets), -score, candidate.items[0].key


def _find_keyword(candidate: StoryCandidate, subscription: Subscription) -> str | None:
    return find_rule(" \n ".join(f"{item.title} \n {item.summary}" for item in candidate.items), subscription.include)


def _age_h(candidate: StoryCandidate, now: datetime) -> float:
    newest = max(item.published_at or item.seen_at for item in candidate.items)
    return max(0.0, (now - newest) / timedelta(hours=1))


def _match_posted_stories(
    groups: Sequence[Sequence[Item]], posted: Sequence[PostedStory], background: Sequence[str]
) -> Mapping[int, tuple[PostedStory, float]]:
    """Return for each group that continues a posted story: that story, and their similarity (average cosine)."""
    old = [_split(text) for story in posted for text in story.texts]
    if not old:
        return {}
    new = [_article(item) for group in groups for item in group]
    vectors = list(make_vectors([*old, *new], read_background(background)))
    ends = iter(vectors)
    past = [(story, _mean([next(ends) for _ in story.texts])) for story in posted]
    found = {}
    for number, group in enumerate(groups):
        mine = _mean([next(ends) for _ in group])
        threshold = OPENING_THRESHOLD if any(item.summary.strip() for item in group) else HEADLINE_THRESHOLD
        likeness, index = max(((_dot(mine, theirs), -i) for i, (_, theirs) in enumerate(past)), default=(0.0, 0))
        if likeness >= threshold:
            found[number] = (past[-index][0], likeness)
    return found


def _has_new_facts(candidate: StoryCandidate, before: PostedStory, likeness: float) -> bool:
    """Return whether there are enough new facts to post a story again."""
    return len(candidate.outlets) >= max(UPDATE_OUTLETS, before.outlets) and likeness <= UPDATE_AT_MOST_ALIKE


def _mean(vectors: Sequence[Vector]) -> dict[int, float]:
    """Return the mean of unit vectors: the product of two means is the average cosine."""
    total: dict[int, float] = {}
    for vector in vectors:
        for term, weight in zip(vector.ids.tolist(), vector.weights.tolist(), strict=True):
            total[term] = total.get(term, 0.0) + weight / len(vectors)
    return total


def _dot(one: Mapping[int, float], two: Mapping[int, float]) -> float:
    small, large = sorted((one, two), key=len)
    return math.fsum(weight * large[term] for term, weight in small.items() if term in large)


def _article(item: Item) -> Article:
    """Return an item as an article of the core."""
    return Article(
        body=item.summary,
        headline=item.title,
        outlet=outlet_of(item),
        published_at=item.published_at or item.seen_at,
        url=item.url,
    )


def _text(item: Item) -> str:
    return f"{item.title}\n{' '.join(item.summary.split()[:_OPENING_WORDS])}"


def _split(text: str) -> Article:
    headline, _, opening = text.partition("\n")
    return Article(body=opening, headline=headline)


def _wording(item: Item) -> frozenset[str]:
    """Return the word runs at the start of an item's text; none where it is too short to recognise a copy."""
    words = fold(item.summary).split()[:_SAME_LEAD_WORDS]
    if len(words) < _FEWEST_LEAD_WORDS:
        return frozenset()
    return frozenset(" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))


def _is_copy(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _SAME_RUNS * min(len(one), len(other))
