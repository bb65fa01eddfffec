"""What is new in a report about a told story: the evidence that a follow-up is judged by. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise

from bot.newsroom.editions.follow_ups.wordings import find_runs
from bot.newsroom.editions.model import PostedStory, outlet_of
from bot.newsroom.feeds.model import Item
from summarizer.stories.outcomes import calendar_words, find_folded_words, find_numbers, find_outcomes, has_plan
from summarizer.text.inflections import is_inflected
from summarizer.text.language import detect_language
from summarizer.text.words import is_stop_word

_BEGINNING = 3
_SHORTEST_WORD = 3
_MOST_WORDS = 120
"""Words of a report that are compared: its opening says what is new."""

_MOST_H = 48.0
_MANY_CAPITALS = 0.6
"""Where so many words of a headline have a capital, all have one: capitals name nobody."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is new in a report, and what is not. Shares are from 0 to 1.

    Attributes:
        outcome: its headline has a kind of outcome that the told story has not.
        was_open: the told story spoke of something still to come, and the report has an outcome.
        numbers: new numbers in its headline, at most 2.
        new_in_headline: share of its headline's words that the told story has not.
        names_replaced: share of the names of its headline that are new, or of the told headline's that it lacks: the
            smaller of the two.
        copied: share of its word runs that the told story has.
        same_outlet: the paper that told the story before tells it again: it rarely does so without news.
        own_new_in_headline: `new_in_headline`, of the same paper: another paper has other words in any case.
        own_new_in_text: share of its text's words that the told story has not, of the same paper.
        days: since it was told, at most 2; 1 where that is not known.
    """

    outcome: float
    was_open: float
    numbers: float
    new_in_headline: float
    names_replaced: float
    copied: float
    same_outlet: float
    own_new_in_headline: float
    own_new_in_text: float
    days: float


class ToldText:
    """The words of a told story, made ready to be compared with reports.

    Args:
        story: what is stored of it.
    """

    def __init__(self, story: PostedStory) -> None:
        self.story = story
        self.text = "\n".join(dict.fromkeys((story.headline, *story.texts, *story.sentences)))

    @cached_property
    def words(self) -> dict[str, tuple[str, ...]]:
        """All its words by their first letters."""
        found: dict[str, dict[str, None]] = {}
        for word in find_folded_words(self.text):
            found.setdefault(word[:_BEGINNING], {})[word] = None
        return {beginning: tuple(words) for beginning, words in found.items()}

    @cached_property
    def runs(self) -> frozenset[str]:
        """The word runs of its stored texts."""
        return frozenset(
            run
            for text in (*self.story.texts, *self.story.sentences)
            for run in find_runs(list(find_folded_words(text)))
        )

    def has(self, word: str, language: str | None) -> bool:
        """Return whether it has a folded word in some form."""
        return any(
            known == word or is_inflected(known, word, language) for known in self.words.get(word[:_BEGINNING], ())
        )


def find_evidence(report: Item, told: ToldText, now: datetime) -> Evidence:
    """Return what is new in a report about a told story.

    Args:
        report: what a feed has now.
        told: the story as an earlier edition told it.
        now: aware; the time since the story was told counts where the story has its time.
    """
    text = f"{report.title}\n{report.summary}"
    language = detect_language(f"{text}\n{told.text}")
    outcomes, known = find_outcomes(report.title, language), find_outcomes(told.text, language)
    is_new = bool((outcomes | find_outcomes(report.summary, language)) - known)
    words = list(find_folded_words(report.summary))[:_MOST_WORDS]
    new_in_headline = _share_new(find_folded_words(report.title), told, language)
    same_outlet = float(_fold_name(outlet_of(report)) in {_fold_name(name) for name in told.story.outlet_names})
    return Evidence(
        outcome=float(bool(outcomes - known)),
        was_open=float(is_new and has_plan(told.text, language)),
        numbers=float(min(2, len(find_numbers(report.title, language) - find_numbers(told.text, language)))),
        new_in_headline=new_in_headline,
        names_replaced=_share_replaced(report, told, language),
        copied=_share_copied(words, told),
        same_outlet=same_outlet,
        own_new_in_headline=same_outlet * new_in_headline,
        own_new_in_text=same_outlet * _share_new(words, told, language),
        days=_days_since(told.story.told_at, now),
    )


def _share_new(words: Sequence[str], told: ToldText, language: str | None) -> float:
    content = [word for word in words if _is_content(word, language)]
    return sum(not told.has(word, language) for word in content) / len(content) if content else 0.0


def _is_content(word: str, language: str | None) -> bool:
    is_short = len(word) < _SHORTEST_WORD or word.isdigit()
    return not is_short and not is_stop_word(word, language) and word not in calendar_words()


def _share_copied(words: list[str], told: ToldText) -> float:
    runs = find_runs(words)
    return len(runs & told.runs) / len(runs) if runs else 0.0


def _share_replaced(report: Item, told: ToldText, language: str | None) -> float:
    """Return how far other names are in the place of the told headline's: it is another event of like words."""
    mine = _find_names(report.title) or _find_names(report.summary)
    theirs = _find_names(told.story.headline)
    everything = ToldText(PostedStory(report.title, texts=(report.summary,)))
    if not mine or not theirs:
        return 0.0
    new = sum(not told.has(name, language) for name in mine) / len(mine)
    missing = sum(not everything.has(name, language) for name in theirs) / len(theirs)
    return min(new, missing)


def _find_names(text: str) -> frozenset[str]:
    """Return the folded words with a capital; none where all have one. The first word of a sentence is left out."""
    words = text.split()
    capital = [word for word in words if word[:1].isupper()]
    if len(words) < _SHORTEST_WORD or len(capital) > _MANY_CAPITALS * len(words):
        return frozenset()
    inner = [word for before, word in pairwise(words) if word[:1].isupper() and before[-1] not in ".:!?"]
    return frozenset(part for word in inner for part in find_folded_words(word)) - calendar_words()


def _fold_name(name: str) -> str:
    return " ".join(find_folded_words(name))


def _days_since(told_at: datetime | None, now: datetime) -> float:
    if told_at is None:
        return 1.0  # an edition a day is usual
    return min(_MOST_H, max(0.0, (now - told_at) / timedelta(hours=1))) / 24
