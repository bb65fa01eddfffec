"""Sorts an edition's stories into those to tell, those that get a line, and those that were told before. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.newsroom.editions.follow_ups.classifying import (
    LISTED_FROM,
    FollowUp,
    classify,
    is_other_event,
    is_other_place,
    score,
)
from bot.newsroom.editions.follow_ups.evidence import Evidence, ToldText, find_evidence
from bot.newsroom.editions.follow_ups.likeness import Match
from bot.newsroom.editions.model import PostedStory, StoryCandidate
from bot.newsroom.feeds.model import Item

AGREEING_OUTLETS = 2
"""So many outlets, and as many as reported the story before, tell it again in their own words: it has gone on."""

AGREEING_AT_MOST_ALIKE = 0.65
"""And only if their text differs from what was posted."""


@dataclass(frozen=True, slots=True)
class SortedStories:
    """An edition's stories, by what is done with them.

    Attributes:
        tell: new ones, and updates.
        went_on: one line each, those that are most likely news first.
        repeats: counted, and shown on request.
    """

    tell: tuple[StoryCandidate, ...]
    went_on: tuple[StoryCandidate, ...]
    repeats: tuple[StoryCandidate, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """What an item is, compared with the told story that it adds the least to."""

    item: Item
    novelty: float
    evidence: Evidence
    told: PostedStory


def sort_stories(
    candidates: Sequence[StoryCandidate], matches: Mapping[int, tuple[Match, ...]], now: datetime
) -> SortedStories:
    """Return which stories are told, which get a line, and which were told before.

    Args:
        candidates: an edition's stories.
        matches: told stories that each may belong to, by its index.
        now: aware.
    """
    kinds: dict[FollowUp, list[tuple[float, StoryCandidate]]] = {kind: [] for kind in FollowUp}
    told_texts: dict[int, ToldText] = {}
    for number, candidate in enumerate(candidates):
        if number not in matches:
            kinds[FollowUp.UPDATE].append((0.0, candidate))
            continue
        kind, novelty, judged = _judge(candidate, matches[number], told_texts, now)
        kinds[kind].append((novelty, judged))
    went_on = sorted(kinds[FollowUp.WENT_ON], key=lambda each: -each[0])
    tell, repeats = kinds[FollowUp.UPDATE], kinds[FollowUp.SAME]
    return SortedStories(*(tuple(candidate for _, candidate in kind) for kind in (tell, went_on, repeats)))


def _judge(
    candidate: StoryCandidate, matches: Sequence[Match], told_texts: dict[int, ToldText], now: datetime
) -> tuple[FollowUp, float, StoryCandidate]:
    """Return what a story is, how sure it is news, and the story with the news first."""
    told = [told_texts.setdefault(id(story), ToldText(story)) for story, _ in matches]
    judged = [_judge_item(item, told, now) for item in candidate.items]
    best = max(judged, key=lambda each: each.novelty)
    kind = FollowUp.UPDATE if is_other_place(best.evidence) else classify(best.novelty, best.evidence.copied)
    if kind is FollowUp.WENT_ON and _do_outlets_agree(candidate, judged, matches[0]):
        kind = FollowUp.UPDATE
    items = tuple(each.item for each in sorted(judged, key=lambda each: each is not best))
    if kind is not FollowUp.SAME:
        candidate = replace(candidate, headline=items[0].title, items=items)
    if kind is FollowUp.UPDATE and is_other_event(best.evidence):
        return kind, best.novelty, candidate
    return kind, best.novelty, replace(candidate, told_at=best.told.told_at, is_update=kind is FollowUp.UPDATE)


def _judge_item(item: Item, told: Sequence[ToldText], now: datetime) -> _Judged:
    compared = [(each, find_evidence(item, each, now)) for each in told]
    least, evidence = min(compared, key=lambda pair: score(pair[1]))
    return _Judged(item, score(evidence), evidence, least.story)


def _do_outlets_agree(candidate: StoryCandidate, judged: Sequence[_Judged], likest: Match) -> bool:
    """Return whether several outlets, in their own words, have something that may be news."""
    story, likeness = likest
    unsure = [each for each in judged if each.novelty >= LISTED_FROM]
    is_enough = len(candidate.outlets) >= max(AGREEING_OUTLETS, story.outlets)
    return is_enough and len(unsure) >= AGREEING_OUTLETS and likeness <= AGREEING_AT_MOST_ALIKE
