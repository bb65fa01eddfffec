"""The sentences of a digest: a budget, no repetition, nothing dangling, document order."""

from collections.abc import Sequence

from summarizer.form import (
    asks_or_announces,
    has_end_mark,
    is_balanced,
    is_boilerplate,
    is_bracketed,
    points_back,
    starts_lower,
)
from summarizer.model import Article, Sentence
from summarizer.words import count_words, find_tokens

LONG_WORDS = 40
"""Sentences over this many words tire the reader: each word more costs a little."""


FEWEST_WORDS = 6
"""Of sentences with fewer, editors show one in a hundred."""


def select(article: Article, ranked: Sequence[Sentence], *, budget: int) -> tuple[Sentence, ...]:
    """At most `budget` sentences worth showing, in document order.

    Fewer when the article has no more that are worth it; all of them when it has no more than the budget.
    """
    prose = [sentence for sentence in ranked if sentence.is_prose]
    if not prose:
        prose = [sentence for sentence in ranked if not is_boilerplate(sentence.text)] or list(ranked)
    if len(prose) <= budget:
        return tuple(prose)
    worth = [sentence.score > 0 and is_worth_showing(sentence) for sentence in prose]
    dangling = [place > 0 and points_back(sentence.text, article.language) for place, sentence in enumerate(prose)]
    chosen = _choose(article, prose, worth, dangling, budget)
    if not chosen and prose:
        best = max(range(len(prose)), key=lambda place: (prose[place].score, -place))
        chosen = [best]
    return tuple(prose[place] for place in sorted(chosen))


def _choose(
    article: Article, prose: Sequence[Sentence], worth: Sequence[bool], dangling: Sequence[bool], budget: int
) -> list[int]:
    """Indices of the best allowed sentences, found one after the other."""
    values = [_value(sentence) for sentence in prose]
    order = sorted((place for place in range(len(prose)) if worth[place]), key=lambda place: (-values[place], place))
    chosen: list[int] = []
    shown: list[frozenset[str]] = []
    while len(chosen) < budget:
        for place in order:
            if place in chosen or (dangling[place] and place - 1 not in chosen):
                continue
            words = frozenset(find_tokens(prose[place].text, article.language))
            if not any(_says_the_same(words, other) for other in shown):
                chosen.append(place)
                shown.append(words)
                break
        else:
            break
    return chosen


def _value(sentence: Sentence) -> float:
    """The score less what a long sentence costs."""
    return sentence.score - 0.01 * max(0, count_words(sentence.text) - LONG_WORDS)


def is_worth_showing(sentence: Sentence) -> bool:
    """Whether the sentence can stand in a digest at all."""
    text = sentence.text
    return (
        not is_boilerplate(text)
        and has_end_mark(text)
        and not starts_lower(text)
        and is_balanced(text)
        and count_words(text) >= FEWEST_WORDS
        and not asks_or_announces(text)
        and not is_bracketed(text)
    )


def _says_the_same(words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether one of the two sentences holds nearly all the words of the other."""
    small = min(len(words), len(others))
    common = len(words & others)
    return small > 0 and (common / small >= 0.75 or common / len(words | others) >= 0.5)
