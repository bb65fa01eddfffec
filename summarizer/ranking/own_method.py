"""Our own method: the opening, weighed with what the rest of the article leans on."""

from collections.abc import Sequence

from summarizer.form import is_boilerplate
from summarizer.model import Article, Sentence
from summarizer.ranking.centrality import score_centrality
from summarizer.words import find_content

MOST_SENTENCES = 400
"""Only so many sentences are weighed: news comes first, and similarity costs the square of their number."""


def score_by_own_method(article: Article, sentences: Sequence[Sentence]) -> tuple[tuple[float, tuple[str, ...]], ...]:
    """For each sentence its score and the reasons for it."""
    weighed = [place for place, sentence in enumerate(sentences) if sentence.is_prose][:MOST_SENTENCES]
    words = [find_content(sentences[place].text, article.language) for place in weighed]
    headline = set(find_content(article.headline or "", article.language))
    centrality = score_centrality(words)
    scores: list[tuple[float, tuple[str, ...]]] = [(0.0, ())] * len(sentences)
    for order, place in enumerate(weighed):
        overlap = len(headline & set(words[order])) / max(1, len(headline))
        score = 1.0 / (1 + order) + 0.5 * float(centrality[order]) + 0.5 * overlap
        score -= 1.0 if is_boilerplate(sentences[place].text) else 0.0
        reasons = (
            *(("opens the story",) if order == 0 else ()),
            *(("repeats the headline",) if overlap >= 0.5 else ()),
            *(("most of the article leans on it",) if centrality[order] >= 0.8 else ()),
        )
        scores[place] = (round(score, 6), reasons)
    return tuple(scores)
