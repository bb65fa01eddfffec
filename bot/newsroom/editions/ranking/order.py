"""The order of an edition's stories, and the reasons for it in words. Pure.

Distinct outlets come first: what several of a channel's feeds report independently is what the world reports. An
outlet counts by its best piece: a report or a video as one; a live page, opinion, an explainer about the event as less
than half, so that two of them do not come before one report; a gallery, a horoscope, a quiz not at all. Beside the
report of another outlet a live page or an explainer counts as one too: what is followed live is news to that outlet.
Why: docs/decisions/0081-outlets-rank-stories.md and 0123-reports-rank-first.md.
"""

import math
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from bot.newsroom.editions.model import StoryCandidate, outlet_of
from bot.newsroom.editions.ranking.kinds import ABOUT_NEWS, AS_COVERAGE, AS_REPORTS, NAMES, PieceKind, find_kind
from bot.newsroom.subscriptions.keyword_filter import find_rule
from bot.newsroom.subscriptions.model import Subscription

ABOUT_NEWS_WEIGHT = 0.45
"""What an outlet counts that has no report of a story, only a piece about it."""


def sort_key(candidate: StoryCandidate, subscription: Subscription, now: datetime) -> tuple[float, float, str]:
    """Return the sort key of a story: outlets, then keywords, recency and place in the feed together, then the key."""
    score = 1.5 * math.exp(-_age_h(candidate, now) / 24) + 0.5 / (1 + min(item.place for item in candidate.items))
    score += 0.5 * math.log2(1 + len(candidate.items))
    rule = _find_keyword(candidate, subscription)
    if rule:
        score += 2.0 if find_rule(" \n ".join(item.title for item in candidate.items), (rule,)) else 1.0
    return -weigh_outlets(candidate), -score, candidate.items[0].key


def weigh_outlets(candidate: StoryCandidate) -> float:
    """Return how many outlets a story counts as, see the module."""
    kinds: dict[str, set[PieceKind]] = {outlet: set() for outlet in candidate.outlets}
    for item in candidate.items:
        if outlet_of(item) in kinds:
            kinds[outlet_of(item)].add(find_kind(item))
    is_reported = any(of_outlet & AS_REPORTS for of_outlet in kinds.values())
    return math.fsum(_weigh(of_outlet, is_reported=is_reported) for of_outlet in kinds.values())


def explain_rank(candidate: StoryCandidate, subscription: Subscription, now: datetime) -> tuple[str, ...]:
    """Return why a story has its rank, in words."""
    reasons = ["went on since an earlier edition"] if candidate.is_update else []
    reasons += _explain_outlets(candidate)
    rule = _find_keyword(candidate, subscription)
    if rule:
        reasons.append(f"has “{rule}”")
    age = _age_h(candidate, now)
    reasons.append("newest within the hour" if age < 1 else f"newest article {round(age)} h old")
    place = min(item.place for item in candidate.items)
    if place < 3:
        reasons.append(("first", "second", "third")[place] + " in its feed")
    return tuple(reasons)


def tell_alone(outlet: str) -> str:
    """Return the reason that names a story's only outlet; where all stories are one outlet's it says nothing."""
    return f"told by {outlet} alone"


def drop_outlet(candidate: StoryCandidate) -> StoryCandidate:
    """Return a story without the reason that names its only outlet, for an edition of one outlet."""
    said = {tell_alone(outlet) for outlet in candidate.outlets}
    return replace(candidate, reasons=tuple(reason for reason in candidate.reasons if reason not in said))


def _explain_outlets(candidate: StoryCandidate) -> list[str]:
    """Return how many outlets have the story, and what its pieces are where none, or not all, are reports."""
    count = len(candidate.outlets)
    told = f"told by {count} outlets" if count > 1 else tell_alone(candidate.outlets[0])
    kinds = Counter(find_kind(item) for item in candidate.items)
    if not kinds.keys() & AS_REPORTS:
        return [" and ".join(NAMES[kind] for kind, _ in kinds.most_common(2)) + ", no report", told]
    return [told]


def _weigh(kinds: set[PieceKind], *, is_reported: bool) -> float:
    """Return what an outlet counts by the kinds of its pieces; `is_reported`: some outlet has a report of the story."""
    if kinds & AS_REPORTS or (is_reported and kinds & AS_COVERAGE):
        return 1.0
    return ABOUT_NEWS_WEIGHT if kinds & ABOUT_NEWS else 0.0


def _find_keyword(candidate: StoryCandidate, subscription: Subscription) -> str | None:
    return find_rule(" \n ".join(f"{item.title} \n {item.summary}" for item in candidate.items), subscription.include)


def _age_h(candidate: StoryCandidate, now: datetime) -> float:
    newest = max(item.published_at or item.seen_at for item in candidate.items)
    return max(0.0, (now - newest) / timedelta(hours=1))
