"""One event in one edition is one story, however long it lasts. Pure.

A story spans 72 hours, an edition up to a week: after a weekend Friday's state of an event and Monday's are two groups.
The newest is told; the older ones are linked under it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.newsroom.editions.follow_ups.evidence import ToldText, find_evidence
from bot.newsroom.editions.follow_ups.likeness import compare_groups, find_threshold, report_one_event
from bot.newsroom.editions.model import PostedStory, StoryCandidate
from bot.newsroom.feeds.model import Item
from summarizer.stories.merge_constraints import LONGEST_H

_SHARED_NAMES = 0.5
"""Where more of the headline's names are others, it is another event of like words."""


_NEWEST_STATE = timedelta(hours=24)
"""Articles that are so much older than the newest are only linked under a long event."""


def join_long_events(candidates: Sequence[StoryCandidate], background: Sequence[str]) -> list[StoryCandidate]:
    """Return the stories, those of one event that only its length kept apart joined under the newest."""
    if not _may_be_long(candidates):
        return list(candidates)
    likeness = compare_groups([each.items for each in candidates], background)
    newest_first = sorted(range(len(candidates)), key=lambda place: _newest(candidates[place].items), reverse=True)
    rank = {place: number for number, place in enumerate(newest_first)}
    home: dict[int, int] = {}
    for newer, older in sorted(likeness, key=lambda pair: (rank[pair[1]], rank[pair[0]])):
        is_free = rank[newer] < rank[older] and older not in home and newer not in home
        if not is_free or not _may_be_one(candidates[newer], candidates[older], likeness[newer, older]):
            continue
        if report_one_event(candidates[newer].items, candidates[older].items, background):
            home[older] = newer
    return [_join(candidates, place, home) for place in range(len(candidates)) if place not in home]


def _may_be_long(candidates: Sequence[StoryCandidate]) -> bool:
    moments = [_moment(item) for each in candidates for item in each.items]
    return bool(moments) and max(moments) - min(moments) > timedelta(hours=LONGEST_H)


def _may_be_one(newer: StoryCandidate, older: StoryCandidate, likeness: float) -> bool:
    items = (*newer.items, *older.items)
    span = max(map(_moment, items)) - min(map(_moment, items))
    if span <= timedelta(hours=LONGEST_H) or likeness < find_threshold(items):
        return False
    told = ToldText(
        PostedStory(older.items[0].title, texts=tuple(f"{each.title}\n{each.summary}" for each in older.items))
    )
    return find_evidence(newer.items[0], told, _moment(newer.items[0])).names_replaced < _SHARED_NAMES


def _join(candidates: Sequence[StoryCandidate], place: int, home: dict[int, int]) -> StoryCandidate:
    older = [candidates[other] for other, newer in home.items() if newer == place]
    if not older:
        return candidates[place]
    whole = [candidates[place], *older]
    items = [item for each in whole for item in each.items]
    since = _newest(items) - _NEWEST_STATE
    state = tuple(item for item in items if _moment(item) >= since)
    outlets = tuple(dict.fromkeys(outlet for each in whole for outlet in each.outlets))
    earlier = tuple(sorted((item for item in items if _moment(item) < since), key=_moment, reverse=True))
    return replace(candidates[place], headline=state[0].title, items=state, outlets=outlets, earlier=earlier)


def _newest(items: Sequence[Item]) -> datetime:
    return max(map(_moment, items))


def _moment(item: Item) -> datetime:
    return item.published_at or item.seen_at
