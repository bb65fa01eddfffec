"""Leads that turn out to tell one story once their pages have been read. Pure; runs in a child.

A feed that shows bare headlines gives few words to group by; two outlets' headlines may share none. Their pages do.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.newsroom.editions.story_selection import Lead, explain, find_outlets
from bot.newsroom.subscriptions.model import Subscription
from summarizer.model import Article
from summarizer.stories import cluster


def is_bare(lead: Lead) -> bool:
    """Whether some of what tells the story is a headline alone."""
    return any(not item.summary for item in lead.items)


def find_joins(told: Sequence[Sequence[Article]], background: Sequence[str]) -> tuple[int, ...]:
    """For each lead the place of the first one that tells the same story; its own place where none before it does.

    Args:
        told: what was read for each lead.
        background: past headlines and openings, for which words are rare.
    """
    numbers = iter(cluster([article for each in told for article in each], history=background))
    homes: dict[int, int] = {}
    found = []
    for place, each in enumerate(told):
        most = Counter(next(numbers) for _ in each).most_common(1)
        is_sure = bool(most) and 2 * most[0][1] > len(each)
        found.append(homes.setdefault(most[0][0], place) if is_sure else place)
    return tuple(found)


def join(leads: Sequence[Lead], subscription: Subscription, now: datetime) -> Lead:
    """Leads that tell one story as one, under the headline of the first."""
    if len(leads) == 1:
        return leads[0]
    items = tuple(item for lead in leads for item in lead.items)
    is_update = any(lead.is_update for lead in leads)
    joined = replace(leads[0], items=items, outlets=find_outlets(items), is_update=is_update)
    return replace(joined, reasons=explain(joined, subscription, now))
