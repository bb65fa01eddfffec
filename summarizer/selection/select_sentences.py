"""The sentences of a digest: a budget, no repetition, nothing dangling, document order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from heapq import heapify, heappop, heappush
from itertools import compress

from summarizer.model import Article, Sentence, Span
from summarizer.selection.antecedents import find_needs
from summarizer.selection.coverage import MOST_COVERED, select_cover
from summarizer.text.sentence_form import (
    has_end_mark,
    is_balanced,
    is_boilerplate,
    is_parenthetical,
    is_question_or_teaser,
    starts_lower,
)
from summarizer.text.words import count_words, find_content, find_tokens

LONG_WORDS = 40
"""Sentences over this many words are hard to read: each further word costs a little."""

LONG_COST = 0.01
"""Penalty on a score of 0..1 for each word over `LONG_WORDS`: a soft limit, because some good ledes are long."""

FEWEST_WORDS = 6
"""Editors show one in a hundred of the sentences with fewer words."""

SAME_WORDS, SAME_OF_ALL = 0.75, 0.5
"""Two sentences say the same from these shares of the shorter one's words, and of both sentences' words."""

SAME_CONTENT, FEWEST_TOLD = 0.45, 3
"""From this share of common names, numbers and other content words, one sentence repeats the other's news. Two in a
hundred of the pairs that editors choose share as much; a page's standfirst and its lede do."""

MOST_COMPARED = 100
"""A sentence is compared with this many of those shown: digests are far shorter, and a hostile budget must be fast."""


Needs = Mapping[int, frozenset[int]]
"""Place of a sentence that points back -> the places of which one has to be shown with it."""


def is_nobodys(_: Span) -> bool:
    """No sentence is anybody's words."""
    return False


def select(
    article: Article,
    ranked: Sequence[Sentence],
    *,
    budget: int,
    is_speech: Callable[[Span], bool] = is_nobodys,
) -> tuple[Sentence, ...]:
    """Returns at most `budget` sentences worth showing, in document order.

    Fewer when too few are worth it; all that are the reporter's when the article has at most `budget`. A sentence that
    opens with a pronoun or connective is chosen only together with the sentence before it.

    Args:
        article: the sentences' article.
        ranked: all its sentences with their scores; a score of 0 means: not worth showing.
        budget: the most sentences to show.
        is_speech: whether a sentence would present somebody's words as the reporter's. Such a sentence is shown only
            with all of its article, or alone, where there is nothing else.
    """
    prose = [sentence for sentence in ranked if sentence.is_prose]
    if not prose:  # a list, a poem, a table: one line of it is better than nothing
        prose = [sentence for sentence in ranked if not is_boilerplate(sentence.text)] or list(ranked)
    own = [not is_speech(sentence.span) for sentence in prose]
    if len(prose) <= budget:
        return _take_all(article, prose, own)
    worth = [
        place
        for place, sentence in enumerate(prose)
        if own[place] and sentence.score > 0 and is_worth_showing(sentence)
    ]
    needs = find_needs(prose, worth, article.language)
    chosen = _choose(article, prose, worth, needs, budget) or _choose_fallback(prose, worth, own, budget)
    return tuple(replace(prose[place], tells=()) for place in sorted(chosen))


def _choose(article: Article, prose: Sequence[Sentence], worth: Sequence[int], needs: Needs, budget: int) -> list[int]:
    """Returns indices of the best allowed sentences: as a set where the ranking gives `tells`, else one by one."""
    if 0 < budget <= MOST_COVERED and any(sentence.tells for sentence in prose):
        values = {place: _value(prose[place]) for place in worth}
        find_said = cache(lambda place: _find_sentence_words(prose[place], article.language))
        return select_cover(
            prose, values, needs, lambda one, two: find_said(one).repeats(find_said(two)), budget=budget
        )
    return _choose_one_by_one(article, prose, worth, needs, budget)


