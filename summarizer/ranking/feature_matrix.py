"""Surface features of sentences -> a matrix of their features within the article.

All features need only words and places; those that need a word list are 0 in languages without one.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from summarizer.model import Article, Sentence
from summarizer.ranking.centrality import FloatMatrix, FloatVector, scale_ranks, walk_graph, weigh_words
from summarizer.ranking.surface_features import SurfaceFeatures
from summarizer.text.words import find_content


def build_features(article: Article, traits: Sequence[SurfaceFeatures]) -> tuple[tuple[str, ...], FloatMatrix]:
    """Returns the names of the features, and a matrix of shape (sentences, features).

    Args:
        article: the sentences' article.
        traits: surface features of the sentences, in document order; the caller caps their number.
    """
    sentences = [trait.sentence for trait in traits]
    columns: dict[str, FloatVector] = {}
    columns.update(_measure_place(sentences))
    columns.update(_measure_length(traits))
    columns.update(_measure_centrality(traits))
    columns.update(_measure_overlap(article, traits))
    columns.update(_measure_names(traits))
    columns.update(_collect_flags(traits))
    columns.update(_measure_neighbours(columns))
    matrix = np.stack([columns[name] for name in columns], axis=1) if sentences else np.zeros((0, len(columns)))
    return tuple(columns), np.round(matrix, 6)


def _measure_place(sentences: Sequence[Sentence]) -> dict[str, FloatVector]:
    """Features of the place in the article and in the paragraph."""
    count = len(sentences)
    order = np.arange(count, dtype=np.float64)
    paragraphs = np.array([sentence.paragraph for sentence in sentences], dtype=np.float64)
    sizes = Counter(sentence.paragraph for sentence in sentences)
    opens = np.array(
        [place == 0 or sentences[place - 1].paragraph != sentences[place].paragraph for place in range(count)], float
    )
    return {
        "place_inverse": 1 / (1 + order),
        "place_log": np.log1p(order),
        "place_share": order / max(1, count - 1),
        "is_first": (order == 0).astype(float),
        "is_second": (order == 1).astype(float),
        "is_third": (order == 2).astype(float),
        "is_last_two": (order >= count - 2).astype(float),
        "opens_paragraph": opens,
        "paragraph_size": np.log([float(sizes[sentence.paragraph]) for sentence in sentences]),
        "paragraph_log": np.log1p(paragraphs),
        "count_log": np.full(count, np.log1p(count)),
    }


def _measure_length(traits: Sequence[SurfaceFeatures]) -> dict[str, FloatVector]:
    """Features of the length, absolute and relative to the other sentences."""
    words = np.array([float(trait.word_count) for trait in traits])
    mean = float(words.mean()) if len(words) else 1.0
    return {
        "words_log": np.log1p(words),
        "words_to_mean": np.minimum(3.0, words / max(1.0, mean)),
        "under_8": (words < 8).astype(float),
        "under_13": (words < 13).astype(float),
        "over_30": np.clip((words - 30) / 20, 0, 2),
        "over_40": np.clip((words - 40) / 20, 0, 2),
    }


def _measure_centrality(traits: Sequence[SurfaceFeatures]) -> dict[str, FloatVector]:
    """Seven measures of centrality in the article, and the ranks of each."""
    vectors = weigh_words([trait.content for trait in traits])
    similarity = vectors @ vectors.T
    np.fill_diagonal(similarity, 0.0)
    size = max(1, len(traits) - 1)
    forward = np.triu(similarity).sum(axis=1) / size
    backward = np.tril(similarity).sum(axis=1) / size
    centroid = vectors.mean(axis=0) if len(traits) else np.zeros(0)
    columns = {
        "forward": forward,
        "backward": backward,
        "directed": forward - backward,
        "symmetric": forward + backward,
        "walk": walk_graph(similarity) * len(traits),
        "centroid": vectors @ centroid / max(1e-9, float(np.sqrt((centroid * centroid).sum()))),
        "nearest_before": np.tril(similarity).max(axis=1, initial=0.0),
        "nearest_after": np.triu(similarity).max(axis=1, initial=0.0),
        "like_previous": np.append(np.zeros(min(1, len(traits))), np.diagonal(similarity, 1)),
        "like_next": np.append(np.diagonal(similarity, 1), np.zeros(min(1, len(traits)))),
        **_measure_frequency(traits),
    }
    ranked = ("forward", "directed", "symmetric", "walk", "centroid", "mean_frequency", "covered")
    return columns | {f"{name}_rank": scale_ranks(columns[name]) for name in ranked}


def _measure_frequency(traits: Sequence[SurfaceFeatures]) -> dict[str, FloatVector]:
    """Frequency of the sentence's words in the article (SumBasic), how much of it they cover (KL), its keywords."""
    counts: Counter[str] = Counter()
    for trait in traits:
        counts.update(set(trait.content))
    total = max(1, sum(counts.values()))
    keywords = {word for word, times in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:12] if times > 1}
    means, covered, hits = [], [], []
    for trait in traits:
        distinct = sorted(set(trait.content))
        weights = [counts[word] - 1 for word in distinct]
        means.append(sum(weights) / max(1, len(distinct)) / max(1, len(traits)) * 10)
        covered.append(sum(weights) / total)
        hits.append(len(keywords.intersection(distinct)) / max(1, len(keywords)))
    return {"mean_frequency": np.array(means), "covered": np.array(covered), "keywords": np.array(hits)}


