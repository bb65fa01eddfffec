"""Merges candidates that turn out to be one story once their pages are read. Pure; runs in a worker process.

Feeds with bare headlines give few words to group by; the headlines of two outlets may share none. Their pages do.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.newsroom.editions.model import StoryCandidate
from bot.newsroom.editions.outlets import credit_items
from bot.newsroom.editions.ranking.headlines import put_plainest_first
from bot.newsroom.editions.ranking.order import explain_rank
from bot.newsroom.editions.story_selection import find_outlets
from bot.newsroom.subscriptions.model import Subscription
from summarizer.model import Article
from summarizer.stories import cluster


def has_headline_only(candidate: StoryCandidate) -> bool:
    """Return whether at least one item of the story is a headline only."""
    return any(not item.summary for item in candidate.items)


def find_duplicates(told: Sequence[Sequence[Article]], background: Sequence[str]) -> tuple[int, ...]:
    """Return for each candidate the index of the first one with the same story; its own index where there is none.

    Args:
        told: the articles read for each candidate.
        background: past headlines and openings, to judge which words are rare.
    """
    numbers = iter(cluster([article for each in told for article in each], history=background))
    homes: dict[int, int] = {}
    found = []
    for place, each in enumerate(told):
        most = Counter(next(numbers) for _ in each).most_common(1)
        is_sure = bool(most) and 2 * most[0][1] > len(each)
        found.append(homes.setdefault(most[0][0], place) if is_sure else place)
    return tuple(found)


def merge(candidates: Sequence[StoryCandidate], subscription: Subscription, now: datetime) -> StoryCandidate:
    """Merge candidates of one story, under the plainest of their headlines."""
    if len(candidates) == 1:
        return candidates[0]
    items = put_plainest_first(credit_items([item for candidate in candidates for item in candidate.items]))
    is_update = any(candidate.is_update for candidate in candidates)
    joined = StoryCandidate(items[0].title, items, find_outlets(items), is_update=is_update)
    return replace(joined, reasons=explain_rank(joined, subscription, now))