def _choose_one_by_one(
    article: Article, prose: Sequence[Sentence], worth: Sequence[int], needs: Needs, budget: int
) -> list[int]:
    """Returns indices of the best allowed sentences; one that points back waits until what it points to is chosen."""
    queue = [(-_value(prose[place]), place) for place in worth]
    heapify(queue)
    waiting: dict[int, tuple[float, int]] = {}
    chosen: list[int] = []
    taken: set[int] = set()
    shown: list[_SentenceWords] = []
    while queue and len(chosen) < budget:
        entry = heappop(queue)
        place = entry[1]
        if place in needs and needs[place].isdisjoint(taken):
            waiting[place] = entry
            continue
        said = _find_sentence_words(prose[place], article.language)
        if any(said.repeats(other) for other in shown[-MOST_COMPARED:]):
            continue
        chosen.append(place)
        taken.add(place)
        shown.append(said)
        for ready in [each for each in waiting if place in needs[each]]:
            heappush(queue, waiting.pop(ready))
    return chosen


def _choose_fallback(prose: Sequence[Sentence], worth: Sequence[int], own: Sequence[bool], budget: int) -> list[int]:
    """Returns the best single sentence where none is allowed: a digest is never empty."""
    fit = [place for place, sentence in enumerate(prose) if not is_boilerplate(sentence.text)]
    candidates = worth or [place for place in fit if own[place]] or fit
    best = max(candidates or range(len(prose)), key=lambda place: (prose[place].score, -place))
    return [best][:budget]


def _take_all(article: Article, prose: Sequence[Sentence], own: Sequence[bool]) -> tuple[Sentence, ...]:
    """Returns a short article's sentences that are the reporter's; where all are speech, all of them or one."""
    if any(own):
        return _drop_duplicates(article, list(compress(prose, own)))
    kept = _drop_duplicates(article, prose)
    return kept if len(kept) == len(prose) else kept[:1]


def _drop_duplicates(article: Article, prose: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Returns a short article's sentences without duplicates."""
    kept: list[Sentence] = []
    shown: list[frozenset[str]] = []
    for sentence in prose:
        words = frozenset(find_tokens(sentence.text, article.language))
        if not any(words == other for other in shown[-MOST_COMPARED:]):
            kept.append(sentence)
            shown.append(words)
    return tuple(kept)


def _value(sentence: Sentence) -> float:
    """Returns the score less the penalty for length."""
    return sentence.score - LONG_COST * max(0, count_words(sentence.text) - LONG_WORDS)


def is_worth_showing(sentence: Sentence) -> bool:
    """Whether the sentence may be in a digest at all."""
    text = sentence.text
    return (
        not is_boilerplate(text)
        and has_end_mark(text)
        and not starts_lower(text)
        and is_balanced(text)
        and count_words(text) >= FEWEST_WORDS
        and not is_question_or_teaser(text)
        and not is_parenthetical(text)
    )


@dataclass(frozen=True, slots=True)
class _SentenceWords:
    """The words of a sentence, for comparing.

    Attributes:
        words: all of its words.
        content: its content words.
    """

    words: frozenset[str]
    content: frozenset[str]

    def repeats(self, other: "_SentenceWords") -> bool:
        """Whether one of the two says nothing that the other does not say, even in other words."""
        small, common = min(len(self.words), len(other.words)), len(self.words & other.words)
        if small and (common / small >= SAME_WORDS or common / len(self.words | other.words) >= SAME_OF_ALL):
            return True
        told = len(self.content & other.content)
        return told >= FEWEST_TOLD and told / min(len(self.content), len(other.content)) >= SAME_CONTENT


def _find_sentence_words(sentence: Sentence, language: str | None) -> _SentenceWords:
    """Returns the words of a sentence for comparing."""
    return _SentenceWords(
        frozenset(find_tokens(sentence.text, language)), frozenset(find_content(sentence.text, language))
    )
