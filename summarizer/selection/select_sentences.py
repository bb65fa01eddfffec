"""The sentences of a digest: a budget, no repetition, nothing dangling, document order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from heapq import heapify, heappop, heappush

from summarizer.model import Article, Sentence
from summarizer.selection.coverage import MOST_COVERED, cover
from summarizer.text.sentence_form import (
    asks_or_announces,
    has_end_mark,
    is_balanced,
    is_boilerplate,
    is_bracketed,
    points_back,
    starts_lower,
)
from summarizer.text.words import count_words, find_content, find_tokens

LONG_WORDS = 40
"""Sentences over this many words tire the reader: each word more costs a little."""

LONG_COST = 0.01
"""What each word over `LONG_WORDS` takes from a score of 0..1: a soft bound, for some good ledes are long."""

FEWEST_WORDS = 6
"""Of sentences with fewer, editors show one in a hundred."""

SAME_WORDS, SAME_OF_ALL = 0.75, 0.5
"""Shares of the shorter sentence's words, and of both sentences', from which on two say the same."""

SAME_CONTENT, FEWEST_TOLD = 0.45, 3
"""From this share of common names, numbers and other words of meaning on, one tells the other's news again. Two in a
hundred of the pairs that editors choose share as much; a page's standfirst and its lede do."""

MOST_COMPARED = 100
"""A sentence is compared with so many of those shown: digests are far shorter, and a hostile budget must stay quick."""


def select(article: Article, ranked: Sequence[Sentence], *, budget: int) -> tuple[Sentence, ...]:
    """At most `budget` sentences worth showing, in document order.

    Fewer when the article has no more that are worth it; all of them when it has no more than the budget. A sentence
    that opens with a pronoun or connective is taken only behind the sentence before it.

    Args:
        article: what the sentences stand in.
        ranked: all its sentences with their scores; a score of 0 says: not worth showing.
        budget: the most that are shown.
    """
    prose = [sentence for sentence in ranked if sentence.is_prose]
    if not prose:  # a list, a poem, a table: better a line of it than nothing
        prose = [sentence for sentence in ranked if not is_boilerplate(sentence.text)] or list(ranked)
    if len(prose) <= budget:
        return _drop_repeated(article, prose)
    worth = [place for place, sentence in enumerate(prose) if sentence.score > 0 and is_worth_showing(sentence)]
    dangling = frozenset(place for place in worth if points_back(prose[place].text, article.language))
    chosen = _choose(article, prose, worth, dangling, budget) or _choose_least_bad(prose, worth, budget)
    return tuple(replace(prose[place], tells=()) for place in sorted(chosen))


def _choose(
    article: Article, prose: Sequence[Sentence], worth: Sequence[int], dangling: frozenset[int], budget: int
) -> list[int]:
    """Indices of the best allowed sentences: as a set where the ranking says what each tells, else one by one."""
    if 0 < budget <= MOST_COVERED and any(sentence.tells for sentence in prose):
        values = {place: _value(prose[place]) for place in worth}
        find_said = cache(lambda place: _find_said(prose[place], article.language))
        return cover(prose, values, dangling, lambda one, two: find_said(one).repeats(find_said(two)), budget=budget)
    return _choose_one_by_one(article, prose, worth, dangling, budget)


def _choose_one_by_one(
    article: Article, prose: Sequence[Sentence], worth: Sequence[int], dangling: frozenset[int], budget: int
) -> list[int]:
    """Indices of the best allowed sentences; one that dangles waits until the sentence before it is chosen."""
    queue = [(-_value(prose[place]), place) for place in worth]
    heapify(queue)
    waiting: dict[int, tuple[float, int]] = {}
    chosen: list[int] = []
    shown: list[_Said] = []
    while queue and len(chosen) < budget:
        entry = heappop(queue)
        place = entry[1]
        if place in dangling and place - 1 not in chosen[-MOST_COMPARED:]:
            waiting[place] = entry
            continue
        said = _find_said(prose[place], article.language)
        if any(said.repeats(other) for other in shown[-MOST_COMPARED:]):
            continue
        chosen.append(place)
        shown.append(said)
        if place + 1 in waiting:
            heappush(queue, waiting.pop(place + 1))
    return chosen


def _choose_least_bad(prose: Sequence[Sentence], worth: Sequence[int], budget: int) -> list[int]:
    """The best single sentence where none is allowed: an article is never answered with nothing."""
    candidates = worth or [place for place, sentence in enumerate(prose) if not is_boilerplate(sentence.text)]
    best = max(candidates or range(len(prose)), key=lambda place: (prose[place].score, -place))
    return [best][:budget]


def _drop_repeated(article: Article, prose: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """A short article's sentences, each said once."""
    kept: list[Sentence] = []
    shown: list[frozenset[str]] = []
    for sentence in prose:
        words = frozenset(find_tokens(sentence.text, article.language))
        if not any(words == other for other in shown[-MOST_COMPARED:]):
            kept.append(sentence)
            shown.append(words)
    return tuple(kept)


def _value(sentence: Sentence) -> float:
    """The score less what a long sentence costs."""
    return sentence.score - LONG_COST * max(0, count_words(sentence.text) - LONG_WORDS)


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


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sentence says, for comparing.

    Attributes:
        words: all of its words.
        content: those that carry meaning.
    """

    words: frozenset[str]
    content: frozenset[str]

    def repeats(self, other: "_Said") -> bool:
        """Whether one of the two tells nothing that the other does not tell, be it in other words."""
        small, common = min(len(self.words), len(other.words)), len(self.words & other.words)
        if small and (common / small >= SAME_WORDS or common / len(self.words | other.words) >= SAME_OF_ALL):
            return True
        told = len(self.content & other.content)
        return told >= FEWEST_TOLD and told / min(len(self.content), len(other.content)) >= SAME_CONTENT


def _find_said(sentence: Sentence, language: str | None) -> _Said:
    """What the sentence says."""
    return _Said(frozenset(find_tokens(sentence.text, language)), frozenset(find_content(sentence.text, language)))