def _measure_overlap(article: Article, traits: Sequence[SurfaceFeatures]) -> dict[str, FloatVector]:
    """Overlap of each sentence with the headline and with the lede."""
    headline = frozenset(find_content((article.headline or "")[:500], article.language))
    sets = [frozenset(trait.content) for trait in traits]
    lede = sets[0] if sets else frozenset()
    opening = [*sets[:3]]
    in_headline = np.array([len(words & headline) / max(1, len(headline)) for words in sets])
    from_headline = np.array([len(words & headline) / max(1, len(words)) for words in sets])
    in_opening = [
        max((len(words & other) / max(1, len(words)) for at, other in enumerate(opening) if at != place), default=0.0)
        for place, words in enumerate(sets)
    ]
    return {
        "has_headline": np.full(len(sets), float(bool(headline))),
        "headline_share": in_headline,
        "headline_share_rank": scale_ranks(in_headline),
        "headline_density": from_headline,
        "lede_share": np.array([len(words & lede) / max(1, len(lede)) if at else 0.0 for at, words in enumerate(sets)]),
        "opening_share": np.array(in_opening),
    }


def _measure_names(traits: Sequence[SurfaceFeatures]) -> dict[str, FloatVector]:
    """Names: how many, how many for the first time, how frequent in the article; the share of new words."""
    counts: Counter[str] = Counter()
    for trait in traits:
        counts.update(set(trait.names))
    seen_names: set[str] = set()
    seen_words: set[str] = set()
    rows = []
    for trait in traits:
        names, words = set(trait.names), set(trait.content)
        rows.append(
            (
                min(8, len(names)) / 8,
                len(names - seen_names) / max(1, len(names)) if names else 0.0,
                sum(counts[name] for name in names) / max(1, len(names)) / max(1, len(traits)) * 5,
                len(words - seen_words) / max(1, len(words)),
                float(not names),
            )
        )
        seen_names |= names
        seen_words |= words
    table = np.array(rows).reshape(len(traits), 5)
    labels = ("names", "new_names", "known_names", "new_words", "no_names")
    return {label: table[:, column] for column, label in enumerate(labels)}


def _collect_flags(traits: Sequence[SurfaceFeatures]) -> dict[str, FloatVector]:
    """The flags of the surface features."""
    return {name: np.array([trait.flags[name] for trait in traits]) for name in (traits[0].flags if traits else ())}


def _measure_neighbours(columns: dict[str, FloatVector]) -> dict[str, FloatVector]:
    """Whether the next sentence depends on this one, and whether this one is between quotes."""
    if "points_back" not in columns:
        return {}
    back, quoted = columns["points_back"], columns["quoted_share"]
    return {
        "next_points_back": np.append(back[1:], 0.0),
        "next_quoted": np.append(quoted[1:], 0.0),
        "previous_quoted": np.append(0.0, quoted[:-1]),
    }
