"""Merges candidates that turn out to be one story once their pages are read. Pure; runs in a worker process.

Feeds tell the beginning of an article; two beginnings of one event may share few words, their pages share many. Where
feeds have bare headlines, the pages decide alone. Elsewhere the feeds' own words kept the candidates apart, so that the
pages have to be more alike than articles of a story usually are, and name the same people and places: a false story
costs more than one told twice.
Figures: docs/decisions/0124-all-candidates-compared-by-pages.md.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.resources import files

from bot.newsroom.editions.model import StoryCandidate
from bot.newsroom.editions.outlets import credit_items
from bot.newsroom.editions.ranking.headlines import put_plainest_first
from bot.newsroom.editions.ranking.order import explain_rank
from bot.newsroom.editions.story_selection import find_outlets
from bot.newsroom.subscriptions.keyword_filter import fold
from bot.newsroom.subscriptions.model import Subscription
from summarizer.model import Article
from summarizer.stories import cluster
from summarizer.stories.document_frequency import read_background
from summarizer.stories.vectors import Vector, make_vectors

PAGES_LIKENESS = 0.18
"""Least average cosine of the pages of two candidates that the feeds' words kept apart."""

ONE_PAPERS_LIKENESS = 0.25
"""The same where one outlet has pages in both: a paper has two pages on two events more often than on one."""


SHARED_NAMES = 2
"""Names that pages of one event have in common at least, …"""

SHARED_NAMES_PART = 0.25
"""… and the part of the shorter list of names that these are."""

_NAME = re.compile(r"(?<=[^\W\d_A-ZÀ-Þ])\s[\"“‘(]?([A-ZÀ-Þ][\w’'-]{1,30})|(?<=,)\s([A-ZÀ-Þ][\w’'-]{1,30})")
"""A word with a capital inside a sentence: a name in most languages. Scripts without capitals have none."""

_CALENDAR = frozenset(
    fold(
        " ".join(json.loads(files("summarizer").joinpath("lexicon/stories/calendar.json").read_text("utf-8"))["words"])
    ).split()
)
"""Two events of one Sunday share its name."""


@dataclass(frozen=True, slots=True)
class CandidatePages:
    """What was read of a candidate.

    Attributes:
        articles: headline and beginning of each article.
        has_headline_only: at least one of its items is a headline only.
    """

    articles: tuple[Article, ...]
    has_headline_only: bool = False


def has_headline_only(candidate: StoryCandidate) -> bool:
    """Return whether at least one item of the story is a headline only."""
    return any(not item.summary for item in candidate.items)


def find_duplicates(told: Sequence[CandidatePages], background: Sequence[str]) -> tuple[int, ...]:
    """Return for each candidate the index of the first one with the same story; its own index where there is none.

    Args:
        told: what was read of each candidate.
        background: past headlines and openings, to judge which words are rare.
    """
    homes = _find_homes(told, background)
    vectors = iter(make_vectors([article for each in told for article in each.articles], read_background(background)))
    of_each = [tuple(next(vectors) for _ in each.articles) for each in told]
    found: list[int] = []
    for place, home in enumerate(homes):
        firsts = (first for first in dict.fromkeys(found) if homes[first] == home is not None)
        alike = (first for first in firsts if _is_one_story(told, of_each, first, place))
        found.append(next(alike, place))
    return tuple(found)


def merge(candidates: Sequence[StoryCandidate], subscription: Subscription, now: datetime) -> StoryCandidate:
    """Merge candidates of one story, under the plainest of their headlines."""
    if len(candidates) == 1:
        return candidates[0]
    items = put_plainest_first(credit_items([item for candidate in candidates for item in candidate.items]))
    is_update = any(candidate.is_update for candidate in candidates)
    told = [candidate.told_at for candidate in candidates if candidate.told_at is not None]
    earlier = tuple(item for candidate in candidates for item in candidate.earlier)
    joined = StoryCandidate(
        items[0].title,
        items,
        find_outlets(items),
        is_update=is_update,
        told_at=min(told, default=None),
        earlier=earlier,
    )
    return replace(joined, reasons=explain_rank(joined, subscription, now))


def _find_homes(told: Sequence[CandidatePages], background: Sequence[str]) -> list[int | None]:
    """Return for each candidate the number of the story that most of its pages tell; None where it is not most."""
    numbers = iter(cluster([article for each in told for article in each.articles], history=background))
    homes: list[int | None] = []
    for each in told:
        most = Counter(next(numbers) for _ in each.articles).most_common(1)
        homes.append(most[0][0] if most and 2 * most[0][1] > len(each.articles) else None)
    return homes


def _is_one_story(
    told: Sequence[CandidatePages], vectors: Sequence[tuple[Vector, ...]], first: int, place: int
) -> bool:
    """Return whether two candidates whose pages are grouped as one story are sure enough to be one."""
    if told[first].has_headline_only or told[place].has_headline_only:
        return True
    shared = {page.outlet for page in told[first].articles} & {page.outlet for page in told[place].articles}
    least = ONE_PAPERS_LIKENESS if shared else PAGES_LIKENESS
    is_alike = _average_cosine(vectors[first], vectors[place]) >= least
    return is_alike and _share_names(told[first].articles, told[place].articles)


def _share_names(one: Sequence[Article], other: Sequence[Article]) -> bool:
    """Return whether pages name the same people and places: two crashes are told in like words."""
    mine, theirs = _find_names(one), _find_names(other)
    shared = len(mine & theirs)
    return shared >= max(SHARED_NAMES, SHARED_NAMES_PART * min(len(mine), len(theirs)))


def _find_names(articles: Sequence[Article]) -> frozenset[str]:
    found = (first or second for article in articles for first, second in _NAME.findall(article.body))
    return frozenset(fold(word).removesuffix("'s") for word in found) - _CALENDAR


def _average_cosine(one: Sequence[Vector], other: Sequence[Vector]) -> float:
    weights = [dict(zip(vector.ids.tolist(), vector.weights.tolist(), strict=True)) for vector in one]
    total = math.fsum(
        mine.get(term, 0.0) * weight
        for mine in weights
        for vector in other
        for term, weight in zip(vector.ids.tolist(), vector.weights.tolist(), strict=True)
    )
    return total / (len(one) * len(other))
