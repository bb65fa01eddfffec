"""How alike stories are by their words: which told stories a new one may belong to. Pure."""

import heapq
import math
from collections.abc import Mapping, Sequence
from itertools import accumulate, combinations, pairwise

from bot.newsroom.editions.model import PostedStory, outlet_of
from bot.newsroom.feeds.model import Item
from summarizer.model import Article
from summarizer.stories import HEADLINE_THRESHOLD, OPENING_THRESHOLD
from summarizer.stories.document_frequency import read_background
from summarizer.stories.pair_scores import score_pairs
from summarizer.stories.vectors import Vector, make_vectors

_MOST_MATCHES = 3
"""A report is compared with so many told stories: the likest need not be the one it belongs to."""

_HEAVIEST = 12
"""Terms of a group by which others are found that may be of its event."""

_MOST_OF_A_TERM = 100
"""Groups with one heavy term that are compared: a term of more is of no event."""

SAME_EVENT_LEAST = 0.0
"""Log odds from which a report may belong to a told story: as in grouping. With .5 twelve more of 150 retellings by
another outlet would be told again as new; with 0 three more are, and of 28 new events of a next day 7 get a line, not
11."""

_MOST_COMPARED = 8
_MOST_ITEMS = 8

_Close = tuple[float, int]
"""A likeness, and the place of a told story."""

Match = tuple[PostedStory, float]
"""A told story and the likeness (average cosine) of a new one to it."""


def match_told_stories(
    groups: Sequence[Sequence[Item]], told: Sequence[PostedStory], background: Sequence[str]
) -> Mapping[int, tuple[Match, ...]]:
    """Return for each group that may belong to told stories: these, the likest first."""
    old = [_split(text) for story in told for text in story.texts]
    if not old:
        return {}
    new = [to_article(item) for group in groups for item in group]
    close = _find_close([*old, *new], groups, told, background)
    sure = _keep_same_events([*old, *new], groups, told, close, background)
    return {
        number: tuple((told[place], value) for value, place in matches[:_MOST_MATCHES])
        for number, matches in sure.items()
        if matches
    }


def _find_close(
    articles: Sequence[Article],
    groups: Sequence[Sequence[Item]],
    told: Sequence[PostedStory],
    background: Sequence[str],
) -> dict[int, list[_Close]]:
    """Return for each group the told stories that are alike enough, the likest first."""
    vectors = iter(make_vectors(articles, read_background(background)))
    past = [_mean([next(vectors) for _ in story.texts]) for story in told]
    found = {}
    for number, group in enumerate(groups):
        mine = _mean([next(vectors) for _ in group])
        likeness = [(_dot(mine, theirs), place) for place, theirs in enumerate(past)]
        close = sorted((each for each in likeness if each[0] >= find_threshold(group)), key=lambda each: -each[0])
        if close:
            found[number] = close[:_MOST_COMPARED]
    return found


def _keep_same_events(
    articles: Sequence[Article],
    groups: Sequence[Sequence[Item]],
    told: Sequence[PostedStory],
    close: Mapping[int, list[_Close]],
    background: Sequence[str],
) -> dict[int, list[_Close]]:
    """Return those of the told stories that share more than words with a group; see `SAME_EVENT_LEAST`."""
    texts = _number([len(story.texts) for story in told], start=0)
    items = _number([len(group) for group in groups], start=sum(len(story.texts) for story in told))
    asked = [
        (number, place, item, text)
        for number, matches in close.items()
        for _, place in matches
        for item in items[number][:_MOST_ITEMS]
        for text in texts[place]
    ]
    scores = score_pairs(articles, [(item, text) for _, _, item, text in asked], history=background)
    sure = {
        (number, place) for (number, place, _, _), score in zip(asked, scores, strict=True) if score >= SAME_EVENT_LEAST
    }
    return {number: [each for each in matches if (number, each[1]) in sure] for number, matches in close.items()}


def _number(sizes: Sequence[int], *, start: int) -> list[range]:
    """Return the running numbers of the members of groups of these sizes."""
    ends = list(accumulate(sizes, initial=start))
    return [range(one, other) for one, other in pairwise(ends)]


def compare_groups(groups: Sequence[Sequence[Item]], background: Sequence[str]) -> dict[tuple[int, int], float]:
    """Return the likeness of each two groups that share one of their heaviest terms, in both orders."""
    articles = [to_article(item) for group in groups for item in group]
    vectors = iter(list(make_vectors(articles, read_background(background))))
    means = [_mean([next(vectors) for _ in group]) for group in groups]
    of_term: dict[int, list[int]] = {}
    for place, mean in enumerate(means):
        for term in heapq.nlargest(_HEAVIEST, mean, key=lambda term: mean[term]):
            of_term.setdefault(term, []).append(place)
    pairs = {pair for places in of_term.values() for pair in combinations(places[:_MOST_OF_A_TERM], 2)}
    found = {(one, other): _dot(means[one], means[other]) for one, other in sorted(pairs)}
    return found | {(other, one): value for (one, other), value in found.items()}


def report_one_event(one: Sequence[Item], other: Sequence[Item], background: Sequence[str]) -> bool:
    """Return whether the decision of grouping calls an item of one story and one of another reports of one event."""
    mine, theirs = one[:_MOST_ITEMS], other[:_MOST_ITEMS]
    articles = [to_article(item) for item in (*mine, *theirs)]
    pairs = [(first, len(mine) + second) for first in range(len(mine)) for second in range(len(theirs))]
    return max(score_pairs(articles, pairs, history=background), default=0.0) >= SAME_EVENT_LEAST


def find_threshold(group: Sequence[Item]) -> float:
    """Return the likeness from which a group may be part of another story."""
    return OPENING_THRESHOLD if any(item.summary.strip() for item in group) else HEADLINE_THRESHOLD


def to_article(item: Item) -> Article:
    """Return an item as an article of the core."""
    return Article(
        body=item.summary,
        headline=item.title,
        outlet=outlet_of(item),
        published_at=item.published_at or item.seen_at,
        url=item.url,
    )


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


def _split(text: str) -> Article:
    headline, _, opening = text.partition("\n")
    return Article(body=opening, headline=headline)
