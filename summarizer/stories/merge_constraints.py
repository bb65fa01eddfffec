"""Constraints that keep two groups of articles apart, however similar their words are."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from summarizer.model import Article
from summarizer.stories.document_frequency import find_opening_terms
from summarizer.text.words import find_words

LONGEST_H = 72.0
"""From the first to the last article of one story; a longer story becomes a new story, or an update."""

SAME_OUTLET_LEAST = 0.25
"""An outlet rarely reports one event twice: two of its articles need a higher similarity, or they are a series."""

SAME_OUTLETS_LEAST = 0.35
"""Higher still where several outlets have both: then all of them treated it as two events."""

SERIES_H = 18.0
"""A series appears once a day; a rising count ("12 dead", "15 dead") appears within hours."""

_SHORTEST_FORM = 2
_MOST_COMPARED = 4
_CALENDAR = frozenset(
    " ".join(
        json.loads(files("summarizer").joinpath("lexicon/stories/calendar.json").read_text("utf-8"))["words"]
    ).split()
)


@dataclass(frozen=True, slots=True)
class HeadlineTemplate:
    """A headline as a template that is filled in every day: "Wordle hints for June 3"."""

    form: tuple[str, ...]
    dates: frozenset[str]
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class ArticleKey:
    """What the constraints need of an article whose headline has the template of another's.

    Attributes:
        outlet: folded; None where it is not known.
        hour: None where no time is known.
        template: of the headline.
        opening: equal for equal openings; 0 where there is none.
    """

    outlet: str | None
    hour: float | None
    template: HeadlineTemplate
    opening: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """What the constraints need of a group of articles.

    Attributes:
        first_h: the earliest known time; infinity where none is known.
        last_h: the latest known time; minus infinity where none is known.
        outlets: of the articles that have a body.
        forms: of the templated headlines.
        templated: a few of the articles with such a headline.
    """

    first_h: float
    last_h: float
    outlets: frozenset[str]
    forms: frozenset[tuple[str, ...]]
    templated: tuple[ArticleKey, ...]

    def join(self, other: "Cluster") -> "Cluster":
        """Returns both groups as one."""
        return Cluster(
            min(self.first_h, other.first_h),
            max(self.last_h, other.last_h),
            self.outlets | other.outlets,
            self.forms | other.forms,
            (self.templated + other.templated)[:_MOST_COMPARED],
        )

    def may_join(self, other: "Cluster", similarity: float) -> bool:
        """Whether no constraint keeps the two from being one story."""
        if similarity < SAME_OUTLETS_LEAST:
            told_twice = len(self.outlets & other.outlets)
            if told_twice > 1 or (told_twice == 1 and similarity < SAME_OUTLET_LEAST):
                return False
        if max(self.last_h, other.last_h) - min(self.first_h, other.first_h) > LONGEST_H:
            return False
        if self.forms.isdisjoint(other.forms):
            return True
        return not any(_is_series(one, two) for one in self.templated for two in other.templated)


def start_groups(articles: Sequence[Article], hours: Sequence[float | None]) -> tuple[Cluster, ...]:
    """Returns one group for each article."""
    templates = [_find_template(article.headline or "") for article in articles]
    seen = Counter(template.form for template in templates)
    openings: dict[tuple[str, ...], int] = {(): 0}
    groups = []
    for article, hour, template in zip(articles, hours, templates, strict=True):
        is_form = len(template.form) >= _SHORTEST_FORM and seen[template.form] > 1
        groups.append(_start_group(article, hour, template if is_form else None, openings))
    return tuple(groups)


def _start_group(
    article: Article, hour: float | None, template: HeadlineTemplate | None, openings: dict[tuple[str, ...], int]
) -> Cluster:
    """Returns a group of one article; its opening is numbered in `openings`."""
    outlet = (article.outlet or "").strip().casefold() or None
    # The similarity of two bare headlines of one outlet does not separate a series from an event.
    outlets = frozenset({outlet} if outlet and article.body.strip() else ())
    first_h, last_h = (math.inf, -math.inf) if hour is None else (hour, hour)
    if template is None:
        return Cluster(first_h, last_h, outlets, frozenset(), ())
    opening = openings.setdefault(find_opening_terms(article.body), len(openings))
    item = ArticleKey(outlet, hour, template, opening)
    return Cluster(first_h, last_h, outlets, frozenset({template.form}), (item,))


def _find_template(headline: str) -> HeadlineTemplate:
    """Returns a headline's template, and what fills it: calendar words, and words with a digit."""
    words = find_words(headline[:500].lower())
    dates = frozenset(word for word in words if word in _CALENDAR)
    numbers = frozenset(word for word in words if any(character.isdigit() for character in word))
    return HeadlineTemplate(tuple(word for word in words if word not in dates and word not in numbers), dates, numbers)


def _is_series(one: ArticleKey, two: ArticleKey) -> bool:
    """Whether two articles fill one template for different days: similar, but not the same story."""
    if one.template.form != two.template.form:
        return False
    if one.opening and one.opening == two.opening:  # a reprint
        return False
    if _differ(one.template.dates, two.template.dates):
        return True
    if one.outlet != two.outlet or not _are_days_apart(one, two):
        return False
    if _differ(one.template.numbers, two.template.numbers):
        return True
    return one.outlet is not None and one.hour is not None and one.template == two.template


def _differ(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether both are non-empty and disjoint."""
    return bool(one) and bool(two) and one.isdisjoint(two)


def _are_days_apart(one: ArticleKey, two: ArticleKey) -> bool:
    """Whether two articles are known to be from different days."""
    return one.hour is None or two.hour is None or abs(one.hour - two.hour) >= SERIES_H
