"""How surely given pairs of articles report one event."""

from collections import defaultdict
from collections.abc import Sequence

from summarizer.model import Article
from summarizer.stories.document_frequency import read_background
from summarizer.stories.pair_evidence.article_view import view_articles
from summarizer.stories.pair_evidence.features import PairComparer
from summarizer.stories.pair_evidence.model import MODEL
from summarizer.stories.pair_evidence.names import read_case
from summarizer.stories.vectors import count_terms, number_terms, weigh_articles


def score_pairs(
    articles: Sequence[Article], pairs: Sequence[tuple[int, int]], *, history: Sequence[str] = ()
) -> list[float]:
    """Returns a score for each pair, in log odds: from 0 on two articles are taken for reports of one event.

    Args:
        articles: any; weighed together.
        pairs: of articles, by index.
        history: past texts, as for `summarizer.stories.group_stories`.
    """
    weighed = weigh_articles(articles, read_background(history))
    cases = [read_case(article) for article in articles]
    views = view_articles(articles, weighed, cases, number_terms(weighed))
    comparer = PairComparer(views, count_terms([view.vector for view in views]))
    places: defaultdict[int, list[int]] = defaultdict(list)
    for place, (one, _) in enumerate(pairs):
        places[one].append(place)
    scores = [0.0] * len(pairs)
    for one, mine in places.items():
        others = [pairs[place][1] for place in mine]
        is_bare = [views[one].is_bare and views[other].is_bare for other in others]
        found = MODEL.score(comparer.compare(one, others), is_bare).tolist()
        for place, score in zip(mine, found, strict=True):
            scores[place] = score
    return scores
