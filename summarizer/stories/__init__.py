"""Groups articles that report the same story.

Headline and opening of each article as weighted words (`vectors`, `document_frequency`), the pairs worth comparing
(`candidate_pairs`), a learned decision whether two report one event (`pair_evidence`), average link (`clustering`),
constraints on merging (`merge_constraints`), and names for stories in two languages (`other_languages`). No language is
treated specially. Chosen by measuring:
docs/decisions/0030-stories-by-rare-words.md, docs/decisions/0119-a-story-is-one-event.md.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from summarizer.model import Article, Story
from summarizer.stories.candidate_pairs import find_pairs
from summarizer.stories.clustering import link, measure_margin, start_node
from summarizer.stories.document_frequency import read_background
from summarizer.stories.merge_constraints import LONGEST_H, start_groups
from summarizer.stories.other_languages import join_other_languages, read_words
from summarizer.stories.pair_evidence.article_view import view_articles
from summarizer.stories.pair_evidence.model import MODEL, PairModel, keep_same_events
from summarizer.stories.pair_evidence.names import read_case
from summarizer.stories.vectors import (
    PostingsMatrix,
    Vector,
    add_vectors,
    count_terms,
    number_terms,
    weigh_articles,
)

HEADLINE_THRESHOLD = 0.095
"""Least average cosine of two bare headlines: they have few words to share."""

OPENING_THRESHOLD = 0.13
"""The same where there is an opening too."""

UNTIMED_EXTRA = 0.03
"""Added where no time is known, and only words separate two events."""

_SHOWN_WORDS = 12
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def group_stories(articles: Sequence[Article], *, history: Sequence[str] = ()) -> tuple[Story, ...]:
    """Returns one Story for each event in the articles, in the order of each story's first article.

    Args:
        articles: any; where the body is empty, only the headline is read, and one with neither is a story of its own.
        history: past texts to count words in, beside the shipped table: headline, line break, opening; oldest first.

    Returns:
        Stories with their most central article first.
    """
    vectors, members = _group(articles, history)
    return tuple(_make_story([articles[i] for i in _put_central_first(group, vectors, articles)]) for group in members)


def cluster(articles: Sequence[Article], *, history: Sequence[str] = (), model: PairModel = MODEL) -> tuple[int, ...]:
    """Returns each article's story number, from 0 in the order of each story's first article; see `group_stories`.

    Args:
        articles: any.
        history: past texts.
        model: decides whether two articles report one event.
    """
    _, members = _group(articles, history, model)
    numbers = {article: number for number, group in enumerate(members) for article in group}
    return tuple(numbers[i] for i in range(len(articles)))


def _group(
    articles: Sequence[Article], history: Sequence[str], model: PairModel = MODEL
) -> tuple[tuple[Vector, ...], list[tuple[int, ...]]]:
    """Returns the articles' vectors, and the articles' indices by story, in the order of each story's first."""
    weighed = weigh_articles(articles, read_background(history))
    numbers = number_terms(weighed)
    cases = [read_case(article) for article in articles]
    views = view_articles(articles, weighed, cases, numbers)
    vectors = tuple(view.vector for view in views)
    hours = [count_hours(article.published_at) for article in articles]
    thresholds = [_choose_threshold(article) for article in articles]
    guards = start_groups(articles, hours)
    nodes = [
        start_node(i, vectors[i], thresholds[i], hours[i], guards[i], is_bare=not articles[i].body.strip())
        for i in range(len(articles))
    ]
    pairs = find_pairs(vectors, hours, window_h=LONGEST_H, least=min(thresholds, default=0.0))
    near = (pair for pair in pairs if measure_margin(nodes[pair.first], nodes[pair.second], pair.similarity) >= 0)
    same = keep_same_events(near, views, count_terms(vectors), model)
    groups = sorted(tuple(sorted(members)) for members in link(nodes, same))
    if len({each.terms.language for each in weighed}) > 1:
        groups = sorted(join_other_languages(groups, read_words(articles, weighed, cases), hours))
    return vectors, groups


def _choose_threshold(article: Article) -> float:
    """Returns the least similarity of an article to those of its story."""
    threshold = OPENING_THRESHOLD if article.body.strip() else HEADLINE_THRESHOLD
    return threshold if article.published_at else threshold + UNTIMED_EXTRA


def count_hours(moment: datetime | None) -> float | None:
    """Returns hours since 1970; a time without a zone is taken as UTC, not as the machine's zone."""
    if moment is None:
        return None
    aware = moment if moment.utcoffset() is not None else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) / timedelta(hours=1)


def _put_central_first(group: tuple[int, ...], vectors: Sequence[Vector], articles: Sequence[Article]) -> list[int]:
    """Returns the articles of a story, those most similar to all of them first; of equals one that has a body."""
    if len(group) == 1:
        return list(group)
    mine = [vectors[i] for i in group]
    shared = dict(zip(group, PostingsMatrix(count_terms(mine)).multiply(add_vectors(mine), mine), strict=True))
    return sorted(group, key=lambda i: (-round(shared[i], 9), not articles[i].body.strip(), i))


def _make_story(articles: list[Article]) -> Story:
    """Returns a story with the headline of its most central article that has one."""
    headlines = [article.headline for article in articles if article.headline]
    openings = [" ".join(article.body[:500].split()[:_SHOWN_WORDS]) for article in articles]
    return Story(headline=next(iter([*headlines, *filter(None, openings)]), ""), articles=tuple(articles))
