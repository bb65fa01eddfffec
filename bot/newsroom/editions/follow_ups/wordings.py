"""Whether two texts are one text: runs of words that both have. Pure."""

from bot.newsroom.feeds.model import Item
from bot.newsroom.subscriptions.keyword_filter import fold

_SAME_LEAD_WORDS = 40
_FEWEST_LEAD_WORDS = 8
_RUN = 4
"""Length, in words, of the runs that two texts are compared by."""

_SAME_RUNS = 0.8
"""Share of the shorter text's runs that a copy contains."""

Wording = frozenset[str]
"""The word runs at the start of a text."""


def find_wording(item: Item) -> Wording:
    """Return the word runs at the start of an item's text; none where it is too short to recognise a copy."""
    words = fold(item.summary).split()[:_SAME_LEAD_WORDS]
    return find_runs(words) if len(words) >= _FEWEST_LEAD_WORDS else frozenset()


def find_runs(words: list[str]) -> Wording:
    """Return the runs of a few words in a text."""
    return frozenset(" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))


def is_copy(one: Wording, other: Wording) -> bool:
    """Return whether two texts are one, cut at different places."""
    return len(one & other) >= _SAME_RUNS * min(len(one), len(other))
